import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  actionFolder,
  openHarmlessPull,
  project,
  runFuelgauge,
  runtimeOfTwo,
  storeBaseline,
} from "./support.ts";

/** Programs that can write down what they see; those that measure may not write at all. */
const programs = ["main", "compiler"] as const;

/** A file for each process that a spy was in, with that process's environment. */
interface Spy extends Disposable {
  readonly folder: string;
  /** A statement that writes the environment of the process that runs it. */
  statement(who: string): string;
  /** The environments of all processes of that name. */
  environments(who: string): Record<string, string>[];
}

function spy(): Spy {
  const folder = mkdtempSync(join(tmpdir(), "spy-"));
  return {
    folder,
    statement: (who) =>
      `(await import("node:fs")).writeFileSync(${JSON.stringify(join(folder, who))} + "-" + process.pid + ".json", JSON.stringify(process.env));\n`,
    environments: (who) =>
      readdirSync(folder)
        .filter((name) => name.startsWith(`${who}-`))
        .map((name) =>
          z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(join(folder, name), "utf8"))),
        ),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

/** The built Action with a spy in front of each of its programs. */
function spiedAction({ folder, statement }: Spy): string {
  const action = join(folder, "action");
  mkdirSync(action);
  cpSync(join(actionFolder, "action.yml"), join(action, "action.yml"));
  cpSync(join(actionFolder, "dist"), join(action, "dist"), { recursive: true });
  for (const program of programs) {
    const entry = join(action, "dist", `${program}.js`);
    renameSync(entry, join(action, "dist", `${program}-itself.js`));
    writeFileSync(entry, `${statement(program)}await import("./${program}-itself.js");\n`);
  }
  return action;
}

/** What must not reach code of a pull request: credentials, and the files that speak to the workflow. */
function secretsIn(environment: Record<string, string>): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => /^(?:GITHUB|ACTIONS|INPUT|RUNNER)_/.test(name) || /ghs_|eyJ/.test(value))
    .map(([name]) => name);
}

/** Host code that fails, naming them, when it sees variables of these names. */
function refuses(names: string): string {
  return `
const seen = Object.keys(process.env).filter((name) => ${names}.test(name));
if (seen.length > 0) throw new Error("it sees " + seen.join());
`;
}

test("processes that measure and compile see no token and no way to speak to the workflow", async () => {
  using spies = spy();
  const host = readFileSync(join(actionFolder, "runtime/host/index.ts"), "utf8");
  const modest = host + refuses("/^(?:GITHUB|ACTIONS|INPUT|RUNNER)_|TOKEN|NODE_OPTIONS/");
  await using world = await project({ ...runtimeOfTwo(), "runtime/host/index.ts": modest });
  const action = spiedAction(spies);
  const inputs = { suites: "instantiation/cold-start\nload/fresh-guests" };
  await storeBaseline(world, { action, inputs });
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull), { action, inputs });
  expect(checked.exitCode, checked.log).toBe(0);

  // the spies do see what is there: the Action itself has all of it
  expect(spies.environments("main")).toHaveLength(2);
  for (const environment of spies.environments("main")) {
    expect(secretsIn(environment)).toEqual(
      expect.arrayContaining([
        "ACTIONS_RUNTIME_TOKEN",
        "GITHUB_ENV",
        "GITHUB_OUTPUT",
        "GITHUB_PATH",
        "INPUT_GITHUB-TOKEN",
      ]),
    );
  }
  const ofCompilers = spies.environments("compiler");
  expect(ofCompilers.length).toBeGreaterThan(1);
  for (const environment of ofCompilers) expect(secretsIn(environment)).toEqual([]);

  // the probe in the host does see what it may see
  const probed = world.openPullRequest({
    changes: { "runtime/host/index.ts": host + refuses("/^PATH$/i") },
    branch: "probe",
  });
  const failed = await runFuelgauge(world, world.pullRequest(probed), { inputs });
  expect(failed.outputs.verdict, failed.log).toBe("failed");
  expect(failed.summary).toContain("it sees PATH");
});
