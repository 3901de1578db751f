/** Ten seconds of isolated executions on two threads, in windows of one second. */
import { Worker } from "node:worker_threads";
import { ExecutorThreads } from "../../runtime/executor/index.ts";
import { type Figure, middle, rates } from "./figure.ts";
import { touched, touching } from "./modules.ts";
import { accepted, Records } from "./recorded-executor.ts";
import { batchSize, type Done, type ThreadSetup } from "./sustained-thread.ts";
import { type Arm, type Arms, takeTurns } from "./turns.ts";

const threads = 2;
const windowMs = 1_000;
/** Executions a second of the program that this one takes the place of, on a machine of its own. */
const before = 7_403;

export const arms: Arms = { batches, messages };

export async function sustained(): Promise<Figure[]> {
  const once = { rounds: 1, warmUp: 2 };
  const byBatch = (await takeTurns(import.meta.url, ["batches"], { ...once, turns: 10 })).all(
    "batches",
    "us",
  );
  const byMessage = (await takeTurns(import.meta.url, ["messages"], { ...once, turns: 3 })).all(
    "messages",
    "us",
  );
  const rate = 1e6 / middle(byBatch);
  const figure = (how: string, us: readonly number[]) => ({
    what: `sustained, 1 page, ${threads} threads, ${how}; all on; ${us.length} windows of 1 s`,
    ours: rates(us),
    peer: `constant: ${before.toLocaleString("en")}/s`,
    ratio: `${(1e6 / middle(us) / before).toFixed(1)} ×`,
  });
  return [
    {
      ...figure("an executor on each, work in batches", byBatch),
      target: "≥ 60 ×",
      reached: rate >= 60 * before,
    },
    figure("`ExecutorThreads.run`, a message for each", byMessage),
  ];
}

/** Batches are sent ahead, so that no thread waits for one. */
const ahead = 3;

async function batches(): Promise<Arm> {
  const records = await Records.open();
  const module = accepted(records.executor().load(await touching(1))).share();
  const workers = Array.from({ length: threads }, () => {
    const workerData: ThreadSetup = {
      module,
      counts: records.metrics.attach(),
      audit: records.audit.attach(),
    };
    return new Worker(new URL("./sustained-thread.ts", import.meta.url), { workerData });
  });
  let executions = 0;
  return {
    async turn() {
      const startMs = performance.now();
      const kept = workers.map((worker) => keepBusy(worker, executions, startMs + windowMs));
      const done = (await Promise.all(kept)).reduce((sum, calls) => sum + calls, 0);
      const elapsedMs = performance.now() - startMs;
      executions += done;
      return [{ us: (1_000 * elapsedMs) / done }];
    },
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()));
      await records.end(executions);
    },
  };
}

/** Resolves with how many executions the worker did until then. */
function keepBusy(worker: Worker, first: number, endMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let done = 0;
    const send = () => worker.postMessage(first + batchSize * sent++);
    const answered = ({ executions }: Done) => {
      done += executions;
      if (performance.now() < endMs) return send();
      if (done < batchSize * sent) return;
      worker.off("message", answered).off("error", reject);
      resolve(done);
    };
    worker.on("message", answered).once("error", reject);
    for (let count = 0; count < ahead; count++) send();
  });
}

/** Executions that are under way at once. */
const concurrent = 128;

async function messages(): Promise<Arm> {
  const records = await Records.open();
  const { metrics, audit } = records;
  const executors = new ExecutorThreads({ threads, metrics, audit });
  const module = accepted(await executors.load(await touching(1)));
  let executions = 0;
  const keepRunning = async (endMs: number) => {
    while (performance.now() < endMs) {
      const number = executions++;
      const { outcome } = await executors.run(module, "touch", [number]);
      if (outcome.kind !== "returned" || outcome.values[0] !== touched(number))
        throw new Error(`An execution was not isolated, or failed: ${JSON.stringify(outcome)}.`);
    }
  };
  return {
    async turn() {
      const startMs = performance.now();
      const first = executions;
      await Promise.all(Array.from({ length: concurrent }, () => keepRunning(startMs + windowMs)));
      return [{ us: (1_000 * (performance.now() - startMs)) / (executions - first) }];
    },
    async end() {
      await executors.close();
      await records.end(executions);
    },
  };
}
