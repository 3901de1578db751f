import { execFile } from "node:child_process";
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import {
  AuditError,
  type AuditLine,
  AuditLog,
  type AuditLogOptions,
  type AuditStream,
} from "../../runtime/executor/audit.ts";

const auditModule = new URL("../../runtime/executor/audit.ts", import.meta.url).href;
const digest = "0123456789abcdef".repeat(4);
const subject = { module: digest, function: "run", limits: { fuel: 100_000_000, wallClockMs: 30_000 } };
const smallest = { blockBytes: 4_096 };

const leftovers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of leftovers.splice(0).reverse()) await clean();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fuelgauge-audit-"));
  leftovers.push(() => rm(folder, { recursive: true }));
  return folder;
}

async function openLog(options: Omit<AuditLogOptions, "folder"> & { folder?: string } = {}) {
  const folder = options.folder ?? (await temporaryFolder());
  const log = await AuditLog.open({ ...options, folder });
  leftovers.push(() => log.close().catch(() => {}));
  return { folder, log, current: join(folder, "audit.ndjson") };
}

/** Records executions whose fuel counts up, awaiting room as an executor does. */
async function recordNumbered(log: AuditLog, stream: AuditStream, from: number, to: number): Promise<void> {
  for (let fuel = from; fuel < to; fuel++) {
    if (log.full) await log.ready();
    stream.record("returned", "", fuel, 1_500, 65_536);
  }
}

/** The files of a log, oldest first. */
async function filesOf(folder: string): Promise<string[]> {
  const age = (name: string) => Number(/\.(\d+)\./.exec(name)?.[1] ?? 0);
  const names = (await readdir(folder)).toSorted((one, other) => age(other) - age(one));
  return Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
}

function parsed(text: string): AuditLine[] {
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

async function linesOf(folder: string): Promise<AuditLine[]> {
  return (await filesOf(folder)).flatMap(parsed);
}

async function fuelsOf(folder: string): Promise<(number | null)[]> {
  return (await linesOf(folder)).map(({ fuel }) => fuel);
}

function upTo(count: number, from = 0): number[] {
  return Array.from({ length: count - from }, (_, index) => from + index);
}

/**
 * Runs a program in a Node process of its own. It has `AuditLog`, `folder` and `subject`.
 *
 * @param ulimit options of the shell's `ulimit`
 */
async function runProgram(folder: string, program: string, options: readonly string[] = [], ulimit = "") {
  const source = `
    import { AuditLog } from ${JSON.stringify(auditModule)};
    const folder = ${JSON.stringify(folder)};
    const subject = ${JSON.stringify(subject)};
    ${program}`;
  const node = [process.execPath, ...options, "--input-type=module", "--eval", source];
  const [file = "", ...args] =
    ulimit === "" ? node : ["bash", "-c", `ulimit ${ulimit}; exec "$0" "$@"`, ...node];
  return new Promise<{ code: number | string; stderr: string }>((resolve) => {
    execFile(file, args, (failure, _stdout, stderr) => resolve({ code: failure?.code ?? 0, stderr }));
  });
}

test("an execution is one line that says what ran under which limits and what came of it", async () => {
  const { log, folder } = await openLog();
  const number = log.stream(subject).record("trapped", "divide-by-zero", 4_211, 1_830, 131_072);
  await log.close();
  expect(await linesOf(folder)).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      id: expect.stringMatching(/^[0-9a-f]{8}-0-1$/),
      module: digest,
      function: "run",
      limits: { fuel: 100_000_000, wallClockMs: 30_000 },
      outcome: "trapped",
      detail: "divide-by-zero",
      fuel: 4_211,
      durationNs: 1_830,
      peakMemoryBytes: 131_072,
    },
  ]);
  expect(number).toBe(1);
});

test("a line has what the host refused only when it did, and a module that was refused unread has no digest", async () => {
  const { log, folder } = await openLog();
  const events = [{ kind: "unsupported", call: "sock_accept" }];
  log.stream(subject).record("returned", "", 10, 20, 0, events);
  log.stream({ ...subject, module: null }).record("refused", "module-size", 0, 0, 0);
  await log.close();
  const [first, second] = await linesOf(folder);
  expect(first).toMatchObject({ outcome: "returned", events, fuel: 10, durationNs: 20, peakMemoryBytes: 0 });
  expect(first).not.toHaveProperty("detail");
  expect(second).toMatchObject({ module: null, outcome: "refused", detail: "module-size" });
  expect(second).not.toHaveProperty("events");
});

