import type { Guest, TrapCategory } from "../../runtime/host/interface.ts";
import { answerOf, type Benchmark, expectAnswer, type Scenario, type Subject } from "./case.ts";
import { Trial } from "./load/trial.ts";

interface Trap {
  readonly guest: string;
  readonly category: TrapCategory;
  readonly what: string;
  readonly fuel?: false;
}

const traps: readonly Trap[] = [
  { guest: "trap-unreachable", category: "unreachable", what: "an unreachable instruction" },
  { guest: "trap-memory", category: "memory-out-of-bounds", what: "a load beyond the memory" },
  { guest: "trap-table", category: "table-out-of-bounds", what: "a table index out of bounds" },
  {
    guest: "trap-indirect-call",
    category: "indirect-call-mismatch",
    what: "an indirect call of another type",
  },
  { guest: "trap-divide", category: "divide-by-zero", what: "a division by zero" },
  { guest: "trap-overflow", category: "integer-overflow", what: "a quotient that does not fit" },
  { guest: "trap-conversion", category: "invalid-conversion", what: "a float that is no integer" },
  // how many calls the stack has room for is V8's to decide
  { guest: "trap-stack", category: "stack-overflow", what: "endless recursion", fuel: false },
];

/** What an exception costs depends on what V8 made of the code around it, which differs from process to process. */
const exceptionFloor = 0.1;

/** Operations of some ten nanoseconds: whether V8 inlined them this time is most of what differs, so they turn nothing red. */
const nanoseconds = { floor: 0.25, gates: false } as const;

function outcomeOf({ host }: Subject, guest: Guest, name: "trap" | "fine", argument: number): unknown {
  const outcome = host.call(guest, name, argument);
  return answerOf(outcome);
}

function trapDetection({ guest, category, what, ...fuel }: Trap): Benchmark {
  return {
    kind: "benchmark",
    isolation: "slot",
    floor: exceptionFloor,
    ...fuel,
    id: `crash/${guest}`,
    why: `From ${what} to a named category: what noticing a crash costs.`,
    guests: [guest],
    prepare(subject) {
      const live = subject.host.instantiate(subject.module(guest));
      expectAnswer("trap(1)", outcomeOf(subject, live, "trap", 1), category);
      return {
        run(times) {
          for (let i = 0; i < times; i++) outcomeOf(subject, live, "trap", i);
        },
      };
    },
  };
}

/** Gives up guests that were started, and used, before the clock ran. */
function cleanup(name: "success" | "trap", call: "fine" | "trap", expected: unknown): Benchmark {
  return {
    kind: "benchmark",
    isolation: "slot",
    id: `crash/cleanup-after-${name}`,
    ...nanoseconds,
    fuel: false,
    why: `Gives up a guest after a ${name === "trap" ? "trap" : "normal run"}: what cleaning up costs.`,
    guests: ["trap-unreachable"],
    prepare(subject) {
      const { host } = subject;
      const compiled = subject.module("trap-unreachable");
      let waiting: Guest[] = [];
      const startUsed = () => {
        const guest = host.instantiate(compiled);
        expectAnswer(`${call}(1)`, outcomeOf(subject, guest, call, 1), expected);
        return guest;
      };
      const before = host.live();
      host.dispose(startUsed());
      expectAnswer("the number of live guests", host.live(), before);
      return {
        before(times) {
          waiting = Array.from({ length: times }, startUsed);
        },
        run(times) {
          for (let i = 0; i < times; i++) {
            const guest = waiting[i];
            if (guest) host.dispose(guest);
          }
        },
      };
    },
  };
}

const exhaustion = { fuel: 10_000, samples: 10, perSample: 100 } as const;

/** In the sandbox, because only there guests are given fuel. */
const fuelExhaustion: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "crash/fuel-exhaustion",
  why: "A guest that never ends, stopped when 10,000 units of fuel are used up, and its instance made ready for the next: what containing it costs.",
  guests: ["hostile"],
  milliseconds: 60,
  metrics: ["time"],
  async play(stage) {
    const trial = await Trial.open(stage);
    const module = await trial.load("hostile");
    const { fuel } = exhaustion;
    const execute = () =>
      trial.execute({ module, name: "spin", args: [1], expected: { kind: "out-of-fuel" }, limits: { fuel } });
    const time: number[] = [];
    // the first one warms up
    for (let sample = 0; sample <= exhaustion.samples; sample++) {
      const startMs = performance.now();
      for (let i = 0; i < exhaustion.perSample; i++) await execute();
      time.push(((performance.now() - startMs) * 1_000_000) / exhaustion.perSample);
    }
    await trial.close();
    return { time: time.slice(1) };
  },
};

/** What crashes cost: to notice, to clean up after, to recover from. */
export const crash: readonly (Benchmark | Scenario)[] = [
  {
    kind: "benchmark",
    isolation: "slot",
    id: "crash/normal-execution",
    ...nanoseconds,
    why: "The same checked call without a crash: what the crash cases are held against.",
    guests: ["trap-unreachable"],
    prepare(subject) {
      const guest = subject.host.instantiate(subject.module("trap-unreachable"));
      expectAnswer("fine(1)", outcomeOf(subject, guest, "fine", 1), 2);
      return {
        run(times) {
          for (let i = 0; i < times; i++) outcomeOf(subject, guest, "fine", i);
        },
      };
    },
  },
  ...traps.map(trapDetection),
  cleanup("success", "fine", 2),
  cleanup("trap", "trap", "unreachable"),
  {
    kind: "benchmark",
    isolation: "slot",
    floor: exceptionFloor,
    id: "crash/recovery",
    why: "From a trap to the answer of a fresh guest of the same module: how long a crash interrupts service.",
    guests: ["trap-unreachable"],
    prepare(subject) {
      const { host } = subject;
      const compiled = subject.module("trap-unreachable");
      let guest = host.instantiate(compiled);
      const recover = () => {
        outcomeOf(subject, guest, "trap", 1);
        host.dispose(guest);
        guest = host.instantiate(compiled);
        return outcomeOf(subject, guest, "fine", 1);
      };
      expectAnswer("fine(1) after a crash", recover(), 2);
      return {
        run(times) {
          for (let i = 0; i < times; i++) recover();
        },
      };
    },
  },
  fuelExhaustion,
];
