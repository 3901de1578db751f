import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const log = new URL("../../src/github/log.ts", import.meta.url).href;

test.each([
  ["::error::all is lost", ": :error::all is lost"],
  ["  ::add-mask::a", "  : :add-mask::a"],
  ["fine\n::stop-commands::x", "fine\n: :stop-commands::x"],
  ["fine\r\n::warning::x", "fine\r\n: :warning::x"],
  ["a case ##[error]here", "a case ## [error]here"],
  ["std::vector is no command", "std::vector is no command"],
])("measured code cannot command the runner by %j", (text, expected) => {
  expect(run(`log.info(${JSON.stringify(text)})`).stdout).toBe(`${expected}\n`);
});

test("annotations and groups are one command each, whatever is in them", () => {
  const { stdout } = run(
    'log.warning("No baseline", "expired\\n::error::x"); await log.group("a\\n::b", async () => {});',
  );
  expect(stdout.trimEnd().split("\n")).toEqual([
    "::warning title=No baseline::expired%0A::error::x",
    "::group::a%0A::b",
    "::endgroup::",
  ]);
});

test("what is masked is told to the runner once, and stands nowhere else", () => {
  const { stdout, files } = run(`
    log.mask("hunter2-and-more");
    log.info("a hunter2-and-more b");
    log.warning("hunter2-and-more", "hunter2-and-more");
    log.notice("x", "hunter2-and-more");
    log.debug("hunter2-and-more");
    log.setOutput("verdict", "hunter2-and-more");
    await log.writeSummary("hunter2-and-more");
  `);
  expect(stdout).toBe(
    [
      "::add-mask::hunter2-and-more",
      "a *** b",
      "::warning title=***::***",
      "::notice title=x::***",
      "::debug::***",
      "",
    ].join("\n"),
  );
  expect(files.output + files.summary).not.toContain("hunter2");
});

test("details are made only where the workflow runs with debug logging", () => {
  const code = 'log.details(() => { console.log("made"); return ["one", "two"]; });';
  expect(run(code).stdout).toBe("");
  expect(run(`process.env.RUNNER_DEBUG = "1";${code}`).stdout).toBe("made\n::debug::one\n::debug::two\n");
});

test("outputs go to the file that the runner reads", () => {
  const { files } = run('log.setOutput("verdict", "regressed")');
  expect(files.output).toMatch(/^verdict<<(\S+)\nregressed\n\1\n$/);
});

test("the summary is written, and a later part is added", () => {
  const { files, stdout } = run(
    'for (const text of ["# One", "Two"]) console.log(JSON.stringify(await log.writeSummary(text)));',
  );
  expect(files.summary).toBe("# One\nTwo\n");
  expect(stdout).toBe('{"kind":"written"}\n{"kind":"written"}\n');
});

test("a summary that GitHub would drop is refused, and what fits is not", () => {
  const { stdout, files } = run(
    "for (const size of [1 + 2 ** 20, 2 ** 20 - 1]) console.log((await log.writeSummary('x'.repeat(size))).kind)",
  );
  expect(stdout).toBe("refused\nwritten\n");
  expect(files.summary).toHaveLength(2 ** 20);
});

test("a step without a summary is told so, and goes on", () => {
  const { stdout } = run(
    "delete process.env.GITHUB_STEP_SUMMARY; console.log((await log.writeSummary('x')).reason)",
  );
  expect(stdout).toContain("GITHUB_STEP_SUMMARY");
});

/** Runs `code` in a process of its own, in which `log` is the module under test. */
function run(code: string) {
  const folder = mkdtempSync(join(tmpdir(), "fuelgauge-log-"));
  const files = { output: join(folder, "output"), summary: join(folder, "summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", `import * as log from ${JSON.stringify(log)};\n${code}`],
    { env: { GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary }, encoding: "utf8" },
  );
  const read = { output: readFileSync(files.output, "utf8"), summary: readFileSync(files.summary, "utf8") };
  rmSync(folder, { recursive: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return { stdout, files: read };
}
