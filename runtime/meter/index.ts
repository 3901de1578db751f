import {
  type Additions,
  addedGlobals,
  addTo,
  helperBodies,
  helperTypes,
  typeSignatures,
} from "./additions.ts";
import { BodyMeter, type Uses } from "./body.ts";
import { type Layout, type Limited, readLayout, type Section, sectionOrder } from "./layout.ts";
import { MalformedModule } from "./malformed.ts";
import { namesOfFunctions } from "./names.ts";
import { Reader } from "./reader.ts";
import { leb, Writer } from "./writer.ts";

export { type FunctionFuel, Gauge, grantFunction } from "./gauge.ts";
export { type MalformedKind, MalformedModule } from "./malformed.ts";
export { meteredWebAssembly } from "./webassembly.ts";

/**
 * The version of what counts as a unit of fuel (docs/fuel.md). Fuel of different versions is incomparable.
 */
export const fuelContract = 1;

/**
 * When a program that has no fuel left is stopped. Both count the same for a program that completes.
 *
 * `exact`: before the first block that it cannot pay. `fast`: at the next function entry, loop header or exit to
 * whoever called it.
 */
export type MeterMode = "exact" | "fast";

export interface MeterOptions {
  /** Default: `fast`. */
  readonly mode?: MeterMode;
  /** Units that a fresh instance has, its start function included. Default and at most: `Number.MAX_SAFE_INTEGER`. */
  readonly fuel?: number;
  /** Bytes. The maximum of every memory is lowered to this. Default: as the module declares. */
  readonly memoryLimit?: number;
  /** Elements. The maximum of every table is lowered to this. Default: as the module declares. */
  readonly tableLimit?: number;
  /** Calls that may be nested before the program is stopped, the same on every engine. Default: what the engine bears. */
  readonly stackLimit?: number;
  /** Also count per function. */
  readonly profile?: boolean;
  /**
   * Ask the host for more when the fuel runs out (`Gauge.onExhausted`), so that a program can be given its fuel in slices.
   * Costs some speed. Default: the program traps.
   */
  readonly callOut?: boolean;
  /**
   * For instances that are used again: adds what saves and restores their globals and says whether they did something
   * that this does not undo, exports their memories, and leaves calling the start function to the host.
   */
  readonly isolation?: boolean;
}

/** The names under which what the meter added is exported; they are free in the module. */
export interface MeterExports {
  readonly remaining: string;
  readonly refill: string;
  readonly stopped: string;
  /** With `callOut`. */
  readonly callOut: string | null;
  /** With `isolation`. */
  readonly save: string | null;
  readonly restore: string | null;
  readonly start: string | null;
  readonly memories: readonly string[];
  /** With `profile`: counters of functions that have a body, in order. */
  readonly counters: readonly string[];
}

export interface Metered {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contract: typeof fuelContract;
  readonly mode: MeterMode;
  /** What a fresh instance has, in units. */
  readonly fuel: number;
  readonly names: MeterExports;
  /** With `profile`: what the functions are called whose counters are `names.counters`. */
  readonly functions: readonly string[];
  readonly uses: Readonly<Uses>;
  /** What the module's own exported functions take and give. */
  readonly signatures: ReadonlyMap<string, Signature>;
}

/** `ref` stands for all references. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128" | "ref";

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

const pageBytes = 65_536;

/**
 * Makes a module count what it executes. A copy with insertions: nothing of the module is renumbered, moved or taken
 * away but custom sections that hold offsets into its code.
 *
 * Only the module's structure is checked. Whether its types are right is for the engine to say when it compiles the
 * metered bytes, which are valid exactly when the original is.
 *
 * @param bytes a core module of any size
 * @throws {MalformedModule} when they are not, or ask for more from the start than the limits allow
 */
