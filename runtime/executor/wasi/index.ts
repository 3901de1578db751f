/**
 * WASI preview 1 for programs that nobody trusts: arguments, environment, streams, clocks, randomness and files, all
 * in memory and all the same at every execution.
 */
export { type CallName, moduleName } from "./abi.ts";
export { type WasiOptions, type WasiSetup, wasiSetup } from "./options.ts";
export { WasiPort } from "./port.ts";
export { Wasi, type WasiEvent, WasiExit } from "./wasi.ts";
