/** First results: of bytes that nobody has seen, of a module that is loaded, and what a call costs then. */
import { randomBytes } from "node:crypto";
import { Executor, type LoadedModule } from "../../runtime/executor/index.ts";
import { Gauge, meter } from "../../runtime/meter/index.ts";
import { makeDistinct, nextDistinct } from "../../src/wasm/distinct.ts";
import { repeated } from "./calls.ts";
import { durations, type Figure, middle, ratios, times } from "./figure.ts";
import { assemble, touched, touching } from "./modules.ts";
import { accepted } from "./recorded-executor.ts";
import { type Arm, type Arms, type Sample, takeTurns } from "./turns.ts";

type Add = (one: number, other: number) => number;

export const arms: Arms = {
  "cold small": async () => coldExecutor(await touching(1)),
  "cold small instance": async () => coldInstance(await touching(1)),
  "cold large": async () => coldExecutor(await large()),
  "cold large instance": async () => coldInstance(await large()),
  warm,
  "warm instance": warmInstance,
  "add native": () => adding((one, other) => (one + other) | 0),
  "add wasm": async () => adding(entryOf(new WebAssembly.Instance(new WebAssembly.Module(await adder())))),
  "add metered": async () => adding(meteredAdd(await adder())),
  "add executor": addingExecutor,
};

export async function starts(rounds: number): Promise<Figure[]> {
  const names = Object.keys(arms);
  const isCold = (name: string) => name.startsWith("cold");
  const coldOnes = names.filter(isCold);
  const others = names.filter((name) => !isCold(name));
  // the first turn of a process is what is measured too
  const cold = await takeTurns(import.meta.url, coldOnes, { rounds, warmUp: 0, turns: 5 });
  const warm = await takeTurns(import.meta.url, others, { rounds, warmUp: 2, turns: 3 });

  const coldStart = (size: string, figure: string, what: string, limitUs?: number) =>
    figureOf(
      `cold start, ${what}: bytes → load → first result`,
      cold.medians(`cold ${size}`, figure),
      cold.medians(`cold ${size} instance`, figure),
      "`WebAssembly.Module`, `.Instance`, call",
      limitUs,
    );
  const warmStart = (figure: string, what: string) =>
    figureOf(
      `warm start, ${what}: first result of a loaded module`,
      warm.medians("warm", figure),
      warm.medians("warm instance", "us"),
      "`WebAssembly.Instance`, call",
      20,
    );
  const call = (arm: string, what: string) =>
    figureOf(
      `a call of add, ${what}`,
      warm.medians(`add ${arm}`, "us"),
      warm.medians("add native", "us"),
      "JavaScript's own",
    );
  return [
    coldStart("small", "later", "one function", 2_000),
    coldStart("large", "later", "100 kB"),
    coldStart("small", "first", "one function, the process's first"),
    coldStart("large", "first", "100 kB, the process's first"),
    warmStart("pooled", "instance from the pool"),
    warmStart("fresh", "empty pool"),
    call("wasm", "un-metered wasm export"),
    call("metered", "metered wasm export"),
    call("executor", "an isolated execution each"),
  ];
}

function figureOf(
  what: string,
  ours: readonly number[],
  peer: readonly number[],
  name: string,
  limitUs?: number,
): Figure {
  const figure = {
    what,
    ours: durations(ours),
    peer: `${name}: ${durations(peer)}`,
    ratio: times(ratios(peer, ours)),
  };
  if (limitUs === undefined) return figure;
  return { ...figure, target: `< ${durations([limitUs])}`, reached: middle(ours) < limitUs };
}

/** About 100 kB of functions, of which `touch` is one. */
function large(): Promise<Uint8Array<ArrayBuffer>> {
  const functions = Array.from({ length: 700 }, (_, number) => {
    const steps = Array.from(
      { length: 12 },
      (_, step) =>
        `(local.set 0 (i32.xor (i32.mul (local.get 0) (i32.const ${1_000_000 + number * 12 + step})) (local.get 0)))`,
    );
    return `(func (export "f${number}") (param i32) (result i32) ${steps.join(" ")} (local.get 0))`;
  });
  return assemble(`(module (memory 1) ${functions.join("\n")}
    (func (export "touch") (param i32) (result i32) (i32.add (local.get 0) (i32.const ${touched(0)}))))`);
}

const modulesOfTurn = 20;