export function meter(bytes: Uint8Array, options: MeterOptions = {}): Metered {
  const layout = readLayout(bytes);
  const mode = options.mode ?? "fast";
  const fuel = Math.floor(Math.min(options.fuel ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
  const added = addTo(layout, options.profile === true, options.isolation === true);
  refuseWithoutRoom(layout, added);
  const names = exportNames(layout, options);
  const assembly = new Assembly(layout, added, names, { ...options, mode, fuel });
  return {
    bytes: assembly.assemble(),
    contract: fuelContract,
    mode,
    fuel,
    names,
    functions: options.profile ? namesOfFunctions(layout) : [],
    uses: { ...assembly.uses, objects: assembly.uses.objects || layout.allocatesObjects },
    signatures: signaturesOf(layout),
  };
}

/** What engines take. Source: https://webassembly.github.io/spec/js-api/#limits */
const most = { types: 1_000_000, functions: 1_000_000, globals: 1_000_000, tables: 100_000 } as const;

/** Refuses a module that is within the engines' limits and would not be any more. */
function refuseWithoutRoom({ signatures, functions, globals, tables }: Layout, added: Additions): void {
  const refuse = (what: keyof typeof most, own: number, all: number) => {
    if (own <= most[what] && all > most[what]) {
      throw new MalformedModule(`the module has no room for more ${what}`, 0, "limit");
    }
  };
  refuse("types", signatures.length, added.types + typeSignatures.length);
  refuse("functions", functions.length, added.start + 1);
  refuse("globals", globals.length, added.saved + added.savedGlobals.length);
  refuse("tables", tables.length, added.callOut + 1);
}

const valueTypes: ReadonlyMap<number, ValueType> = new Map([
  [0x7f, "i32"],
  [0x7e, "i64"],
  [0x7d, "f32"],
  [0x7c, "f64"],
  [0x7b, "v128"],
]);

function signaturesOf({ exportedFunctions, functions, signatures }: Layout): Map<string, Signature> {
  const named = (types: readonly number[]) => types.map((type) => valueTypes.get(type) ?? "ref");
  return new Map(
    Array.from(exportedFunctions, ([name, index]) => {
      const signature = signatures[functions[index] ?? -1];
      return [
        name,
        { parameters: named(signature?.parameters ?? []), results: named(signature?.results ?? []) },
      ];
    }),
  );
}

function exportNames(layout: Layout, { isolation, profile, callOut }: MeterOptions): MeterExports {
  const taken = new Set(layout.exportNames);
  const free = (wanted: string) => {
    let name = `fuelgauge:${wanted}`;
    while (taken.has(name)) name += "'";
    taken.add(name);
    return name;
  };
  const bodies = layout.functions.length - layout.importedFunctions;
  return {
    remaining: free("remaining"),
    refill: free("refill"),
    stopped: free("stopped"),
    callOut: callOut ? free("call-out") : null,
    save: isolation ? free("save") : null,
    restore: isolation ? free("restore") : null,
    start: isolation && layout.startFunction !== null ? free("start") : null,
    memories: isolation ? layout.memories.map((_, index) => free(`memory-${index}`)) : [],
    counters: profile ? Array.from({ length: bodies }, (_, index) => free(`counter-${index}`)) : [],
  };
}

type Settled = MeterOptions & { readonly mode: MeterMode; readonly fuel: number };

/** Sections that have something added, whether the module has them or not. With a call-out, that of tables as well. */
const addedTo = [1, 3, 6, 7, 10];
const tables = 4;

/** The metered module, section by section. */
class Assembly {
  uses: Uses = { tailCalls: false, objects: false, waits: false, sharedMemory: false };
  readonly #layout: Layout;
  readonly #added: Additions;
  readonly #names: MeterExports;
  readonly #options: Settled;
  readonly #out: Writer;

  constructor(layout: Layout, added: Additions, names: MeterExports, options: Settled) {
    this.#layout = layout;
    this.#added = added;
    this.#names = names;
    this.#options = options;
    this.#out = new Writer(Math.ceil(layout.bytes.length * 1.75) + 1024);
  }

  assemble(): Uint8Array<ArrayBuffer> {
    const { bytes, sections } = this.#layout;
    this.#out.copy(bytes, 0, 8);
    let place = 0;
    for (const section of sections) {
      if (section.id === 0) {
        if (!holdsOffsets(section.name ?? "")) this.#out.copy(bytes, section.start, section.end);
        continue;
      }
      const own = sectionOrder.indexOf(section.id);
      this.#missing(place, own);
      this.#section(section.id, section);
      place = own + 1;
    }
    this.#missing(place, sectionOrder.length);
    this.#mark();
    return this.#out.finish();
  }

  #missing(from: number, to: number): void {
    for (const id of sectionOrder.slice(from, to)) {
      if (addedTo.includes(id) || (id === tables && this.#options.callOut)) this.#section(id, null);
    }
  }

  #section(id: number, section: Section | null): void {
    const { bytes } = this.#layout;
    switch (id) {
      case 1:
        this.#extended(id, section, [], typeSignatures);
        return;
      case 2:
        this.#extended(id, section, this.#caps(true), []);
        return;
      case 3:
        this.#extended(id, section, [], helperTypes(this.#added, this.#ownStart).map(leb));
        return;
      case 4:
        // funcref, at least and at most two
        this.#extended(
          id,
          section,
          this.#caps(false, this.#layout.tables),
          this.#options.callOut ? [[0x70, 0x01, 2, 2]] : [],
        );
        return;
      case 5:
        this.#extended(id, section, this.#caps(false, this.#layout.memories), []);
        return;
      case 6:
        this.#extended(id, section, [], this.#globals());
        return;
      case 7:
        this.#extended(id, section, [], this.#exports());
        return;
      case 8:
        // with isolation the host calls it, so that it can be stopped
        if (this.#names.start === null && section) this.#out.copy(bytes, section.start, section.end);
        return;
      case 10:
        this.#code();
        return;
      default:
        if (section) this.#out.copy(bytes, section.start, section.end);
    }
  }

  /** A section that is a vector: its own elements with some limits rewritten, then the added ones. */
  #extended(
    id: number,
    section: Section | null,
    caps: ReadonlyArray<readonly [Limited, number[]]>,
    elements: ReadonlyArray<readonly number[]>,
  ): void {
    const { bytes } = this.#layout;
    const out = this.#out;
    out.byte(id);
    const content = out.reserveLength();
    const reader = section && new Reader(bytes, section.content, section.end);
    out.unsigned((reader?.u32() ?? 0) + elements.length);
    if (section && reader) {
      let copied = reader.position;
      for (const [{ limitsStart, limitsEnd }, limits] of caps) {
        out.copy(bytes, copied, limitsStart);
        for (const byte of limits) out.byte(byte);
        copied = limitsEnd;
      }
      out.copy(bytes, copied, section.end);
    }
    for (const element of elements) for (const byte of element) out.byte(byte);
    out.setLength(content);
  }

  /** Limits to write instead of those that tables and memories have. */
  #caps(
    imported: boolean,
    among: readonly Limited[] = [...this.#layout.tables, ...this.#layout.memories],
  ): Array<readonly [Limited, number[]]> {
    return among
      .filter((each) => each.imported === imported)
      .toSorted((one, other) => one.limitsStart - other.limitsStart)
      .flatMap((each) => {
        const limits = this.#layout.memories.includes(each)
          ? this.#capped(each, this.#options.memoryLimit, pageBytes, "memory")
          : this.#capped(each, this.#options.tableLimit, 1, "table");
        return limits === null ? [] : [[each, limits] as const];
      });
  }

  #capped(
    { limits, limitsStart }: Limited,
    limit: number | undefined,
    unit: number,
    what: "memory" | "table",
  ): number[] | null {
    if (limit === undefined) return null;
    const most = BigInt(Math.max(0, Math.floor(limit / unit)));
    if (limits.minimum > most) {
      throw new MalformedModule(
        `a ${what} of ${limits.minimum * BigInt(unit)}, when ${limit} is the limit`,
        limitsStart,
        `${what}-limit`,
      );
    }
    if (limits.maximum !== null && limits.maximum <= most) return null;
    return [limits.flags | 1, ...leb(Number(limits.minimum)), ...leb(Number(most))];
  }

  /** The start function, where the host calls it. */
  get #ownStart(): number | null {
    return this.#names.start === null ? null : this.#layout.startFunction;
  }

  #globals(): number[][] {
    return addedGlobals(this.#layout, this.#added, {
      fuel: this.#options.fuel,
      depth: this.#options.stackLimit ?? 0,
    });
  }

  #exports(): number[][] {
    const added = this.#added;
    const names = this.#names;
    const exported = (name: string | null, kind: number, index: number) => {
      if (name === null) return [];
      const encoded = new TextEncoder().encode(name);
      return [[...leb(encoded.length), ...encoded, kind, ...leb(index)]];
    };
    return [
      ...exported(names.remaining, 0, added.remaining),
      ...exported(names.refill, 0, added.refill),
      ...exported(names.stopped, 0, added.stopped),
      ...exported(names.callOut, 1, added.callOut),
      ...exported(names.save, 0, added.save),
      ...exported(names.restore, 0, added.restore),
      ...exported(names.start, 0, added.start),
      ...names.memories.flatMap((name, index) => exported(name, 2, index)),
      ...names.counters.flatMap((name, index) => exported(name, 3, added.profile + index)),
    ];
  }

  #code(): void {
    const { bodies, importedFunctions, reachable, startFunction } = this.#layout;
    const { mode, profile = false, stackLimit, isolation = false, callOut = false } = this.#options;
    const out = this.#out;
    const helpers = helperBodies(this.#added, {
      depth: stackLimit ?? 0,
      startFunction: this.#ownStart,
      callOut,
    });
    const start = out.length;
    const options = {
      exact: mode === "exact",
      profile,
      stackGuard: stackLimit !== undefined,
      taint: isolation,
      callOut,
    };
    let checksAll = false;
    for (;;) {
      out.byte(10);
      const content = out.reserveLength();
      out.unsigned(bodies.length + helpers.length);
      const body = new BodyMeter(
        this.#layout,
        this.#added,
        options,
        out,
        (index) => checksAll || reachable.has(index) || index === startFunction,
      );
      for (const [at, { start, end }] of bodies.entries()) body.meter(importedFunctions + at, start, end);
      this.uses = body.uses;
      // a function that ends by calling another leaves its own exit to that one, whichever it is
      if (!body.uses.tailCalls || checksAll || options.exact) {
        for (const helper of helpers) {
          out.unsigned(helper.length + 1);
          out.byte(0);
          for (const byte of helper) out.byte(byte);
        }
        out.setLength(content);
        break;
      }
      checksAll = true;
      out.rewind(start);
    }
  }

  /** Says that a module is metered, how, and by which version of what counts. */
  #mark(): void {
    const out = this.#out;
    out.byte(0);
    const content = out.reserveLength();
    out.name("fuelgauge.meter");
    out.name(JSON.stringify({ contract: fuelContract, mode: this.#options.mode }));
    out.setLength(content);
  }
}

/** Whether a custom section holds offsets into code, which metering moves: debug information, source maps, relocations, hints. */
function holdsOffsets(name: string): boolean {
  return (
    /^(\.debug_|reloc\.|metadata\.code\.)/.test(name) ||
    ["linking", "sourceMappingURL", "external_debug_info"].includes(name)
  );
}
