import { AuditLog } from "../executor/audit.ts";
import { Executor } from "../executor/executor.ts";
import { detailOf } from "../executor/ledger.ts";
import { LoadedModule } from "../executor/loaded-module.ts";
import { Metrics } from "../executor/metrics.ts";
import type { Execution } from "../executor/outcome.ts";
import { ExecutorThreads } from "../executor/threads.ts";
import type { Sandbox, SandboxExecution, SandboxModule, SandboxSetup } from "./interface.ts";

/** The executor, with its metrics and its audit log, as the contract has it. */
export async function openSandbox({ limits = {}, auditFolder, threads }: SandboxSetup): Promise<Sandbox> {
  const audit = auditFolder === undefined ? null : await AuditLog.open({ folder: auditFolder });
  const metrics = new Metrics(audit === null ? undefined : () => audit.figures());
  const sink = audit === null ? {} : { audit };
  const executor =
    threads === undefined
      ? new Executor({ limits, counts: metrics.counts, ...sink })
      : new ExecutorThreads({ limits, threads, metrics, ...sink });
  return {
    async load(bytes) {
      const loaded = await executor.load(bytes);
      return loaded instanceof LoadedModule ? loaded : { refused: loaded.reason };
    },
    run: async (module, name, args, limits = {}) =>
      executionOf(await executor.run(loadedHere(module), name, args, limits)),
    metrics: () => metrics.text(),
    async close() {
      await executor.close();
      await audit?.close();
    },
  };
}

function loadedHere(module: SandboxModule): LoadedModule {
  if (module instanceof LoadedModule) return module;
  throw new Error("this module was not loaded by this sandbox");
}

function executionOf({ outcome, fuel, durationMs, peakMemoryBytes }: Execution): SandboxExecution {
  const values = outcome.kind === "returned" ? outcome.values : [];
  return { kind: outcome.kind, detail: detailOf(outcome), values, fuel, durationMs, peakMemoryBytes };
}
