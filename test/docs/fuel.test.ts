import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fuelContract } from "../../runtime/meter/index.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/fuel.md"), "utf8");

test("the page is of the contract that the meter keeps", () => {
  expect(page).toContain(`**version ${fuelContract}**`);
});

test("the example prints what stands beside it, with the package as it is built", () => {
  const [, example = ""] = /```js\n(.*?)```/s.exec(page) ?? [];
  // in the project, so that its own name leads to it
  const script = join(root, `example-${process.pid}.mjs`);
  onTestFinished(() => rmSync(script));
  writeFileSync(script, example);
  const printed = execFileSync(process.execPath, [script], { encoding: "utf8" }).trimEnd().split("\n");
  expect(printed).toEqual(
    Array.from(example.matchAll(/console\.log\(.*\); \/\/ (.*)/g), ([, beside]) => beside),
  );
  expect(printed).toHaveLength(3);
});
