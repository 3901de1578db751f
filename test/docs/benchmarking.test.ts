import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { floorOf } from "../../src/suites/case.ts";
import { catalog } from "../../src/suites/catalog.ts";
import { targets } from "../../src/suites/targets.ts";
import { tablesOf } from "../support/markdown.ts";

const guide = await readFile(new URL("../../docs/benchmarking.md", import.meta.url), "utf8");

test("the guide has a section for each suite", () => {
  const headings = [...guide.matchAll(/^### `([a-z]+)\/\*`: /gm)].map(([, suite]) => suite);
  expect(headings).toEqual([...new Set(catalog.map(({ id }) => id.split("/")[0]))]);
});

test("the guide tells every target with its figure and what to look at when it is missed", () => {
  const [, , ...rows] = tablesOf(guide).find(([header]) => header?.includes("target")) ?? [];
  const told = rows.map(([, name, figure, , advice]) => ({ name, figure, advice: advice?.split("<br>") }));
  expect(told).toEqual(
    targets.map(({ name, figure, relativeTo, advice }) => ({
      name,
      figure: expect.stringContaining(relativeTo ? `/ \`${relativeTo.case}\`` : `\`${figure.case}\``),
      advice,
    })),
  );
});

test("the guide names every reason for which a row cannot be told", async () => {
  const judgement = await readFile(new URL("../../src/analysis/timed.ts", import.meta.url), "utf8");
  const reasons = [...judgement.matchAll(/unclear\(\s*"([^"]+)"/g)].map(([, reason]) => reason);
  expect(reasons).toHaveLength(4);
  for (const reason of reasons) expect(guide).toContain(`*${reason}*`);
});

test("the guide names the floor of each isolation", () => {
  const floors = (["turns", "slot", "process"] as const).map((isolation) => {
    const plain = catalog.find((each) => each.isolation === isolation && each.floor === undefined);
    return plain && `${floorOf(plain) * 100} % for`;
  });
  const sentence = guide.split("\n").find((line) => line.startsWith("- The **floor**"));
  expect(sentence?.match(/\d+ % for/g)).toEqual(floors);
});
