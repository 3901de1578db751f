import fc from "fast-check";
import { expect, test } from "vitest";
import { objectText, readOutput } from "../../runtime/kernel/output.ts";

/** What it should be, by JSON.parse alone. */
function expected(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return /[\n\r]/.test(text) ? JSON.stringify(value) : text;
}

const part = fc.constantFrom('"', "{", "}", "[", "]", ",", ":", "\\", "\n", "\t", " ", "0", "é", '"a":', "");

test("a large output is judged as JSON.parse judges it, however it is broken", () => {
  const filler = fc.integer({ min: 4_000, max: 70_000 }).map((length) => "long text, ".repeat(length / 11));
  const value = fc.oneof(
    filler.map((text) => JSON.stringify(text)),
    fc.json({ maxDepth: 2 }),
  );
  const object = fc
    .array(fc.tuple(fc.constantFrom("a", "b", ""), value), { minLength: 1, maxLength: 6 })
    .map((members) => `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`);
  let large = 0;
  fc.assert(
    fc.property(
      object,
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2), part), { maxLength: 2 }),
      fc.nat(7),
      (json, breaks, offset) => {
        for (const [place, removed, added] of breaks) {
          const at = Math.floor(place * json.length);
          json = json.slice(0, at) + added + json.slice(at + removed);
        }
        const bytes = Buffer.from(json);
        // wherever it lies in a memory
        const memory = new Uint8Array(offset + bytes.length);
        memory.set(bytes, offset);
        const output = readOutput(memory.subarray(offset));
        if (output.plain) large++;
        expect(objectText(output)).toBe(expected(output.text));
      },
    ),
    { numRuns: 500 },
  );
  expect(large).toBeGreaterThan(100);
});

test.each(['"', "\\", "\n", "\u0000", "\u001f", "\u007f", "é"])(
  "%j in the middle of a large output",
  (character) => {
    for (let length = 0; length < 8; length++) {
      const text = `{"${"a".repeat(length)}":"${"b".repeat(80_000)}${character}${"c".repeat(9)}"}`;
      expect(objectText(readOutput(Buffer.from(text)))).toBe(expected(text));
    }
  },
);
