import { expect, test } from "vitest";
import { runAction } from "./runner.ts";
import { scenario } from "./scenario.ts";
import { tokenDefault, toyAction } from "./toy-action.ts";

const files = { "hello.txt": "hello" };

test("inputs, environment, outputs, summary, state and log, as on a runner", async () => {
  await using world = await scenario({ files });
  using action = toyAction({
    inputs: {
      "github-token": { default: tokenDefault },
      "fail on": { default: "regression" },
      mode: {},
    },
    outputs: ["verdict", "env"],
    main: `
      import * as core from "@actions/core";
      import { readFileSync } from "node:fs";
      core.startGroup("Inputs");
      core.info([core.getInput("fail on"), core.getInput("mode"), core.getInput("github-token").slice(0, 4)].join());
      core.endGroup();
      core.info(readFileSync("hello.txt", "utf8"));
      core.info(JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8")).repository.full_name);
      core.warning("look here", { title: "Careful", file: "hello.txt", startLine: 1 });
      core.setOutput("verdict", "two\\nlines");
      core.setOutput("env", Object.keys(process.env).sort().join());
      core.exportVariable("LATER", "1");
      core.saveState("begun", "yes");
      core.summary.addRaw("# Summary");
      await core.summary.write();
      core.setFailed("red");
    `,
  });
  const result = await runAction({
    ...world.push(),
    github: world.github,
    action: action.folder,
    inputs: { mode: "run" },
  });
  expect(result).toMatchObject({
    exitCode: 1,
    timedOut: false,
    summary: "# Summary",
    env: { LATER: "1" },
    state: { begun: "yes" },
    requests: [],
    groups: [{ title: "Inputs", lines: ["regression,run,ghs_"] }],
    annotations: [
      { level: "warning", message: "look here", title: "Careful", file: "hello.txt", line: 1 },
      { level: "error", message: "red" },
    ],
  });
  expect(result.outputs.verdict).toBe("two\nlines");
  expect(result.log).toContain("hello\nocto-org/gauge\n");
  expect(result.run.conclusion).toBe("failure");
  const names = result.outputs.env?.split(",") ?? [];
  const own = ["CI", "HOME", "LANG", "PATH", "TMPDIR", "ImageOS", "ImageVersion", "LATER"];
  expect(
    names.filter((name) => !/^(?:GITHUB|RUNNER|INPUT|ACTIONS|STATE)_/.test(name) && !own.includes(name)),
  ).toEqual([]);
  expect(names).not.toContain("GITHUB_TOKEN");
});

test("a fork's pull request may not comment, and is told why", async () => {
  await using world = await scenario({ files });
  using action = toyAction({
    inputs: { "github-token": { default: tokenDefault } },
    outputs: ["status", "accepted"],
    main: `
      import * as core from "@actions/core";
      import { context, getOctokit } from "@actions/github";
      const octokit = getOctokit(core.getInput("github-token"));
      try {
        await octokit.rest.issues.createComment({ ...context.repo, issue_number: context.issue.number, body: "report" });
      } catch (error) {
        core.setOutput("status", error.status);
        core.setOutput("accepted", error.response.headers["x-accepted-github-permissions"]);
      }
    `,
  });
  const permissions = { contents: "read", "pull-requests": "write" } as const;
  const step = { github: world.github, action: action.folder, permissions };
  const own = world.openPullRequest({ changes: { "hello.txt": "hi" } });
  const foreign = world.openPullRequest({ changes: { "hello.txt": "hey" }, fork: "stranger" });
  const fromOwn = await runAction({ ...world.pullRequest(own), ...step });
  const fromFork = await runAction({ ...world.pullRequest(foreign), ...step });
  expect(fromOwn.outputs, fromOwn.log).toEqual({});
  expect(world.github.comments(own.number).map(({ body }) => body)).toEqual(["report"]);
  expect(fromFork.outputs, fromFork.log).toEqual({
    status: "403",
    accepted: "issues=write; pull_requests=write",
  });
  expect(world.github.comments(foreign.number)).toEqual([]);
  expect(fromFork.run.headRepository.fullName).toBe("stranger/gauge");
});

test.each([
  ["an undeclared output", `core.setOutput("verdikt", "x")`, {}, 'undeclared output "verdikt"'],
  ["an undeclared input", "", { mood: "run" }, 'undeclared input "mood"'],
  ["the token in the log", `console.log(process.env["INPUT_TOKEN"])`, {}, "the log shows the token"],
  ["a retired command", `console.log("::set-output name=a::b")`, {}, "unknown workflow command"],
])("%s is a violation", async (_, code, inputs, violation) => {
  const world = await scenario({ files });
  using action = toyAction({
    inputs: { token: { default: tokenDefault } },
    main: `import * as core from "@actions/core"; ${code};`,
  });
  await runAction({ ...world.push(), github: world.github, action: action.folder, inputs });
  await expect(world[Symbol.asyncDispose]()).rejects.toThrow(violation);
});

test("an action that does not end is ended, with what it started", async () => {
  const world = await scenario({ files });
  using action = toyAction({
    main: `
      import { spawn } from "node:child_process";
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
      console.log("pid " + child.pid);
      setInterval(() => {}, 1000);
    `,
  });
  const result = await runAction({
    ...world.push(),
    github: world.github,
    action: action.folder,
    timeoutMs: 1500,
  });
  // The child of the action holds its output open: there is a result only because it is gone too.
  expect(result).toMatchObject({ exitCode: null, timedOut: true });
  expect(result.log).toMatch(/^pid \d+$/m);
  await expect(world[Symbol.asyncDispose]()).rejects.toThrow("did not end in time");
});

test("an action for another Node is refused", async () => {
  await using world = await scenario({ files });
  using action = toyAction({ main: "", using: "node20" });
  const step = runAction({ ...world.push(), github: world.github, action: action.folder });
  await expect(step).rejects.toThrow("is not an action for node24");
});