test("a line's time is that of the execution's end", async () => {
  const { log, folder } = await openLog();
  const stream = log.stream(subject);
  const before = Date.now();
  stream.record("returned", "", 0, 0, 0);
  const between = Date.now();
  while (Date.now() === between);
  stream.record("returned", "", 0, 0, 0);
  const after = Date.now();
  await log.close();
  const [first, second] = (await linesOf(folder)).map(({ time }) => Date.parse(time));
  expect(first).toBeGreaterThanOrEqual(before);
  expect(first).toBeLessThanOrEqual(between);
  expect(second).toBeGreaterThan(between);
  expect(second).toBeLessThanOrEqual(after);
});

test("whatever a function, a message or an event is called, its line is JSON that gives it back", async () => {
  const { log, folder } = await openLog();
  // "binary": any UTF-16 units, lone surrogates included
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(...'\ud800\udc00\n\r\u2028"\\\0é') }),
  );
  const told: unknown[] = [];
  fc.assert(
    fc.property(anyText, anyText, anyText, (name, message, path) => {
      const stream = log.stream({ ...subject, function: name });
      stream.record("host-error", message, 1, 2, 3, [{ kind: "escape", path }]);
      stream.record("host-error", message, 1, 2, 3);
      const line = { function: name, ...(message === "" ? {} : { detail: message }) };
      told.push({ ...line, events: [{ kind: "escape", path }] }, line);
    }),
    { numRuns: 2_000 },
  );
  await log.close();
  const lines = await linesOf(folder);
  expect(lines.map(({ function: name, detail, events }) => ({ function: name, detail, events }))).toEqual(
    told,
  );
});

test("every figure is written to the last digit", async () => {
  const { log, folder } = await openLog();
  const stream = log.stream(subject);
  const powers = upTo(16).flatMap((power) => [10 ** power - 1, 10 ** power]);
  const edges = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, ...powers];
  const told: number[][] = [];
  fc.assert(
    fc.property(
      fc.tuple(...Array.from({ length: 3 }, () => fc.oneof(fc.constantFrom(...edges), fc.maxSafeNat()))),
      (figures) => {
        stream.record("returned", "", ...(figures as [number, number, number]));
        told.push(figures);
      },
    ),
    { numRuns: 2_000 },
  );
  await log.close();
  const lines = await linesOf(folder);
  expect(lines.map(({ fuel, durationNs, peakMemoryBytes }) => [fuel, durationNs, peakMemoryBytes])).toEqual(
    told,
  );
});

test("a figure that is none is null, and parts of a nanosecond are rounded", async () => {
  const { log, folder } = await openLog();
  log.stream(subject).record("returned", "", Number.NaN, 1_500.6, Number.POSITIVE_INFINITY);
  await log.close();
  expect(await linesOf(folder)).toMatchObject([{ fuel: null, durationNs: 1_501, peakMemoryBytes: null }]);
});

test("texts are cut at 1,000 units, so that nobody can flood the log with a name", async () => {
  const { log, folder } = await openLog();
  log.stream({ ...subject, function: "f".repeat(1_000) }).record("host-error", "m".repeat(1_001), 0, 0, 0);
  await log.close();
  const [line] = await linesOf(folder);
  expect(line?.function).toBe("f".repeat(1_000));
  expect(line?.detail).toBe(`${"m".repeat(999)}…`);
});

test("the numbers of a log's lines have no gap, whatever streams they come from", async () => {
  const { log, folder } = await openLog(smallest);
  const streams = ["one", "two", "three"].map((name) => log.stream({ ...subject, function: name }));
  const ids: (string | undefined)[] = [];
  for (const index of upTo(300)) {
    if (log.full) await log.ready();
    const stream = streams[index % 3];
    ids.push(stream?.idOf(stream.record("returned", "", 0, 0, 0)));
  }
  await log.close();
  expect((await linesOf(folder)).map(({ id }) => id)).toEqual(ids);
  expect(ids.map((id) => Number(id?.split("-")[2]))).toEqual(upTo(301, 1));
});

