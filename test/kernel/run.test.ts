import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type World, world } from "./world.ts";

const granted = ["printf", "cat", "env", "pwd", "yes", "/bin/sh", "no-such-program", "false"];

const withCommands = () =>
  world(["process_executor"], (folder) => ({ run: granted, read: [join(folder, "work")] }));

const run = (here: World, command: string, more: Record<string, unknown> = {}) =>
  here.call("process_executor", { command, ...more });

test("a command gets its arguments and its input as they are, and gives its output and how it ended", async () => {
  await using here = await withCommands();
  const args = ["%s|", "a b", "$HOME", "`id`", "; rm -rf /", "*", "", "ä\n"];
  expect((await run(here, "printf", { arguments: args })).result).toEqual({
    exitCode: 0,
    signal: null,
    stopped: null,
    stdout: "a b|$HOME|`id`|; rm -rf /|*||ä\n|",
    stderr: "",
  });
  expect(await here.uses()).toEqual(["granted run.command printf"]);
  expect((await run(here, "false")).result).toMatchObject({ exitCode: 1, stopped: null });
  expect(
    (await run(here, "/bin/sh", { arguments: ["-c", "echo no >&2; kill -TERM $$"] })).result,
  ).toMatchObject({
    exitCode: null,
    signal: "SIGTERM",
    stopped: null,
    stderr: "no\n",
  });
  expect((await here.call("process_executor", { operation: "list" })).result).toEqual({ commands: granted });
});

test("any bytes go in and come out", async () => {
  await using here = await withCommands();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const stdin = Buffer.from(bytes).toString("base64");
      const { result } = await run(here, "cat", { stdin, stdinEncoding: "base64", encoding: "base64" });
      expect(result?.stdout).toBe(stdin);
    }),
    { numRuns: 20 },
  );
  const large = "line\n".repeat(200_000);
  expect((await run(here, "cat", { stdin: large })).result?.stdout).toBe(large);
  // who does not read its input is not waited for
  expect((await run(here, "false", { stdin: large })).result).toMatchObject({ exitCode: 1 });
});

test("what is not granted is not started, whatever it is called", async () => {
  await using here = await withCommands();
  const planted = join(here.folder, "planted");
  for (const command of ["sh", "touch", "/usr/bin/printf", "printf ", "PRINTF"]) {
    const { error } = await run(here, command, { arguments: [planted] });
    expect(error, command).toContain("is not granted; what would grant it is run: ");
    expect(await here.uses()).toEqual([`denied run.command ${command}`]);
  }
  for (const command of ["./printf", "../bin/sh", "bin/sh", "a\0b"]) {
    expect((await run(here, command)).error, command).toContain("a name, or an absolute path");
  }
  expect((await run(here, "printf", { arguments: ["a\0b"] })).error).toContain("NUL");
  expect((await run(here, "no-such-program")).error).toBe("no-such-program: there is no such program");
  expect(existsSync(planted)).toBe(false);
});

test("without a grant nothing is started", async () => {
  await using here = await world(["process_executor"], () => ({}));
  expect((await run(here, "printf", { arguments: ["x"] })).error).toContain("is not granted");
  expect(await here.uses()).toEqual(["denied run.command printf"]);
});

test("the environment is small and fixed", async () => {
  process.env.FUELGAUGE_TEST_SECRET = "secret";
  await using here = await withCommands();
  const { result } = await run(here, "env");
  delete process.env.FUELGAUGE_TEST_SECRET;
  const names = String(result?.stdout)
    .trim()
    .split("\n")
    .map((line) => line.split("=")[0]);
  expect(names.sort()).toEqual(["LANG", "PATH"]);
});

test("it works in a granted folder, and in no other", async () => {
  await using here = await withCommands();
  const work = join(here.folder, "work");
  await mkdir(join(work, "inner"), { recursive: true });
  await symlink(here.folder, join(work, "out"));
  expect((await run(here, "pwd")).result?.stdout).toBe("/\n");
  expect((await run(here, "pwd", { folder: join(work, "inner") })).result?.stdout).toBe(`${work}/inner\n`);
  for (const folder of [here.folder, join(work, ".."), join(work, "out"), "/proc/self/cwd", "/"]) {
    await here.uses();
    expect((await run(here, "pwd", { folder })).error, folder).toContain("is not granted");
    expect((await here.uses()).at(-1)).toMatch(/^denied run\.command \//);
  }
});

/** Starts a process behind the command's back that writes its number, and one that goes on. */
const forking = 'sleep 60 & echo $! > "$0"; echo started;';

async function expectGone(pidFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile, "utf8"));
  expect(pid).toBeGreaterThan(1);
  // a process that was killed is there until somebody has asked for its status
  const isThere = async () => {
    const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
    return state !== null && !/\) [ZX] /.test(state);
  };
  while (await isThere()) await new Promise((resume) => setTimeout(resume, 5));
}

test("when its time is up, everything that it started is ended", async () => {
  await using here = await withCommands();
  const pidFile = join(here.folder, "pid");
  const { result } = await run(here, "/bin/sh", {
    arguments: ["-c", `${forking} wait`, pidFile],
    timeoutMs: 300,
  });
  expect(result).toMatchObject({
    exitCode: null,
    signal: "SIGKILL",
    stopped: "timed-out",
    stdout: "started\n",
  });
  await expectGone(pidFile);
});

test("what it leaves behind when it ends is ended with it, and does not hold it up", async () => {
  await using here = await withCommands();
  const pidFile = join(here.folder, "pid");
  const { result } = await run(here, "/bin/sh", { arguments: ["-c", forking, pidFile] });
  expect(result).toMatchObject({ exitCode: 0, stopped: null, stdout: "started\n" });
  await expectGone(pidFile);
});

test("when the call is cancelled, everything that it started is ended", async () => {
  await using here = await withCommands();
  const pidFile = join(here.folder, "pid");
  const session = here.kernel.open();
  const args = { command: "/bin/sh", arguments: ["-c", `${forking} wait`, pidFile] };
  const reply = session.receive(
    JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "process_executor", arguments: args },
    }),
  );
  while (!existsSync(pidFile)) await new Promise((resume) => setTimeout(resume, 5));
  while ((await readFile(pidFile, "utf8")) === "") await new Promise((resume) => setTimeout(resume, 5));
  session.receive('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}');
  expect(await reply).toBeNull();
  await expectGone(pidFile);
});

test("output without end is cut, and whoever writes it is ended", async () => {
  await using here = await withCommands();
  const { result } = await run(here, "yes", { maxOutputBytes: 10 });
  expect(result).toMatchObject({ stdout: "y\ny\ny\ny\ny\n", stopped: "output-limit", signal: "SIGKILL" });
  const file = join(here.folder, "script");
  await writeFile(file, "");
  expect(
    (await run(here, "printf", { arguments: ["%s", "exactly ten"], maxOutputBytes: 11 })).result,
  ).toMatchObject({
    stopped: null,
    stdout: "exactly ten",
  });
});
