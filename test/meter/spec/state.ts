import { describe, readUntyped } from "./value.ts";

type Exports = Readonly<Record<string, WebAssembly.ExportValue>>;

/** Memories that a script grew to gigabytes are zero in most places; what it wrote is near the front. */
const comparedBytes = 16 * 1024 * 1024;

/** The first exported memory, global or table of which two instances of a module have different content. */
export function differingState(base: Exports, metered: Exports): string | undefined {
  for (const [name, expected] of Object.entries(base)) {
    const found = metered[name];
    if (expected instanceof WebAssembly.Memory) {
      if (!(found instanceof WebAssembly.Memory) || !sameBytes(expected, found)) return `memory "${name}"`;
    } else if (content(expected) !== content(found)) return `${kindOf(expected)} "${name}"`;
  }
  return undefined;
}

function sameBytes(expected: WebAssembly.Memory, found: WebAssembly.Memory): boolean {
  if (expected.buffer.byteLength !== found.buffer.byteLength) return false;
  const [one, other] = [expected, found].map(({ buffer }) =>
    Buffer.from(buffer, 0, Math.min(buffer.byteLength, comparedBytes)),
  );
  return one !== undefined && other !== undefined && one.equals(other);
}

/** A global's value, or what is in a table; nothing for what has no content. */
function content(exported: WebAssembly.ExportValue | undefined): string {
  try {
    if (exported instanceof WebAssembly.Global) return describe(readUntyped(exported.value));
    if (exported instanceof WebAssembly.Table) {
      return Array.from({ length: exported.length }, (_, index) =>
        describe(readUntyped(exported.get(index))),
      ).join();
    }
  } catch (error) {
    // JavaScript cannot see vectors, nor elements of tables with 64-bit addresses by a number.
    return String(error);
  }
  return "";
}

function kindOf(exported: WebAssembly.ExportValue): string {
  return exported instanceof WebAssembly.Global ? "global" : "table";
}