test("files are rotated by size, no line is split, and the newest ones are kept", async () => {
  const { log, folder } = await openLog({ ...smallest, maxFileBytes: 2_000, files: 3 });
  await recordNumbered(log, log.stream(subject), 0, 200);
  await log.close();
  expect((await readdir(folder)).toSorted()).toEqual(["audit.1.ndjson", "audit.2.ndjson", "audit.ndjson"]);
  const files = await filesOf(folder);
  for (const file of files) expect(Buffer.byteLength(file)).toBeLessThanOrEqual(2_000);
  // full but for the one being written
  for (const file of files.slice(0, -1)) expect(Buffer.byteLength(file)).toBeGreaterThan(1_600);
  const fuels = files.flatMap((file) => parsed(file).map(({ fuel }) => fuel));
  expect(fuels).toEqual(upTo(200, 200 - fuels.length));
});

test("every line survives any mixture of pauses, flushes and file sizes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2_000, max: 9_000 }),
      fc.array(
        fc.record({
          lines: fc.integer({ min: 0, max: 40 }),
          pause: fc.constantFrom("go on", "ready", "flush", "flushSync"),
        }),
        { maxLength: 8 },
      ),
      async (maxFileBytes, steps) => {
        const { log, folder } = await openLog({ ...smallest, maxFileBytes, files: 60 });
        const stream = log.stream(subject);
        let recorded = 0;
        for (const { lines, pause } of steps) {
          for (const fuel of upTo(recorded + lines, recorded)) stream.record("returned", "", fuel, 0, 0);
          recorded += lines;
          if (pause === "ready") await log.ready();
          if (pause === "flush") await log.flush();
          if (pause === "flushSync") log.flushSync();
        }
        await log.close();
        expect(await fuelsOf(folder)).toEqual(upTo(recorded));
        expect(log.figures()).toMatchObject({ lines: recorded, bufferedBytes: 0, failures: 0 });
      },
    ),
    { numRuns: 30 },
  );
});

test("a line that is longer than a file may be has a file for itself", async () => {
  const { log, folder } = await openLog({ maxFileBytes: 10, files: 5 });
  await recordNumbered(log, log.stream(subject), 0, 3);
  await log.close();
  expect((await filesOf(folder)).map((file) => parsed(file).length)).toEqual([1, 1, 1]);
});

test("a log goes on with the file of the one before", async () => {
  const { log, folder } = await openLog();
  await recordNumbered(log, log.stream(subject), 0, 3);
  await log.close();
  const { log: next } = await openLog({ folder });
  await recordNumbered(next, next.stream(subject), 3, 5);
  await next.close();
  expect(await fuelsOf(folder)).toEqual(upTo(5));
  const runs = (await linesOf(folder)).map(({ id }) => id.split("-")[0]);
  expect(new Set(runs).size).toBe(2);
});

test("a line that a crash broke off spoils none but itself", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "audit.ndjson"), '{"time":"2026-');
  const { log, current } = await openLog({ folder });
  await recordNumbered(log, log.stream(subject), 0, 1);
  await log.close();
  const [broken, ...rest] = (await readFile(current, "utf8")).split("\n");
  expect(broken).toBe('{"time":"2026-');
  expect(parsed(rest.join("\n"))).toMatchObject([{ fuel: 0 }]);
});

test("a log that is told to be ready lets no more than its memory pile up", async () => {
  const { log, folder } = await openLog({ blockBytes: 8_192 });
  const stream = log.stream(subject);
  let waits = 0;
  for (const fuel of upTo(2_000)) {
    if (log.full) {
      expect(log.figures().bufferedBytes).toBeGreaterThan(8_192);
      await log.ready();
      expect(log.full).toBe(false);
      waits++;
    }
    stream.record("returned", "", fuel, 0, 0);
    expect(log.figures().bufferedBytes).toBeLessThanOrEqual(3 * 8_192);
  }
  expect(waits).toBeGreaterThan(5);
  await log.close();
  expect(await fuelsOf(folder)).toEqual(upTo(2_000));
});

test("who never waits is held up, and loses nothing", async () => {
  const { log, folder } = await openLog(smallest);
  const stream = log.stream(subject);
  for (const fuel of upTo(2_000)) stream.record("returned", "", fuel, 0, 0);
  await log.close();
  expect(await fuelsOf(folder)).toEqual(upTo(2_000));
});

test("a line that no block can hold is refused, and what comes after is not", async () => {
  const { log, folder } = await openLog(smallest);
  expect(() =>
    log.stream({ ...subject, function: "\0".repeat(1_000) }).record("returned", "", 0, 0, 0),
  ).toThrow("larger blocks");
  await recordNumbered(log, log.stream(subject), 0, 100);
  await log.close();
  expect(await fuelsOf(folder)).toEqual(upTo(100));
});

