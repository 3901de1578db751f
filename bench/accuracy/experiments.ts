import type { Budget } from "../../src/measure/plan.ts";
import type { SetName } from "./cases.ts";
import type { Condition } from "./conditions.ts";

/** A situation that the bot is put into again and again. One run is one report, as a pull request gets it. */
export interface Experiment {
  readonly name: string;
  /** A row of the table begins with it; the same for all subjects. */
  readonly title: string;
  /** One of the sets of cases, or the suites of the bundled runtime, which is built twice. */
  readonly subject: SetName | "runtime";
  /** By how much head is slower (relative); 0 where the two are the same code. */
  readonly slowdown: number;
  /** Whether head executes one instruction more in each operation of every second case. */
  readonly nop: true | null;
  readonly budget: Budget;
  /** Null: that of the case. */
  readonly floor: number | null;
  /** How many runs there should be, by condition. */
  readonly runs: Runs;
}
type Runs = Readonly<Record<Condition, number>>;
type Situation = Omit<Experiment, "subject" | "runs">;

/** What the subjects are called in tables. */
export const subjectTitles = {
  small: "small modules",
  published: "published modules",
  runtime: "bundled runtime",
} as const satisfies Record<Experiment["subject"], string>;

const perCase = (seconds: number): Budget => ({ kind: "per-case", seconds });
const runs = (quiet: number, busy: number, memory: number): Runs => ({ quiet, busy, memory });
const plain = { slowdown: 0, nop: null, budget: { kind: "auto" }, floor: null } as const;
/** Nothing is planted, and the budget is what it is by default. */
export const same: Situation = { ...plain, name: "same", title: "same code" };

export const experiments: readonly Experiment[] = [
  ...ofBothSets(same, { small: runs(60, 60, 10), published: runs(20, 20, 5) }),
  {
    ...same,
    name: "same-brief-small",
    title: "same code, `budget: 2/case`",
    subject: "small",
    // many rows in little time; more would leave fewer of them without a verdict, and not make them less likely to be wrong
    budget: perCase(2),
    runs: runs(120, 120, 10),
  },
  { ...same, name: "same-runtime", subject: "runtime", runs: runs(10, 10, 3) },
  ...ofBothSets(
    {
      ...plain,
      name: "plant-1",
      title: "+1 %, `floor: 0.3%`, `budget: 30/case`",
      slowdown: 0.01,
      budget: perCase(30),
      floor: 0.003,
    },
    { small: runs(12, 6, 3), published: runs(5, 5, 2) },
  ),
  ...ofBothSets(
    { ...plain, name: "plant-2", title: "+2 %, `budget: 10/case`", slowdown: 0.02, budget: perCase(10) },
    { small: runs(10, 10, 3), published: runs(5, 5, 2) },
  ),
  ...ofBothSets(
    { ...plain, name: "plant-3", title: "+3 %, `budget: 10/case`", slowdown: 0.03, budget: perCase(10) },
    { small: runs(20, 20, 5), published: runs(5, 5, 2) },
  ),
  ...ofBothSets(
    { ...plain, name: "plant-5", title: "+5 %", slowdown: 0.05 },
    { small: runs(20, 20, 5), published: runs(5, 5, 2) },
  ),
  {
    ...plain,
    name: "plant-5-long",
    title: "+5 %, `budget: 30/case`",
    // V8 needs a tenth of a second for each load of these: ten rounds of three loads take longer than the default budget
    subject: "published",
    slowdown: 0.05,
    budget: perCase(30),
    runs: runs(5, 2, 0),
  },
  ...ofBothSets(
    { ...plain, name: "plant-10", title: "+10 %", slowdown: 0.1 },
    { small: runs(5, 5, 3), published: runs(5, 5, 2) },
  ),
  ...ofBothSets(
    {
      ...plain,
      name: "instruction",
      title: "one instruction more",
      nop: true,
      // fuel is counted before the first round, and nothing else matters here
      budget: { kind: "total", seconds: 1 },
    },
    { small: runs(10, 5, 5), published: runs(20, 5, 5) },
  ),
];

function ofBothSets(situation: Situation, wanted: Readonly<Record<SetName, Runs>>): Experiment[] {
  return [
    { ...situation, name: `${situation.name}-small`, subject: "small", runs: wanted.small },
    { ...situation, subject: "published", runs: wanted.published },
  ];
}

/** An experiment under a condition, and how often it has been run. */
export interface Standing {
  readonly experiment: Experiment;
  readonly condition: Condition;
  readonly done: number;
}

/**
 * What to run next, so that all get to their wanted numbers together: as seats are given to parties, to whom the next run
 * leaves the fewest behind (A. Sainte-Laguë). The first in the list where there are several.
 */
export function furthestBehind(standings: readonly Standing[]): Standing | null {
  const share = ({ experiment, condition, done }: Standing) => (done + 0.5) / experiment.runs[condition];
  return standings.reduce<Standing | null>(
    (furthest, each) => (furthest === null || share(each) < share(furthest) ? each : furthest),
    null,
  );
}
