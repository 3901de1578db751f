import { type TimedSamples, timedSamples } from "./analysis.ts";
import { candidates, judgeRun } from "./candidates.ts";
import type { Condition } from "./conditions.ts";
import type { AccuracyRecord } from "./record.ts";
import { type Answer, rivals, storedFor } from "./rivals.ts";

/** How often a rule called the time of rows slower or faster, in an experiment under a condition. */
export interface RuleShare {
  readonly rule: string;
  readonly experiment: string;
  readonly condition: Condition;
  readonly rows: number;
  readonly slower: number;
  readonly faster: number;
}

/** What our rule is called in a table of rules. */
export const ourName = "**Fuelgauge**";

/** Our rule, as the runs themselves were judged, and the rules of others on the samples of the same runs. */
export function rivalShares(records: readonly AccuracyRecord[]): RuleShare[] {
  const all = modulesOnly(records);
  const answers: [rule: string, row: TimedSamples, answer: Answer][] = all.map((row) => [
    ourName,
    row,
    answerOf(row.verdict),
  ]);
  for (const row of all) {
    const stored = storedFor(row, all);
    for (const { name, judge } of stored ? rivals : []) {
      if (stored) answers.push([name, row, judge(row, stored)]);
    }
  }
  return sharesOf(answers);
}

/** Forms that our own rule could have, on the first rounds of the runs, at most so many of each sort: the latest. */
export function candidateShares(records: readonly AccuracyRecord[], mostRuns: number): RuleShare[] {
  const sorts = Map.groupBy(records, ({ experiment, condition }) => `${experiment} ${condition}`);
  const latest = [...sorts.values()].flatMap((sort) => sort.slice(-mostRuns));
  const runs = Map.groupBy(modulesOnly(latest), ({ run }) => run);
  const answers = candidates.flatMap((candidate) =>
    [...runs.values()].flatMap((rows) =>
      Array.from(judgeRun(candidate, rows), ([row, answer]): [string, TimedSamples, Answer] => [
        candidate.name,
        row,
        answer,
      ]),
    ),
  );
  return sharesOf(answers);
}

/** The experiments that all rules can be asked about. */
function modulesOnly(records: readonly AccuracyRecord[]): TimedSamples[] {
  return timedSamples(
    records.filter(({ experiment }) => !["same-runtime", "instruction"].includes(experiment)),
  );
}

function answerOf(verdict: string): Answer {
  if (verdict === "regressed") return "slower";
  return verdict === "improved" ? "faster" : null;
}

function sharesOf(answers: readonly (readonly [string, TimedSamples, Answer])[]): RuleShare[] {
  const groups = Map.groupBy(answers, ([rule, { experiment, condition }]) =>
    JSON.stringify([rule, experiment, condition]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const [rule, { experiment, condition }] = first;
    const count = (wanted: Answer) => group.filter(([, , answer]) => answer === wanted).length;
    const shares = { rows: group.length, slower: count("slower"), faster: count("faster") };
    return [{ rule, experiment, condition, ...shares }];
  });
}
