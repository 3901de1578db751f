import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findSteadiness, pinMainThread } from "../../src/measure/steadiness.ts";

/** Counts how often a function of a module is called until V8 has its fast code, in five modules of distinct bytes. */
const callsUntilFast = `
  import { randomBytes } from "node:crypto";
  import { controlModule } from ${JSON.stringify(new URL("../../src/wasm/control-module.ts", import.meta.url).href)};
  import { makeDistinct } from ${JSON.stringify(new URL("../../src/wasm/distinct.ts", import.meta.url).href)};
  const counts = Array.from({ length: 5 }, () => {
    const module = new WebAssembly.Module(makeDistinct(controlModule, randomBytes(16)));
    const { mix } = new WebAssembly.Instance(module).exports;
    for (let calls = 1; ; calls++) {
      mix(100);
      if (%IsTurboFanFunction(mix)) return calls;
    }
  });
  console.log(JSON.stringify(counts));`;

test("V8 replaces the code of each arm after the same number of operations", async () => {
  const { tierUpFlags } = await findSteadiness(process.execPath);
  expect(tierUpFlags, "this Node knows the flags").not.toEqual([]);
  const flags = ["--allow-natives-syntax", "--input-type=module", "-e", callsUntilFast];
  const counts: number[] = JSON.parse(
    execFileSync(process.execPath, [...tierUpFlags, ...flags], { encoding: "utf8" }),
  );
  expect(new Set(counts).size).toBe(1);
  expect(counts[0], "it does start with other code").toBeGreaterThan(10);
});

test("a Node that does not know the flags measures without them", async () => {
  expect((await findSteadiness("/no/such/node")).tierUpFlags).toEqual([]);
});

const canPin = (await findSteadiness(process.execPath)).processor !== null;

test.runIf(canPin)("a process is kept on one processor, where the machine allows it", async () => {
  const { processor } = await findSteadiness(process.execPath);
  if (processor === null) throw new Error("unreachable");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  try {
    await once(child, "spawn");
    await pinMainThread(child.pid ?? 0, processor);
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    expect(status).toMatch(new RegExp(`^Cpus_allowed_list:\\t${processor}$`, "m"));
  } finally {
    child.kill();
  }
});

test("pinning a process that is gone harms nobody", async () => {
  await expect(pinMainThread(2 ** 22 - 1, 0)).resolves.toBeUndefined();
});
