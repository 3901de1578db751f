import { MalformedModule } from "../../../runtime/meter/malformed.ts";
import type { Access } from "./adaptor.ts";
import type { Action } from "./script.ts";
import { adaptedArguments, describe, plainArgument, type Result, readResults, readUntyped } from "./value.ts";

/** A way to run modules: as they are, or metered with certain options. */
export interface Way {
  readonly name: string;
  /** @throws MalformedModule; anything else that is thrown is a bug of the meter */
  prepare(bytes: Uint8Array<ArrayBuffer>): Prepared;
}

export interface Prepared {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names of the exports that the original does not have. */
  readonly added: readonly string[];
  /** Called once with a fresh instance; runs its start function if instantiating did not. Nothing if no fuel is counted. */
  begin(instance: WebAssembly.Instance): Fuel | undefined;
}

/** The fuel of one instance. */
export interface Fuel {
  /** Units used so far, by the start function too. */
  used(): number;
  /** The sum of what its functions used so far, if they are counted by function. */
  profiled(): number | undefined;
  /** Why the meter stopped the program: it had no units left, or calls were nested too deep. */
  stopped(): "fuel" | "stack" | undefined;
  /** Gives back all units, and forgets why the program was stopped. */
  refill(): void;
}

export type Compiled =
  | { readonly kind: "compiled"; readonly module: WebAssembly.Module; readonly prepared: Prepared }
  | { readonly kind: "refused"; readonly by: "the meter" | "V8"; readonly why: string }
  /** The meter threw something that it must not throw. */
  | { readonly kind: "broken"; readonly error: string };

/** What could be seen of a command. */
export interface Observation {
  /** `failed`: the JavaScript API refused, with `detail`, to link or to call. */
  readonly ending: "returned" | "trapped" | "thrown" | "exhausted" | "out of fuel" | "failed";
  /** The error's name and text; empty where the text says nothing, and when it returned. */
  readonly detail: string;
  readonly results: readonly Result[];
  /** What the program printed through `spectest`. */
  readonly printed: string;
}

interface Live {
  readonly instance: WebAssembly.Instance;
  readonly fuel: Fuel | undefined;
  readonly added: readonly string[];
  readonly accesses: ReadonlyMap<string, Access>;
  readonly adapted: Map<string, CallableFunction>;
}

/** One run of a script: its instances, its registry and its own `spectest`. */
export class World {
  readonly way: Way;
  readonly #printed: string[] = [];
  readonly #registry: Record<string, WebAssembly.ModuleImports>;
  readonly #named = new Map<string, Live>();
  readonly #all: Live[] = [];
  #current: Live | undefined;

  constructor(way: Way) {
    this.way = way;
    this.#registry = { spectest: spectest(this.#printed) };
  }

  compile(bytes: Uint8Array<ArrayBuffer>): Compiled {
    let prepared: Prepared;
    try {
      prepared = this.way.prepare(bytes);
    } catch (error) {
      if (error instanceof MalformedModule) return { kind: "refused", by: "the meter", why: error.message };
      return { kind: "broken", error: String(error) };
    }
    try {
      return { kind: "compiled", module: new WebAssembly.Module(prepared.bytes), prepared };
    } catch (error) {
      return { kind: "refused", by: "V8", why: String(error) };
    }
  }