test("a write that is overtaken by a synchronous one leaves its lines there once", async () => {
  const { log, folder } = await openLog();
  const stream = log.stream(subject);
  for (const round of upTo(20)) {
    for (const fuel of upTo(100 * (round + 1), 100 * round)) stream.record("returned", "", fuel, 0, 0);
    const flushing = log.flush();
    stream.record("returned", "", -1, 0, 0);
    log.flushSync();
    await flushing;
  }
  await log.close();
  const fuels = await fuelsOf(folder);
  expect(fuels.filter((fuel) => fuel !== -1)).toEqual(upTo(2_000));
  expect(fuels).toHaveLength(2_020);
});

test("a log can be closed twice, and refuses whatever comes then", async () => {
  const { log, folder } = await openLog();
  const stream = log.stream(subject);
  stream.record("returned", "", 0, 0, 0);
  await Promise.all([log.close(), log.close()]);
  await log.close();
  expect(await fuelsOf(folder)).toEqual([0]);
  const closed = expect.objectContaining({ name: "AuditError", kind: "closed" });
  expect(() => stream.record("returned", "", 1, 0, 0)).toThrow(closed);
  expect(() => log.attach()).toThrow(closed);
  await expect(log.ready()).rejects.toThrow(closed);
  expect(() => log.flushSync()).not.toThrow();
});

test("sizes that make no sense are refused before a file is made", async () => {
  const folder = await temporaryFolder();
  for (const options of [{ files: 1 }, { maxFileBytes: 0 }, { blockBytes: 100 }, { files: Number.NaN }]) {
    await expect(AuditLog.open({ folder, ...options })).rejects.toThrow(RangeError);
  }
  expect(await readdir(folder)).toEqual([]);
});

test.for([
  ["ends by itself", ""],
  ["calls process.exit", "process.exit(0);"],
  ["calls process.exit while a write is under way", "void log.flush(); process.exit(0);"],
  [
    "is told to terminate and exits in its handler",
    'process.on("SIGTERM", () => process.exit(0)); process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 60_000);',
  ],
] as const)("a process that %s without closing its log loses nothing", async ([, ending]) => {
  const folder = await temporaryFolder();
  const program = `
    const log = await AuditLog.open({ folder });
    const stream = log.stream(subject);
    for (let fuel = 0; fuel < 20_000; fuel++) stream.record("returned", "", fuel, 0, 0);
    ${ending}`;
  expect(await runProgram(folder, program)).toEqual({ code: 0, stderr: "" });
  expect(await fuelsOf(folder)).toEqual(upTo(20_000));
});

test("a process that dies of an exception loses nothing", async () => {
  const folder = await temporaryFolder();
  const program = `
    const log = await AuditLog.open({ folder });
    log.stream(subject).record("returned", "", 7, 0, 0);
    throw new Error("unexpected");`;
  expect((await runProgram(folder, program)).code).toBe(1);
  expect(await fuelsOf(folder)).toEqual([7]);
});

test("under Node's permissions, a log needs its folder for reading and writing and nothing else", async () => {
  const folder = await temporaryFolder();
  const runtime = new URL("../../runtime/", import.meta.url).pathname;
  const program = `
    const log = await AuditLog.open({ folder, maxFileBytes: 2_000, files: 3 });
    const stream = log.stream(subject);
    for (let fuel = 0; fuel < 20; fuel++) stream.record("returned", "", fuel, 0, 0);
    await log.close();`;
  const granted = [
    "--permission",
    `--allow-fs-read=${runtime}`,
    `--allow-fs-read=${folder}`,
    `--allow-fs-write=${folder}`,
  ];
  expect(await runProgram(folder, program, granted)).toEqual({ code: 0, stderr: "" });
  expect((await fuelsOf(folder)).at(-1)).toBe(19);
  expect(await readdir(folder)).toHaveLength(3);
});

const workerProgram = `
  const { workerData, parentPort } = require("node:worker_threads");
  import(workerData.auditModule).then(async ({ AuditBuffer }) => {
    const buffer = new AuditBuffer(workerData.memory);
    const stream = buffer.stream(workerData.subject);
    for (let fuel = 0; fuel < workerData.lines; fuel++) {
      if (workerData.waits && buffer.full) await buffer.ready();
      stream.record("returned", "", fuel, 0, 0);
    }
    parentPort.postMessage("recorded");
    while (workerData.spins);
  });`;

