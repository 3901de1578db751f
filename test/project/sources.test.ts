import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineOfTask } from "../../src/project/sources.ts";

const file = `import { Bench } from "tinybench";
const bench = new Bench();
bench.add("group by", () => {});
bench
  .add('join, inner', () => {})
  .add(
    "join",
    () => {},
  )
  .add("join", () => {});
describe("outer", () => {
  bench("it's \\"quoted\\"", () => {});
  bench.skip(\`template\`, () => {});
});
names.map((name) => bench.add(name, run));
`;

describe("the line of a task", () => {
  it.each([
    ["bench/sql/group-by", 3],
    ["bench/sql/join-inner", 5],
    ["bench/sql/join", 7],
    ["bench/sql/join#2", 10],
    ['bench/sql/outer/it\'s-"quoted"', 12],
    ["bench/sql/template", 13],
    ["bench/sql/made-by-a-loop", 1],
    ["bench/sql/oin", 1],
  ])("of %s is %i", (id, line) => {
    expect(lineOfTask(file, id)).toBe(line);
  });

  it("is one of the file's, whatever it holds", () => {
    const piece = fc.oneof(fc.constantFrom(".add(", '"', "'", "`", "\\", "\n", "bench(", "a b"), fc.string());
    fc.assert(
      fc.property(fc.array(piece), fc.string(), (pieces, id) => {
        const text = pieces.join("");
        const line = lineOfTask(text, `bench/${id}`);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split("\n").length);
      }),
      { seed: 1 },
    );
  });

  it("of a name is where it is written", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9 ]{0,10}[a-z]$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        const text = names.map((each) => `bench.add("${each}", () => {});`).join("\n");
        const slugs = names.map((each) => each.replace(/\s+/g, "-"));
        fc.pre(new Set(slugs).size === slugs.length);
        for (const [index, slug] of slugs.entries()) expect(lineOfTask(text, `b/${slug}`)).toBe(index + 1);
      }),
      { seed: 2 },
    );
  });
});
