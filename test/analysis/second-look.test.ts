import { describe, expect, it } from "vitest";
import { isSuspect, withoutSecondLook, withSecondLook } from "../../src/analysis/second-look.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import { someExactRow, someFailedRow, someInconclusiveRow, someTimedRow } from "../support/results.ts";

function suspect(id: string, parts: { gating?: boolean; metric?: "time" | "throughput" } = {}): Comparison {
  const row = someTimedRow(id, "regressed", [0.05, 0.06], parts);
  if (row.verdict !== "regressed") throw new Error("unreachable");
  return { ...row, verdict: "suspected", reason: "it has not been looked at again" };
}

const none = new Set<string>();

describe("what two jobs say together", () => {
  it("is the first one's word, but for what it suspected", () => {
    const told = [
      someTimedRow("a/a", "unchanged", [-0.01, 0.01]),
      suspect("b/b"),
      someExactRow("b/b", "fuel", 100, 102),
      suspect("c/c"),
    ];
    const judged = [
      someInconclusiveRow("a/a", [-0.01, 0.01], "as one of many rows, it may be chance"),
      someTimedRow("b/b", "regressed", [0.05, 0.06]),
      someExactRow("b/b", "fuel", 100, 100),
      someInconclusiveRow("c/c", [0.05, 0.06], "fresh rounds did not show the regression again"),
    ];
    expect(withSecondLook(told, judged, none)).toEqual([told[0], judged[1], told[2], judged[3]]);
  });

  it("leaves a suspicion alone that cannot turn the run red", () => {
    const told = [suspect("a/a", { gating: false })];
    expect(told.some(isSuspect)).toBe(false);
    expect(withSecondLook(told, [someTimedRow("a/a", "regressed", [0.05, 0.06])], none)).toEqual(told);
    expect(withoutSecondLook(told, "because")).toEqual(told);
  });

  it("has one row for a case that failed in the second job", () => {
    const told = [
      suspect("a/a"),
      someExactRow("a/a", "fuel", 1, 1),
      someTimedRow("b/b", "improved", [-0.3, -0.2]),
    ];
    const judged = [someFailedRow("a/a", "wrong answer"), someTimedRow("b/b", "improved", [-0.3, -0.2])];
    expect(withSecondLook(told, judged, new Set(["a/a"]))).toEqual([judged[0], told[2]]);
  });

  it("keeps a suspicion that nothing more is known of", () => {
    const told = [suspect("a/a"), suspect("b/b", { metric: "throughput" })];
    expect(withSecondLook(told, [suspect("b/b")], none)).toEqual(told);
  });
});

it("a suspicion that could not be looked at again says why", () => {
  const told = [suspect("a/a"), someTimedRow("b/b", "improved", [-0.3, -0.2])];
  expect(withoutSecondLook(told, "the base is gone")).toEqual([
    { ...told[0], reason: "no second runner could look at it again: the base is gone" },
    told[1],
  ]);
});
