import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { MeterMode, MeterOptions } from "../../runtime/meter/index.ts";
import { digest } from "./corpus/workload.ts";
import { type Budget, execute, executeMetered, type MeteredExecution } from "./fuzz/execution.ts";
import { mutation } from "./fuzz/mutation.ts";
import { assembled, program } from "./fuzz/program.ts";
import { randomModule, visit } from "./fuzz/random-module.ts";
import { interpret, type Reference } from "./fuzz/reference.ts";
import { type Seed, seeds } from "./fuzz/seeds.ts";
import { keep, soundness } from "./fuzz/soundness.ts";

/** On demand for so long, with other seeds each time: `FUELGAUGE_FUZZ_MINUTES=60 npx vitest run test/meter/fuzz.test.ts`. */
const minutes = Number(process.env.FUELGAUGE_FUZZ_MINUTES ?? 0);
const seed = Number(process.env.FUELGAUGE_FUZZ_SEED ?? (minutes > 0 ? Date.now() % 2 ** 31 : 1));
console.log(`Fuzzing with FUELGAUGE_FUZZ_SEED=${seed}`);

/** So many runs, or on demand as many as fit into a share of the time. */
function effort(numRuns: number, share: number): fc.Parameters<unknown> {
  if (minutes === 0) return { seed, numRuns };
  const interruptAfterTimeLimit = minutes * share * 60_000;
  return { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit, markInterruptAsFailure: false };
}

const patience = 120_000 + minutes * 60_000;
const modes: readonly MeterMode[] = ["exact", "fast"];

const options: fc.Arbitrary<MeterOptions> = fc.record(
  {
    mode: fc.constantFrom(...modes),
    profile: fc.boolean(),
    callOut: fc.boolean(),
    isolation: fc.boolean(),
    stackLimit: fc.constantFrom(100, 100_000),
    memoryLimit: fc.constantFrom(0, 1 << 20, 1 << 24),
    tableLimit: fc.constantFrom(0, 100, 1 << 20),
  },
  { requiredKeys: ["mode"] },
);

describe("whatever the bytes, the meter takes what V8 takes, and makes nothing valid that was not", () => {
  let all: Seed[];
  beforeAll(async () => {
    all = await seeds();
  });

  const check = (among: readonly Seed[], changes: number, parameters: fc.Parameters<unknown>) => {
    const tally = new Map<string, number>();
    const change = fc.array(mutation(), { minLength: 1, maxLength: changes });
    fc.assert(
      fc.property(fc.constantFrom(...among), change, options, ({ bytes }, mutations, options) => {
        const mutated = mutations.reduce((before, mutate) => mutate(before), bytes);
        const verdict = soundness(mutated, options);
        tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
      }),
      parameters,
    );
    console.log([...tally].map(([verdict, count]) => `${count} ${verdict}`).join(", "));
    expect(tally.get("valid")).toBeGreaterThan(0);
  };

  test(
    "small modules",
    () => {
      const small = all.filter(({ bytes }) => bytes.length < 30_000);
      const everything = all.filter(({ name }) => name === "everything");
      check([...small, ...everything, ...everything, ...everything], 3, effort(12_000, 0.4));
    },
    patience,
  );

  test(
    "modules as people ship them",
    () =>
      check(
        all.filter(({ bytes }) => bytes.length >= 30_000),
        1,
        effort(150, 0.1),
      ),
    patience,
  );

  const fixtures = join(import.meta.dirname, "fixtures");
  test.each(readdirSync(fixtures).filter((name) => name.endsWith(".wasm")))("%s, found earlier", (name) => {
    const bytes = Uint8Array.from(readFileSync(join(fixtures, name)));
    for (const mode of modes) {
      for (const extra of [
        {},
        { profile: true },
        { isolation: true },
        { stackLimit: 9 },
        { memoryLimit: 1 << 24 },
      ]) {
        soundness(bytes, { mode, ...extra });
      }
    }
  });
});

