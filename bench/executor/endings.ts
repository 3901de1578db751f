/** What it costs that an execution traps, and that its instance is made as good as new. */
import { Executor } from "../../runtime/executor/index.ts";
import { repeated } from "./calls.ts";
import { durations, type Figure, middle } from "./figure.ts";
import { assemble, touching } from "./modules.ts";
import { accepted, Records } from "./recorded-executor.ts";
import { type Arm, type Arms, takeTurns } from "./turns.ts";

export const arms: Arms = { traps, "clean-up": cleanUp };

/** Functions of one module, with the category of the trap in which each of them ends. */
const trapping = {
  unreachable: "unreachable",
  divide: "divide-by-zero",
  outside: "memory-out-of-bounds",
} as const;

/** Pages of memory. */
const sizes = [1, 16] as const;

export async function endings(rounds: number): Promise<Figure[]> {
  const seen = await takeTurns(import.meta.url, Object.keys(arms), { rounds, warmUp: 2, turns: 3 });
  const returning = seen.medians("traps", "returns");
  const traps = Object.keys(trapping).map((name): Figure => {
    const extra = seen.medians("traps", name).map((us, round) => us - (returning[round] ?? Number.NaN));
    return {
      what: `from trap to typed outcome (${name}): what an execution that traps takes longer; all on`,
      ours: durations(extra),
      peer: `the same that returns takes ${durations(returning)}`,
      target: "≤ 3 µs",
      reached: middle(extra) <= 3,
    };
  });
  const cleanings = sizes.map((pages): Figure => {
    const us = seen.medians("clean-up", `pages${pages}`);
    const figure = {
      what: `clean-up of an instance after an execution, ${pages === 1 ? "1 page" : `${pages} pages`}`,
      ours: durations(us),
    };
    return pages === 1 ? { ...figure, target: "≤ 1 µs", reached: middle(us) <= 1 } : figure;
  });
  return [...traps, ...cleanings];
}

async function traps(): Promise<Arm> {
  const records = await Records.open();
  const executor = records.executor();
  const module = accepted(
    executor.load(
      await assemble(`(module (memory 1)
        (func (export "returns") (param i32) (result i32) (i32.div_s (i32.const 42) (local.get 0)))
        (func (export "divide") (param i32) (result i32) (i32.div_s (i32.const 42) (i32.shr_u (local.get 0) (i32.const 31))))
        (func (export "outside") (param i32) (result i32) (i32.load (i32.sub (i32.const -8) (local.get 0))))
        (func (export "unreachable") (param i32) (result i32) (if (local.get 0) (then unreachable)) (i32.const 42)))`),
    ),
  );
  let executions = 0;
  const measure = async (name: string, expected: string) => {
    const { us, calls } = await repeated(200, async (_, size) => {
      for (let call = 0; call < size; call++) {
        const { outcome } = await executor.run(module, name, [1]);
        const ended = outcome.kind === "trapped" ? outcome.category : outcome.kind;
        if (ended !== expected) throw new Error(`${name} ended as ${JSON.stringify(outcome)}.`);
      }
    });
    executions += calls;
    return us;
  };
  return {
    async turn() {
      const sample: Record<string, number> = { returns: await measure("returns", "returned") };
      for (const [name, category] of Object.entries(trapping)) sample[name] = await measure(name, category);
      return [sample];
    },
    end: () => records.end(executions),
  };
}

async function cleanUp(): Promise<Arm> {
  const executor = new Executor();
  const { pool } = executor.counts;
  const modules = await Promise.all(
    sizes.map(async (pages) => {
      return { pages, module: accepted(executor.load(await touching(pages))) };
    }),
  );
  for (const { module } of modules) await executor.run(module, "touch", [1]);
  return {
    async turn() {
      const sample: Record<string, number> = {};
      for (const { pages, module } of modules) {
        const { us } = await repeated(200, (_, size) => {
          for (let call = 0; call < size; call++) module.release(module.acquire("at-once", pool), true, pool);
        });
        sample[`pages${pages}`] = us;
      }
      return [sample];
    },
  };
}
