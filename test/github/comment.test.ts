import { describe, expect, test } from "vitest";
import {
  announce,
  type Conversation,
  commentMarker,
  commentStamp,
  pullRequestOfCommit,
  readStamp,
  replaceAll,
  upsertComment,
  waitingMarker,
} from "../../src/github/comment.ts";
import { clientOf, forbidden, notFound, page, type Reply, serve } from "./server.ts";

const family = { artifactPrefix: "fuelgauge", workingDirectory: "." };
const marker = commentMarker({ ...family, platform: "linux-x64" });
const waiting = waitingMarker(family);

/** Runs of two pushes to the pull request; the head is `current` by now. */
const [former, current] = ["a".repeat(40), "b".repeat(40)];
const stampOf = (headSha: string, runNumber: number, runAttempt = 1) => ({ headSha, runNumber, runAttempt });
const stamp = stampOf(current, 7);
const news = `${commentStamp(stamp)}\nnews`;

interface Existing {
  body?: string;
  type?: "Bot" | "User";
  association?: string;
}

describe("the comment", () => {
  test("is created on a pull request that has none of ours", async () => {
    const { outcome, writes } = await upsert([{ body: "nice work" }]);
    expect(outcome).toEqual({ kind: "created", url: "https://github.com/o/r/pull/7#issuecomment-new" });
    expect(writes).toEqual([["POST", "/repos/o/r/issues/7/comments", `${marker}\n${news}`]]);
  });

  test("is updated when it stands there", async () => {
    const { outcome, writes } = await upsert([
      { body: "nice work" },
      { body: `${marker}\nold`, type: "Bot" },
    ]);
    expect(outcome).toEqual({ kind: "updated", url: "https://github.com/o/r/pull/7#issuecomment-2" });
    expect(writes).toEqual([["PATCH", "/repos/o/r/issues/comments/2", `${marker}\n${news}`]]);
  });

  test("is found behind 230 others", async () => {
    const others: Existing[] = Array.from({ length: 230 }, () => ({ body: "nice work" }));
    const { outcome } = await upsert([...others, { body: `${marker}\nold`, type: "Bot" }]);
    expect(outcome).toMatchObject({ kind: "updated", url: expect.stringContaining("-231") });
  });

  test("of a person's token is known by the person's role", async () => {
    const { outcome } = await upsert([{ body: `${marker}\nold`, association: "COLLABORATOR" }]);
    expect(outcome).toMatchObject({ kind: "updated" });
  });

  test("of the bot is taken, not the maintainer's that quotes its marker", async () => {
    const quote: Existing = { body: `${marker} look at this`, association: "OWNER" };
    const others: Existing[] = Array.from({ length: 100 }, () => ({ body: "nice work" }));
    const { outcome } = await upsert([quote, ...others, { body: `${marker}\nold`, type: "Bot" }]);
    expect(outcome).toMatchObject({ kind: "updated", url: expect.stringContaining("-102") });
  });

  test.each<[string, Existing]>([
    ["an impostor's, with our marker pasted", { body: `${marker}\nall is well`, association: "NONE" }],
    [
      "a contributor's, with our marker pasted",
      { body: `${marker}\nall is well`, association: "CONTRIBUTOR" },
    ],
    ["one that has the marker further down", { body: `> ${marker}`, type: "Bot" }],
    ["another platform's", { body: `${marker.replace("linux", "darwin")}\nold`, type: "Bot" }],
    ["one without a body", { type: "Bot" }],
  ])("is not %s", async (_, existing) => {
    const { outcome } = await upsert([existing]);
    expect(outcome).toMatchObject({ kind: "created" });
  });
});

