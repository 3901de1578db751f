import { describe, expect, test } from "vitest";
import { emptyTally, prove, type Tally } from "./spec/proof.ts";
import { readScript } from "./spec/script.ts";
import { findSuite } from "./spec/suite.ts";
import { ways } from "./spec/ways.ts";

/** Invocations that the suite has at least, so that a script reader that loses commands is noticed. */
const leastActions = 55_000;

const suite = findSuite();

if (suite.kind === "missing") {
  console.log(`The meter is not proved on the WebAssembly test suite: ${suite.why}.`);
  test.skip("metered modules do what the WebAssembly test suite says (the suite is not there)", () => {});
} else {
  const { scripts } = suite;
  const tally = emptyTally();
  let proved = 0;

  describe("metered modules do what the originals do, and every mode counts the same, in", () => {
    test.each(scripts)("$name", async ({ read }) => {
      const unexpected = tally.unexpected.length;
      const differences = await prove(await readScript(read()), ways, tally);
      proved++;
      expect(differences).toEqual([]);
      expect(tally.unexpected.slice(unexpected), "the original does not do what the suite says").toEqual([]);
    });
  });

  test("nothing of the suite is left out without a reason", ({ skip }) => {
    if (proved < scripts.length) skip("some scripts were not replayed");
    console.log(table(tally, proved));
    expect(tally.actions).toBeGreaterThanOrEqual(leastActions);
  });
}

function table({ actions, modules, refusals, fuelCompared, fuel, skipped }: Tally, scripts: number): string {
  const rows: (readonly [number, string])[] = [
    [scripts, "scripts"],
    [modules, "modules metered in every way"],
    [refusals, "invalid or malformed modules refused"],
    [
      actions,
      `actions with the same outcome in each of ${ways.length} ways: ${ways.map(({ name }) => name).join("; ")}`,
    ],
    [
      fuelCompared,
      `of them and of instantiations returned, and every way counted the same: ${fuel} units in all`,
    ],
  ];
  const left = [...skipped]
    .map(([reason, count]) => [count, reason] as const)
    .toSorted(([one], [other]) => other - one);
  const lines = (list: typeof rows) => list.map(([count, what]) => `${String(count).padStart(8)}  ${what}`);
  return ["The WebAssembly test suite, replayed", ...lines(rows), "Not compared", ...lines(left)].join("\n");
}