/** A thread that records numbered lines, and then ends or spins. */
async function recordInThread(log: AuditLog, options: { lines: number; waits: boolean; spins: boolean }) {
  const memory = log.attach();
  const worker = new Worker(workerProgram, {
    eval: true,
    workerData: { auditModule, memory, subject, ...options },
  });
  const exited = new Promise((resolve) => worker.once("exit", resolve));
  await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  return { memory, worker, exited };
}

test("several threads record into one log, each in order and without a gap", async () => {
  const { log, folder } = await openLog({ blockBytes: 16_384, maxFileBytes: 50_000, files: 100 });
  const own = recordNumbered(log, log.stream(subject), 0, 1_000);
  const threads = await Promise.all(
    [true, false].map((waits) => recordInThread(log, { lines: 1_000, waits, spins: false })),
  );
  for (const { memory, exited } of threads) {
    await exited;
    log.detach(memory);
  }
  await own;
  await log.close();
  const byThread = Map.groupBy(await linesOf(folder), ({ id }) => id.split("-")[1]);
  expect([...byThread.keys()].toSorted()).toEqual(["0", "1", "2"]);
  for (const lines of byThread.values()) {
    expect(lines.map(({ fuel }) => fuel)).toEqual(upTo(1_000));
    expect(lines.map(({ id }) => Number(id.split("-")[2]))).toEqual(upTo(1_001, 1));
  }
  expect(log.figures()).toMatchObject({ lines: 3_000, bufferedBytes: 0 });
});

test("what a thread recorded before it was terminated is in the log", async () => {
  const { log, folder } = await openLog();
  const { memory, worker } = await recordInThread(log, { lines: 500, waits: true, spins: true });
  await worker.terminate();
  log.detach(memory);
  await log.flush();
  expect(await fuelsOf(folder)).toEqual(upTo(500));
  expect(log.figures().lines).toBe(500);
});

test("a file that cannot be opened is a typed error", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "file"), "");
  await expect(AuditLog.open({ folder: join(folder, "file") })).rejects.toThrow(
    expect.objectContaining({ name: "AuditError", kind: "disk", code: "EEXIST" }),
  );
});

test("a rotation that fails is a typed error, and is made up for when it can be", async () => {
  const { log, folder, current } = await openLog({ maxFileBytes: 1_000, files: 2 });
  const obstacle = join(folder, "audit.1.ndjson");
  await mkdir(join(obstacle, "in-the-way"), { recursive: true });
  const stream = log.stream(subject);
  for (const fuel of upTo(6)) stream.record("returned", "", fuel, 0, 0);
  const failed = expect.objectContaining({ name: "AuditError", kind: "disk", code: "EISDIR" });
  await expect(log.flush()).rejects.toThrow(failed);
  await expect(log.close()).rejects.toThrow(failed);
  expect(log.figures().failures).toBeGreaterThan(0);
  const before = parsed(await readFile(current, "utf8")).map(({ fuel }) => fuel);
  expect(before).toEqual(upTo(before.length));
  await rm(obstacle, { recursive: true });
  await log.close();
  expect(await fuelsOf(folder)).toEqual(upTo(6));
});

/** A disk that is always full, where there is one. */
const fullDisk = "/dev/full";
const hasFullDisk = await stat(fullDisk).then(
  () => true,
  () => false,
);
if (!hasFullDisk) console.log(`Tests of a full disk are skipped: there is no ${fullDisk} here.`);

test.skipIf(!hasFullDisk)(
  "a full disk is told to whoever waits, never as an unhandled rejection, and nothing is dropped",
  async () => {
    const folder = await temporaryFolder();
    await symlink(fullDisk, join(folder, "audit.ndjson"));
    const { log } = await openLog({ folder, ...smallest });
    const stream = log.stream(subject);
    const full = expect.objectContaining({ name: "AuditError", kind: "disk", code: "ENOSPC" });
    let recorded = 0;
    while (!log.full) {
      stream.record("returned", "", 0, 0, 0);
      recorded++;
    }
    await expect(log.ready()).rejects.toThrow(full);
    expect(() => log.flushSync()).toThrow(full);
    // going on without waiting is possible as long as there is memory, and then it is refused
    expect(() => {
      for (;;) {
        stream.record("returned", "", 0, 0, 0);
        recorded++;
      }
    }).toThrow(full);
    await expect(log.close()).rejects.toThrow(expect.objectContaining({ kind: "disk" }));
    expect(log.figures()).toMatchObject({ lines: recorded, bytes: 0 });
    expect(log.figures().bufferedBytes).toBeGreaterThan(4_096);
  },
);

