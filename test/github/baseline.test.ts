import type { components } from "@octokit/openapi-types";
import { describe, expect, test } from "vitest";
import type { BaseCommit } from "../../src/github/base-commit.ts";
import { baselineArtifactName, findBaseline } from "../../src/github/baseline.ts";
import { type Ask, clientOf, forbidden, page, type Reply, serve } from "./server.ts";

type Artifact = components["schemas"]["artifact"];

const name = baselineArtifactName({ prefix: "fuelgauge", os: "linux", arch: "x64" });
const ours = 1;
const theirs = 2;

const base: BaseCommit = {
  kind: "known",
  sha: sha("a0"),
  rule: "test-merge",
  ancestors: ["a0", "a1", "a2", "a3"].map((start, distance) => ({ sha: sha(start), distance })),
};

test("the name tells the machines of a matrix apart", () => {
  expect(name).toBe("fuelgauge-baseline-linux-x64");
});

describe("the artifact that is taken", () => {
  test("is the wanted commit's own", async () => {
    const { found } = await look([made("a1"), made("a0"), made("a2")]);
    expect(found).toEqual({
      kind: "found",
      artifactId: 2,
      name,
      sha: sha("a0"),
      distance: 0,
      wantedSha: sha("a0"),
      runId: 102,
      branch: "main",
      digest: digestOf(2),
      rejections: [],
    });
  });

  test("is otherwise the nearest ancestor's, whatever the order of the list", async () => {
    const { found } = await look([made("a3"), made("a1"), made("a2")]);
    expect(found).toMatchObject({ sha: sha("a1"), distance: 1, wantedSha: sha("a0") });
  });

  test("is of a run by push, schedule or dispatch", async () => {
    for (const event of ["push", "schedule", "workflow_dispatch"]) {
      expect((await look([made("a0")], { event })).found).toMatchObject({ kind: "found" });
    }
  });

  test("is found on the second page; the third is not read when it is the wanted commit's", async () => {
    const many = Array.from({ length: 250 }, (_, index) => made(index === 150 ? "a0" : "ff"));
    const { found, asked } = await look(many);
    expect(found).toMatchObject({ kind: "found", artifactId: 151 });
    expect(asked.filter((line) => line.includes("/actions/artifacts"))).toHaveLength(2);
  });

  test("is the base branch's before the default branch's, where both have the commit", async () => {
    const branches = ["feature", "main"] as const;
    const { found } = await look([made("a1", { branch: "feature" }), made("a1")], { branches });
    expect(found).toMatchObject({ branch: "feature" });
  });

  test("is the default branch's where the branch below a stacked pull request stores none", async () => {
    const { found } = await look([made("a2")], { branches: ["feature", "main"] });
    expect(found).toMatchObject({ branch: "main", distance: 2 });
  });

  test("is that of the run which it has to be of, though a nearer one is there by now", async () => {
    const all = [made("a0"), made("a1"), made("a2")];
    const { found } = await look(all, { runId: 102 });
    expect(found).toMatchObject({ sha: sha("a1"), runId: 102, rejections: [] });
    expect((await look([made("ff"), made("a1", { expired: true })], { runId: 102 })).found).toMatchObject({
      kind: "absent",
      reason: "the artifact of a100000 has expired",
    });
    expect((await look(all, { runId: 999 })).found).toMatchObject({
      kind: "absent",
      reason: `the artifact ${name} of run 999 is not there any more`,
    });
  });

  test("survives one 503", async () => {
    let failed = false;
    const { found, waits } = await look([made("a0")], {
      instead: () => {
        if (failed) return undefined;
        failed = true;
        return { status: 503, body: { message: "unavailable" } };
      },
    });
    expect(found).toMatchObject({ kind: "found" });
    expect(waits).toEqual([1000]);
  });
});

