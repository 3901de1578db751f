import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lineOf } from "../../../bench/accuracy/analysis.ts";
import { writeBundle } from "../../../bench/accuracy/bundle.ts";
import { caseSets } from "../../../bench/accuracy/cases.ts";
import { appendToLedger, mergeIntoLedger, readLedger } from "../../../bench/accuracy/ledger.ts";
import { readRecords, writeRecord } from "../../../bench/accuracy/record.ts";
import { readBundle } from "../../../src/bundle/read.ts";
import { simulatedRecord, simulatedRows } from "./simulated.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fuelgauge-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rows = simulatedRows(1, { slowdown: 0, noise: { run: 0, round: 0.01, sample: 0.01 } });

test("records come back in the order of time, with five digits of what was timed and all of what was counted", async () => {
  const into = join(folder, "records");
  const fuel = {
    case: "some/case-0",
    metric: "fuel",
    arm: "head",
    round: 0,
    samples: [123_456_789],
  } as const;
  const late = simulatedRecord(rows, { startedAt: "2026-11-22T10:00:00.000Z" });
  const early = simulatedRecord(rows, { experiment: "same-runtime", startedAt: "2026-11-21T10:00:00.000Z" });
  await writeRecord(into, {
    ...late,
    measurements: [...late.measurements, { ...fuel, samples: [123_456_789] }],
  });
  await writeRecord(into, early);
  await writeFile(join(into, "same-quiet.json.gz.part"), "interrupted");
  const read = await readRecords(into);
  expect(read.map(({ experiment }) => experiment)).toEqual(["same-runtime", "same"]);
  expect(read[1]?.measurements.at(-1)).toEqual(fuel);
  for (const sample of read[0]?.measurements[0]?.samples ?? [])
    expect(Number(sample.toPrecision(5))).toBe(sample);
  expect(await readdir(into)).toContain("same-quiet-20261122T100000Z.json.gz");
});

test("a file that is no record is named", async () => {
  const into = join(folder, "broken");
  await writeRecord(into, simulatedRecord(rows));
  await writeFile(join(into, "other.json.gz"), gzipSync('{"schema":2}'));
  await expect(readRecords(into)).rejects.toThrow("other.json.gz cannot be read");
});

test("a ledger grows by a line for each run, and merged with another one it has every run once, in the order of time", async () => {
  const [one, other] = [join(folder, "ledger/runs.ndjson"), join(folder, "docs/runs.ndjson")];
  const lineAt = (startedAt: string, parts = {}) =>
    lineOf(simulatedRecord(rows, { startedAt, ...parts }), []);
  const [first, second] = [lineAt("2026-11-21T10:00:00.000Z"), lineAt("2026-11-22T10:00:00.000Z")];
  await appendToLedger(one, second);
  await appendToLedger(one, lineAt("2026-11-22T10:00:00.000Z", { experiment: "same-small" }));
  await mergeIntoLedger(other, [first, second]);
  const merged = await mergeIntoLedger(other, await readLedger(one));
  expect(merged.map(({ startedAt, experiment }) => `${startedAt.slice(8, 10)} ${experiment}`)).toEqual([
    "21 same",
    "22 same",
    "22 same-small",
  ]);
  const read = await readLedger(other);
  expect(read.map(({ experiment }) => experiment)).toEqual(merged.map(({ experiment }) => experiment));
  const [own] = first.rows;
  expect(read[0]?.rows[0]?.samples?.base.mean).toBeCloseTo(own?.samples?.base.mean ?? 0, 4);
  await writeFile(one, "{}\n");
  await expect(readLedger(one)).rejects.toThrow("Line 1 of ");
  expect(await readLedger(join(folder, "no.ndjson"))).toEqual([]);
});

test("no folder has no records", async () => {
  expect(await readRecords(join(folder, "nowhere"))).toEqual([]);
});

test("a bundle of the cases is one that a run would take, and no two names have equal modules", async () => {
  const cases = caseSets.published.cases.filter(({ id }) => id === "tree-sitter/edit");
  const base = join(folder, "base");
  const head = join(folder, "head");
  const ofBase = await writeBundle(base, { cases, plants: new Map(), name: "base" });
  const ofHead = await writeBundle(head, { cases, plants: new Map(), name: "head" });
  expect(await readBundle(base)).toMatchObject({ kind: "ok" });
  expect(Object.keys(ofBase.guests)).toEqual(["tree-sitter-edit", "javascript"]);
  for (const [file, { sha256, bytes }] of Object.entries(ofBase.files)) {
    if (!file.endsWith(".wasm")) continue;
    expect(ofHead.files[file]?.sha256).not.toBe(sha256);
    expect(ofHead.files[file]?.bytes).toBe(bytes);
  }
});

test("neighbours end with whoever started them, even when that one is killed", async () => {
  const program = `
    import { applyCondition } from ${JSON.stringify(new URL("../../../bench/accuracy/conditions.ts", import.meta.url).href)};
    await applyCondition(process.execPath, "busy");
    console.log("busy");
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  await once(parent.stdout, "data");
  parent.kill("SIGKILL");
  // its standard error closes when the last neighbour, which has it as well, is gone
  await once(parent, "close");
  expect(parent.signalCode).toBe("SIGKILL");
});
