import type { TrapCategory } from "./interface.ts";

/**
 * A part of V8's message, and the category that it names. The wording differs between versions: a call of the wrong
 * type is `null function or function signature mismatch` up to Node 24 and `function signature mismatch` in Node 26.
 * So these are the parts that stay.
 */
const categories: ReadonlyArray<readonly [part: string, category: TrapCategory]> = [
  ["unreachable", "unreachable"],
  ["memory access out of bounds", "memory-out-of-bounds"],
  // `data segment 0 is out of bounds` when that shows while an instance is made
  ["data segment", "memory-out-of-bounds"],
  ["table index is out of bounds", "table-out-of-bounds"],
  ["element segment out of bounds", "table-out-of-bounds"],
  ["array element access out of bounds", "array-out-of-bounds"],
  ["array is too large", "array-out-of-bounds"],
  ["null pointer", "null-reference"],
  ["rethrowing null", "null-reference"],
  ["illegal cast", "illegal-cast"],
  ["unaligned", "unaligned-access"],
  ["signature mismatch", "indirect-call-mismatch"],
  ["by zero", "divide-by-zero"],
  ["divide result unrepresentable", "integer-overflow"],
  ["unrepresentable in integer", "invalid-conversion"],
];

/** What stopped a guest, or null when it was no guest that threw this. */
export function trapCategoryOf(thrown: unknown): TrapCategory | null {
  if (thrown instanceof WebAssembly.RuntimeError) return categoryOfMessage(thrown.message);
  // V8 tells a used-up stack in JavaScript's way, also when WebAssembly used it up.
  if (thrown instanceof RangeError && thrown.message.includes("call stack")) return "stack-overflow";
  if (thrown instanceof WebAssembly.Exception) return "uncaught-exception";
  return null;
}

function categoryOfMessage(message: string): TrapCategory {
  for (const [part, category] of categories) {
    if (message.includes(part)) return category;
  }
  return "other";
}
