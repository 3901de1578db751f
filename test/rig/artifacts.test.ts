import { expect, test } from "vitest";
import { filesOf, type LocalGithub, replaceFiles } from "./github.ts";
import { runAction, type StepResult } from "./runner.ts";
import { type Scenario, scenario } from "./scenario.ts";
import { type ToyAction, tokenDefault, toyAction } from "./toy-action.ts";

/** Uploads `data/` under the name and tells what the client says. */
const uploader = `
  import { DefaultArtifactClient } from "@actions/artifact";
  import * as core from "@actions/core";
  import { mkdirSync, writeFileSync } from "node:fs";
  mkdirSync("data/nested", { recursive: true });
  writeFileSync("data/nested/größe.txt", "ä".repeat(1000));
  writeFileSync("data/big.bin", Buffer.alloc(9 * 1024 * 1024, "0123456789abcdef"));
  const files = ["data/nested/größe.txt", "data/big.bin"];
  const options = { compressionLevel: 0, retentionDays: 7 };
  try {
    const { id, digest, size } = await new DefaultArtifactClient().uploadArtifact("baseline", files, "data", options);
    core.setOutput("id", id);
    core.setOutput("digest", digest);
    core.setOutput("size", size);
  } catch (error) {
    core.setFailed(error);
  }
`;

/** Downloads the artifact by REST, as another run does, and tells what arrived. */
const downloader = `
  import { DefaultArtifactClient } from "@actions/artifact";
  import * as core from "@actions/core";
  import { readFileSync } from "node:fs";
  const [repositoryOwner, repositoryName] = process.env.GITHUB_REPOSITORY.split("/");
  const findBy = { token: core.getInput("github-token"), workflowRunId: Number(core.getInput("run")), repositoryOwner, repositoryName };
  const client = new DefaultArtifactClient();
  const { artifact } = await client.getArtifact("baseline", { findBy });
  const path = process.env.RUNNER_TEMP + "/base";
  const { digestMismatch } = await client.downloadArtifact(artifact.id, { findBy, path, expectedHash: artifact.digest });
  core.setOutput("digest", artifact.digest);
  core.setOutput("mismatch", String(digestMismatch));
  core.setOutput("text", readFileSync(path + "/nested/größe.txt", "utf8"));
`;

/** Finds and reads its own artifact again, within the run. */
const reader = `
  import { DefaultArtifactClient } from "@actions/artifact";
  import * as core from "@actions/core";
  const client = new DefaultArtifactClient();
  const { artifacts } = await client.listArtifacts();
  core.setOutput("names", artifacts.map(({ name }) => name).join());
  await client.downloadArtifact(artifacts[0].id, { path: process.env.RUNNER_TEMP + "/own" });
  await client.deleteArtifact("baseline");
`;

const outputs = ["id", "digest", "size"];

function upload(world: Scenario, action: ToyAction, rerunOf?: StepResult["run"]): Promise<StepResult> {
  const job = world.push(rerunOf === undefined ? {} : { rerunOf });
  return runAction({ ...job, github: world.github, action: action.folder });
}

async function download(github: LocalGithub, world: Scenario, run: StepResult["run"]): Promise<StepResult> {
  using action = toyAction({
    main: downloader,
    inputs: { "github-token": { default: tokenDefault }, run: {} },
    outputs: ["digest", "mismatch", "text"],
  });
  const inputs = { run: String(run.id) };
  return await runAction({ ...world.push(), github, action: action.folder, inputs });
}

test("the real client uploads in one run and downloads in another, digest and bytes equal", async () => {
  await using world = await scenario({ files: { "a.txt": "a" } });
  using action = toyAction({ main: uploader, outputs });
  const stored = await upload(world, action);
  expect(stored.exitCode, stored.log).toBe(0);
  const artifact = world.github.artifact("baseline");
  expect(artifact.digest).toBe(`sha256:${stored.outputs.digest}`);
  expect(stored.outputs).toMatchObject({ id: String(artifact.id), size: String(artifact.zip.length) });
  expect(artifact.run).toMatchObject({ headBranch: "main", headSha: world.tip(), conclusion: "success" });
  expect([...filesOf(artifact).keys()]).toEqual(["nested/größe.txt", "big.bin"]);
  // More than one block of 8 MiB was needed.
  expect(stored.requests.filter(({ query }) => query.includes("comp=block&"))).toHaveLength(2);

  const fetched = await download(world.github, world, stored.run);
  expect(fetched.exitCode, fetched.log).toBe(0);
  expect(fetched.outputs).toEqual({ digest: artifact.digest, mismatch: "false", text: "ä".repeat(1000) });
});

test("a tampered artifact no longer has its digest", async () => {
  await using world = await scenario({ files: { "a.txt": "a" } });
  using action = toyAction({ main: uploader, outputs });
  const stored = await upload(world, action);
  const artifact = world.github.artifact("baseline");
  const files = filesOf(artifact).set("nested/größe.txt", Buffer.from("evil"));
  replaceFiles(artifact, files, { keepDigest: true });
  const fetched = await download(world.github, world, stored.run);
  expect(fetched.outputs).toMatchObject({ mismatch: "true", text: "evil" });
});

test("a second attempt finds the name taken, and a run can read and delete its own", async () => {
  await using world = await scenario({ files: { "a.txt": "a" } });
  using action = toyAction({ main: uploader, outputs });
  const first = await upload(world, action);
  const second = await upload(world, action, first.run);
  expect(second.exitCode).toBe(1);
  expect(second.run).toBe(first.run);
  expect(second.run.attempt).toBe(2);
  expect(second.annotations).toEqual([
    { level: "error", message: expect.stringContaining("an artifact with this name already exists") },
  ]);

  using own = toyAction({ main: reader, outputs: ["names"] });
  const read = await runAction({
    ...world.push({ rerunOf: first.run }),
    github: world.github,
    action: own.folder,
  });
  expect(read.outputs, read.log).toEqual({ names: "baseline" });
  expect(world.github.artifacts()).toEqual([]);
});
