import { Gauge } from "./gauge.ts";
import { MalformedModule, type Metered, type MeterOptions, meter } from "./index.ts";

export interface MeteredNamespaceOptions extends MeterOptions {
  /** Called with every instance that comes to be, once its start function has run, and with what it shows of its exports. */
  onInstance?(gauge: Gauge, module: WebAssembly.Module, exports: WebAssembly.Exports): void;
}

/**
 * Stands in for the global `WebAssembly`: whatever is compiled through it is metered, and nothing that the meter added can
 * be seen by code that walks the exports of a module or of an instance.
 *
 * Modules that were compiled elsewhere pass through as they are. Bytes that cannot be metered fail as bytes that cannot
 * be compiled do.
 */
export function meteredWebAssembly(options: MeteredNamespaceOptions = {}): typeof WebAssembly {
  const known = new WeakMap<WebAssembly.Module, Metered>();
  const real = WebAssembly;

  const prepare = (source: BufferSource): Metered => {
    try {
      return meter(bytesOf(source), options);
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
  const dress = (instance: WebAssembly.Instance, module: WebAssembly.Module): WebAssembly.Instance => {
    const metered = known.get(module);
    if (metered === undefined) return instance;
    const all = instance.exports;
    const hidden = hiddenNames(metered);
    const visible = Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.has(name)));
    const exports = Object.freeze(Object.assign(Object.create(null), visible));
    Object.defineProperty(instance, "exports", { value: exports, enumerable: true, configurable: true });
    options.onInstance?.(new Gauge(all, metered), module, exports);
    return instance;
  };
  const instantiate = async (
    source: BufferSource | WebAssembly.Module,
    imports?: WebAssembly.Imports,
    ...rest: unknown[]
  ) => {
    if (source instanceof real.Module) return dress(await real.instantiate(source, imports), source);
    const module = await compile(source, ...rest);
    return { module, instance: dress(await real.instantiate(module, imports), module) };
  };

  const Module = new Proxy(real.Module, {
    construct(target, [source, ...rest]) {
      const metered = prepare(source);
      return remember(Reflect.construct(target, [metered.bytes, ...rest]), metered);
    },
    get(target, property, receiver) {
      if (property === "exports") {
        return (module: WebAssembly.Module) => {
          const hidden = hiddenNames(known.get(module));
          return target.exports(module).filter(({ name }) => !hidden.has(name));
        };
      }
      return Reflect.get(target, property, receiver);
    },
  });
  const Instance = new Proxy(real.Instance, {
    construct(target, [module, ...rest]) {
      return dress(Reflect.construct(target, [module, ...rest]), module);
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
