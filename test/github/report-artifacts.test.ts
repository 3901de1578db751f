import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { downloadReport, findReports, type ReportArtifact } from "../../src/github/report-artifacts.ts";
import type { WorkflowRunContext } from "../../src/github/workflow-run.ts";
import { type Ask, clientOf, forbidden, page, type Reply, serve } from "./server.ts";

const headSha = "a".repeat(40);
const context: WorkflowRunContext = {
  hasEnded: true,
  run: {
    id: 7,
    number: 3,
    attempt: 2,
    event: "pull_request",
    conclusion: "success",
    headSha,
    headBranch: "feature",
    headRepository: { id: 2, owner: "stranger" },
  },
  repository: { owner: "o", name: "r", id: 1 },
  serverUrl: "https://github.com",
  apiUrl: "https://api.github.com",
};

const digestOf = (bytes: Uint8Array | string) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const origin = { id: 7, repository_id: 1, head_repository_id: 2, head_sha: headSha };

function listed(name: string, id: number, parts: object = {}) {
  const digest = digestOf(name);
  return { id, name, size_in_bytes: 100, expired: false, digest, workflow_run: origin, ...parts };
}

const report = "fuelgauge-report-linux-x64";

describe("the reports of a run", () => {
  test("are one of each platform: of the latest attempt, and what was confirmed before what was suspected", async () => {
    const names = [
      report,
      `${report}-attempt-2`,
      `${report}-attempt-3`,
      "fuelgauge-report-win32-x64",
      "fuelgauge-confirmation-win32-x64",
      "fuelgauge-report-darwin-arm64",
    ];
    expect(await find(names.map((name, index) => listed(name, index)))).toEqual([
      `${report}-attempt-2`,
      "fuelgauge-report-darwin-arm64",
      "fuelgauge-confirmation-win32-x64",
    ]);
  });

  test.each([
    ["fuelgauge-baseline-linux-x64"],
    ["other-report-linux-x64"],
    ["fuelgauge-report-linux-x64-1-of-4"],
    ["fuelgauge-report-plan9-x64"],
    ["fuelgauge-report-@everyone"],
    ["fuelgauge-report-linux-x64-attempt-0"],
    ["FUELGAUGE-REPORT-LINUX-X64"],
  ])("are not %s", async (name) => {
    expect(await find([listed(name, 1)])).toEqual([]);
  });

  test.each([
    ["another run's", { workflow_run: { ...origin, id: 8 } }],
    ["another repository's", { workflow_run: { ...origin, repository_id: 5 } }],
    ["another fork's", { workflow_run: { ...origin, head_repository_id: 5 } }],
    ["another head's", { workflow_run: { ...origin, head_sha: "b".repeat(40) } }],
    ["nobody's", { workflow_run: null }],
    ["expired", { expired: true }],
    ["without a digest", { digest: null }],
    ["with a digest of another kind", { digest: "md5:0" }],
  ])("are not %s, whatever it is called", async (_, parts) => {
    expect(await find([listed(report, 1, parts)])).toEqual([]);
  });

  test("are found behind hundreds of others, and are twelve at most", async () => {
    const many = Array.from({ length: 250 }, (_, index) => listed(`junk-${index}`, index));
    const legs = ["linux", "darwin", "win32"].flatMap((os) =>
      ["x64", "arm64", "arm", "ia32", "ppc64", "s390x"].map((arch) => `fuelgauge-report-${os}-${arch}`),
    );
    expect(await find([...many, ...legs.map((name, index) => listed(name, 1000 + index))])).toHaveLength(12);
  });

  test("are unknown where GitHub does not tell", async () => {
    await using server = await serve(() => forbidden);
    const { octokit } = await clientOf(server);
    expect(await findReports(octokit, context, "fuelgauge")).toEqual({
      kind: "unknown",
      reason: expect.stringContaining("add `actions: read`"),
    });
  });
});

describe("a download", () => {
  const zip = Buffer.from("bytes of a zip");

  test("arrives as it was uploaded", async () => {
    const { download, asks } = await fetchZip({ body: zip });
    expect(download).toEqual({ kind: "downloaded", zip });
    expect(asks).toEqual(["GET /repos/o/r/actions/artifacts/9/zip", "GET /blob?sig=1"]);
  });

  test("is tried once more when the line breaks", async () => {
    const replies: Reply[] = [{ status: 503 }, { body: zip }];
    const { download } = await fetchZip(() => replies.shift() ?? null);
    expect(download).toEqual({ kind: "downloaded", zip });
  });

  test.each<[string, string, Reply | ((ask: Ask) => Reply | null), Partial<ReportArtifact>]>([
    ["of other bytes", "does not have the digest", { body: Buffer.from("other bytes") }, {}],
    ["of more bytes than the list says", "at most 50 are read", { body: Buffer.alloc(10_000) }, {}],
    ["that the list says is large", "it has 51 bytes, at most 50", { body: zip }, { bytes: 51 }],
    ["from a store that fails", "the store answers 500", { status: 500 }, {}],
  ])("%s is absent", async (_, reason, reply, parts) => {
    const { download } = await fetchZip(reply, parts);
    expect(download).toEqual({ kind: "absent", reason: expect.stringContaining(reason) });
  });

  test.each([
    [410, "it is gone (410)"],
    [403, "add `actions: read`"],
  ])("that GitHub answers with %i is absent", async (status, reason) => {
    await using server = await serve(() => ({ status, body: { message: "no" } }));
    expect(await downloadFrom(server.url)).toEqual({
      kind: "absent",
      reason: expect.stringContaining(reason),
    });
  });

  async function fetchZip(reply: Reply | ((ask: Ask) => Reply | null), parts: Partial<ReportArtifact> = {}) {
    await using server = await serve((ask) => {
      if (ask.path === "/blob") return typeof reply === "function" ? reply(ask) : reply;
      return { status: 302, headers: { location: `${ask.origin}/blob?sig=1` } };
    });
    const download = await downloadFrom(server.url, parts);
    return { download, asks: server.asks.map(({ line }) => line) };
  }

  async function downloadFrom(url: string, parts: Partial<ReportArtifact> = {}) {
    const { octokit } = await clientOf({ url, asks: [], [Symbol.asyncDispose]: async () => undefined });
    const artifact = {
      id: 9,
      name: report,
      platform: "linux-x64",
      bytes: 14,
      digest: digestOf(zip),
      ...parts,
    };
    return downloadReport({ octokit, owner: "o", repo: "r", report: artifact, capBytes: 50 });
  }
});

async function find(artifacts: readonly object[]): Promise<string[]> {
  await using server = await serve((ask) =>
    ask.path === "/repos/o/r/actions/runs/7/artifacts"
      ? page(ask, artifacts, (items) => ({ total_count: artifacts.length, artifacts: items }))
      : null,
  );
  const { octokit } = await clientOf(server);
  const found = await findReports(octokit, context, "fuelgauge");
  return found.kind === "found" ? found.reports.map(({ name }) => name) : [];
}