describe("random programs, counted one instruction after the other by an interpreter", () => {
  const parameters = [3, -7] as const;
  const longest = 20_000;

  interface Sample {
    readonly reference: Reference;
    readonly bytes: Uint8Array<ArrayBuffer>;
    run(mode: MeterMode, budget?: Budget, options?: MeterOptions): MeteredExecution;
  }

  /** Checks programs of which the interpreter says that they end soon. */
  const forPrograms = async (numRuns: number, share: number, check: (sample: Sample) => void) => {
    const property = fc.asyncProperty(program(), async (program) => {
      const reference = interpret(program, parameters, longest);
      fc.pre(reference !== null);
      const bytes = await assembled(program);
      const run: Sample["run"] = (mode, budget, options) =>
        executeMetered(bytes, parameters, { mode, ...options }, budget);
      check({ reference, bytes, run });
    });
    await fc.assert(property, effort(numRuns, share));
  };
  /** What can be seen from outside, of whichever way of running it. */
  const seen = ({
    outcome,
    log,
    memory,
    global,
  }: Omit<MeteredExecution, "why" | "burned" | "exhausted" | "profiled">) => ({
    outcome,
    log: [...log],
    global,
    memory: digest(memory),
  });

  test(
    "do the same metered, burn as many units as they execute instructions, and those are all in the profile",
    () =>
      forPrograms(150, 0.1, ({ reference, bytes, run }) => {
        const plain = execute(bytes, parameters);
        expect(seen(plain)).toEqual(seen(reference));
        for (const mode of modes) {
          for (const options of [{}, { profile: true, stackLimit: 1000 }, { isolation: true }]) {
            const metered = run(mode, undefined, options);
            expect(seen(metered)).toEqual(seen(plain));
            expect(metered.why).toBe(plain.why);
            // fast mode's count is behind at a trap
            const behind = mode === "fast" && reference.outcome.kind === "trapped";
            // what an exception leaves had been charged to the end of its block
            if (reference.outcome.kind === "returned" && !reference.threw) {
              expect(metered.burned).toBe(reference.burned);
            }
            if (!behind) expect(metered.burned).toBeGreaterThanOrEqual(reference.burned);
            if (options.profile && !behind) expect(metered.profiled).toBe(metered.burned);
          }
        }
      }),
    patience,
  );

  test(
    "pass with the fuel that they burn and stop with one unit less",
    () =>
      forPrograms(150, 0.05, ({ reference, run }) => {
        fc.pre(reference.outcome.kind === "returned");
        const { burned } = run("exact");
        for (const mode of modes) {
          const enough = run(mode, { fuel: burned });
          expect({ ...seen(enough), burned: enough.burned }).toEqual({ ...seen(reference), burned });
          expect(run(mode, { fuel: burned - 1 })).toMatchObject({
            exhausted: true,
            outcome: { kind: "trapped" },
          });
        }
      }),
    patience,
  );

  test(
    "with less fuel do the beginning of what they do with more; in exact mode nothing that is not paid",
    () =>
      forPrograms(150, 0.05, ({ reference, run }) => {
        const { burned } = run("exact");
        for (const part of [0.1, 0.5, 0.9]) {
          const fuel = Math.floor(burned * part);
          for (const mode of modes) {
            const { log, exhausted } = run(mode, { fuel });
            expect(log).toEqual(reference.log.slice(0, log.length));
            if (mode === "exact") {
              expect(exhausted).toBe(fuel < burned);
              expect(reference.burnedAtLog[log.length - 1] ?? 0).toBeLessThanOrEqual(fuel);
            }
          }
        }
      }),
    patience,
  );

  test(
    "do the same and burn the same when the fuel is handed out in slices",
    () =>
      forPrograms(100, 0.05, ({ reference, run }) => {
        for (const mode of modes) {
          const whole = run(mode);
          const sliced = run(mode, { fuel: 0, slice: 7 }, { callOut: true });
          expect({ ...seen(sliced), burned: sliced.burned }).toEqual({
            ...seen(reference),
            burned: whole.burned,
          });
        }
      }),
    patience,
  );
});

test("found earlier: what is charged by length is charged too when the counter is below zero already", async () => {
  const bytes = Uint8Array.from(
    await parse(`(module (memory (export "memory") 1 9) (global (export "global") i32 (i32.const 0))
      (func (export "f0") (param i32 i32) (result i32)
        nop nop nop nop nop (if (i32.const 1) (then nop)) (memory.grow (i32.const 1))))`),
  );
  for (const mode of modes) {
    const { burned } = executeMetered(bytes, [0, 0], { mode });
    expect(burned).toBe(11);
    for (let slice = 1; slice < burned; slice++) {
      expect(executeMetered(bytes, [0, 0], { mode, callOut: true }, { fuel: 0, slice }).burned).toBe(burned);
    }
  }
});

test(
  "modules of binaryen's generator do the same metered, for the same fuel in both modes, and stop with a unit less",
  async () => {
    const entropy = fc.noBias(fc.uint8Array({ minLength: 500, maxLength: 12_000, size: "max" }));
    const tally = new Map<string, number>();
    const count = (what: string) => {
      tally.set(what, (tally.get(what) ?? 0) + 1);
    };
    await fc.assert(
      fc.asyncProperty(entropy, async (bytes) => {
        const module = await randomModule(bytes);
        if (!WebAssembly.validate(module)) return count("modules that V8 does not take");
        try {
          for (const ending of visitAllWays(module)) count(`calls that ${ending}`);
          count("modules");
        } catch (thrown) {
          throw new Error(`${keep(module)}: ${thrown}`, { cause: thrown });
        }
      }),
      { ...effort(8, 0.25), endOnFailure: true },
    );
    console.log([...tally].map(([what, count]) => `${count} ${what}`).join(", "));
    expect(tally.get("calls that returned")).toBeGreaterThan(0);
  },
  patience,
);

/** @returns how the calls ended */
function visitAllWays(module: Uint8Array<ArrayBuffer>): string[] {
  const plain = visit(module, null);
  const overflow = plain.calls.findIndex(({ ending }) => ending === "overflowed");
  // where V8's stack ends depends on its frames; nothing after that is the same
  if (overflow >= 0) return ["overflowed"];
  const exact = visit(module, { mode: "exact" });
  const budgets = exact.calls.map(({ burned }) => burned);
  const ways: readonly MeterOptions[] = [
    { mode: "fast" },
    { mode: "fast", isolation: true },
    { mode: "exact", profile: true, stackLimit: 100_000 },
  ];
  expect(exact).toMatchObject({ events: plain.events, state: plain.state });
  for (const options of ways) {
    const other = visit(module, options);
    expect(other).toMatchObject({ events: plain.events, state: plain.state });
    for (const [index, { ending, burned }] of other.calls.entries()) {
      if (ending === "returned") expect(burned).toBe(budgets[index]);
    }
  }
  for (const mode of modes) {
    // at a trap, fast mode may not have counted all
    const used = visit(module, { mode }).calls.map(({ ending, burned }) =>
      ending === "returned" ? burned : Number.MAX_SAFE_INTEGER,
    );
    expect(visit(module, { mode }, used)).toMatchObject({ events: plain.events, state: plain.state });
    plain.calls.forEach(({ ending }, index) => {
      if (ending !== "returned" || used[index] === 0) return;
      const tight = used.map((units, at) => (at === index ? units - 1 : units));
      expect(visit(module, { mode }, tight).calls[index]?.ending).toBe("stopped");
    });
  }
  return plain.calls.map(({ ending }) => ending);
}
