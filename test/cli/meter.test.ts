import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actionFolder } from "../action/support.ts";
import { assembled } from "../meter/module.ts";

const program = join(actionFolder, "dist/cli.js");
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fuelgauge-meter-"));
  const loop = `(module (memory (export "memory") 1)
    (func $work (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
    (func (export "run") (param i32) (call $work (local.get 0))))`;
  writeFileSync(join(folder, "loop.wasm"), await assembled(loop));
  writeFileSync(join(folder, "component.wasm"), Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0));
  writeFileSync(join(folder, "text.wasm"), "no module");
});
afterAll(() => rmSync(folder, { recursive: true }));

function fuelgauge(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "meter", ...options], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("a metered module can be used without Fuelgauge, by the names that the command says", async () => {
  const { status, stdout } = fuelgauge("loop.wasm", "-o", "out/metered.wasm", "--fuel", "1000", "--profile");
  expect(status).toBe(0);
  const said = (what: string) => new RegExp(`^${what} +(\\S+?)(?:\\(|,| )`, "m").exec(stdout)?.[1] ?? "";
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "out/metered.wasm")));
  const exports = instance.exports as Record<string, (...args: number[]) => number>;
  exports.run?.(100);
  expect(exports[said("read it")]?.()).toBe(1000 - 2 - 600);
  exports[said("set it")]?.(100);
  expect(() => exports.run?.(100)).toThrow("unreachable");
  expect(exports[said("read it")]?.()).toBeLessThan(0);
  expect(stdout).toContain("2 counters, fuelgauge:counter-0 and on");
});

test("limits are in the module", async () => {
  fuelgauge("loop.wasm", "-o", "limited.wasm", "--memory-limit", "131072", "--mode", "exact");
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "limited.wasm")));
  const memory = instance.exports.memory as WebAssembly.Memory;
  memory.grow(1);
  expect(() => memory.grow(1)).toThrow(RangeError);
});

test("a program of many megabytes does the same metered", () => {
  const sql = join(actionFolder, "node_modules/sql.js/dist/sql-wasm.wasm");
  expect(fuelgauge(sql, "-o", "sql.wasm").status).toBe(0);
  const script = `
    const { readFileSync } = require("node:fs");
    require("sql.js")({ wasmBinary: readFileSync(process.argv[1]) }).then(({ Database }) => {
      const database = new Database();
      database.run("create table t (n); insert into t values (1), (2), (39)");
      console.log(database.exec("select sum(n) from t")[0].values[0][0]);
    });`;
  const run = (path: string) =>
    execFileSync(process.execPath, ["-e", script, path], { cwd: actionFolder, encoding: "utf8" });
  expect(run(sql)).toBe("42\n");
  expect(run(join(folder, "sql.wasm"))).toBe("42\n");
});

describe("what is wrong is told in three parts, with a status of 1", () => {
  test.each([
    [["gone.wasm", "-o", "x.wasm"], "gone.wasm cannot be read", "a .wasm file"],
    [["text.wasm", "-o", "x.wasm"], "text.wasm cannot be metered", "within the limits"],
    [["component.wasm", "-o", "x.wasm"], "this is a component", "unbundle"],
    [["loop.wasm", "-o", "x.wasm", "--fuel", "much"], '--fuel is "much"', "a whole number above 0"],
    [["loop.wasm", "-o", "x.wasm", "--memory-limit", "100"], "when 100 is the limit", "or give it more"],
    [["loop.wasm"], "required option '-o, --out <file>'", ""],
    [["loop.wasm", "-o", "x.wasm", "--mode", "slow"], "Allowed choices are exact, fast", ""],
  ])("%j", (options, happened, more) => {
    const { status, stderr } = fuelgauge(...options);
    expect(stderr).toContain(happened);
    expect(stderr).toContain(more);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(status).toBe(1);
  });

  test("a folder in the way of the output", () => {
    const { status, stderr } = fuelgauge("loop.wasm", "-o", ".");
    expect(stderr).toContain("cannot be written");
    expect(status).toBe(1);
  });
});
