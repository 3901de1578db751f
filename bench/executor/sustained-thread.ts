/** A thread with an executor of its own: told the first number of a batch, it executes the batch and says how many that were. */
import { parentPort, workerData } from "node:worker_threads";
import { AuditBuffer, type AuditMemory } from "../../runtime/executor/audit.ts";
import { Counts, Executor, LoadedModule } from "../../runtime/executor/index.ts";
import type { SharedModule } from "../../runtime/executor/loaded-module.ts";
import { touched } from "./modules.ts";

export interface ThreadSetup {
  readonly module: SharedModule;
  readonly counts: SharedArrayBuffer;
  readonly audit: AuditMemory;
}

export interface Done {
  readonly executions: number;
}

export const batchSize = 1_000;

if (parentPort !== null) serve(parentPort, workerData as ThreadSetup);

function serve(port: NonNullable<typeof parentPort>, { module, counts, audit }: ThreadSetup): void {
  const executor = new Executor({ counts: new Counts(counts), audit: new AuditBuffer(audit) });
  const received = LoadedModule.received(module, {});
  const batch = async (first: number): Promise<Done> => {
    for (let number = first; number < first + batchSize; number++) {
      const { outcome } = await executor.run(received, "touch", [number]);
      if (outcome.kind !== "returned" || outcome.values[0] !== touched(number))
        throw new Error(`An execution was not isolated, or failed: ${JSON.stringify(outcome)}.`);
    }
    return { executions: batchSize };
  };
  let last = Promise.resolve();
  port.on("message", (first: number) => {
    last = last.then(async () => port.postMessage(await batch(first)));
  });
}
