export { AuditError, type AuditLine, AuditLog, type AuditLogOptions } from "./audit.ts";
export { Counts, type Snapshot } from "./counts.ts";
export { Executor, type ExecutorOptions, type RunOptions } from "./executor.ts";
export {
  canSuspend,
  type GuestOptions,
  type HostCall,
  type HostFunction,
  type PlainHostFunction,
} from "./guest.ts";
export type { AuditSink } from "./ledger.ts";
export { defaultLimits, type Limits, type ModuleLimits, type RunLimits } from "./limits.ts";
export { drops, type HostFunctions, LoadedModule, type PoolCounts } from "./loaded-module.ts";
export { Metrics, type MetricsServer, serveMetrics } from "./metrics.ts";
export { type Ending, type Execution, type Refusal, type Refused, refusals, type Value } from "./outcome.ts";
export { ExecutorThreads, type ThreadsOptions } from "./threads.ts";
export type { WasiOptions } from "./wasi/index.ts";
