import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { catalog } from "../../src/suites/catalog.ts";
import { shownCode, tablesOf } from "../support/markdown.ts";

const [ofPlan = [], ownCases = []] = tablesOf(
  await readFile(new URL("../../docs/cases.md", import.meta.url), "utf8"),
).map(([, , ...rows]) => rows);
/** A case that is announced, in the place where its name will stand. */
const announcement = /^`([^`]+)`, not there yet$/;
const announced = ofPlan.flatMap(([, id = ""]) => announcement.exec(id)?.[1] ?? []);

test("the table holds every case once, with its isolation and the reason that the catalogue gives", () => {
  const told = [...ofPlan.map(([, ...cells]) => cells), ...ownCases]
    .filter(([id = ""]) => !announcement.test(id))
    .map(([id = "", isolation, why]) => ({ id: shownCode(id), isolation, why }));
  const known = catalog.map(({ id, isolation, why }) => ({ id, isolation, why }));
  expect(byId(told)).toEqual(byId(known));
});

test("a case that is announced is not there yet", () => {
  const ids = catalog.map(({ id }) => id);
  for (const id of announced) expect(ids).not.toContain(id);
});

test("each of the thirty names of the plan is answered", () => {
  expect(new Set(ofPlan.map(([name]) => name)).size).toBe(30);
});

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
