import { Gauge } from "./gauge.js";
import { type Metered, type MeterOptions } from "./index.js";
export interface MeteredNamespaceOptions extends MeterOptions {
    /**
     * Called with every instance that comes to be, once its start function has run, with what it shows of its exports, and
     * with what it was given to import.
     */
    onInstance?(gauge: Gauge, module: WebAssembly.Module, exports: WebAssembly.Exports, imports: WebAssembly.Imports): void;
}
/**
 * Stands in for the global `WebAssembly`: whatever is compiled through it is metered, and nothing that the meter added can
 * be seen by code that walks the exports of a module or of an instance.
 *
 * Modules that were compiled elsewhere pass through as they are, unless another thread compiled and metered them by this
 * function. Bytes that cannot be metered fail as bytes that cannot
 * be compiled do.
 */
export declare function meteredWebAssembly(options?: MeteredNamespaceOptions): typeof WebAssembly;
/** What the meter exports from a module; nothing for one that it does not know. */
export declare function hiddenNames(metered: Pick<Metered, "names"> | undefined): ReadonlySet<string>;
