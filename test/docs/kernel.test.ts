import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { operations } from "../../runtime/kernel/capabilities/index.ts";
import { errorCodes, grantsSchema } from "../../runtime/kernel/index.ts";
import { toolNames } from "../../src/suites/kernel/client.ts";
import { shownCode, tablesOf } from "../support/markdown.ts";

const page = await readFile(new URL("../../docs/kernel.md", import.meta.url), "utf8");
const tables = tablesOf(page);

function rowsUnder(heading: string): string[][] {
  const table = tables.find(([header]) => header?.[0] === heading);
  return table?.slice(2) ?? [];
}

test("the page lists the thirty tools", () => {
  expect(rowsUnder("tool").map(([name = ""]) => shownCode(name))).toEqual([...toolNames]);
});

test("the page names every error of the protocol with its code", () => {
  const told = rowsUnder("code").map(([code, reason = ""]) => [shownCode(reason), Number(code)]);
  expect(Object.fromEntries(told)).toEqual(errorCodes);
});

test("the page names every operation under its capability", () => {
  const told = rowsUnder("capability").flatMap(([capability = "", names = ""]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => [name, shownCode(capability)]),
  );
  const known = Object.entries(operations).map(([name, { capability }]) => [name, capability]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(known));
});

test("the page shows grants that are some, and every kind of them", () => {
  const [, json = ""] = /## Grants[\s\S]*?```json\n([\s\S]*?)```/.exec(page) ?? [];
  const grants = JSON.parse(json);
  expect(grantsSchema.parse(grants)).toEqual(grants);
  expect(Object.keys(grants).sort()).toEqual(Object.keys(grantsSchema.shape).sort());
});

test("the page tells every option of fuelgauge serve", () => {
  const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
  const node = ["--disable-warning=ExperimentalWarning", cli];
  const help = execFileSync(process.execPath, [...node, "serve", "--help"], { encoding: "utf8" });
  const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name);
  expect(options.length).toBeGreaterThan(8);
  for (const name of options.filter((each) => each !== "--help")) expect(page).toContain(`\`${name}`);
});
