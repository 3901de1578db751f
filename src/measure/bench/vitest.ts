/**
 * Stands in for the package `vitest` in benchmark files: it keeps what `bench` and `describe` are given and measures nothing.
 * Whatever else a file imports of vitest is there as well, and says what to do when it is used.
 *
 * @see https://vitest.dev/api/#bench
 */
import { format } from "node:util";
import type { Bench, Fn, FnOptions, BenchOptions as TinybenchOptions } from "tinybench";
import { FuelgaugeError } from "../../errors.ts";
import { Bench as RecordingBench } from "./tinybench.ts";

type Mode = "run" | "skip" | "only" | "todo";
type Hook = (context?: unknown) => unknown;
/** Those about time and numbers say nothing here. */
type Options = FnOptions & TinybenchOptions;
/** Vitest takes the name of a function or a class for that of what it is about. */
type Name = string | { readonly name: string };

interface Suite {
  readonly name: string;
  readonly mode: Mode;
  readonly parent: Suite | null;
  /** What makes it, called once its file has been read. */
  readonly make: () => unknown;
  readonly suites: Suite[];
  readonly benches: Recorded[];
  readonly hooks: Readonly<Record<HookName, Hook[]>>;
}
type HookName = "beforeAll" | "beforeEach" | "afterEach";

interface Recorded {
  readonly name: string;
  readonly mode: Mode;
  readonly suite: Suite;
  readonly fn: Fn;
  readonly options: Partial<Options>;
}

/** A benchmark that a file asks for, and what has to be done around it. */
export interface VitestBench {
  /** With the names of its suites, from the outermost: `outer/inner/name`. */
  readonly name: string;
  /** A `Bench` that has it as its only task. */
  readonly bench: Bench;
  /** Hooks of the suites around it, outermost first; those of `beforeAll` are called once in a process. */
  before(): Promise<void>;
  /** Hooks of `afterEach`, innermost first, and what hooks of `beforeEach` have asked for. */
  after(): Promise<void>;
}

let current = newSuite("", "run", null, () => {});

function newSuite(name: string, mode: Mode, parent: Suite | null, make: () => unknown): Suite {
  const hooks = { beforeAll: [], beforeEach: [], afterEach: [] };
  return { name, mode, parent, make, suites: [], benches: [], hooks };
}

/** Forgets what earlier files have asked for. */
export function beginFile(): void {
  current = newSuite("", "run", null, () => {});
}

/** What the file that has been imported since `beginFile` asks for, in the order in which vitest runs it. */
export async function collectFile(): Promise<VitestBench[]> {
  const file = current;
  await makeSuites(file);
  current = file;
  const all = benchesIn(file);
  const someOnly = all.some((each) => modesOf(each).includes("only"));
  const wanted = all.filter((each) => {
    const modes = modesOf(each);
    return !modes.includes("skip") && !modes.includes("todo") && (!someOnly || modes.includes("only"));
  });
  const begun = new Map<Suite, Promise<unknown>>();
  return wanted.map((each) => asked(each, begun));
}

/** Suites are made when what is around them is complete. */
async function makeSuites(suite: Suite): Promise<void> {
  current = suite;
  await suite.make();
  for (const inner of suite.suites) await makeSuites(inner);
}

/** Vitest runs the suites within a suite before its own benchmarks. */
function benchesIn(suite: Suite): Recorded[] {
  return [...suite.suites.flatMap(benchesIn), ...suite.benches];
}

/** The suites around a benchmark, outermost first. */
function suitesAround({ suite }: Recorded): Suite[] {
  const around: Suite[] = [];
  for (let each: Suite | null = suite; each !== null; each = each.parent) around.unshift(each);
  return around;
}

function modesOf(recorded: Recorded): Mode[] {
  return [recorded.mode, ...suitesAround(recorded).map(({ mode }) => mode)];
}

function asked(recorded: Recorded, begun: Map<Suite, Promise<unknown>>): VitestBench {
  const { setup, teardown, ...options } = recorded.options;
  const bench = new RecordingBench({ ...(setup && { setup }), ...(teardown && { teardown }) });
  bench.add(recorded.name, recorded.fn, options);
  const around = suitesAround(recorded);
  const name = [...around.map((suite) => suite.name).filter((each) => each !== ""), recorded.name].join("/");
  let cleanups: Hook[] = [];
  return {
    name,
    bench,
    async before() {
      for (const suite of around) {
        if (!begun.has(suite)) begun.set(suite, call(suite.hooks.beforeAll));
        await begun.get(suite);
      }
      const given = await call(around.flatMap(({ hooks }) => hooks.beforeEach));
      cleanups = given.filter((each) => typeof each === "function").toReversed() as Hook[];
    },
    async after() {
      await call([...around.toReversed().flatMap(({ hooks }) => hooks.afterEach), ...cleanups]);
    },
  };
}

async function call(hooks: readonly Hook[]): Promise<unknown[]> {
  const given: unknown[] = [];
  for (const hook of hooks) given.push(await hook({}));
  return given;
}

function nameOf(name: Name): string {
  return typeof name === "string" ? name : name.name || "<anonymous>";
}

