import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools();
const diff = (operation: string, args: Record<string, unknown>) =>
  callTool(kernel, "diff_calculator", { operation, ...args });
const result = async (operation: string, args: Record<string, unknown>) => {
  const called = await diff(operation, args);
  expect(called.error).toBeNull();
  return called.result as Record<string, unknown> & { changes: { kind: string; text: string }[] };
};

/** Length of a longest common subsequence, by the definition. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const row = [0];
    b.forEach((other, at) => {
      row.push(item === other ? (above[at] ?? 0) + 1 : Math.max(row[at] ?? 0, above[at + 1] ?? 0));
    });
    above = row;
  }
  return above[b.length] ?? 0;
}

const text = fc.array(fc.constantFrom("a", "b", "c", "", "ä\r", "- x", "@@ -1 +1 @@", "--- b"), {
  maxLength: 20,
});
const fileText = fc.tuple(text, fc.boolean()).map(([lines, ended]) => lines.join("\n") + (ended ? "\n" : ""));
const tokens = (of: string) => of.match(/[^\n]*\n|[^\n]+/g) ?? [];

test("a diff of lines is as short as can be, and applying it leads from one text to the other and back", () =>
  fc.assert(
    fc.asyncProperty(fileText, fileText, fc.integer({ min: 0, max: 4 }), async (before, after, context) => {
      const { unified, ...counts } = await result("lines", { before, after, context });
      const common = commonLength(tokens(before), tokens(after));
      const all = tokens(before).length + tokens(after).length;
      expect(counts).toEqual({
        equal: before === after,
        unchanged: common,
        removed: tokens(before).length - common,
        added: tokens(after).length - common,
        similarity: all === 0 ? 1 : (2 * common) / all,
        minimal: true,
      });
      if (before === after) {
        expect(unified).toBe("");
        return;
      }
      expect(await result("apply", { before, patch: unified })).toMatchObject({ text: after, moved: 0 });
      const back = await result("apply", { before: after, patch: unified, reverse: true });
      expect(back).toMatchObject({ text: before, moved: 0 });
    }),
    { numRuns: 250 },
  ));

test("words and characters, joined again, are the texts that were compared", () =>
  fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom("a", "B", " ", ".", "ä", "👋", "\n"), maxLength: 30 }),
      fc.string({ unit: fc.constantFrom("a", "B", " ", ".", "ä", "👋", "\n"), maxLength: 30 }),
      fc.constantFrom("words", "characters"),
      async (before, after, operation) => {
        const { changes, unchanged, minimal } = await result(operation, { before, after });
        const joined = (kind: string) =>
          changes
            .filter((change) => change.kind === "equal" || change.kind === kind)
            .map((change) => change.text)
            .join("");
        expect(joined("removed")).toBe(before);
        expect(joined("added")).toBe(after);
        expect(minimal).toBe(true);
        if (operation === "characters") {
          expect(unchanged).toBe(commonLength(Array.from(before), Array.from(after)));
        }
      },
    ),
    { numRuns: 200 },
  ));

/** Applies operations of RFC 6902, those that the tool gives. */
function patched(
  value: unknown,
  operations: readonly { op: string; path: string; value?: unknown }[],
): unknown {
  const root = { value: structuredClone(value) };
  for (const { op, path, value: given } of operations) {
    const names = path
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = names.pop();
    let target = root as Record<string, unknown>;
    if (last !== undefined) target = target.value as Record<string, unknown>;
    for (const name of names) target = target[name] as Record<string, unknown>;
    const key = last ?? "value";
    if (Array.isArray(target) && op !== "replace") {
      target.splice(Number(key), op === "remove" ? 1 : 0, ...(op === "add" ? [given] : []));
    } else {
      expect(Object.hasOwn(target, key)).toBe(op !== "add");
      if (op === "remove") delete target[key];
      else target[key] = given;
    }
  }
  return root.value;
}

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, 1, -2.5, "", "a", "ä/~"),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom("a", "b", "a/b", "~", ""), tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("operations of a JSON patch make one value of the other", () =>
  fc.assert(
    fc.asyncProperty(json, json, async (before, after) => {
      const { operations, equal } = await result("json", { before, after });
      expect(patched(before, operations as [])).toEqual(after);
      expect((operations as []).length === 0).toBe(equal);
      expect((await result("json", { before, after: before })).equal).toBe(true);
    }),
    { numRuns: 250 },
  ));

test("texts that have nothing in common are compared within the tool's limits", async () => {
  const line = (seed: number) => `${(seed * 2_654_435_761) % 977}\n`;
  const before = Array.from({ length: 40_000 }, (_, at) => line(at)).join("");
  const after = Array.from({ length: 40_000 }, (_, at) => line(at * 7 + 3)).join("");
  const { minimal, unified } = await result("lines", { before, after });
  expect(minimal).toBe(false);
  expect((await result("apply", { before, patch: unified })).text).toBe(after);
});

test("a patch is put where its lines are, the nearest place first", async () => {
  const before = "x\na\nb\n1\n2\n3\na\nb\n";
  const patch = "@@ -6,2 +6,2 @@\n a\n-b\n+B\n";
  expect((await result("apply", { before, patch })).text).toBe("x\na\nb\n1\n2\n3\na\nB\n");
});

test("lines of context whose only space was cut off are read", async () => {
  expect((await result("apply", { before: "a\n\nb\n", patch: "@@ -1,3 +1,3 @@\n a\n\n-b\n+c" })).text).toBe(
    "a\n\nc\n",
  );
});

test.each([
  ["no hunk", "a\n", /has no hunk/],
  ["a header without a sign", "@@ -1 1 @@\n", /no header of a hunk/],
  ["fewer lines than it says", "@@ -1,2 +1,2 @@\n a\n", /ends too early/],
  ["more lines than it says", "@@ -1,1 +1,2 @@\n-a\n b\n+c\n", /other lines than it says/],
  ["two files", "@@ -1 +1 @@\n-a\n+b\n--- x\n+++ x\n@@ -1 +1 @@\n-a\n+b\n", /several files/],
  ["other lines than the text", "@@ -1 +1 @@\n-b\n+c\n", /does not fit/],
  [
    "a line that has no end in the text",
    "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+c\n",
    /does not fit/,
  ],
])("a patch with %s is refused", async (_title, patch, reason) => {
  expect((await diff("apply", { before: "a\n", patch })).error).toMatch(reason);
});

test("whatever is given as a patch is applied or refused", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("@@ -", "1", ",", " +", " @@", "\n", "-a", "+b", " ", "\\", "99999999999"), {
        maxLength: 25,
      }),
      async (parts) => {
        const { error } = await diff("apply", { before: "a\nb\n", patch: parts.join("") });
        expect(error ?? "").not.toMatch(/trapped|fuel|memory/);
      },
    ),
    { numRuns: 200 },
  ));
