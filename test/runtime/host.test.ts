import { expect, test } from "vitest";
import * as host from "../../runtime/host/index.ts";
import type { Host, TrapCategory } from "../../runtime/host/interface.ts";
import { trapCategoryOf } from "../../runtime/host/trap.ts";

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** `(module (memory (export "memory") 2 3) (func (export "id") (param i32) (result i32) local.get 0))` */
const identity = Uint8Array.from([
  ...header,
  ...[0x01, 0x06, 0x01, 0x60, 0x01, 0x7f, 0x01, 0x7f],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x05, 0x04, 0x01, 0x01, 0x02, 0x03],
  ...[0x07, 0x0f, 0x02, 0x06, ...Buffer.from("memory"), 0x02, 0x00, 0x02, ...Buffer.from("id"), 0x00, 0x00],
  ...[0x0a, 0x06, 0x01, 0x04, 0x00, 0x20, 0x00, 0x0b],
]);

test("the entry point exports the interface and nothing else", () => {
  const asInterface: Host = host;
  expect(Object.keys(asInterface).sort()).toEqual([
    "call",
    "compile",
    "dispose",
    "entry",
    "instantiate",
    "interfaceVersion",
    "live",
    "openKernel",
    "openSandbox",
  ]);
});

test("a guest is called, by outcome and directly", () => {
  const guest = host.instantiate(host.compile(identity));
  expect(host.call(guest, "id", 7)).toEqual({ kind: "returned", value: 7 });
  expect(host.entry(guest, "id")(8)).toBe(8);
  expect(guest.memoryBytes()).toBe(2 * 65536);
  host.dispose(guest);
});

test("a guest counts as live until it is disposed, once", () => {
  const before = host.live();
  const module = host.compile(identity);
  const [first, second] = [host.instantiate(module), host.instantiate(module)];
  expect(host.live()).toBe(before + 2);
  host.dispose(first);
  host.dispose(first);
  expect(host.live()).toBe(before + 1);
  host.dispose(second);
  expect(host.live()).toBe(before);
});

test("a disposed guest refuses to be called and holds no memory", () => {
  const guest = host.instantiate(host.compile(identity));
  host.dispose(guest);
  expect(() => host.call(guest, "id", 1)).toThrow("disposed");
  expect(() => host.entry(guest, "id")).toThrow("disposed");
  expect(guest.memoryBytes()).toBe(0);
});

test("a function that is not exported, and a guest of another host, are mistakes and no traps", () => {
  const guest = host.instantiate(host.compile(identity));
  expect(() => host.call(guest, "absent")).toThrow('exports no function called "absent"');
  expect(() => host.call(guest, "memory")).toThrow('exports no function called "memory"');
  expect(() => host.call({ memoryBytes: () => 0 }, "id")).toThrow("no guest of this host");
  host.dispose(guest);
});

test.each([
  ["a component", [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00], "component"],
  ["a module of another version", [0x00, 0x61, 0x73, 0x6d, 0x02, 0x00, 0x00, 0x00], "unknown version"],
  ["text", [...Buffer.from("(module)")], "no WebAssembly module"],
  ["nothing", [], "no WebAssembly module"],
  ["half a header", header.slice(0, 6), "no WebAssembly module"],
])("%s is not compiled", (_what, bytes, message) => {
  expect(() => host.compile(Uint8Array.from(bytes))).toThrow(message);
});

test("garbage behind a sound header is not compiled", () => {
  expect(() => host.compile(Uint8Array.from([...header, 0xff, 0xff]))).toThrow(WebAssembly.CompileError);
});

test("a view into a larger buffer is compiled from where it begins", () => {
  const padded = new Uint8Array(identity.length + 32);
  padded.set(identity, 16);
  const module = host.compile(padded.subarray(16, 16 + identity.length));
  expect(WebAssembly.Module.exports(module)).toHaveLength(2);
});

/** V8's words in Node 22, 24 and 26. */
test.each<[message: string, category: TrapCategory]>([
  ["unreachable", "unreachable"],
  ["memory access out of bounds", "memory-out-of-bounds"],
  ["data segment out of bounds", "memory-out-of-bounds"],
  ["table index is out of bounds", "table-out-of-bounds"],
  ["element segment out of bounds", "table-out-of-bounds"],
  ["null function or function signature mismatch", "indirect-call-mismatch"],
  ["function signature mismatch", "indirect-call-mismatch"],
  ["divide by zero", "divide-by-zero"],
  ["remainder by zero", "divide-by-zero"],
  ["divide result unrepresentable", "integer-overflow"],
  ["float unrepresentable in integer range", "invalid-conversion"],
  ["illegal cast", "illegal-cast"],
  ["array element access out of bounds", "array-out-of-bounds"],
  ["requested new array is too large", "array-out-of-bounds"],
  ["dereferencing a null pointer", "null-reference"],
  ["rethrowing null value", "null-reference"],
  ["operation does not support unaligned accesses", "unaligned-access"],
  ["whatever comes next", "other"],
])("the trap %j is %s", (message, category) => {
  expect(trapCategoryOf(new WebAssembly.RuntimeError(message))).toBe(category);
});

test("what no guest threw is no trap", () => {
  expect(trapCategoryOf(new TypeError("unreachable"))).toBeNull();
  expect(trapCategoryOf(new RangeError("Invalid array length"))).toBeNull();
  expect(trapCategoryOf("unreachable")).toBeNull();
});
