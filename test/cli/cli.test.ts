import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resultsSchema } from "../../src/model/results.ts";
import { actionFolder, runtimeFiles, slowerFib } from "../action/support.ts";

const program = join(actionFolder, "dist/cli.js");
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "fuelgauge-cli-"));
});
afterAll(() => rmSync(home, { recursive: true }));

/** A folder with a small runtime in it. */
function project(name: string): string {
  const folder = join(home, name);
  write(folder, runtimeFiles());
  return folder;
}

function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function fuelgauge(cwd: string, ...options: string[]) {
  const env = { PATH: process.env.PATH, HOME: home };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...options], {
    cwd,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** A run of one case in one round. */
function runBriefly(cwd: string, ...options: string[]) {
  return fuelgauge(
    cwd,
    "run",
    "--runtime",
    "runtime",
    "--budget",
    "0.1",
    ...options,
    "--suites",
    "execution/fib-20",
  );
}

describe("help", () => {
  test("lists the commands", () => {
    const { status, stdout } = fuelgauge(home, "--help");
    expect(status).toBe(0);
    for (const command of ["run", "compare", "build"])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
  });

  test.each(["run", "compare", "build"])("tells the options of %s", (command) => {
    const { status, stdout } = fuelgauge(home, command, "--help");
    expect(status).toBe(0);
    expect(stdout).toContain(`Usage: fuelgauge ${command}`);
    expect(stdout).toContain(command === "build" ? "--out" : "--budget");
  });

  test("the version is that of the package", () => {
    const { version } = JSON.parse(readFileSync(join(actionFolder, "package.json"), "utf8"));
    expect(fuelgauge(home, "--version").stdout.trim()).toBe(version);
  });
});

describe("what is wrong is told, with a status of 1 and without a stack", () => {
  test.each([
    [["rum"], "unknown command 'rum'"],
    [["run", "--sweets", "x"], "unknown option '--sweets'"],
    [["run", "--fail-on", "everything"], "Allowed choices are regression, target, never"],
    [["run", "--suites", "exection/*"], 'No case matches "exection/*"'],
    [["run", "--budget", "soon"], 'The --budget is "soon"'],
    [["run", "--baseline", "never-kept"], 'The baseline "never-kept" cannot be used'],
    [["run", "--save-baseline", "my base"], 'The baseline\'s name is "my base"'],
    [["run", "--save-baseline", "none"], 'The baseline\'s name is "none"'],
    [["run", "--runtime", "nowhere"], "nowhere"],
    [["run", "--config", "nowhere.json"], "nowhere.json cannot be read: ENOENT"],
    [["run", "--node", "nowhere", "--suites", "execution/noop"], "does not start"],
    [["compare", "one"], "missing required argument 'head'"],
    [["compare", "one", "two"], 'The baseline "one" cannot be used'],
  ])("%j", (options, message) => {
    const { status, stderr } = fuelgauge(home, ...options);
    expect(stderr).toContain(message);
    expect(status).toBe(1);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe("a laptop's baselines", () => {
  test("the first run says that it is the first; the second is compared with it; both leave a report", () => {
    const folder = project("twice");
    const first = runBriefly(folder);
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain("No baseline yet: 1 case measured");
    const second = runBriefly(folder);
    expect(second.status, second.stderr).toBe(0);
    expect(second.stderr).toContain("0 compiled, 1 reused");
    expect(second.stdout).toContain("the last run, run again here beside head");

    const results = JSON.parse(readFileSync(join(folder, ".fuelgauge/report/results.json"), "utf8"));
    expect(resultsSchema.parse(results).base.kind).toBe("compared");
    for (const file of [
      "report/report.md",
      "report/report.html",
      "report/badge.json",
      "report/baselines/execution.md",
      "last/manifest.json",
      "last/history.ndjson",
    ]) {
      expect(readFileSync(join(folder, ".fuelgauge", file), "utf8")).not.toBe("");
    }
    expect(existsSync(join(folder, ".fuelgauge/head"))).toBe(false);
  });

  test("a named baseline is kept, compared with, and found again after other runs; a slower guest ends with status 1", () => {
    const folder = project("named");
    expect(runBriefly(folder, "--save-baseline", "good").status).toBe(0);
    write(folder, slowerFib);
    // its fuel tells that it is worse, whatever can be told of its time
    const options = ["--runtime", "runtime", "--budget", "1", "--suites", "execution/fib-20"];
    const slower = fuelgauge(folder, "run", "--baseline", "good", ...options);
    expect(slower.stdout, slower.stderr).toContain("Regressed: execution/fib-20");
    expect(slower.status).toBe(1);

    const compared = fuelgauge(
      folder,
      "compare",
      "good",
      "last",
      "--fail-on",
      "never",
      "--budget",
      "1",
      "--suites",
      "execution/fib-20",
    );
    expect(compared.stdout, compared.stderr).toContain("Regressed: execution/fib-20");
    expect(compared.status).toBe(0);
    expect(
      fuelgauge(folder, "compare", "last", "good", "--budget", "1", "--suites", "execution/fib-20").stdout,
    ).toContain("1 row improved");
  });

  test("of a baseline without its bundle the stored exact figures are compared; it cannot be measured as head", () => {
    const folder = project("stored");
    expect(runBriefly(folder, "--save-baseline", "light").status).toBe(0);
    for (const part of ["bundle", "manifest.json"])
      rmSync(join(folder, ".fuelgauge/baselines/light", part), { recursive: true });
    const run = runBriefly(folder, "--baseline", "light");
    expect(run.stdout, run.stderr).toContain("the baseline light, whose stored results were used");
    expect(run.stdout).toContain("cannot be compared: the base could not be run (it holds no bundle)");
    expect(run.status).toBe(0);
    const results = JSON.parse(readFileSync(join(folder, ".fuelgauge/report/results.json"), "utf8"));
    expect(resultsSchema.parse(results).base.kind).toBe("stored");

    const compared = fuelgauge(folder, "compare", "last", "light", "--suites", "execution/fib-20");
    expect(compared.stderr).toContain('The baseline "light" cannot be used: it holds no bundle.');
    expect(compared.status).toBe(1);
  });

  test("a folder that holds something else is neither a store nor emptied", () => {
    const folder = project("foreign");
    write(folder, { "report/precious.txt": "mine" });
    const run = runBriefly(folder, "--store", ".");
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("which Fuelgauge did not put there");
    write(folder, { "out/bundle/precious.txt": "mine" });
    const build = fuelgauge(folder, "build", "--runtime", "runtime", "--out", "out");
    expect(build.status).toBe(1);
    for (const path of ["report", "out/bundle"])
      expect(readFileSync(join(folder, path, "precious.txt"), "utf8")).toBe("mine");
  });

  test("build lists what is in the bundle", () => {
    const folder = project("built");
    const { status, stdout, stderr } = fuelgauge(folder, "build", "--runtime", "runtime", "--out", "out");
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^[0-9a-f]{12} +\d+ {2}guests\/fib\.wasm$/m);
    expect(existsSync(join(folder, "out/manifest.json"))).toBe(true);
  });
});
