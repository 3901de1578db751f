import { Gauge } from "./gauge.ts";
import { MalformedModule, type Metered, type MeterOptions, meter } from "./index.ts";
import { Writer } from "./writer.ts";

export interface MeteredNamespaceOptions extends MeterOptions {
  /**
   * Called with every instance that comes to be, once its start function has run, with what it shows of its exports, and
   * with what it was given to import.
   */
  onInstance?(
    gauge: Gauge,
    module: WebAssembly.Module,
    exports: WebAssembly.Exports,
    imports: WebAssembly.Imports,
  ): void;
}

/** What has to be known of a metered module to read its gauges, and to hide them. */
type Additions = Pick<Metered, "names" | "functions">;

/** A module that is sent to another thread is known there by a custom section at its end. */
const sectionName = "fuelgauge.meter";

function tellingItsAdditions(metered: Metered): Metered {
  const { bytes, names, functions } = metered;
  const section = new Writer(256);
  section.name(sectionName);
  section.all(new TextEncoder().encode(JSON.stringify({ names, functions } satisfies Additions)));
  const told = new Writer(bytes.length + section.length + 6);
  told.all(bytes);
  const custom = 0;
  told.byte(custom);
  told.unsigned(section.length);
  told.all(section.written);
  return { ...metered, bytes: told.finish() };
}

function toldAdditions(section: ArrayBuffer | undefined): Additions | undefined {
  // written by this meter: names are chosen so that no module has them by itself
  return section === undefined ? undefined : JSON.parse(new TextDecoder().decode(section));
}

/**
 * Stands in for the global `WebAssembly`: whatever is compiled through it is metered, and nothing that the meter added can
 * be seen by code that walks the exports of a module or of an instance.
 *
 * Modules that were compiled elsewhere pass through as they are, unless another thread compiled and metered them by this
 * function. Bytes that cannot be metered fail as bytes that cannot
 * be compiled do.
 */
export function meteredWebAssembly(options: MeteredNamespaceOptions = {}): typeof WebAssembly {
  const real = WebAssembly;
  const known = new WeakMap<WebAssembly.Module, Additions>();
  /** What the meter added to a module; undefined for one that was not metered. */
  const additionsTo = (module: WebAssembly.Module): Additions | undefined => {
    const additions =
      known.get(module) ?? toldAdditions(real.Module.customSections(module, sectionName).at(-1));
    if (additions !== undefined) known.set(module, additions);
    return additions;
  };

  const prepare = (source: BufferSource): Metered => {
    try {
      return tellingItsAdditions(meter(bytesOf(source), options));
    } catch (thrown) {
      if (thrown instanceof MalformedModule) throw new real.CompileError(thrown.message);
      throw thrown;
    }
  };
  const remember = (module: WebAssembly.Module, metered: Metered) => {
    known.set(module, metered);
    return module;
  };
  const compile = async (source: BufferSource, ...rest: unknown[]): Promise<WebAssembly.Module> => {
    const metered = prepare(source);
    return remember(await Reflect.apply(real.compile, real, [metered.bytes, ...rest]), metered);
  };
  /** Hides the meter's exports from an instance that has just been made. */
  const dress = (
    instance: WebAssembly.Instance,
    module: WebAssembly.Module,
    imports: WebAssembly.Imports = {},
  ): WebAssembly.Instance => {
    const metered = additionsTo(module);
    if (metered === undefined) return instance;
    const all = instance.exports;
    const hidden = hiddenNames(metered);
    const visible = Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.has(name)));
    const exports = Object.freeze(Object.assign(Object.create(null), visible));
    Object.defineProperty(instance, "exports", { value: exports, enumerable: true, configurable: true });
    options.onInstance?.(new Gauge(all, metered), module, exports, imports);
    return instance;
  };
  const instantiate = async (
    source: BufferSource | WebAssembly.Module,
    imports?: WebAssembly.Imports,
    ...rest: unknown[]
  ) => {
    if (source instanceof real.Module) return dress(await real.instantiate(source, imports), source, imports);
    const module = await compile(source, ...rest);
    return { module, instance: dress(await real.instantiate(module, imports), module, imports) };
  };

  const Module = new Proxy(real.Module, {
    construct(target, [source, ...rest]) {
      const metered = prepare(source);
      return remember(Reflect.construct(target, [metered.bytes, ...rest]), metered);
    },
    get(target, property, receiver) {
      if (property === "exports") {
        return (module: WebAssembly.Module) => {
          const hidden = hiddenNames(additionsTo(module));
          return target.exports(module).filter(({ name }) => !hidden.has(name));
        };
      }
      return Reflect.get(target, property, receiver);
    },
  });
  const Instance = new Proxy(real.Instance, {
    construct(target, [module, imports, ...rest]) {
      return dress(Reflect.construct(target, [module, imports, ...rest]), module, imports);
    },
  });
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(real),
      ...Object.fromEntries(
        Object.entries({
          compile,
          instantiate,
          Module,
          Instance,
          compileStreaming: async (source: Response | Promise<Response>, ...rest: unknown[]) =>
            compile(await (await source).arrayBuffer(), ...rest),
          instantiateStreaming: async (
            source: Response | Promise<Response>,
            imports?: WebAssembly.Imports,
            ...rest: unknown[]
          ) => instantiate(await (await source).arrayBuffer(), imports, ...rest),
        }).map(([name, value]) => [name, { value, writable: true, configurable: true, enumerable: false }]),
      ),
    },
    // the properties are those of the real one, by name and type
  ) as typeof WebAssembly;
}

function bytesOf(source: BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

/** What the meter exports from a module; nothing for one that it does not know. */
export function hiddenNames(metered: Pick<Metered, "names"> | undefined): ReadonlySet<string> {
  if (metered === undefined) return new Set();
  const { memories, counters, ...single } = metered.names;
  return new Set([...Object.values(single).filter((name) => name !== null), ...memories, ...counters]);
}
