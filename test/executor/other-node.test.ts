import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { wat } from "./assemble.ts";
import type { Burned, Told } from "./fuel-of-executions.ts";
import { anyAction, stateModule, stepNames } from "./state-module.ts";
import { programBytes } from "./wasi-run.ts";

const other = process.env.FUELGAUGE_OTHER_NODE;
if (other === undefined) {
  console.log("Fuel is not compared with another Node: FUELGAUGE_OTHER_NODE is not the path of one.");
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** Programs that trap, run out of fuel, take long and return, with everything that an instance can hold. */
async function executions(): Promise<Told[]> {
  const every = stepNames.map((name) => [[name, 5, -9] as const]);
  const drawn = fc.sample(fc.array(anyAction, { maxLength: 6 }), { seed: 11, numRuns: 60 });
  const modules = await Promise.all(
    [every, ...drawn.map((actions) => [actions])].map(async (functions) => ({
      module: base64(await wat(stateModule(functions))),
      functions: functions.length,
    })),
  );
  const states = modules.flatMap(({ module, functions }) =>
    Array.from({ length: functions }, (_, index) => `f${index}`).flatMap((name) =>
      [0, 15, 8].flatMap((argument) =>
        [1e8, 50_000, 37].map((fuel) => ({ module, name, args: [argument], fuel })),
      ),
    ),
  );
  const programs = ["streams", "words", "chance", "files"].map((name) => ({
    module: base64(programBytes(name)),
    name: "_start",
    args: [],
    fuel: 1e8,
    wasi: { args: [name, "two words"], stdin: "the cat, the dog and the third\n".repeat(50) },
  }));
  return [...states, ...programs];
}

async function burnedOn(
  node: string,
  told: readonly Told[],
): Promise<{ version: string; results: Burned[] }> {
  const program = fileURLToPath(new URL("fuel-of-executions.ts", import.meta.url));
  const child = spawn(node, [program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(told));
  return JSON.parse(await text(child.stdout));
}

test.skipIf(other === undefined)("fuel is the same on another Node", async () => {
  const told = await executions();
  const here = await burnedOn(process.execPath, told);
  const there = await burnedOn(other ?? "", told);
  console.log(`${told.length} executions on Node ${here.version} and ${there.version}`);
  expect(there.version).not.toBe(here.version);
  expect(there.results).toEqual(here.results);
});

test("fuel is the same in another process", async () => {
  const told = await executions();
  const [one, another] = [await burnedOn(process.execPath, told), await burnedOn(process.execPath, told)];
  expect(one).toEqual(another);
  expect(new Set(one.results.map(({ outcome }) => outcome.split(":")[0]))).toEqual(
    new Set(["returned", "trapped", "out-of-fuel", "memory-limit"]),
  );
});
