import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type AuditLine,
  AuditLog,
  type Execution,
  Executor,
  ExecutorThreads,
  LoadedModule,
  type ThreadsOptions,
} from "../../runtime/executor/index.ts";
import { accepted, repeated, wat } from "./assemble.ts";

const mixed = `(module (memory 1 4) (table 1 9 funcref) (global $calls (mut i32) (i32.const 0))
  (func (export "add") (param i32 i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.add (i32.mul (global.get $calls) (i32.const 1000)) (i32.add (local.get 0) (local.get 1))))
  (func (export "wide") (param i64) (result i64 f64) (i64.shl (local.get 0) (i64.const 8)) (f64.const 0.5))
  (func (export "count") (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "spin") (loop (br 0)))
  (func (export "trap") (param i32) (drop (i32.div_u (i32.const 1) (local.get 0))))
  (func (export "grow") (if (i32.eq (memory.grow (i32.const 4)) (i32.const -1)) (then unreachable)))
  (func $deep (export "deep") (call $deep) nop))`;

const withHost = `(module
  (import "host" "stuck" (func $stuck)) (import "host" "fail" (func $fail)) (import "host" "leave" (func $leave))
  (import "host" "hoard" (func $hoard)) (func (export "hoard") (call $hoard))
  (func (export "stuck") nop (call $stuck)) (func (export "fail") nop (call $fail)) (func (export "leave") (call $leave))
  (func (export "one") (result i32) (i32.const 1))
  (func (export "count") (param i32) (result i32)
    (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (i32.const 2)))`;

let folder: string;
let hostFunctions: URL;
let broken: URL;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "threads-"));
  writeFileSync(
    join(folder, "host.mjs"),
    `export default { host: {
      stuck() { for (;;); },
      fail() { throw new Error("the host's own mistake"); },
      leave() { process.exit(3); },
      hoard() { for (let all = null; ; ) all = { all, one: 1, two: 2 }; },
    } };`,
  );
  writeFileSync(join(folder, "broken.mjs"), `throw new Error("no host functions today");`);
  hostFunctions = pathToFileURL(join(folder, "host.mjs"));
  broken = pathToFileURL(join(folder, "broken.mjs"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const open: ExecutorThreads[] = [];
function threads(options: ThreadsOptions): ExecutorThreads {
  const executor = new ExecutorThreads({ threads: 1, graceMs: 400, ...options });
  open.push(executor);
  return executor;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((executor) => executor.close()));
});

const one = { kind: "returned", values: [1], exitCode: null };

/** Everything was counted once, and nothing is left. */
function settled(executor: ExecutorThreads, executions: readonly Execution[]): void {
  const { executions: counted, inFlight, pool, fuel } = executor.metrics.snapshot();
  const truth: Record<string, number> = {};
  for (const { outcome } of executions) truth[outcome.kind] = (truth[outcome.kind] ?? 0) + 1;
  expect(Object.fromEntries(Object.entries(counted).filter(([, count]) => count > 0))).toEqual(truth);
  expect({ inFlight, live: pool.live, underWay: executor.underWay }).toEqual({
    inFlight: 0,
    live: 0,
    underWay: 0,
  });
  expect(fuel.sum).toBe(executions.reduce((sum, { fuel }) => sum + fuel, 0));
}

test("executions come out on threads as they do on one's own", async () => {
  const limits = { memoryBytes: 4 * 65_536 };
  const executor = threads({ threads: 2, limits });
  const here = new Executor({ limits });
  const module = await accepted(executor, mixed);
  const moduleHere = await accepted(here, mixed);
  const calls: Parameters<ExecutorThreads["run"]>[] = [
    [module, "add", [1, 2]],
    [module, "wide", [2n ** 40n]],
    [module, "count", [2_000_000]],
    [module, "spin", [], { fuel: 5_000_000 }],
    [module, "spin", [], { fuel: 50 }],
    [module, "trap", [0]],
    [module, "trap", [1]],
    [module, "grow"],
    [module, "subtract"],
    [module, "add", [1]],
    [module, "add", [1, 2], { fuel: -1 }],
    [module, "add", [1, 2], { wallClockMs: Number.NaN }],
    [module, "add", [1, 2], { resultBytes: 1 }],
  ];
  const turns = Array.from({ length: 5 }, () => calls).flat();
  const executions = await Promise.all(turns.map((call) => executor.run(...call)));
  for (const [at, [, name, args, options]] of turns.entries()) {
    const there = executions[at];
    expect(there && repeated(there)).toEqual(repeated(await here.run(moduleHere, name, args, options)));
  }
  settled(executor, executions);
  expect(executor.metrics.snapshot().refusals).toMatchObject({
    function: 5,
    arguments: 5,
    limits: 10,
    "result-size": 5,
  });
});

