import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Guest, Host, TrapCategory } from "../../runtime/host/interface.ts";
import { loadBundle, subjectOf } from "../../src/measure/subject.ts";
import type { Manifest } from "../../src/model/manifest.ts";
import { catalog } from "../../src/suites/catalog.ts";
import { build, contentOf, makeFolder } from "../bundle/workshop.ts";

// Compiling takes as long as it takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const runtimeFolder = fileURLToPath(new URL("../../runtime", import.meta.url));
const { folder, remove } = await makeFolder();
const bundle = join(folder, "bundle");
let manifest: Manifest;
/** The host as it was built, not as it is written. */
let host: Host;

beforeAll(async () => {
  ({ manifest } = await build(runtimeFolder, folder));
  host = await import(pathToFileURL(join(bundle, manifest.runtime?.host ?? "")).href);
});
afterAll(remove);

async function bytesOf(guest: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(join(bundle, manifest.guests[guest]?.file ?? guest)));
}

async function start(guest: string): Promise<Guest> {
  return host.instantiate(host.compile(await bytesOf(guest)));
}

/** The value that a call returned, or how it trapped. */
function answer(guest: Guest, name: string, ...args: number[]): unknown {
  const outcome = host.call(guest, name, ...args);
  return outcome.kind === "returned" ? outcome.value : outcome.category;
}

const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const pageBytes = 65536;

test("a second build, of another folder, gives the same bytes", async () => {
  const other = await makeFolder();
  try {
    const copy = join(other.folder, "copy of the runtime");
    await cp(runtimeFolder, copy, { recursive: true });
    await build(copy, join(other.folder, "built"));
    expect(await contentOf(join(other.folder, "built"))).toEqual(await contentOf(folder));
  } finally {
    await other.remove();
  }
});

test("no guest imports anything", async () => {
  for (const guest of Object.keys(manifest.guests)) {
    expect(WebAssembly.Module.imports(host.compile(await bytesOf(guest))), guest).toEqual([]);
  }
});

test("noop does nothing", async () => {
  expect(answer(await start("noop"), "noop")).toBeUndefined();
});

test("add adds modulo 2³²", async () => {
  const guest = await start("add");
  fc.assert(fc.property(i32, i32, (a, b) => answer(guest, "add", a, b) === ((a + b) | 0)));
});

test("fib is the Fibonacci sequence", async () => {
  const guest = await start("fib");
  const sequence = [0, 1];
  for (let n = 2; n <= 20; n++) sequence.push((sequence[n - 1] ?? 0) + (sequence[n - 2] ?? 0));
  expect(sequence.map((_, n) => answer(guest, "fib", n))).toEqual(sequence);
});

test("fill writes all of its memory", async () => {
  const { exports } = new WebAssembly.Instance(host.compile(await bytesOf("fill")));
  const { memory, fill } = exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof fill !== "function")
    throw new Error("exports are missing");
  for (const value of [1, 255, 256 + 7]) {
    expect(fill(value)).toBe(value & 255);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === (value & 255))).toBe(true);
  }
});

test("load sums what was prepared", async () => {
  const guest = await start("load");
  for (const value of [0, 1, 255, 256 + 7]) {
    host.call(guest, "prepare", value);
    expect(answer(guest, "sum")).toBe((value & 255) * pageBytes);
  }
});

test.each([
  ["footprint-64kb", 1],
  ["footprint-512kb", 8],
  ["footprint-1mb", 16],
  ["footprint-2mb", 32],
])("%s has %i pages and touches each 4 KiB of them", async (name, pages) => {
  const guest = await start(name);
  expect(guest.memoryBytes()).toBe(pages * pageBytes);
  expect(answer(guest, "touch")).toBe((pages * pageBytes) / 4096);
});

test("tenant counts how often it finds its marks", async () => {
  const guest = await start("tenant");
  const marks = (16 * pageBytes) / 4096;
  expect(answer(guest, "occupy", 7, 3)).toBe(3 * marks);
  expect(answer(guest, "occupy", 256 + 7, 1)).toBe(marks);
});

test("hostile finds what it left itself, in the same instance only", async () => {
  const guest = await start("hostile");
  expect(answer(guest, "search")).toBe(0);
  expect(answer(guest, "litter", 1)).toBe("unreachable");
  expect(answer(guest, "search")).toBe(((0x01010101 * pageBytes) / 8 + 1) | 0);
  expect(answer(await start("hostile"), "search")).toBe(0);
  expect(answer(guest, "recurse", 0)).toBe("stack-overflow");
});

test("guests without a memory occupy none", async () => {
  expect((await start("add")).memoryBytes()).toBe(0);
});

test("grow grows up to 16 pages and no further", async () => {
  const guest = await start("grow");
  expect(answer(guest, "grow", 16)).toBe(-1);
  expect(answer(guest, "grow", 15)).toBe(1);
  expect(guest.memoryBytes()).toBe(16 * pageBytes);
  expect(answer(guest, "grow", 1)).toBe(-1);
  expect(guest.memoryBytes()).toBe(16 * pageBytes);
});

describe.each([
  ["size-1kb", 1],
  ["size-10kb", 10],
  ["size-100kb", 100],
])("%s", (name, kilobytes) => {
  test("is as large as it says, within 5 %, whether a kilobyte is 1,000 bytes or 1,024", async () => {
    const { length } = await bytesOf(name);
    expect(length).toBeGreaterThan(kilobytes * 1024 * 0.95);
    expect(length).toBeLessThan(kilobytes * 1000 * 1.05);
  });

  test("gives every input an answer of its own", async () => {
    const guest = await start(name);
    const answers = Array.from({ length: 100 }, (_, x) => answer(guest, "run", x));
    expect(new Set(answers).size).toBe(100);
    expect(answers).toEqual(Array.from({ length: 100 }, (_, x) => answer(guest, "run", x)));
  });
});

describe.each<[guest: string, category: TrapCategory]>([
  ["trap-unreachable", "unreachable"],
  ["trap-memory", "memory-out-of-bounds"],
  ["trap-table", "table-out-of-bounds"],
  ["trap-indirect-call", "indirect-call-mismatch"],
  ["trap-divide", "divide-by-zero"],
  ["trap-overflow", "integer-overflow"],
  ["trap-conversion", "invalid-conversion"],
  ["trap-stack", "stack-overflow"],
])("%s", (name, category) => {
  test(`traps with ${category}, whatever it is given`, async () => {
    const guest = await start(name);
    fc.assert(
      fc.property(i32, (x) => {
        expect(host.call(guest, "trap", x)).toMatchObject({ kind: "trapped", category });
      }),
      { numRuns: 30 },
    );
  });

  test("computes when nothing goes wrong, also after a trap", async () => {
    const guest = await start(name);
    host.call(guest, "trap", 1);
    fc.assert(fc.property(i32, (x) => answer(guest, "fine", x) === ((x + 1) | 0)));
  });
});

describe("every case gets the answer that it expects from the runtime as it is built", () => {
  const bare = catalog.filter((each) => each.kind === "benchmark" && !each.id.startsWith("kernel/"));
  test.each(bare)("$id", async (each) => {
    if (each.kind !== "benchmark") return;
    const task = await each.prepare(subjectOf(await loadBundle(folder), host));
    task.before?.(1);
    task.run(1);
  });
});
