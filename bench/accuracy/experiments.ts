import type { Budget } from "../../src/measure/plan.ts";
import type { Condition } from "./conditions.ts";

/** A situation that the bot is put into again and again. One run is one report, as a pull request gets it. */
export interface Experiment {
  readonly name: string;
  /** A row of the table begins with it. */
  readonly title: string;
  /** The ten cases on published modules, or the suites of the bundled runtime, which is built twice. */
  readonly subject: "modules" | "runtime";
  /** By how much head is slower (relative); 0 where the two are the same code. */
  readonly slowdown: number;
  /** Whether head executes one instruction more in each operation of every second case. */
  readonly nop: true | null;
  readonly budget: Budget;
  /** Null: that of the case. */
  readonly floor: number | null;
  /** How many runs there should be, by condition. */
  readonly runs: Readonly<Record<Condition, number>>;
}

const auto: Budget = { kind: "auto" };
const perCase = (seconds: number): Budget => ({ kind: "per-case", seconds });

const plain = { subject: "modules", slowdown: 0, nop: null, budget: auto, floor: null } as const;
const often = { quiet: 40, busy: 40, memory: 10 };

export const experiments: readonly Experiment[] = [
  { ...plain, name: "same", title: "same code", runs: { quiet: 160, busy: 160, memory: 20 } },
  {
    ...plain,
    name: "same-runtime",
    title: "same code, bundled runtime",
    subject: "runtime",
    runs: { quiet: 20, busy: 20, memory: 5 },
  },
  {
    ...plain,
    name: "plant-1",
    title: "+1 %, `floor: 0.3%`, `budget: 30/case`",
    slowdown: 0.01,
    budget: perCase(30),
    floor: 0.003,
    runs: { quiet: 20, busy: 10, memory: 5 },
  },
  {
    ...plain,
    name: "plant-2",
    title: "+2 %, `budget: 10/case`",
    slowdown: 0.02,
    budget: perCase(10),
    runs: { quiet: 20, busy: 20, memory: 5 },
  },
  {
    ...plain,
    name: "plant-3",
    title: "+3 %, `budget: 10/case`",
    slowdown: 0.03,
    budget: perCase(10),
    runs: often,
  },
  { ...plain, name: "plant-5", title: "+5 %", slowdown: 0.05, runs: often },
  { ...plain, name: "plant-10", title: "+10 %", slowdown: 0.1, runs: { quiet: 20, busy: 20, memory: 10 } },
  {
    ...plain,
    name: "instruction",
    title: "one instruction more",
    nop: true,
    // fuel is counted before the first round, and nothing else matters here
    budget: { kind: "total", seconds: 1 },
    runs: { quiet: 20, busy: 5, memory: 5 },
  },
];

/** An experiment under a condition, and how often it has been run. */
export interface Standing {
  readonly experiment: Experiment;
  readonly condition: Condition;
  readonly done: number;
}

/** What to run next: what is furthest from its wanted number of runs; the first in the list where there are several. */
export function furthestBehind(standings: readonly Standing[]): Standing | null {
  const share = ({ experiment, condition, done }: Standing) => done / experiment.runs[condition];
  return standings.reduce<Standing | null>(
    (furthest, each) => (furthest === null || share(each) < share(furthest) ? each : furthest),
    null,
  );
}
