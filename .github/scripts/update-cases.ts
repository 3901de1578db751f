/**
 * Writes the tables of docs/cases.md from the catalogue. The names of the plan are the page's own: they stay with their
 * cases, a case that is new goes to those beyond the plan, one that is gone goes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { markdownTable } from "markdown-table";
import { type Case, floorOf } from "../../src/suites/case.ts";
import { catalog } from "../../src/suites/catalog.ts";

const page = "docs/cases.md";
const text = readFileSync(page, "utf8");
const known = new Map(catalog.map((each) => [`\`${each.id}\``, each]));

const ofPlan = rowsOf("plan").flatMap((row) => {
  const [name = "", id = ""] = row;
  const each = known.get(id);
  return each ? [[name, ...cellsOf(each)]] : [];
});
const inPlan = new Set(ofPlan.map(([, id]) => id));
const beyond = catalog.map(cellsOf).filter(([id]) => !inPlan.has(id));
const header = ["Case", "Isolation", "Floor", "Why it exists"];
writeFileSync(
  page,
  withSection(withSection(text, "plan", [["Name in the plan", ...header], ...ofPlan]), "beyond", [
    header,
    ...beyond,
  ]),
);

function cellsOf(each: Case): string[] {
  const floor = `${Number((floorOf(each) * 100).toPrecision(3))} %`;
  return [`\`${each.id}\``, each.isolation, each.gates === false ? `${floor}, never red` : floor, each.why];
}

/** The rows of a section's table, without its header. */
function rowsOf(name: string): string[][] {
  const lines = section(name).exec(text)?.[2]?.split("\n") ?? [];
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
  return lines
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map(cells);
}

function withSection(before: string, name: string, rows: string[][]): string {
  if (!section(name).test(before))
    throw new Error(`${page} has no <!-- ${name} --> … <!-- /${name} --> section.`);
  return before.replace(section(name), (_match, start: string, _table: string, end: string) =>
    [start, markdownTable(rows), "\n\n", end].join(""),
  );
}

function section(name: string): RegExp {
  return new RegExp(`(<!-- ${name} -->\n\n)([^]*?)(<!-- /${name} -->)`);
}