type AddBench = (name: Name, fn?: Fn, options?: Partial<Options>) => void;

function benchIn(mode: Mode): AddBench {
  return (name, fn, options = {}) => {
    const isMeasured = typeof fn === "function";
    const suite = current;
    suite.benches.push({
      name: nameOf(name),
      mode: isMeasured ? mode : "todo",
      suite,
      fn: fn ?? (() => {}),
      options: typeof options === "object" ? options : {},
    });
  };
}

const plainBench = benchIn("run");
const skippedBench = benchIn("skip");
export const bench = Object.assign(benchIn("run"), {
  skip: skippedBench,
  only: benchIn("only"),
  todo: benchIn("todo"),
  skipIf: (condition: unknown) => (condition ? skippedBench : plainBench),
  runIf: (condition: unknown) => (condition ? plainBench : skippedBench),
});

type Make = (...values: never[]) => unknown;
type AddSuite = (name: Name, ...rest: unknown[]) => void;

/** `describe(name, make)`, with options before or behind what makes it. */
function suiteIn(mode: Mode): AddSuite {
  return (name, ...rest) => {
    const make = rest.find((each) => typeof each === "function") as Make | undefined;
    const options = Object(rest.find((each) => typeof each === "object" && each !== null));
    const told = (["skip", "only", "todo"] as const).find((each) => options[each] === true);
    current.suites.push(newSuite(nameOf(name), told ?? mode, current, make ?? (() => {})));
  };
}

/** One suite for each row: its elements are spread for `each`, and handed over as they are for `for`. */
function suitesOf(mode: Mode, spreads: boolean) {
  return (rows: readonly unknown[], ...rest: unknown[]) => {
    if (rest.length > 0) throw notProvided("describe.each with a table in a template");
    return (name: Name, make: Make) => {
      for (const [index, row] of rows.entries()) {
        const values = Array.isArray(row) ? row : [row];
        const given = (spreads ? values : [row]) as never[];
        suiteIn(mode)(titleOf(nameOf(name), values, index), () => make(...given));
      }
    };
  };
}

/** `%s` and the like are the row's elements, `%#` its index, and `$name` what it has by that name. */
function titleOf(template: string, values: readonly unknown[], index: number): string {
  const numbered = template.replaceAll("%#", String(index));
  const places = numbered.match(/%[sdifjoOc]/g)?.length ?? 0;
  const [row] = values;
  return format(numbered, ...values.slice(0, places)).replace(/\$(\w+)/g, (whole, key: string) =>
    typeof row === "object" && row !== null && key in row ? String(Object(row)[key]) : whole,
  );
}

function describing(mode: Mode) {
  return Object.assign(suiteIn(mode), { each: suitesOf(mode, true), for: suitesOf(mode, false) });
}

const run = describing("run");
const skipped = describing("skip");
const modes = {
  skip: skipped,
  only: describing("only"),
  todo: describing("todo"),
  skipIf: (condition: unknown) => (condition ? skipped : run),
  runIf: (condition: unknown) => (condition ? run : skipped),
};
/** Benchmarks run one after the other, whatever is said of their order. */
export const describe = Object.assign(describing("run"), modes, {
  concurrent: Object.assign(describing("run"), modes),
  sequential: Object.assign(describing("run"), modes),
  shuffle: Object.assign(describing("run"), modes),
});
export { describe as suite };

const adding = (name: HookName) => (hook: Hook) => void current.hooks[name].push(hook);
export const beforeAll = adding("beforeAll");
export const beforeEach = adding("beforeEach");
export const afterEach = adding("afterEach");
/** Never called: the process ends instead. */
export const afterAll = (_hook: Hook): void => {};

function notProvided(what: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `The benchmark file uses \`${what}\` of vitest, which Fuelgauge does not provide.`,
    expected: "bench, describe, beforeAll, beforeEach, afterEach and afterAll",
    remedy:
      "Do without it: check an answer by throwing an error where it is wrong. Or leave the file out with `benches` in the configuration.",
  });
}

/** It can be imported, and refuses to be used. */
function missing(name: string): unknown {
  const refuse = () => {
    throw notProvided(name);
  };
  return new Proxy(() => {}, { apply: refuse, get: refuse, construct: refuse });
}

export const aroundAll = missing("aroundAll");
export const aroundEach = missing("aroundEach");
export const assert = missing("assert");
export const assertType = missing("assertType");
export const BenchmarkRunner = missing("BenchmarkRunner");
export const chai = missing("chai");
export const createExpect = missing("createExpect");
export const EvaluatedModules = missing("EvaluatedModules");
export const expect = missing("expect");
export const expectTypeOf = missing("expectTypeOf");
export const inject = missing("inject");
export const it = missing("it");
export const onTestFailed = missing("onTestFailed");
export const onTestFinished = missing("onTestFinished");
export const recordArtifact = missing("recordArtifact");
export const should = missing("should");
export const Snapshots = missing("Snapshots");
export const test = missing("test");
export const TestRunner = missing("TestRunner");
export const vi = missing("vi");
export const vitest = missing("vitest");
