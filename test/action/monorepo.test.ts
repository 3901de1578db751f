import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main as asc } from "assemblyscript/asc";
import { expect } from "vitest";
import { readTree } from "../rig/git.ts";
import { filesOf } from "../rig/github.ts";
import type { Job } from "../rig/job.ts";
import { runAction, type StepResult } from "../rig/runner.ts";
import { type Scenario, scenario } from "../rig/scenario.ts";
import { longTest } from "../support/long.ts";
import { actionFolder, platform } from "./support.ts";

const example = readTree(join(actionFolder, "examples/monorepo"));
const source = String(example["packages/checksum/adler.ts"]);

/** What `npm run build` of the package makes of its source. */
async function built(text: string): Promise<Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const { error, stderr } = await asc(["adler.ts", "--outFile", "build/adler.wasm", "--optimize"], {
    readFile: (name) => (name === "adler.ts" ? text : null),
    writeFile: (name, contents) => void files.set(name, Buffer.from(contents)),
    listFiles: () => [],
  });
  expect(error, stderr.toString()).toBeNull();
  return files.get("build/adler.wasm") ?? new Uint8Array();
}

/** What `npm ci` brings, as far as it is needed. */
function installed(...files: string[]) {
  return Object.fromEntries(
    files.map((file) => [`node_modules/${file}`, readFileSync(join(actionFolder, "node_modules", file))]),
  );
}

/** The two steps of a job, each for a package. */
async function steps({ github }: Scenario, job: Job): Promise<Record<"checksum" | "store", StepResult>> {
  const step = (name: string) => {
    const inputs = { "working-directory": `packages/${name}`, "artifact-name": name, budget: "0.1" };
    return runAction({ ...job, github, action: actionFolder, inputs });
  };
  const checksum = await step("checksum");
  job = { ...job, run: { ...job.run, id: checksum.run.id } };
  return { checksum, store: await step("store") };
}

longTest(
  "the two packages of the example have a report, a baseline and a comment each",
  {
    timeout: 180_000,
  },
  async () => {
    await using world = await scenario({
      files: {
        ...example,
        ...installed(
          "sql.js/package.json",
          "sql.js/dist/sql-wasm.js",
          "sql.js/dist/sql-wasm.wasm",
          "tinybench/package.json",
        ),
        "packages/checksum/build/adler.wasm": await built(source),
      },
    });
    const { github } = world;
    const pushed = await steps(world, world.push());
    for (const { exitCode, log } of Object.values(pushed)) expect(exitCode, log).toBe(0);
    expect(github.artifacts().map(({ name }) => name.replace(/-[0-9a-f]{6}-/, "-digest-"))).toEqual([
      `checksum-packages-checksum-digest-baseline-${platform}`,
      `checksum-packages-checksum-digest-report-${platform}`,
      `store-packages-store-digest-baseline-${platform}`,
      `store-packages-store-digest-report-${platform}`,
    ]);
    // each holds what is its own
    const [checksum, , store] = github
      .artifacts()
      .map((artifact) => [...filesOf(artifact).keys()].join("\n"));
    expect(checksum).toContain("bundle/modules/adler.wasm");
    expect(store).toContain("bundle/project/node_modules/sql.js/dist/sql-wasm.wasm");
    expect(store).not.toContain("adler");

    const dearer = source.replace("(low + (i & 255))", "((low ^ i ^ i) + (i & 255) + (i >> 20))");
    expect(dearer).not.toBe(source);
    const pull = world.openPullRequest({
      changes: {
        "packages/checksum/adler.ts": dearer,
        "packages/checksum/build/adler.wasm": await built(dearer),
      },
    });
    const checked = await steps(world, world.pullRequest(pull));
    expect(checked.checksum.exitCode, checked.checksum.log).toBe(1);
    expect(checked.checksum.outputs).toMatchObject({ verdict: "regressed", "baseline-sha": world.tip() });
    expect(checked.store.exitCode, checked.store.log).toBe(0);
    expect(checked.store.outputs).toMatchObject({
      regressions: "0",
      "baseline-sha": world.tip(),
      cases: "2",
    });
    const comments = github.comments(pull.number).map(({ body }) => body);
    expect(comments.map((body) => body.split("\n")[0])).toEqual([
      `<!-- fuelgauge checksum packages%2Fchecksum ${platform} -->`,
      `<!-- fuelgauge store packages%2Fstore ${platform} -->`,
    ]);
    expect(comments[0]).toContain("`adler/adler-4096` burns");
    expect(comments[1]).toContain("`bench/store/get`");
    expect(comments[1]).not.toContain("adler");
  },
);
