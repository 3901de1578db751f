/** Isolated executions, one after the other on one thread, against a fresh instance for each call of the same module. */
import { repeated } from "./calls.ts";
import { type Figure, middle, rates, ratios, times } from "./figure.ts";
import { touched, touching } from "./modules.ts";
import { accepted, Records } from "./recorded-executor.ts";
import { type Arm, type Arms, takeTurns } from "./turns.ts";

export const arms: Arms = {
  "executor, 1 page": () => executions(1),
  "instances, 1 page": () => instances(1),
  "executor, 16 pages": () => executions(16),
  "instances, 16 pages": () => instances(16),
};

export async function isolation(rounds: number): Promise<Figure[]> {
  const seen = await takeTurns(import.meta.url, Object.keys(arms), { rounds, warmUp: 3, turns: 5 });
  const figure = (pages: string, leastRatio: number, leastRate?: number): Figure => {
    const ours = seen.medians(`executor, ${pages}`, "us");
    const peer = seen.medians(`instances, ${pages}`, "us");
    const ratio = ratios(peer, ours);
    return {
      what: `isolated executions, ${pages}, one thread; fuel, limits, metrics and audit on`,
      ours: rates(ours),
      peer: `\`new WebAssembly.Instance\` for each call: ${rates(peer)}`,
      ratio: times(ratio),
      target: `${leastRate === undefined ? "" : `≥ ${leastRate.toLocaleString("en")}/s, `}≥ ${leastRatio} ×`,
      reached: 1e6 / middle(ours) >= (leastRate ?? 0) && middle(ratio) >= leastRatio,
    };
  };
  return [figure("1 page", 10, 250_000), figure("16 pages", 4)];
}

async function executions(pages: number): Promise<Arm> {
  const records = await Records.open();
  const executor = records.executor();
  const module = accepted(executor.load(await touching(pages)));
  let done = 0;
  const batch = async (first: number, size: number) => {
    for (let number = first; number < first + size; number++) {
      const { outcome } = await executor.run(module, "touch", [number]);
      if (outcome.kind !== "returned" || outcome.values[0] !== touched(number))
        throw new Error(`An execution was not isolated, or failed: ${JSON.stringify(outcome)}.`);
    }
  };
  return {
    async turn() {
      const sample = await repeated(500, batch);
      done += sample.calls;
      return [sample];
    },
    end: () => records.end(done),
  };
}

async function instances(pages: number): Promise<Arm> {
  const module = new WebAssembly.Module(await touching(pages));
  const batch = (first: number, size: number) => {
    for (let number = first; number < first + size; number++) {
      const touch = new WebAssembly.Instance(module).exports.touch as (number: number) => number;
      if (touch(number) !== touched(number)) throw new Error("An instance was not fresh.");
    }
  };
  return { turn: async () => [await repeated(50, batch)] };
}
