import { describe, expect, test } from "vitest";
import { MalformedModule, meter, meteredWebAssembly } from "../../runtime/meter/index.ts";
import { assembled, attempt, metered } from "./module.ts";

const page = 65_536;

describe("the limit of memory", () => {
  const grower = (memory: string) => `(module (memory (export "memory") ${memory})
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`;

  test.each(["1", "1 1000", "1 3"])(
    "a memory declared as %s cannot grow beyond three pages",
    async (declared) => {
      const { call } = metered(await assembled(grower(declared)), { memoryLimit: 3 * page + 100 });
      expect(call("grow", [2]).gave).toBe(1);
      expect(call("grow", [1]).gave).toBe(-1);
    },
  );

  test("a lower maximum of its own stays", async () => {
    const { call } = metered(await assembled(grower("1 2")), { memoryLimit: 3 * page });
    expect(call("grow", [2]).gave).toBe(-1);
  });

  test("a module that asks for more from the start is refused", async () => {
    const thrown = attempt(() => meter(Uint8Array.of(...wideMemory), { memoryLimit: 3 * page }));
    expect(thrown).toBeInstanceOf(MalformedModule);
    expect(thrown).toMatchObject({ kind: "memory-limit", offset: expect.any(Number) });
  });

  test("an imported memory may have no more either", async () => {
    const bytes = await assembled('(module (import "host" "memory" (memory 1)))');
    const host = { memory: new WebAssembly.Memory({ initial: 1, maximum: 4 }) };
    expect(() => metered(bytes, { memoryLimit: 3 * page }, { host })).toThrow(WebAssembly.LinkError);
    metered(bytes, { memoryLimit: 4 * page }, { host });
  });
});

/** One memory of four pages at least. */
const wideMemory = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 4];

test("the limit of tables is kept in the same way", async () => {
  const bytes = await assembled(`(module (table 1 funcref)
    (func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0))))`);
  const { call } = metered(bytes, { tableLimit: 3 });
  expect(call("grow", [2]).gave).toBe(1);
  expect(call("grow", [1]).gave).toBe(-1);
  expect(() => meter(bytes, { tableLimit: 0 })).toThrow(MalformedModule);
});

describe("the limit of the stack", () => {
  const source = `(module (import "host" "enter" (func $enter (param i32)))
    (tag $tag)
    (func $down (export "down") (param i32) (result i32)
      (if (result i32) (local.get 0)
        (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))
        (else (i32.const 0))))
    (func $tail (export "tail") (param i32) (result i32)
      (if (local.get 0) (then (return_call $tail (i32.sub (local.get 0) (i32.const 1))))) (i32.const 7))
    (func $throw (param i32) (if (local.get 0) (then (call $throw (i32.sub (local.get 0) (i32.const 1))))) (throw $tag))
    (func (export "caught") (param i32) (result i32)
      (block $out (try_table (catch_all $out) (call $throw (local.get 0))))
      (call $down (local.get 0)))
    (func (export "enter") (param i32) (call $enter (local.get 0))))`;

  test.each(["fast", "exact"] as const)("is so many nested calls, however they end (%s)", async (mode) => {
    const host: { enter: (depth: number) => void } = { enter: () => {} };
    const { call, gauge, exports } = metered(await assembled(source), { mode, stackLimit: 50 }, { host });
    host.enter = (depth) => (exports.down as (depth: number) => number)(depth);
    expect(call("down", [49]).gave).toBe(49);
    expect(call("down", [50]).gave).toBeInstanceOf(WebAssembly.RuntimeError);
    expect(gauge).toMatchObject({ overflowed: true, exhausted: false });
    expect(call("down", [49]).gave).toBe(49);
    expect(gauge.overflowed).toBe(false);
    // calls in the place of their caller are not nested; what an exception left is no longer there
    expect(call("tail", [10_000]).gave).toBe(7);
    expect(call("caught", [47]).gave).toBe(47);
  });
});

test("a profile says which function burned how much, by the name that the module has for it", async () => {
  const source = `(module
    (func $leaf nop nop)
    (func $bulk (memory.fill (i32.const 0) (i32.const 0) (i32.const 160)))
    (func (export "exported") (call $leaf) (call $leaf) (call $bulk))
    (func) (memory 1))`;
  const { call, gauge } = metered(await assembled(source), { profile: true });
  const { fuel } = call("exported");
  expect(gauge.profile()).toEqual([
    { function: "leaf", fuel: 4 },
    { function: "bulk", fuel: 14 },
    { function: "exported", fuel: 3 },
    { function: "function 3", fuel: 0 },
  ]);
  expect(gauge.profile().reduce((sum, each) => sum + each.fuel, 0)).toBe(fuel);
});