test("a module is compiled once for all threads", async () => {
  const executor = threads({ threads: 3 });
  const module = await accepted(executor, mixed);
  await Promise.all(Array.from({ length: 60 }, () => executor.run(module, "count", [10_000])));
  expect(executor.metrics.snapshot().modulesCompiled).toBe(1);
  expect(executor.metrics.snapshot().workerRestarts).toBe(0);
});

test("executions on one thread take turns: what spins does not hold up what comes after it", async () => {
  const executor = threads({});
  const module = await accepted(executor, mixed);
  const order: string[] = [];
  const spin = executor.run(module, "spin", [], { fuel: 4e8 }).then((execution) => {
    order.push("spin");
    return execution;
  });
  const adds = Array.from({ length: 30 }, async (_, at) => {
    const execution = await executor.run(module, "add", [at, 1]);
    order.push("add");
    expect(execution.outcome).toEqual({ kind: "returned", values: [1_001 + at], exitCode: null });
    return execution;
  });
  const executions = [...(await Promise.all(adds)), await spin];
  expect((await spin).outcome).toEqual({ kind: "out-of-fuel" });
  expect(order).toEqual([...new Array(30).fill("add"), "spin"]);
  settled(executor, executions);
});

test("more executions than threads take at once wait for room", async () => {
  const executor = threads({});
  const module = await accepted(executor, mixed);
  const executions = await Promise.all(
    Array.from({ length: 200 }, () => executor.run(module, "count", [300_000])),
  );
  for (const { outcome } of executions) expect(outcome.kind).toBe("returned");
  settled(executor, executions);
  expect(executor.metrics.snapshot().workerRestarts).toBe(0);
});

test("a thread that is stuck in the host is replaced; the guilty execution times out, the others are unharmed", async () => {
  const executor = threads({ hostFunctions });
  const module = await accepted(executor, withHost);
  const before = await executor.run(module, "one");
  const [stuck, ...others] = await Promise.all([
    executor.run(module, "stuck", [], { wallClockMs: 100 }),
    ...Array.from({ length: 5 }, () => executor.run(module, "count", [3_000_000])),
    executor.run(module, "fail"),
    ...Array.from({ length: 5 }, () => executor.run(module, "one")),
  ]);
  expect(stuck?.outcome).toEqual({ kind: "timed-out" });
  for (const { outcome } of others.slice(0, 5)) expect(outcome).toEqual({ ...one, values: [2] });
  expect(others[5]?.outcome).toEqual({ kind: "host-error", message: "the host's own mistake" });
  for (const { outcome } of others.slice(6)) expect(outcome).toEqual(one);
  const after = await executor.run(module, "one");
  expect(after.outcome).toEqual(one);
  settled(executor, [before, stuck as Execution, ...others, after]);
  // the temporary one, on which it was stuck again, was never to stay
  expect(executor.metrics.snapshot().workerRestarts).toBe(1);
});

test("threads that are stuck at once are replaced one by one", async () => {
  const executor = threads({ threads: 2, hostFunctions });
  const module = await accepted(executor, withHost);
  await Promise.all([1, 2, 3, 4].map(() => executor.run(module, "one")));
  const executions = await Promise.all(
    [1, 2, 3].map(() => executor.run(module, "stuck", [], { wallClockMs: 100 })),
  );
  for (const { outcome } of executions) expect(outcome).toEqual({ kind: "timed-out" });
  expect((await executor.run(module, "one")).outcome).toEqual(one);
  expect(executor.metrics.snapshot()).toMatchObject({ workerRestarts: 2, inFlight: 0 });
});

test("a thread that a host function ends is replaced, which is the host's error", async () => {
  const executor = threads({ hostFunctions });
  const module = await accepted(executor, withHost);
  const executions = await Promise.all([
    executor.run(module, "count", [3_000_000]),
    executor.run(module, "leave"),
    executor.run(module, "one"),
  ]);
  expect(executions.map(({ outcome }) => outcome.kind)).toEqual(["returned", "host-error", "returned"]);
  settled(executor, executions);
  expect(executor.metrics.snapshot().workerRestarts).toBe(1);
});

