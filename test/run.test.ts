import { afterAll, expect, test, vi } from "vitest";
import { noConfig } from "../src/model/config.ts";
import { renderComment } from "../src/report/markdown.ts";
import { runSuites } from "../src/run.ts";
import { makeFolder } from "./bundle/workshop.ts";
import { contestant } from "./measure/fixture.ts";
import { waveringCase } from "./measure/wavering-case.ts";
import { someBase } from "./support/results.ts";

// Building takes as long as it takes.
vi.setConfig({ testTimeout: 60_000 });

const { folder, remove } = await makeFolder();
afterAll(remove);

test("fuel that is not the same in two fresh instances is found in a run of measuring processes, and called so", async () => {
  const { manifest, ...program } = await contestant(folder, "head", { guests: ["fib"] });
  const info = someBase();
  if (info.kind !== "compared") throw new Error("unreachable");
  const results = await runSuites(
    {
      head: { folder: program.folder, manifest },
      headSha: null,
      base: { kind: "found", folder: program.folder, manifest, info },
      cases: [waveringCase],
      config: noConfig,
      history: [],
      measurer: new URL("./measure/wavering-measurer.ts", import.meta.url),
      budget: { kind: "total", seconds: 0.1 },
      node: process.execPath,
      secondLook: "here",
    },
    { info() {}, onMeasurement() {}, onRound() {} },
  );
  expect(results.failures).toEqual([]);
  // fib(11) calls fib(10) and fib(9) besides its own 13 instructions
  const runs = [1_589, 1_589 + 977 + 13];
  expect(results.comparisons.filter((row) => row.case === waveringCase.id)).toMatchObject([
    { metric: "time", verdict: "inconclusive" },
    {
      ...{ metric: "fuel", verdict: "nondeterministic", gating: true },
      ...{ base: null, head: null, runs: { base: runs, head: runs } },
    },
  ]);
  expect(results.verdict).toBe("inconclusive");
  const comment = renderComment(results, {}, { marker: "" }).replaceAll("\u00a0", " ");
  expect(comment).toContain("#### Not the same in every run");
  expect(comment).toContain("1,589 or 2,579");
});