describe("custom sections", () => {
  test("that hold offsets into code are dropped, all others stay as they are", async () => {
    const sections = [
      ".debug_line",
      "sourceMappingURL",
      "reloc.CODE",
      "linking",
      "name",
      "producers",
      "mine",
    ];
    const bytes = await assembled(`(module (func (export "f"))
      ${sections.map((name) => `(@custom "${name}" "\\00\\01")`).join(" ")})`);
    const module = new WebAssembly.Module(meter(bytes).bytes);
    const kept = sections.filter((name) => WebAssembly.Module.customSections(module, name).length > 0);
    expect(kept).toEqual(["name", "producers", "mine"]);
    expect(
      new Uint8Array(WebAssembly.Module.customSections(module, "mine")[0] ?? new ArrayBuffer(0)),
    ).toEqual(Uint8Array.of(0, 1));
  });

  test("one says that the module is metered, how, and by which contract", async () => {
    const module = new WebAssembly.Module(meter(await assembled("(module)"), { mode: "exact" }).bytes);
    const [mark] = WebAssembly.Module.customSections(module, "fuelgauge.meter");
    const text = new TextDecoder().decode(mark).slice(1);
    expect(JSON.parse(text)).toEqual({ contract: 1, mode: "exact" });
  });

  test("names of functions stay, so that a stack trace can be read", async () => {
    const bytes = await assembled('(module (func $culprit unreachable) (func (export "f") call $culprit))');
    const { gave } = metered(bytes).call("f");
    expect((gave as Error).stack).toMatch(/culprit/);
  });
});

test("a module may export what the meter would: then the meter takes other names", async () => {
  const bytes = await assembled(`(module (func (export "fuelgauge:remaining") (result i32) (i32.const 42))
    (func (export "fuelgauge:remaining'") (result i32) (i32.const 43)))`);
  const { call, gauge, metered: made } = metered(bytes);
  expect(call("fuelgauge:remaining")).toEqual({ gave: 42, fuel: 1 });
  expect(call("fuelgauge:remaining'").gave).toBe(43);
  expect(made.names.remaining).toBe("fuelgauge:remaining''");
  expect(gauge.remaining).toBeLessThan(Number.MAX_SAFE_INTEGER);
});

test("nothing is renumbered: functions keep their indices, which stack traces and debuggers show", async () => {
  const bytes = await assembled('(module (func) (func) (func (export "third") unreachable))');
  for (const options of [{}, { callOut: true, isolation: true, profile: true, stackLimit: 9 }]) {
    const { gave } = metered(bytes, options).call("third");
    expect((gave as Error).stack).toContain("wasm-function[2]");
  }
});

describe("what is no core module is refused with a kind and a place", () => {
  test.each([
    ["a component", [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0], "component", 4],
    ["something else", [0x7f, 0x45, 0x4c, 0x46, 1, 0, 0, 0], "malformed", 0],
    ["nothing", [], "malformed", 0],
    ["a section that is longer than the bytes", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 9], "malformed", 10],
  ])("%s", (_, bytes, kind, offset) => {
    const thrown = attempt(() => meter(Uint8Array.from(bytes)));
    expect(thrown).toBeInstanceOf(MalformedModule);
    expect(thrown).toMatchObject({ kind, offset });
  });
});

describe("a module at a limit of the engine is refused when it would be beyond it", () => {
  test.each([
    ["locals", `(module (func (local ${"i32 ".repeat(50_000)}) (call 0)))`],
    ["bytes of a function", `(module (func ${"nop ".repeat(7_654_300)}))`],
    ["functions", `(module (type (func)) ${"(func (type 0))".repeat(999_999)})`],
  ])("%s", async (_, source) => {
    const bytes = await assembled(source);
    expect(WebAssembly.validate(bytes)).toBe(true);
    expect(attempt(() => meter(bytes))).toMatchObject({ name: "MalformedModule", kind: "limit" });
  });

  test("and not before", async () => {
    const bytes = await assembled(`(module (func (local ${"i32 ".repeat(49_999)}) (call 0)))`);
    expect(WebAssembly.validate(meter(bytes).bytes)).toBe(true);
    expect(attempt(() => meter(bytes, { stackLimit: 9 }))).toMatchObject({ kind: "limit" });
  });
});

test("the stand-in for WebAssembly has what the engine's has, and refuses what that refuses in the same way", async () => {
  const own = meteredWebAssembly();
  expect(Object.getOwnPropertyNames(own).toSorted()).toEqual(
    Object.getOwnPropertyNames(WebAssembly).toSorted(),
  );
  expect(() => new own.Module(Uint8Array.of(1, 2, 3))).toThrow(WebAssembly.CompileError);
  await expect(own.instantiate(Uint8Array.of(1, 2, 3))).rejects.toThrow(WebAssembly.CompileError);
});

test("a module that was metered in one realm counts in another, with nothing more to be seen of it", async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const bytes = await assembled(
    `(module (import "a" "m" (memory 1)) (func (export "two") (result i32) (i32.const 2)))`,
  );
  const sent = structuredClone(new (meteredWebAssembly({ profile: true }).Module)(bytes));
  const counts: unknown[] = [];
  const other = meteredWebAssembly({
    onInstance: (gauge, _module, exports, imports) => {
      (exports.two as () => number)();
      counts.push(Number.MAX_SAFE_INTEGER - gauge.remaining, gauge.profile().length, imports);
    },
  });
  expect(other.Module.exports(sent)).toEqual([{ name: "two", kind: "function" }]);
  const { exports } = new other.Instance(sent, { a: { m: memory } });
  expect(Object.keys(exports)).toEqual(["two"]);
  expect(counts).toEqual([1, 1, { a: { m: memory } }]);
});