test("a thread that runs out of heap is replaced; what took it hit its limit, the others are unharmed", async () => {
  const executor = threads({ hostFunctions, heapMiB: 64 });
  const module = await accepted(executor, withHost);
  const executions = await Promise.all([
    executor.run(module, "count", [3_000_000]),
    executor.run(module, "hoard"),
    executor.run(module, "one"),
  ]);
  expect(executions.map(({ outcome }) => outcome.kind)).toEqual(["returned", "memory-limit", "returned"]);
  executions.push(await executor.run(module, "one"));
  settled(executor, executions);
  expect(executor.metrics.snapshot().workerRestarts).toBe(1);
});

test("modules that allocate objects are refused unless they are allowed", async () => {
  const objects = await wat(`(module (type $s (struct (field i32)))
    (func (export "f") (result i32) (struct.get $s 0 (struct.new $s (i32.const 1)))))`);
  expect(await threads({}).load(objects)).toMatchObject({ kind: "refused", reason: "unsupported" });
  const executor = threads({ objects: true });
  expect((await executor.run(await accepted(executor, objects), "f")).outcome).toEqual(one);
});

test("one line for every execution, whatever became of its thread", async () => {
  const logs = mkdtempSync(join(folder, "audit-"));
  const audit = await AuditLog.open({ folder: logs });
  const executor = threads({ threads: 2, hostFunctions, audit });
  const module = await accepted(executor, withHost);
  const executions = await Promise.all([
    executor.run(module, "stuck", [], { wallClockMs: 100 }),
    ...Array.from({ length: 40 }, (_, at) => executor.run(module, "count", [1 + at * 20_000])),
    ...Array.from({ length: 40 }, () => executor.run(module, "one")),
    executor.run(module, "fail"),
    executor.run(module, "none such"),
    executor.run(module, "count", []),
  ]);
  await executor.close();
  await audit.close();
  const lines = readFileSync(join(logs, "audit.ndjson"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditLine);
  const told = (outcome: string, fuel: number) => `${outcome} ${fuel}`;
  expect(lines.map(({ outcome, fuel }) => told(outcome, fuel)).toSorted()).toEqual(
    executions.map(({ outcome, fuel }) => told(outcome.kind, fuel)).toSorted(),
  );
  expect(new Set(lines.map(({ id }) => id)).size).toBe(executions.length);
  expect(new Set(lines.map(({ module }) => module))).toEqual(new Set([module.digest]));
  settled(executor, executions);
});

describe("closing", () => {
  test("waits for what is under way, also where it waits for room, and refuses what comes then", async () => {
    const executor = threads({ threads: 2 });
    const module = await accepted(executor, mixed);
    const running = Array.from({ length: 150 }, () => executor.run(module, "count", [200_000]));
    let ended = 0;
    for (const each of running) void each.then(() => ended++);
    const closing = [executor.close(), executor.close()];
    const refusal = { kind: "refused", reason: "closed", message: expect.stringMatching(/closed/) };
    const late = await executor.run(module, "add", [1, 2]);
    expect(late.outcome).toEqual(refusal);
    expect(await executor.load(await wat(mixed))).toEqual(refusal);
    await Promise.all(closing);
    expect(ended).toBe(150);
    const executions = await Promise.all(running);
    for (const { outcome } of executions) expect(outcome.kind).toBe("returned");
    settled(executor, [...executions, late]);
    expect(executor.metrics.snapshot()).toMatchObject({ workerRestarts: 0, pool: { idle: 0 } });
  });

  test("waits for one that is stuck until that was ended", async () => {
    const executor = threads({ hostFunctions });
    const module = await accepted(executor, withHost);
    const stuck = executor.run(module, "stuck", [], { wallClockMs: 50 });
    const fine = executor.run(module, "count", [3_000_000]);
    await executor.close();
    expect((await stuck).outcome).toEqual({ kind: "timed-out" });
    expect((await fine).outcome).toEqual({ ...one, values: [2] });
  });

  test("ends an executor that was never used", async () => {
    await threads({ threads: 2 }).close();
  });
});

test("host functions that cannot be imported are said so by whoever loads a module", async () => {
  const executor = threads({ hostFunctions: broken });
  await expect(executor.load(await wat(mixed))).rejects.toThrow("no host functions today");
});

test("executions beyond the limit are refused as busy", async () => {
  const executor = threads({ limits: { concurrent: 3 } });
  const module = await accepted(executor, mixed);
  expect(module).toBeInstanceOf(LoadedModule);
  const executions = await Promise.all([1, 2, 3, 4, 5].map(() => executor.run(module, "count", [500_000])));
  const kinds = executions.map(({ outcome }) => (outcome.kind === "refused" ? outcome.reason : outcome.kind));
  expect(kinds).toEqual(["returned", "returned", "returned", "busy", "busy"]);
  settled(executor, executions);
});
