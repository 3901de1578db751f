import { expect, test } from "vitest";
import { tablesOf } from "../support/markdown.ts";
import {
  onlyComment,
  project,
  rowsOf,
  runFuelgauge,
  runtimeFiles,
  storeBaseline,
  uploadedResults,
} from "./support.ts";

test("one byte more in a module is told exactly, and nothing turns red", async () => {
  const answer = (value: number) => ({
    "runtime/guests/answer.ts": `export function answer(): i32 { return ${value}; }`,
  });
  // numbers from 64 on take a second byte
  await using world = await project({
    ...runtimeFiles({ answer: { source: "guests/answer.ts" } }),
    ...answer(63),
  });
  // no timed row that gates, so that this verdict depends on no time
  const inputs = { suites: "execution/native-add" };
  await storeBaseline(world, { inputs });
  const pull = world.openPullRequest({ changes: answer(64) });
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs });
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ verdict: "unchanged", regressions: "0" });
  const results = uploadedResults(world);
  const [size, ...others] = rowsOf(results, "modules/answer");
  expect(size).toMatchObject({
    metric: "size",
    verdict: "regressed",
    gating: false,
    evidence: { kind: "exact" },
  });
  expect((size?.head ?? 0) - (size?.base ?? 0)).toBe(1);
  expect(others.map(({ verdict }) => verdict)).toEqual(["unchanged", "unchanged"]);
  const comment = onlyComment(world, pull);
  expect(comment).toContain("**No change**");
  expect(comment).toContain("#### Changes that do not turn the run red");
  const [changes] = tablesOf(comment.replaceAll("\u00a0", " "));
  expect(changes).toContainEqual([
    "`modules/answer`",
    "size",
    `${size?.base} B`,
    `${size?.head} B`,
    expect.stringMatching(/^1 B larger/),
  ]);
});