describe("a refused comment", () => {
  test.each([forbidden, notFound])("names the permission: %j", async (answer) => {
    const { outcome } = await upsert([], { onWrite: answer });
    expect(outcome).toMatchObject({
      kind: "refused",
      reason: expect.stringMatching(/add `pull-requests: write` to the job's `permissions:`$/),
    });
  });

  test("on a fork names the way round, for no permission helps there", async () => {
    const { outcome } = await upsert([], { onWrite: forbidden, fromFork: true });
    expect(outcome).toMatchObject({ kind: "refused", reason: expect.stringContaining("from a fork") });
  });

  test("that is not GitHub's no keeps GitHub's words", async () => {
    const { outcome } = await upsert([], { onWrite: { status: 422, body: { message: "Body is too long" } } });
    expect(outcome).toEqual({
      kind: "refused",
      reason: "GitHub failed to write the comment (422: Body is too long)",
    });
  });
});

describe("the marker", () => {
  test("is one line, and invisible", () => {
    expect(marker).toBe("<!-- fuelgauge fuelgauge . linux-x64 -->");
  });

  test.each([
    ["", "."],
    ["./", "."],
    ["packages/a/", "packages/a"],
    ["packages\\a", "packages/a"],
    ["a/../b", "b"],
  ])("takes the folder %j for %j", (one, other) => {
    expect(markerOf(one)).toBe(markerOf(other));
  });

  test.each(["--> <b>loud</b>", "a b", "a\nb", "--!>", "->", "@everyone", "\ud800"])(
    "cannot be broken out of by %j",
    (folder) => {
      expect(markerOf(folder)).toMatch(/^<!-- fuelgauge fuelgauge (?!-?>)(?:(?!--)[^\s<>@])+ linux-x64 -->$/);
    },
  );

  test("differs where the parts differ, even if they join to the same text", () => {
    const one = commentMarker({ artifactPrefix: "a b", workingDirectory: "c", platform: "p" });
    const other = commentMarker({ artifactPrefix: "a", workingDirectory: "b c", platform: "p" });
    expect(one).not.toBe(other);
  });
});

describe("the pull request of a pushed commit", () => {
  const of = (
    number: number,
    state: string,
    head: string,
    merge: string | null,
    repo: number | null = 1,
  ) => ({
    number,
    state,
    merge_commit_sha: merge,
    head: { sha: head, repo: repo === null ? null : { id: repo } },
    base: { repo: { id: 1 } },
  });

  test.each([
    ["open, with the commit as its head", [of(1, "closed", "c", "x"), of(2, "open", "c", null)], 2],
    ["merged by the commit", [of(3, "open", "later", null), of(4, "closed", "h", "c")], 4],
  ])("%s", async (_, pulls, number) => {
    expect(await pullRequestOf({ body: pulls })).toEqual({ kind: "found", number, fromFork: false });
  });

  test.each([2, null])("from a fork, or one that is gone: repository %j", async (repo) => {
    const pulls = [of(5, "closed", "h", "c", repo)];
    expect(await pullRequestOf({ body: pulls })).toEqual({ kind: "found", number: 5, fromFork: true });
  });

  test.each<[string, Reply, string]>([
    [
      "where the commit is only somewhere in it",
      { body: [of(6, "open", "later", null)] },
      "c belongs to no pull",
    ],
    ["where GitHub knows of none", { body: [] }, "c belongs to no pull request"],
    ["where GitHub does not tell", forbidden, "add `pull-requests: read`"],
  ])("is none %s", async (_, reply, reason) => {
    expect(await pullRequestOf(reply)).toEqual({ kind: "none", reason: expect.stringContaining(reason) });
  });
});

function markerOf(workingDirectory: string): string {
  return commentMarker({ artifactPrefix: "fuelgauge", workingDirectory, platform: "linux-x64" });
}

async function pullRequestOf(reply: Reply) {
  await using server = await serve((ask) => (ask.path === "/repos/o/r/commits/c/pulls" ? reply : null));
  const { octokit } = await clientOf(server);
  return await pullRequestOfCommit({ octokit, owner: "o", repo: "r", sha: "c" });
}

describe("a comment that tells of something newer is kept", () => {
  const told = (of: ReturnType<typeof stampOf>, by = marker): Existing => {
    return { body: `${by}\n${commentStamp(of)}\nold`, type: "Bot" };
  };

  test.each([
    ["a later run of the same head", stampOf(current, 8), stamp],
    ["a later attempt of the same run", stampOf(current, 7, 2), stamp],
    ["the present head, where ours is of a former one", stampOf(current, 5), stampOf(former, 9)],
  ])("%s", async (_, theirs, ours) => {
    const { outcome, writes } = await upsert([told(theirs)], { stamp: ours });
    expect(outcome).toMatchObject({ kind: "kept", url: expect.stringContaining("-1") });
    expect(writes).toEqual([]);
  });

  test.each([
    ["an earlier run of the same head", stampOf(current, 6), stamp],
    ["an earlier attempt of the same run", stampOf(current, 7, 1), stampOf(current, 7, 2)],
    ["a former head, however late its run was", stampOf(former, 9, 3), stamp],
    ["a former head, by a run of another one", stampOf(former, 5), stampOf("c".repeat(40), 6)],
  ])("and one of %s is replaced", async (_, theirs, ours) => {
    expect((await upsert([told(theirs)], { stamp: ours })).outcome).toMatchObject({ kind: "updated" });
  });

  test("not where the token may comment, and not look at pull requests", async () => {
    const how = { stamp: stampOf(former, 9), onPull: forbidden };
    expect((await upsert([told(stampOf(current, 5))], how)).outcome).toMatchObject({ kind: "updated" });
  });

  test("one that waits is replaced by the first report", async () => {
    const { outcome, writes } = await upsert([told(stamp, waiting)]);
    expect(outcome).toMatchObject({ kind: "updated" });
    expect(writes).toEqual([["PATCH", "/repos/o/r/issues/comments/1", `${marker}\n${news}`]]);
  });

  test("and the second report has a comment of its own", async () => {
    const other = commentMarker({ ...family, platform: "darwin-arm64" });
    expect((await upsert([told(stamp, other)])).outcome).toMatchObject({ kind: "created" });
  });

  test.each(["", "<!-- run 7.1 of main -->", "<!-- run 1e9.1 of aaaa -->", "<!-- run -7.1 of aaaa -->"])(
    "a stamp that says nothing of the kind is none: %j",
    (line) => {
      expect(readStamp(`${marker}\n${line}\nold`)).toBeNull();
    },
  );

  test("a stamp is read as it was written", () => {
    expect(readStamp(`${marker}\n${commentStamp(stamp)}\nold`)).toEqual(stamp);
  });
});

describe("the beginning of a run", () => {
  const begin = (existing: readonly Existing[]) =>
    talk(existing, (to) => announce(to, family, { stamp, render: (head) => `${head}\nmeasuring` }));
  const waits = (of: ReturnType<typeof stampOf>): Existing => {
    return { body: `${waiting}\n${commentStamp(of)}\nmeasuring`, type: "Bot" };
  };

  test("is told where nothing is told yet", async () => {
    const stranger = commentMarker({ ...family, workingDirectory: "b", platform: "linux-x64" });
    const { writes } = await begin([{ body: "nice work" }, { body: `${stranger}\nold`, type: "Bot" }]);
    const body = `${waiting}\n${commentStamp(stamp)}\nmeasuring`;
    expect(writes).toEqual([["POST", "/repos/o/r/issues/7/comments", body]]);
  });

  test("replaces what waits for the run of a former head", async () => {
    const { writes } = await begin([waits(stampOf(former, 6))]);
    expect(writes).toMatchObject([["PATCH", "/repos/o/r/issues/comments/1", expect.any(String)]]);
  });

  test.each<[string, Existing]>([
    ["a report of a former head, of any platform", { body: `${marker}\nold`, type: "Bot" }],
    ["what tells of this run already, which may have ended meanwhile", waits(stamp)],
    ["what tells of a later run", waits(stampOf(current, 8))],
  ])("leaves %s", async (_, existing) => {
    const { outcome, writes } = await begin([existing]);
    expect(outcome).toMatchObject({ kind: "kept" });
    expect(writes).toEqual([]);
  });
});

test("a run without a report replaces all that is told of earlier ones, and nothing else", async () => {
  const other = commentMarker({ ...family, platform: "darwin-arm64" });
  const stranger = commentMarker({
    artifactPrefix: "fuelgauge",
    workingDirectory: "b",
    platform: "linux-x64",
  });
  const comments: Existing[] = [
    { body: `${marker}\n${commentStamp(stampOf(former, 6))}\nold`, type: "Bot" },
    { body: `${other}\n${commentStamp(stampOf(current, 8))}\nnew`, type: "Bot" },
    { body: `${stranger}\nold`, type: "Bot" },
    { body: `${marker}\nall is well` },
    { body: `${waiting}\nmeasuring`, type: "Bot" },
  ];
  const render = (head: string) => `${head}\nnews`;
  const { outcome, writes } = await talk(comments, (to) =>
    replaceAll(to, family, { stamp, render }, () => true),
  );
  expect(outcome.map(({ kind }) => kind)).toEqual(["updated", "kept", "updated"]);
  expect(writes).toEqual([
    ["PATCH", "/repos/o/r/issues/comments/1", `${marker}\n${news}`],
    ["PATCH", "/repos/o/r/issues/comments/5", `${waiting}\n${news}`],
  ]);
});

/** Writes "news" to a pull request with the comments `existing`, numbered 1, 2, … */
function upsert(
  existing: readonly Existing[],
  how: { onWrite?: Reply; onPull?: Reply; fromFork?: boolean; stamp?: ReturnType<typeof stampOf> } = {},
) {
  const comment = { marker, waiting, stamp: how.stamp ?? stamp, render: (head: string) => `${head}\nnews` };
  return talk(existing, (to) => upsertComment(to, comment), how);
}

/** Does something on a pull request with the comments `existing`, numbered 1, 2, …, and tells what it wrote. */
async function talk<Outcome>(
  existing: readonly Existing[],
  act: (conversation: Conversation) => Promise<Outcome>,
  how: { onWrite?: Reply; onPull?: Reply; fromFork?: boolean } = {},
) {
  const comments = existing.map(({ body, type = "User", association = "NONE" }, index) => ({
    ...shown(index + 1),
    ...(body === undefined ? {} : { body }),
    user: { login: "somebody", type },
    author_association: association,
  }));
  await using server = await serve((ask) => {
    if (ask.line === "GET /repos/o/r/pulls/7")
      return how.onPull ?? { body: { state: "open", head: { sha: current } } };
    if (ask.method === "GET") return page(ask, comments);
    if (how.onWrite !== undefined) return how.onWrite;
    return ask.method === "POST"
      ? { status: 201, body: shown("new") }
      : { body: shown(ask.path.split("/").at(-1)) };
  });
  const { octokit } = await clientOf(server);
  const outcome = await act({ octokit, owner: "o", repo: "r", number: 7, fromFork: how.fromFork ?? false });
  const writes = server.asks
    .filter((ask) => ask.method !== "GET")
    .map((ask) => [ask.method, ask.path, JSON.parse(ask.body.toString()).body]);
  return { outcome, writes };
}

function shown(id: number | string | undefined) {
  return { id, html_url: `https://github.com/o/r/pull/7#issuecomment-${id}` };
}
