import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import {
  type AuditLine,
  AuditLog,
  type Ending,
  type Execution,
  Executor,
  Metrics,
  type RunOptions,
  type Value,
} from "../../runtime/executor/index.ts";
import { accepted, wat } from "./assemble.ts";

const leftovers: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of leftovers.splice(0).reverse()) await clean();
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  leftovers.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

function linesIn(folder: string): AuditLine[] {
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as AuditLine),
  );
}

/** Sample → value, as Prometheus would read it, of those that are not zero. */
async function samplesOf(metrics: Metrics, family: string): Promise<Record<string, number>> {
  const samples = (await metrics.text()).matchAll(/^(\w+)(?:\{\w+="([^"]+)"\})? (\S+)$/gm);
  const entries = [...samples].flatMap(([, name, label = "", value]) =>
    name === family && Number(value) !== 0 ? [[label, Number(value)] as const] : [],
  );
  return Object.fromEntries(entries);
}

function tally(keys: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) if (key !== null) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

const program = await wat(`(module (memory 1) (table 1 funcref) (tag $e)
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "two") (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "count") (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "spin") (loop (br 0)))
  (func (export "unreachable") unreachable)
  (func (export "divide") (drop (i32.div_u (i32.const 1) (i32.const 0))))
  (func (export "load") (drop (i32.load (i32.const -1))))
  (func (export "call") (call_indirect (i32.const 0)))
  (func (export "throw") (throw $e))
  (func (export "grow") (if (i32.eq (memory.grow (i32.const 99)) (i32.const -1)) (then unreachable))))`);
const host = await wat(`(module (import "host" "fail" (func $fail)) (import "host" "did" (func $did))
  (func (export "fail") nop (call $fail)) (func (export "did") (call $did)))`);
const wasi = await wat(`(module
  (import "wasi_snapshot_preview1" "sock_shutdown" (func $shutdown (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "network") (drop (call $shutdown (i32.const 3) (i32.const 1))) (drop (call $shutdown (i32.const 3) (i32.const 1))))
  (func (export "exit") (param i32) (call $exit (local.get 0))))`);
const component = await wat("(component)");
const needy = await wat(`(module (memory 400))`);

type Call = readonly [module: Uint8Array, name: string, args?: readonly Value[], options?: RunOptions];
const calls: readonly Call[] = [
  [program, "add", [1, 2]],
  [program, "two"],
  [program, "count", [100]],
  [program, "count", [300_000]],
  [program, "spin", [], { fuel: 500 }],
  [program, "spin", [], { fuel: 1_500_000 }],
  [program, "spin", [], { fuel: 1e12, wallClockMs: 2 }],
  [program, "unreachable"],
  [program, "divide"],
  [program, "load"],
  [program, "call"],
  [program, "throw"],
  [program, "grow"],
  [program, "nothing of the kind"],
  [program, "add", [1]],
  [program, "add", [1, 2], { fuel: 0 }],
  [program, "two", [], { resultBytes: 8 }],
  [host, "fail"],
  [host, "did"],
  [wasi, "network"],
  [wasi, "exit", [0]],
  [wasi, "exit", [70]],
  [component, "add"],
  [needy, "add"],
  [new Uint8Array(100), "add"],
  [new Uint8Array(300_000), "add"],
];

function detailOf(outcome: Ending): string | undefined {
  switch (outcome.kind) {
    case "trapped":
      return outcome.category;
    case "refused":
      return outcome.reason;
    case "host-error":
      return outcome.message;
    case "returned":
      return outcome.exitCode === null ? undefined : `exit ${outcome.exitCode}`;
    default:
      return undefined;
  }
}

/** A line, as an execution says that it has to be. */
function lineOf([, name]: Call, { outcome, fuel, peakMemoryBytes, durationMs, events }: Execution) {
  const started = outcome.kind !== "refused" || outcome.reason === "result-size";
  return {
    function: name,
    outcome: outcome.kind,
    detail: detailOf(outcome),
    fuel,
    peakMemoryBytes,
    durationNs: started ? Math.round(durationMs * 1e6) : 0,
    events: events.length === 0 ? undefined : events,
  };
}

test("lines, metrics and what callers are told agree on thousands of executions of every kind", async () => {
  const folder = temporaryFolder();
  const audit = await AuditLog.open({ folder, maxFileBytes: 300_000, files: 100, blockBytes: 16_384 });
  const metrics = new Metrics(() => audit.figures());
  const executor = new Executor({
    counts: metrics.counts,
    audit,
    limits: { concurrent: 20, memoryBytes: 4 * 65_536, moduleBytes: 200_000 },
    hostFunctions: {
      host: {
        fail: () => {
          throw new Error("no\nluck");
        },
        did: () => undefined,
      },
    },
  });
  const drawn = fc.sample(fc.constantFrom(...calls), { seed: 7, numRuns: 3_000 });
  const executions: Execution[] = [];
  // so many at once that some are turned away
  for (let at = 0; at < drawn.length; at += 150) {
    const batch = drawn.slice(at, at + 150);
    executions.push(...(await Promise.all(batch.map((call) => executor.run(...call)))));
  }
  executor.close();
  const late = await executor.run(program, "add", [1, 2]);
  drawn.push([program, "add", [1, 2]]);
  executions.push(late);
  await audit.close();

  const lines = linesIn(folder);
  expect(lines.length).toBe(drawn.length);
  const text = (line: object) => JSON.stringify(line, Object.keys(line).toSorted());
  const told = lines.map(({ function: name, outcome, detail, fuel, peakMemoryBytes, durationNs, events }) =>
    text({ function: name, outcome, detail, fuel, peakMemoryBytes, durationNs, events }),
  );
  const truth = drawn.map((call, at) => text(lineOf(call, executions[at] as Execution)));
  expect(told.toSorted()).toEqual(truth.toSorted());

  const outcomes = executions.map(({ outcome }) => outcome);
  const counted = {
    outcomes: tally(outcomes.map(({ kind }) => kind)),
    traps: tally(outcomes.map((outcome) => (outcome.kind === "trapped" ? outcome.category : null))),
    refusals: tally(outcomes.map((outcome) => (outcome.kind === "refused" ? outcome.reason : null))),
  };
  expect(await samplesOf(metrics, "fuelgauge_executions_total")).toEqual(counted.outcomes);
  expect(await samplesOf(metrics, "fuelgauge_traps_total")).toEqual(counted.traps);
  expect(await samplesOf(metrics, "fuelgauge_refusals_total")).toEqual(counted.refusals);
  // every kind was there
  expect(Object.keys(counted.outcomes)).toHaveLength(7);
  expect(Object.keys(counted.refusals).toSorted()).toEqual(
    ["arguments", "busy", "closed", "component", "function", "limits", "malformed", "memory"]
      .concat("module-size", "result-size")
      .toSorted(),
  );

  const fuel = executions.reduce((sum, each) => sum + each.fuel, 0);
  const started = outcomes.filter((each) => each.kind !== "refused" || each.reason === "result-size").length;
  expect(lines.reduce((sum, line) => sum + line.fuel, 0)).toBe(fuel);
  expect(await samplesOf(metrics, "fuelgauge_execution_fuel_sum")).toEqual({ "": fuel });
  expect(await samplesOf(metrics, "fuelgauge_execution_fuel_count")).toEqual({ "": started });
  expect(await samplesOf(metrics, "fuelgauge_execution_duration_seconds_count")).toEqual({ "": started });
  expect(await samplesOf(metrics, "fuelgauge_audit_lines_total")).toEqual({ "": drawn.length });
  expect(await samplesOf(metrics, "fuelgauge_executions_in_flight")).toEqual({});
  expect(metrics.snapshot().pool).toMatchObject({ live: 0, idle: 0 });
});

test("a line has the module's digest, the limits that held, and what was tried and not given", async () => {
  const folder = temporaryFolder();
  const audit = await AuditLog.open({ folder });
  const executor = new Executor({ audit, limits: { memoryBytes: 4 * 65_536, fuel: 5_000 } });
  const module = await accepted(executor, wasi);
  await executor.run(module, "network", [], { wallClockMs: 77 });
  await executor.run(module, "exit", [2]);
  await executor.run(new Uint8Array(3), "network");
  await audit.close();
  const [network, exit, malformed] = linesIn(folder);
  const limits = { fuel: 5_000, wallClockMs: 77, resultBytes: 1_048_576, memoryBytes: 4 * 65_536 };
  expect(network).toMatchObject({
    module: module.digest,
    function: "network",
    limits,
    outcome: "returned",
    // told once, however often it is tried
    events: [{ kind: "unsupported", call: "sock_shutdown" }],
  });
  expect(exit).toMatchObject({
    outcome: "returned",
    detail: "exit 2",
    limits: { ...limits, wallClockMs: 30_000 },
  });
  expect(exit).not.toHaveProperty("events");
  expect(malformed).toMatchObject({ module: null, outcome: "refused", detail: "malformed" });
});

/** On Linux, a file to which nothing can be written, as if its disk were full. */
const fullDisk = "/dev/full";

test.skipIf(!existsSync(fullDisk))(
  "when the log cannot be written, nothing is executed that has no line",
  async () => {
    const folder = temporaryFolder();
    symlinkSync(fullDisk, join(folder, "audit.ndjson"));
    const audit = await AuditLog.open({ folder, blockBytes: 4_096 });
    leftovers.push(() => expect(audit.close()).rejects.toThrow("could not be written"));
    const metrics = new Metrics();
    let did = 0;
    const executor = new Executor({
      audit,
      counts: metrics.counts,
      hostFunctions: {
        host: {
          fail: () => undefined,
          did: () => {
            did++;
            return undefined;
          },
        },
      },
    });
    const outcomes: Ending[] = [];
    for (let at = 0; at < 100; at++) outcomes.push((await executor.run(host, "did")).outcome);
    const refusal = {
      kind: "refused",
      reason: "audit",
      message: expect.stringContaining("could not be written"),
    };
    const executed = outcomes.filter(({ kind }) => kind === "returned").length;
    expect(executed).toBeGreaterThan(5);
    expect(outcomes.slice(executed)).toEqual(new Array(100 - executed).fill(refusal));
    expect(did).toBe(executed);
    expect(audit.figures().lines).toBe(executed);
    expect(metrics.snapshot()).toMatchObject({
      executions: { returned: executed, refused: 100 - executed },
      refusals: { audit: 100 - executed },
      inFlight: 0,
      pool: { live: 0 },
    });
  },
);

test.skipIf(!existsSync(fullDisk))(
  "what was under way when the log could not be written any more gives nothing, and is counted so",
  async () => {
    const folder = temporaryFolder();
    symlinkSync(fullDisk, join(folder, "audit.ndjson"));
    const audit = await AuditLog.open({ folder, blockBytes: 4_096 });
    leftovers.push(() => expect(audit.close()).rejects.toThrow("could not be written"));
    const metrics = new Metrics();
    const executor = new Executor({ audit, counts: metrics.counts });
    const executions = await Promise.all(
      Array.from({ length: 60 }, () => executor.run(program, "count", [300_000])),
    );
    const kinds = tally(executions.map(({ outcome }) => outcome.kind));
    expect(Object.keys(kinds).toSorted()).toEqual(["refused", "returned"]);
    expect(audit.figures().lines).toBe(kinds.returned);
    expect(metrics.snapshot()).toMatchObject({
      executions: kinds,
      refusals: { audit: kinds.refused },
      fuel: { sum: executions.reduce((sum, { fuel }) => sum + fuel, 0) },
      inFlight: 0,
      pool: { live: 0 },
    });
    for (const { outcome, fuel } of executions) {
      if (outcome.kind === "refused")
        expect({ outcome, fuel }).toMatchObject({ outcome: { reason: "audit" }, fuel: 1_800_000 });
    }
  },
);

test("a log that was closed too early refuses what comes after it", async () => {
  const audit = await AuditLog.open({ folder: temporaryFolder() });
  const executor = new Executor({ audit });
  const module = await accepted(executor, program);
  expect((await executor.run(module, "add", [1, 2])).outcome.kind).toBe("returned");
  await audit.close();
  for (const name of ["add", "nothing of the kind"]) {
    const { outcome } = await executor.run(module, name, [1, 2]);
    expect(outcome).toMatchObject({
      kind: "refused",
      reason: "audit",
      message: expect.stringContaining("closed"),
    });
  }
  expect(executor.counts.snapshot()).toMatchObject({ refusals: { audit: 2, function: 0 }, inFlight: 0 });
});
