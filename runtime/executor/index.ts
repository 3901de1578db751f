export { Executor, type ExecutorOptions, type RunOptions } from "./executor.ts";
export { canSuspend, type HostCall, type HostFunction } from "./guest.ts";
export { defaultLimits, type Limits, type ModuleLimits, type RunLimits } from "./limits.ts";
export { drops, type HostFunctions, LoadedModule, type PoolCounts } from "./loaded-module.ts";
export { type Ending, type Execution, type Refusal, type Refused, refusals, type Value } from "./outcome.ts";