  /** Makes an instance the current one, under a name if it has one. One that fails leaves everything as it was. */
  instantiate(
    { module, prepared }: Compiled & { kind: "compiled" },
    accesses: ReadonlyMap<string, Access>,
    name: string | undefined,
  ): Observation {
    return this.#observe(() => {
      const instance = new WebAssembly.Instance(module, this.#registry);
      const fuel = prepared.begin(instance);
      const live: Live = { instance, fuel, added: prepared.added, accesses, adapted: new Map() };
      this.#all.push(live);
      this.#current = live;
      if (name !== undefined) this.#named.set(name, live);
      return [];
    });
  }

  /** Makes sure that no command acts on the module before the one that could not be run. */
  forget(name: string | undefined): void {
    this.#current = undefined;
    if (name !== undefined) this.#named.delete(name);
  }

  /** Whether there is such an instance, the current one if it has no name. */
  has(name: string | undefined): boolean {
    return this.#live(name) !== undefined;
  }

  register(as: string, name: string | undefined): void {
    const live = this.#live(name);
    if (live !== undefined) this.#registry[as] = live.instance.exports;
  }

  /** Why JavaScript cannot perform the action; nothing if it can. */
  obstacle(action: Action): string | undefined {
    const access = this.#live(action.instance)?.accesses.get(action.field);
    return action.kind === "invoke" && access?.kind === "unreachable" ? access.why : undefined;
  }

  perform(action: Action): Observation {
    const live = this.#live(action.instance);
    if (live === undefined) throw new Error(`There is no instance ${action.instance ?? "that is current"}.`);
    return this.#observe(() => {
      if (action.kind === "get")
        return [readUntyped((live.instance.exports[action.field] as WebAssembly.Global).value)];
      const access = live.accesses.get(action.field);
      if (access?.kind !== "adapted") {
        const exported = live.instance.exports[action.field] as CallableFunction;
        const returned: unknown = exported(...action.args.map(plainArgument));
        return access?.kind === "direct"
          ? readResults(returned, access.signature.results, false)
          : [readUntyped(returned)];
      }
      const call = adapted(live, action.field, access.module);
      return readResults(call(...adaptedArguments(action.args)), access.signature.results, true);
    });
  }

  /** The fuel of every instance, in the order of their making. */
  fuels(): Fuel[] {
    return this.#all.flatMap(({ fuel }) => fuel ?? []);
  }

  /** The exports of every instance, in the order of their making, without those that the meter added. */
  exports(): Record<string, WebAssembly.ExportValue>[] {
    return this.#all.map(({ instance, added }) =>
      Object.fromEntries(Object.entries(instance.exports).filter(([name]) => !added.includes(name))),
    );
  }

  #live(name: string | undefined): Live | undefined {
    return name === undefined ? this.#current : this.#named.get(name);
  }

  #observe(act: () => Result[]): Observation {
    this.#printed.length = 0;
    const ended = (): Pick<Observation, "ending" | "detail" | "results"> => {
      try {
        return { ending: "returned", detail: "", results: act() };
      } catch (error) {
        const fuels = this.fuels();
        const stops = fuels.flatMap((fuel) => fuel.stopped() ?? []);
        for (const fuel of fuels) fuel.refill();
        return { ...endingOf(error, stops), results: [] };
      }
    };
    return { ...ended(), printed: this.#printed.join("; ") };
  }
}

/** An observation in one line; equal lines are equal observations. */
export function summary({ ending, detail, results, printed }: Observation): string {
  const parts = [ending, detail, results.map(describe).join(", "), printed && `printed ${printed}`];
  return parts.filter((part) => part !== "").join(" ");
}

function endingOf(error: unknown, stops: readonly string[]): Pick<Observation, "ending" | "detail"> {
  // How deep the stack reaches differs between a module and its metered form; that it ends does not.
  const overflow = error instanceof RangeError && error.message === "Maximum call stack size exceeded";
  if (overflow || stops.includes("stack")) return { ending: "exhausted", detail: "" };
  if (stops.includes("fuel")) return { ending: "out of fuel", detail: "" };
  if (error instanceof WebAssembly.Exception) return { ending: "thrown", detail: "" };
  return { ending: error instanceof WebAssembly.RuntimeError ? "trapped" : "failed", detail: String(error) };
}

function adapted(live: Live, field: string, module: WebAssembly.Module): CallableFunction {
  const known = live.adapted.get(field);
  if (known !== undefined) return known;
  const imports = { adapted: { function: live.instance.exports[field] as WebAssembly.ImportValue } };
  const call = new WebAssembly.Instance(module, imports).exports.call as CallableFunction;
  live.adapted.set(field, call);
  return call;
}

/** The module `spectest` that the suite's scripts import from. */
function spectest(printed: string[]): WebAssembly.ModuleImports {
  const print =
    (name: string) =>
    (...args: unknown[]) =>
      void printed.push(`${name}(${args.map((arg) => describe(readUntyped(arg))).join(", ")})`);
  const names = [
    "print",
    "print_i32",
    "print_i64",
    "print_f32",
    "print_f64",
    "print_i32_f32",
    "print_f64_f64",
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, print(name)])),
    global_i32: new WebAssembly.Global({ value: "i32" }, 666),
    global_i64: new WebAssembly.Global({ value: "i64" }, 666n),
    global_f32: new WebAssembly.Global({ value: "f32" }, 666.6),
    global_f64: new WebAssembly.Global({ value: "f64" }, 666.6),
    table: new WebAssembly.Table({ element: "anyfunc", initial: 10, maximum: 20 }),
    table64: table64(),
    memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }),
    shared_memory: new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }),
  };
}

/** TypeScript's types do not know tables with 64-bit addresses yet. */
function table64(): WebAssembly.Table {
  const descriptor = { element: "anyfunc", initial: 10n, maximum: 20n, address: "i64" };
  return new WebAssembly.Table(descriptor as unknown as WebAssembly.TableDescriptor);
}