describe("an artifact that must not be run", () => {
  test.each([
    ["a fork's run on its own main", made("a0", { headRepository: theirs }), "fork's run on its own main"],
    [
      "a run that says of itself to belong elsewhere",
      made("a0", { repository: theirs }),
      "which is not trusted",
    ],
    ["another branch", made("a0", { branch: "topic" }), "was made on main (1 looked at)"],
    [
      "a branch whose name only begins so",
      made("a0", { branch: "main-2" }),
      "was made on main (1 looked at)",
    ],
    ["an expired one", made("a0", { expired: true }), "the artifact of a000000 has expired"],
    ["one without a digest", made("a0", { digest: null }), "the artifact of a000000 has no digest"],
    ["a commit that is no ancestor", made("ff"), "belongs to a000000 or to one of the 3 commits before it"],
    ["an ancestor too far back", made("a4"), "belongs to a000000 or to one of the 3 commits before it"],
    ["one whose run is not told", made("a0", { untold: true }), "does not say which run it comes from"],
  ])("%s", async (_, artifact, reason) => {
    const alone = await look([artifact]);
    expect(alone.found).toMatchObject({ kind: "absent", reason: expect.stringContaining(reason) });
    expect(alone.found.rejections).toHaveLength(1);

    const beside = await look([artifact, made("a2")]);
    expect(beside.found).toMatchObject({ kind: "found", sha: sha("a2"), distance: 2 });
    expect(beside.found.rejections).toHaveLength(1);
  });

  test.each(["pull_request", "pull_request_target", "workflow_run", "issue_comment"])(
    "one of a %s run that was on main",
    async (event) => {
      const { found } = await look([made("a0")], { event });
      expect(found).toEqual({
        kind: "absent",
        reason: `the artifact of a000000 comes from a ${event} run (101), which is not trusted`,
        rejections: [`the artifact of a000000 comes from a ${event} run (101), which is not trusted`],
      });
    },
  );
});

describe("another attempt of the run whose artifact has expired", () => {
  test("is taken, the newest first", async () => {
    const { found } = await look([made("a0", { expired: true })], {
      attempts: [made("a0", { suffix: "-attempt-10" }), made("a0", { suffix: "-attempt-9" })],
    });
    expect(found).toMatchObject({
      kind: "found",
      name: `${name}-attempt-10`,
      rejections: ["the artifact of a000000 has expired"],
    });
  });

  test.each(["-attempt-x", "-attempt-", "-attempt-2-arm64", "-report", "-attempt-0"])(
    "is not any name that looks like it: %s",
    async (suffix) => {
      const { found } = await look([made("a0", { expired: true })], { attempts: [made("a0", { suffix })] });
      expect(found).toMatchObject({ kind: "absent", reason: "the artifact of a000000 has expired" });
    },
  );

  test("is passed over when it has expired as well", async () => {
    const { found } = await look([made("a0", { expired: true }), made("a3")], {
      attempts: [made("a0", { suffix: "-attempt-2", expired: true })],
    });
    expect(found).toMatchObject({ kind: "found", distance: 3 });
  });
});

describe("no baseline", () => {
  test("because there is none yet", async () => {
    const { found } = await look([]);
    const reason = `there is no artifact called ${name} yet; a run on main stores the first`;
    expect(found).toEqual({ kind: "absent", reason, rejections: [] });
  });

  test("keeps every rejection and says the most telling", async () => {
    const { found } = await look([
      made("a0", { headRepository: theirs }),
      made("ff"),
      made("a0", { branch: "topic" }),
      made("a3", { expired: true }),
      made("a1", { expired: true }),
    ]);
    expect(found).toMatchObject({ kind: "absent", reason: "the artifact of a100000 has expired" });
    expect(found.rejections).toHaveLength(5);
  });

  test("counts those that are no ancestors", async () => {
    const { found } = await look(Array.from({ length: 12 }, () => made("ff")));
    const reason =
      "none of the artifacts of main belongs to a000000 or to one of the 3 commits before it (12 looked at)";
    expect(found).toMatchObject({ kind: "absent", reason });
  });

  test("because the token lacks `actions: read`", async () => {
    const { found } = await look([made("a0")], { instead: () => forbidden });
    expect(found).toMatchObject({ kind: "absent", reason: expect.stringContaining("add `actions: read`") });
  });

  test("because GitHub stays unavailable", async () => {
    const { found, waits } = await look([made("a0")], {
      instead: () => ({ status: 502, body: { message: "Server Error" } }),
    });
    expect(found).toMatchObject({
      kind: "absent",
      reason: "GitHub failed to read artifacts (502: Server Error)",
    });
    expect(waits).toHaveLength(3);
  });

  test("because there is no base commit; GitHub is not even asked", async () => {
    const { found, asked } = await look([made("a0")], { base: { kind: "unknown", reason: "no parents" } });
    expect(found).toEqual({ kind: "absent", reason: "no parents", rejections: [] });
    expect(asked).toEqual([]);
  });
});