test.skipIf(!hasFullDisk)(
  "a process that could not write its lines says so and does not end well",
  async () => {
    const folder = await temporaryFolder();
    await symlink(fullDisk, join(folder, "audit.ndjson"));
    const { code, stderr } = await runProgram(
      folder,
      'const log = await AuditLog.open({ folder }); log.stream(subject).record("returned", "", 7, 0, 0);',
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/bytes of audit lines are lost: AuditError: .*ENOSPC/);
  },
);

test.skipIf(process.platform === "win32")(
  "a disk that fills up in the middle of a line leaves whole lines behind",
  async () => {
    const folder = await temporaryFolder();
    const program = `
    import { statSync } from "node:fs";
    const log = await AuditLog.open({ folder });
    const stream = log.stream(subject);
    for (let fuel = 0; fuel < 10; fuel++) stream.record("returned", "", fuel, 0, 0);
    await log.flush();
    for (let fuel = 10; fuel < 100; fuel++) stream.record("returned", "", fuel, 0, 0);
    for (const attempt of [() => log.flush(), () => log.close(), () => log.flushSync()]) {
      const failure = await Promise.try(attempt).catch((reason) => reason);
      console.error(failure.kind, failure.code, statSync(folder + "/audit.ndjson").size);
    }`;
    // no file of the program may be longer than 8 KiB
    const { code, stderr } = await runProgram(folder, program, [], "-f 8");
    const [written = ""] = await filesOf(folder);
    expect(stderr.split("\n").slice(0, 3)).toEqual(Array(3).fill(`disk EFBIG ${written.length}`));
    expect(code).toBe(1);
    expect(parsed(written).map(({ fuel }) => fuel)).toEqual(upTo(10));
  },
);

test.skipIf(process.platform === "win32")(
  "a rotation that fails halfway is taken up where it stopped",
  async () => {
    const folder = await temporaryFolder();
    const program = `
    import { closeSync, openSync } from "node:fs";
    const log = await AuditLog.open({ folder, maxFileBytes: 300, files: 3 });
    const stream = log.stream(subject);
    for (let fuel = 0; fuel < 3; fuel++) stream.record("returned", "", fuel, 0, 0);
    await log.flush();
    const opened = [];
    try { for (;;) opened.push(openSync("/")); } catch {}
    stream.record("returned", "", 3, 0, 0);
    const failure = await log.flush().catch((reason) => reason);
    console.error(failure.kind, failure.code);
    for (const descriptor of opened) closeSync(descriptor);
    await log.close();`;
    // after the files got their new names, there is no descriptor left for the new one
    expect(await runProgram(folder, program, [], "-n 64")).toEqual({ code: 0, stderr: "disk EMFILE\n" });
    expect(await fuelsOf(folder)).toEqual([1, 2, 3]);
  },
);

test("two logs that write to one file notice, and neither writes over the other", async () => {
  const { log, folder } = await openLog();
  const { log: intruder } = await openLog({ folder });
  await recordNumbered(log, log.stream(subject), 0, 5);
  await log.flush();
  intruder.stream(subject).record("returned", "", 99, 0, 0);
  await expect(intruder.flush()).rejects.toThrow(expect.objectContaining({ kind: "second-writer" }));
  await recordNumbered(log, log.stream(subject), 5, 8);
  await log.close();
  expect(await fuelsOf(folder)).toEqual(upTo(8));
});

test("a file that an operator emptied is gone on with from its start", async () => {
  const { log, folder, current } = await openLog();
  const stream = log.stream(subject);
  await recordNumbered(log, stream, 0, 5);
  await log.flush();
  await truncate(current);
  await recordNumbered(log, stream, 5, 8);
  await log.close();
  expect(await fuelsOf(folder)).toEqual([5, 6, 7]);
});

test("an error tells what happened, what was expected and what to do", async () => {
  const { log, current } = await openLog();
  await appendFile(current, "something else\n");
  log.stream(subject).record("returned", "", 0, 0, 0);
  const failure = await log.flush().catch((reason: unknown) => reason);
  expect(failure).toBeInstanceOf(AuditError);
  expect(String(failure)).toMatch(/has 15 bytes where 0 were written\n {2}expected: .+\n {2}to do: .+/);
});
