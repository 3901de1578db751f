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

const suites = "execution/fill-memory";
const guests = { fill: { source: "guests/fill.ts", memory: { initialPages: 1 } } };

/** Writes 64 KiB and gives back the byte that `answer` reads. */
const fill = (answer: string) => ({
  "runtime/guests/fill.ts": `
    function write(value: i32): void {
      for (let at: usize = 0; at < 65536; at++) store<u8>(at, value);
    }
    export function fill(value: i32): i32 {
      write(value);
      return ${answer};
    }
  `,
});

test("one instruction more is a regressed row that names its function, and turns nothing red", async () => {
  await using world = await project({ ...runtimeFiles(guests), ...fill("value") });
  await storeBaseline(world, { inputs: { suites } });
  // what is kept of the value are its lowest eight bits
  const pull = world.openPullRequest({ changes: fill("<i8>value") });
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ verdict: "inconclusive", regressions: "0" });

  const results = uploadedResults(world);
  const [, row] = rowsOf(results, "execution/fill-memory");
  expect(row).toMatchObject({
    metric: "fuel",
    verdict: "regressed",
    gating: false,
    evidence: { kind: "exact" },
  });
  expect((row?.head ?? 0) - (row?.base ?? 0)).toBe(1);
  expect(results.profileChanges).toEqual([
    {
      case: "execution/fill-memory",
      functions: [{ function: "guests/fill/fill", base: row?.base, head: row?.head }],
      more: 0,
    },
  ]);

  const figure = (value: number | null = 0) => value?.toLocaleString("en-US");
  const comment = onlyComment(world, pull);
  expect(comment).toContain("#### Changes that do not turn the run red");
  const tables = tablesOf(comment.replaceAll("\u00a0", " "));
  expect(tables[0]).toContainEqual([
    "`execution/fill-memory`",
    "fuel",
    figure(row?.base),
    figure(row?.head),
    "1 unit more fuel (+0.00012 %)",
  ]);
  expect(tables[1]).toContainEqual([
    "`execution/fill-memory`",
    "`guests/fill/fill`",
    figure(row?.base),
    figure(row?.head),
    "+1",
  ]);
  expect(checked.log).toMatch(/fill-memory +\| fuel .*1 unit more fuel/);
});

test("an instruction more in every call turns the run red, in a run that can tell nothing about times", async () => {
  await using world = await project();
  await storeBaseline(world);
  const fib = "export function fib(n: i32): i32 { return n < 2 ? n : fib(<i8>n - 1) + fib(n - 2); }";
  const pull = world.openPullRequest({ changes: { "runtime/guests/fib.ts": fib } });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(1);
  expect(checked.outputs).toMatchObject({ verdict: "regressed", regressions: "1" });
  expect(rowsOf(uploadedResults(world), "execution/fib-20")).toMatchObject([
    { metric: "time", verdict: "inconclusive" },
    // 10,945 of the calls call others
    { metric: "fuel", verdict: "regressed", gating: true, base: 197_015, head: 197_015 + 10_945 },
  ]);
  expect(onlyComment(world, pull)).toContain(
    "**Regressed:** `execution/fib-20` burns 10,945 units more fuel (+5.6 %) (197,015 → 207,960).",
  );
});
