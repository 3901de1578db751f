import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { floorOf, hasFuel } from "../../src/suites/case.ts";
import { catalog } from "../../src/suites/catalog.ts";
import { shownCode, tablesOf } from "../support/markdown.ts";

const page = await readFile(new URL("../../docs/cases.md", import.meta.url), "utf8");
const [ofPlan = [], beyondPlan = []] = tablesOf(page).map(([, , ...rows]) => rows);
test("the tables hold every case once, as the catalogue has it", () => {
  const told = [...ofPlan.map(([, ...cells]) => cells), ...beyondPlan].map(
    ([id = "", isolation, floor, why]) => ({ id: shownCode(id), isolation, floor, why }),
  );
  const known = catalog.map((each) => ({
    id: each.id,
    isolation: each.isolation,
    floor: `${percent(floorOf(each))}${each.gates === false ? ", never red" : ""}`,
    why: each.why,
  }));
  expect(byId(told)).toEqual(byId(known));
});

test("the page names the cases without fuel", () => {
  const sentence = /Without\s+fuel are (.*?)\.\n/s.exec(page)?.[1] ?? "";
  const told = [...sentence.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  const without = catalog
    .filter((each) => !hasFuel(each) && !/^(load|kernel)\//.test(each.id))
    .map(({ id }) => id);
  expect(told).toEqual([...without, "load/*", "kernel/*"]);
});

test("each of the thirty names of the plan is answered", () => {
  expect(new Set(ofPlan.map(([name]) => name)).size).toBe(30);
});

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
