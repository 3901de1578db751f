import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canConfine } from "../../src/measure/confinement.ts";
import { performJob } from "../../src/measure/process.ts";
import { makeFolder } from "../bundle/workshop.ts";
import { contestant, measureBriefly } from "./fixture.ts";

let workshop: Awaited<ReturnType<typeof makeFolder>>;
beforeAll(async () => {
  workshop = await makeFolder();
});
afterAll(() => workshop.remove());

/** Host code that tries what measured code must not be able to do, and fails loudly with what it could. */
const curious = (folder: string) => `
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
const tries: Record<string, () => unknown> = {
  "read the environment of its parent": () => readFileSync("/proc/" + process.ppid + "/environ"),
  "write a file": () => writeFileSync(${JSON.stringify(join(folder, "left-behind"))}, ""),
  "start a thread without its confinement": () => new Worker("", { eval: true, execArgv: [] }),
  "start a program": () => { if (spawnSync(process.execPath, ["--version"]).status !== 0) throw new Error(); },
};
const done = Object.entries(tries).filter(([, attempt]) => { try { attempt(); return true; } catch { return false; } });
if (done.length > 0) throw new Error("it could " + done.map(([name]) => name).join(", "));
`;

test("measured code can neither read its parent's secrets, nor write, nor start threads and programs", async () => {
  const folder = join(workshop.folder, "curious");
  const head = await contestant(folder, "head", { guests: ["add"], host: curious(workshop.folder) });
  const suites = ["instantiation/warm-start", "instantiation/cold-start", "load/*"];
  const { failures, measurements } = await measureBriefly({ contestants: [head], suites });
  expect(failures).toEqual([]);
  expect(new Set(measurements.map((each) => each.case))).toContain("load/sustained-throughput");

  const job = {
    kind: "cold",
    subject: { arm: "head", folder: head.folder },
    case: "instantiation/cold-start",
    seed: 1,
  } as const;
  const said: string[] = [];
  const note = (report: { kind: string; message?: string }) =>
    void (report.message && said.push(report.message));
  await performJob(job, note, { node: process.execPath, confinement: [], silenceMs: 30_000 });
  expect(said[0], "without confinement the probe works").toMatch(
    /it could .*write a file, start a thread without its confinement, start a program/,
  );
});

test("what measured code says of cases that were not asked, or of the base, is not believed", async () => {
  const forged = JSON.stringify({ kind: "samples", metric: "time", arm: "ARM", samples: [1e-9] });
  const lies = `for (const arm of ["head", "base"]) for (const id of ["execution/native-add", "modules/add"]) {
    process.send?.({ ...JSON.parse(${JSON.stringify(forged)}), arm, case: id });
    process.send?.({ kind: "calibrated", case: id, timedNs: 1e-300, wallNs: 1e15 });
    process.send?.({ kind: "started", case: "nobody/knows" });
  }`;
  const folder = join(workshop.folder, "lies");
  const head = await contestant(folder, "head", { guests: ["add"], host: lies });
  const base = await contestant(folder, "base", { guests: ["add"] });
  const { measurements, schedule } = await measureBriefly({
    contestants: [base, head, { ...base, arm: "control" }],
    suites: ["instantiation/warm-start", "execution/native-add"],
  });
  expect(measurements.filter(({ samples }) => samples.includes(1e-9))).toEqual([]);
  expect(schedule.samplings.get("execution/native-add")?.repeat).toBeGreaterThan(1);
});

test("only a Node whose permissions hold may measure", () => {
  const versions = ["v20.20.2", "v22.12.0", "v22.13.0", "v24.21.0", "v26.0.0"];
  expect(versions.map(canConfine)).toEqual([false, false, true, true, true]);
});
