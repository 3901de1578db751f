import { isJudgedByRivals, timedSamples } from "./analysis.ts";
import { candidates, judgeRun } from "./candidates.ts";
import type { Condition } from "./conditions.ts";
import type { Answer, LedgerLine } from "./ledger.ts";
import type { AccuracyRecord } from "./record.ts";
import { rivals } from "./rivals.ts";

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

/** What a rule said of a row. */
interface Said {
  readonly rule: string;
  readonly experiment: string;
  readonly condition: Condition;
  readonly answer: Answer;
}

/** Our rule, as the runs themselves were judged, and the rules of others on the samples of the same runs. */
export function rivalShares(lines: readonly LedgerLine[]): RuleShare[] {
  const said = lines
    .filter(({ experiment }) => isJudgedByRivals(experiment))
    .flatMap(({ experiment, condition, rows }) =>
      rows
        .filter(({ metric, gating }) => metric === "time" && gating)
        .flatMap(({ verdict, rivals: answers }): Said[] => [
          { rule: ourName, experiment, condition, answer: answerOf(verdict) },
          ...rivals.flatMap(({ key, name }): Said[] => {
            const answer = answers[key];
            return answer === undefined ? [] : [{ rule: name, experiment, condition, answer }];
          }),
        ]),
    );
  return sharesOf(said);
}

/** Forms that our own rule could have, on the first rounds of the runs, at most so many of each sort: the latest. */
export function candidateShares(records: readonly AccuracyRecord[], mostRuns: number): RuleShare[] {
  const sorts = Map.groupBy(records, ({ experiment, condition }) => `${experiment} ${condition}`);
  const latest = [...sorts.values()].flatMap((sort) => sort.slice(-mostRuns));
  const rows = timedSamples(latest.filter(({ experiment }) => isJudgedByRivals(experiment)));
  const runs = Map.groupBy(rows, ({ run }) => run);
  const said = candidates.flatMap((candidate) =>
    [...runs.values()].flatMap((ofRun) =>
      Array.from(judgeRun(candidate, ofRun), ([{ experiment, condition }, answer]): Said => {
        return { rule: candidate.name, experiment, condition, answer };
      }),
    ),
  );
  return sharesOf(said);
}

function answerOf(verdict: string): Answer {
  if (verdict === "regressed") return "slower";
  return verdict === "improved" ? "faster" : null;
}

function sharesOf(said: readonly Said[]): RuleShare[] {
  const groups = Map.groupBy(said, ({ rule, experiment, condition }) =>
    JSON.stringify([rule, experiment, condition]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { rule, experiment, condition } = first;
    const count = (wanted: Answer) => group.filter(({ answer }) => answer === wanted).length;
    return [
      {
        rule,
        experiment,
        condition,
        rows: group.length,
        slower: count("slower"),
        faster: count("faster"),
      },
    ];
  });
}