interface Made {
  branch?: string;
  expired?: boolean;
  digest?: string | null;
  repository?: number;
  headRepository?: number;
  suffix?: string;
  untold?: boolean;
}

/** An artifact of the commit that starts with `start`; trusted, as far as `but` does not say otherwise. */
function made(start: string, but: Made = {}): (id: number) => Artifact {
  return (id) => ({
    id,
    node_id: "",
    name: name + (but.suffix ?? ""),
    size_in_bytes: 1,
    url: "",
    archive_download_url: "",
    expired: but.expired ?? false,
    created_at: null,
    expires_at: null,
    updated_at: null,
    digest: but.digest === undefined ? digestOf(id) : but.digest,
    workflow_run: but.untold
      ? null
      : {
          id: 100 + id,
          repository_id: but.repository ?? ours,
          head_repository_id: but.headRepository ?? ours,
          head_branch: but.branch ?? "main",
          head_sha: sha(start),
        },
  });
}

/** What {@link findBaseline} says of a repository that holds `artifacts`, with the ids 1, 2, … in the list's order. */
async function look(
  artifacts: readonly ((id: number) => Artifact)[],
  how: {
    event?: string;
    branches?: readonly [string, ...string[]];
    base?: BaseCommit;
    runId?: number;
    /** More artifacts of the run of the first one. */
    attempts?: readonly ((id: number) => Artifact)[];
    instead?: (ask: Ask) => Reply | undefined;
  } = {},
) {
  const listed = artifacts.map((artifact, index) => artifact(index + 1));
  const attempts = (how.attempts ?? []).map((artifact, index) => artifact(1001 + index));
  await using server = await serve((ask) => {
    const other = how.instead?.(ask);
    if (other !== undefined) return other;
    const wrap = (some: readonly Artifact[]) => ({ total_count: listed.length, artifacts: some });
    const run = /^\/repos\/o\/r\/actions\/runs\/(\d+)(\/artifacts)?$/.exec(ask.path);
    if (run?.[2]) {
      const own = listed.filter((artifact) => artifact.workflow_run?.id === Number(run[1]));
      return page(ask, run[1] === "101" ? [...own, ...attempts] : own, wrap);
    }
    if (run !== null) return { body: { id: Number(run[1]), event: how.event ?? "push" } };
    if (ask.path !== "/repos/o/r/actions/artifacts") return null;
    return page(
      ask,
      listed.filter((artifact) => artifact.name === ask.query.get("name")),
      wrap,
    );
  });
  const { octokit, waits } = await clientOf(server);
  const found = await findBaseline({
    octokit,
    owner: "o",
    repo: "r",
    repositoryId: ours,
    artifactName: name,
    branches: how.branches ?? ["main"],
    base: how.base ?? base,
    runId: how.runId ?? null,
  });
  return { found, waits, asked: server.asks.map((ask) => ask.line) };
}

function sha(start: string): string {
  return start.padEnd(40, "0");
}

function digestOf(id: number): string {
  return `sha256:${String(id).padStart(64, "0")}`;
}
