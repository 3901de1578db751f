import type { RunVerdict } from "../model/comparison.ts";
import type { Results } from "../model/results.ts";
import { countOf } from "./format.ts";
import { groupRows } from "./groups.ts";

/** What a badge is drawn from: https://shields.io/badges/endpoint-badge */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  /** A name of shields.io. */
  readonly color: string;
}

const colors: Readonly<Record<RunVerdict, string>> = {
  failed: "critical",
  mixed: "critical",
  regressed: "critical",
  "no-baseline": "inactive",
  inconclusive: "yellow",
  improved: "success",
  unchanged: "success",
};

/** `badge.json`. It holds counts only, so no text of a benchmark gets into a badge. */
export function badgeOf(results: Results): Badge {
  return { schemaVersion: 1, label: "fuelgauge", message: message(results), color: colors[results.verdict] };
}

function message(results: Results): string {
  const { regressions, improvements, failures } = groupRows(results);
  const gained = improvements.filter(({ gating }) => gating).length;
  switch (results.verdict) {
    case "failed":
      return `${countOf(failures.filter(({ broken }) => broken).length, "case")} failed`;
    case "mixed":
      return `${regressions.length} regressed, ${gained} improved`;
    case "regressed":
      return `${regressions.length} regressed`;
    case "no-baseline":
      return "no baseline";
    case "inconclusive":
      return "cannot tell";
    case "improved":
      return `${gained} improved`;
    case "unchanged":
      return "no change";
  }
}