/** `first` is of the first module of all; every module has bytes of its own. */
function coldStarts(
  bytes: Uint8Array,
  start: (bytes: Uint8Array<ArrayBuffer>) => Promise<number> | number,
): Arm {
  const distinct = makeDistinct(bytes, randomBytes(16));
  let figure = "first";
  return {
    async turn() {
      const samples: Sample[] = [];
      for (let module = 0; module < modulesOfTurn; module++) {
        const own = nextDistinct(distinct).slice();
        const startMs = performance.now();
        const result = await start(own);
        const us = 1_000 * (performance.now() - startMs);
        if (result !== touched(1)) throw new Error(`The first result was ${result}.`);
        samples.push({ [figure]: us });
        figure = "later";
      }
      return samples;
    },
  };
}

function coldExecutor(bytes: Uint8Array): Arm {
  const executor = new Executor();
  let last: LoadedModule | undefined;
  return coldStarts(bytes, async (own) => {
    last?.drain(executor.counts.pool);
    last = accepted(executor.load(own));
    return resultOf(executor, last);
  });
}

function coldInstance(bytes: Uint8Array): Arm {
  return coldStarts(bytes, (own) => {
    const { touch } = new WebAssembly.Instance(new WebAssembly.Module(own)).exports;
    return (touch as (number: number) => number)(1);
  });
}

async function resultOf(executor: Executor, module: LoadedModule): Promise<number> {
  const { outcome } = await executor.run(module, "touch", [1]);
  return outcome.kind === "returned" ? Number(outcome.values[0]) : Number.NaN;
}

async function warm(): Promise<Arm> {
  const executor = new Executor();
  const { pool } = executor.counts;
  const module = accepted(executor.load(await touching(1)));
  const repeat = async (before: () => void) => {
    const { us } = await repeated(50, async (_, size) => {
      for (let call = 0; call < size; call++) {
        before();
        if ((await resultOf(executor, module)) !== touched(1)) throw new Error("It gave another result.");
      }
    });
    return us;
  };
  return {
    turn: async () => [
      {
        fresh: await repeat(() => module.release(module.acquire("at-once", pool), false, pool)),
        pooled: await repeat(() => {}),
      },
    ],
  };
}

async function warmInstance(): Promise<Arm> {
  const module = new WebAssembly.Module(await touching(1));
  return {
    turn: async () => [
      await repeated(50, (_, size) => {
        for (let call = 0; call < size; call++) {
          const { touch } = new WebAssembly.Instance(module).exports;
          if ((touch as (number: number) => number)(1) !== touched(1))
            throw new Error("It gave another result.");
        }
      }),
    ],
  };
}

function adder(): Promise<Uint8Array<ArrayBuffer>> {
  return assemble(
    `(module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))`,
  );
}

function entryOf({ exports }: WebAssembly.Instance): Add {
  return exports.add as Add;
}

/** More than any turn can burn. */
const plenty = 1e15;

function meteredAdd(bytes: Uint8Array): Add {
  const metered = meter(bytes);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(metered.bytes));
  new Gauge(instance.exports, metered).remaining = plenty;
  return entryOf(instance);
}

/** Turns until the engine has optimized everything that it will. */
const optimizing = 5;

/** Adds up the numbers of a batch: each call needs the result of the one before. */
async function adding(add: Add): Promise<Arm> {
  const turn = async () => [
    await repeated(100_000, (_, size) => {
      let sum = 0;
      for (let number = 1; number <= size; number++) sum = add(sum, number);
      checkSum(sum, size);
    }),
  ];
  for (let turns = 0; turns < optimizing; turns++) await turn();
  return { turn };
}

async function addingExecutor(): Promise<Arm> {
  const executor = new Executor();
  const module = accepted(executor.load(await adder()));
  return {
    turn: async () => [
      await repeated(1_000, async (_, size) => {
        let sum = 0;
        for (let number = 1; number <= size; number++) {
          const { outcome } = await executor.run(module, "add", [sum, number]);
          sum = outcome.kind === "returned" ? Number(outcome.values[0]) : Number.NaN;
        }
        checkSum(sum, size);
      }),
    ],
  };
}

function checkSum(sum: number, size: number): void {
  const expected = ((size * (size + 1)) / 2) | 0;
  if (sum !== expected)
    throw new Error(`The numbers from 1 to ${size} add up to ${sum}; expected ${expected}.`);
}
