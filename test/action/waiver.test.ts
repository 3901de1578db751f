import { expect, test } from "vitest";
import { tablesOf } from "../support/markdown.ts";
import { onlyComment, project, rowsOf, runFuelgauge, storeBaseline, uploadedResults } from "./support.ts";

/** Executes an instruction more in every call that calls others: 5.6 % more fuel, see one-instruction-more. */
const dearerFib = {
  "runtime/guests/fib.ts":
    "export function fib(n: i32): i32 { return n < 2 ? n : fib(<i8>n - 1) + fib(n - 2); }",
};

const waiver = {
  case: "execution/fib-*",
  metric: "fuel",
  reason: "the argument is cut to a byte until @someone mends its callers",
  ceiling: "8%",
  expires: "9999-12-31",
};
const config = (waivers: object[]) => JSON.stringify({ waivers });

test("a waiver that the pull request brings keeps it green, and is shown with the row that it is about", async () => {
  await using world = await project();
  await storeBaseline(world);
  const changes = { ...dearerFib, "fuelgauge.config.json": config([waiver]) };
  const pull = world.openPullRequest({ changes });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ regressions: "0" });

  const results = uploadedResults(world);
  expect(results.waivers).toEqual([{ ...waiver, ceiling: 0.08 }]);
  expect(rowsOf(results, "execution/fib-20")[1]).toMatchObject({
    metric: "fuel",
    verdict: "regressed",
    gating: false,
    waiver: { reason: waiver.reason, ceiling: 0.08, expires: waiver.expires, standing: "applies" },
  });

  const comment = onlyComment(world, pull);
  expect(comment).not.toContain("#### Regressions");
  expect(comment).toContain("#### Known regressions");
  expect(tablesOf(comment.replaceAll("\u00a0", " "))).toContainEqual(
    expect.arrayContaining([
      [
        "`execution/fib-20`",
        "fuel",
        "197,015",
        "207,960",
        "10,945 units more fuel (+5.6 %)",
        "up to 8 %, until 9999-12-31",
        "the argument is cut to a byte until `@someone` mends its callers",
      ],
    ]),
  );
  expect(checked.log).toContain("10,945 units more fuel (+5.6 %) (waived until 9999-12-31: the argument");
});

test("a regression beyond the ceiling is red, with a policy file that is named", async () => {
  await using world = await project();
  await storeBaseline(world);
  const changes = { ...dearerFib, "policies/ours.json": config([{ ...waiver, ceiling: "5%" }]) };
  const pull = world.openPullRequest({ changes });
  const inputs = { config: "policies/ours.json" };
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs });
  expect(checked.exitCode, checked.log).toBe(1);
  expect(checked.outputs).toMatchObject({ verdict: "regressed", regressions: "1" });
  expect(onlyComment(world, pull)).toContain("❌ exceeded: up to 5 %, until 9999-12-31");
});

test("a policy with a mistake ends the run with the mistake named", async () => {
  await using world = await project();
  const changes = { "fuelgauge.config.json": '{ "waiver": [] }' };
  const pull = world.openPullRequest({ changes });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(1);
  expect(checked.outputs.verdict).toBe("failed");
  expect(checked.log).toContain("waiver is not known; did you mean waivers?");
  expect(checked.summary).toContain("did you mean waivers?");
});
