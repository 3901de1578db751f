import { type Comparison, type RunVerdict, runVerdicts } from "../model/comparison.ts";
import type { Results } from "../model/results.ts";
import { isMissed } from "../model/target.ts";

/**
 * The verdict of a whole run: the first of `runVerdicts` that applies. A case that broke always counts; everything else
 * counts in gating rows only. A gating row whose sides cannot be held against each other, or that is not deterministic,
 * could not be told either.
 */
export function judgeRun(comparisons: readonly Comparison[], hasBaseline: boolean): RunVerdict {
  const gating = new Set(comparisons.filter((row) => row.gating).map((row) => row.verdict));
  const applies: Record<RunVerdict, boolean> = {
    failed: comparisons.some((row) => row.verdict === "failed"),
    mixed: gating.has("regressed") && gating.has("improved"),
    regressed: gating.has("regressed"),
    "no-baseline": !hasBaseline,
    inconclusive: (["suspected", "inconclusive", "incomparable", "nondeterministic"] as const).some((each) =>
      gating.has(each),
    ),
    improved: gating.has("improved"),
    unchanged: true,
  };
  return runVerdicts.find((verdict) => applies[verdict]) ?? "unchanged";
}

/** Whether a finished run ends with a failing exit status. With `never` no verdict does that, not even `failed`. */
export function exitFails(
  { verdict, targets }: Pick<Results, "verdict" | "targets">,
  failOn: "regression" | "target" | "never",
): boolean {
  const worse = verdict === "failed" || verdict === "mixed" || verdict === "regressed";
  switch (failOn) {
    case "never":
      return false;
    case "regression":
      return worse;
    case "target":
      return worse || targets.some(isMissed);
  }
}
