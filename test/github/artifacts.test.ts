import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { uploadBaseline } from "../../src/action/artifacts.ts";
import {
  attemptOf,
  downloadArtifactOfRun,
  loadArtifactClient,
  nameOfAttempt,
  uploadArtifact,
} from "../../src/github/artifacts.ts";
import { downloadBaseline } from "../../src/github/baseline.ts";
import { type Ask, forbidden, notFound, type Reply, type Server, serve } from "./server.ts";

/** The real client of the toolkit, against a service that keeps what it is sent in memory. */
let server: Server;
let folder: string;
let answer: (ask: Ask) => Reply | null = () => null;

beforeAll(async () => {
  server = await serve((ask) => answer(ask));
  // three parts, of which the client reads the scope in the second
  const claims = Buffer.from(JSON.stringify({ scp: "Actions.Results:run:job" })).toString("base64url");
  vi.stubEnv("GITHUB_SERVER_URL", "https://github.com");
  vi.stubEnv("GITHUB_API_URL", server.url);
  vi.stubEnv("ACTIONS_RESULTS_URL", server.url);
  vi.stubEnv("ACTIONS_RUNTIME_TOKEN", `e30.${claims}.e30`);
  // the client writes to the Actions log; its warnings are part of what is provoked here
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fuelgauge-artifacts-"));
  return () => rm(folder, { recursive: true });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("an upload", () => {
  test("arrives whole, with its id and digest", async () => {
    const service = artifactService();
    expect(await upload()).toEqual({
      kind: "uploaded",
      name: "fuelgauge-baseline",
      id: 1001,
      bytes: service.blob().length,
      digest: createHash("sha256").update(service.blob()).digest("hex"),
    });
    expect(service.created).toEqual(["fuelgauge-baseline"]);
  });

  test("of a re-run attempt takes a free name when its own is taken", async () => {
    const service = artifactService("fuelgauge-baseline");
    expect(await upload({ runAttempt: 3 })).toMatchObject({
      kind: "uploaded",
      name: "fuelgauge-baseline-attempt-3",
    });
    expect(service.created).toEqual(["fuelgauge-baseline-attempt-3"]);
  });

  test.each([
    ["two jobs of a first attempt share", 1, ["fuelgauge-baseline"]],
    ["two jobs of a re-run share", 2, ["fuelgauge-baseline", "fuelgauge-baseline-attempt-2"]],
  ])("fails with advice when %s a name", async (_, runAttempt, taken) => {
    artifactService(...taken);
    expect(await upload({ runAttempt })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("give each job its own `artifact-name`"),
    });
  });

  test("that is too large is not begun", async () => {
    const service = artifactService();
    expect(await upload({ capBytes: 9 })).toEqual({ kind: "too-large", bytes: 10, cap: 9 });
    expect(service.created).toEqual([]);
    expect(await upload({ capBytes: 10 })).toMatchObject({ kind: "uploaded" });
  });

  test("that the service refuses keeps its words", async () => {
    answer = () => ({ status: 403, body: { code: "permission_denied", msg: "insufficient usage" } });
    const askedBefore = server.asks.length;
    expect(await upload({ runAttempt: 2 })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("quota has been hit"),
    });
    expect(server.asks.length - askedBefore).toBe(1);
  });

  test("of a file that is not there fails", async () => {
    artifactService();
    expect(await upload({ missing: "lost.txt" })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("lost.txt"),
    });
  });
});

describe("a baseline", () => {
  /** Of 30 bytes, a third of which are no bundle. */
  async function store(capBytes: number) {
    for (const path of ["results.json", "history.ndjson", "manifest.json", "bundle/a.wasm"]) {
      await mkdir(join(folder, "bundle"), { recursive: true });
      await writeFile(join(folder, path), path.startsWith("bundle") ? "1234567890abcde" : "12345");
    }
    const step = { inputs: { retentionDays: null }, context: { runAttempt: 1 } };
    return uploadBaseline(step, "fuelgauge-baseline", folder, capBytes);
  }

  /** Names stand in a zip as they are, twice each. */
  const pathsIn = (zip: Buffer) =>
    ["results.json", "history.ndjson", "manifest.json", "bundle/a.wasm"].filter((path) => zip.includes(path));

  test("is stored with its bundle", async () => {
    const service = artifactService();
    expect(await store(30)).toMatchObject({ kind: "uploaded", name: "fuelgauge-baseline" });
    expect(pathsIn(service.blob())).toHaveLength(4);
  });

  test("that is too large with its bundle is stored without it", async () => {
    const service = artifactService();
    expect(await store(29)).toMatchObject({ kind: "uploaded", name: "fuelgauge-baseline" });
    expect(service.created).toEqual(["fuelgauge-baseline"]);
    expect(pathsIn(service.blob())).toEqual(["results.json", "history.ndjson"]);
  });

  test("that is too large by itself is not stored", async () => {
    const service = artifactService();
    expect(await store(9)).toEqual({ kind: "too-large", bytes: 10, cap: 9 });
    expect(service.created).toEqual([]);
  });
});

describe("a download", () => {
  const zip = zipOf("manifest.json", "{}");

  test("is unpacked when it has the digest that was recorded", async () => {
    const { outcome, target } = await download(zipFrom(zip));
    expect(outcome).toEqual({ kind: "downloaded", folder: target });
    expect(await readFile(join(target, "manifest.json"), "utf8")).toBe("{}");
  });

  test("survives one 503 of the REST API", async () => {
    const replies = [{ status: 503, body: { message: "unavailable" } }];
    const { outcome, waits } = await download((ask) => replies.pop() ?? zipFrom(zip)(ask));
    expect(outcome).toMatchObject({ kind: "downloaded" });
    expect(waits).toEqual([1000]);
  });

  test("with another digest is refused, and nothing of it stays", async () => {
    const { outcome, target } = await download(zipFrom(zipOf("manifest.json", "{} ")));
    expect(outcome).toEqual({
      kind: "absent",
      reason: "the artifact of a000000 does not have the digest that GitHub recorded for it",
    });
    expect(await readdir(join(target, ".."))).not.toContain("baseline");
  });

  test("cannot leave its folder", async () => {
    const escaping = zipOf("../escaped.txt", "out");
    const { target } = await download(zipFrom(escaping), escaping);
    expect(await readdir(target)).toEqual(["escaped.txt"]);
    expect(await readdir(join(target, ".."))).not.toContain("escaped.txt");
  });

  test.each<[string, Reply, string]>([
    ["404", notFound, "the artifact of a000000 is gone (404)"],
    [
      "410",
      { status: 410, body: { message: "Artifact has expired" } },
      "the artifact of a000000 is gone (410)",
    ],
    ["403", forbidden, "add `actions: read`"],
    ["an answer that is no redirect", { body: {} }, "could not be downloaded: Unable to download artifact"],
  ])("is absent after %s", async (_, reply, reason) => {
    const { outcome } = await download(() => reply);
    expect(outcome).toEqual({ kind: "absent", reason: expect.stringContaining(reason) });
  });

  /** Downloads an artifact that is recorded with the digest of `recorded`. */
  async function download(reply: typeof answer, recorded = zip) {
    answer = reply;
    const waits: number[] = [];
    const target = join(folder, "baseline");
    const outcome = await downloadBaseline({
      client: await loadArtifactClient(),
      token: "a-token",
      owner: "o",
      repo: "r",
      baseline: {
        kind: "found",
        artifactId: 5,
        name: "fuelgauge-baseline",
        sha: "a000000000",
        distance: 0,
        wantedSha: "a000000000",
        runId: 9,
        branch: "main",
        digest: `sha256:${createHash("sha256").update(recorded).digest("hex")}`,
        rejections: [],
      },
      folder: target,
      pause: async (milliseconds) => void waits.push(milliseconds),
    });
    return { outcome, target, waits };
  }
});

describe("what an earlier job of the run uploaded", () => {
  const zip = zipOf("results.json", "{}");
  const digest = `sha256:${createHash("sha256").update(zip).digest("hex")}`;

  test("is unpacked", async () => {
    expect(await download(["report"])).toMatchObject({ kind: "downloaded", name: "report" });
    expect(await readFile(join(folder, "report", "results.json"), "utf8")).toBe("{}");
  });

  test.each([
    [1, "report"],
    [2, "report-attempt-2"],
    [4, "report-attempt-3"],
  ])("is that of the latest attempt, seen from attempt %i", async (runAttempt, name) => {
    const names = ["report-attempt-3", "report", "report-attempt-2", "report-attempt-9", "reports"];
    expect(await download(names, { runAttempt })).toMatchObject({ kind: "downloaded", name });
  });

  test.each<[string, string[], object, string]>([
    ["not there", ["reports"], {}, "this workflow run has no artifact report"],
    [
      "too large",
      ["report"],
      { capBytes: zip.length - 1 },
      `the artifact report has ${zip.length} bytes, at most ${zip.length - 1} are read`,
    ],
    ["of another digest", ["report"], { recorded: `sha256:${"0".repeat(64)}` }, "does not have the digest"],
    ["not to be had", ["report"], { refused: true }, "the artifact report could not be downloaded: "],
  ])("is absent when it is %s", async (_, names, how, reason) => {
    expect(await download(names, how)).toEqual({ kind: "absent", reason: expect.stringContaining(reason) });
  });

  async function download(
    names: string[],
    how: { runAttempt?: number; capBytes?: number; recorded?: string; refused?: boolean } = {},
  ) {
    answer = ({ path, body, origin }) => {
      const method = path.replace("/twirp/github.actions.results.api.v1.ArtifactService/", "");
      if (method === "GetSignedArtifactURL" && how.refused) return forbidden;
      if (method === "GetSignedArtifactURL") return { body: { signed_url: `${origin}/blob.zip` } };
      if (method === "ListArtifacts") return { body: { artifacts: listed(JSON.parse(body.toString())) } };
      if (path !== "/blob.zip") return null;
      return { headers: { "content-type": "application/zip" }, body: zip };
    };
    const listed = ({ id_filter: wanted }: { id_filter?: string }) =>
      names
        .map((name, index) => ({
          workflow_run_backend_id: "run",
          workflow_job_run_backend_id: "job",
          database_id: String(index + 1),
          name,
          size: String(zip.length),
          digest: how.recorded ?? digest,
        }))
        .filter((each) => wanted === undefined || each.database_id === wanted);
    return downloadArtifactOfRun({
      client: await loadArtifactClient(),
      name: "report",
      folder: join(folder, "report"),
      capBytes: how.capBytes ?? 1000,
      runAttempt: how.runAttempt ?? 1,
    });
  }
});

test.each([
  ["a", 1],
  ["a-attempt-2", 2],
  ["a-attempt-12", 12],
  ["a-attempt-", null],
  ["a-attempt-0", null],
  ["a-attempt-2x", null],
  ["ab", null],
  ["b-attempt-2", null],
])("which attempt is %s of", (artifact, attempt) => {
  expect(attemptOf(artifact, "a")).toBe(attempt);
  if (attempt !== null && attempt > 1) expect(nameOfAttempt("a", attempt)).toBe(artifact);
});

async function upload(how: { runAttempt?: number; capBytes?: number; missing?: string } = {}) {
  const files = [join(folder, "results.json"), join(folder, "bundle", "a.txt")];
  await mkdir(join(folder, "bundle"), { recursive: true });
  for (const file of files) await writeFile(file, "12345");
  return uploadArtifact({
    client: await loadArtifactClient(),
    name: "fuelgauge-baseline",
    files: how.missing === undefined ? files : [...files, join(folder, how.missing)],
    root: folder,
    capBytes: how.capBytes ?? 1000,
    retentionDays: null,
    runAttempt: how.runAttempt ?? 1,
  });
}

/** An artifact service in which the names `taken` are taken: Twirp for the records, block blobs for the bytes. */
function artifactService(...taken: string[]) {
  const created: string[] = [];
  const blocks: Buffer[] = [];
  answer = (ask) => {
    if (ask.path === "/container/blob") {
      if (ask.query.get("comp") === "block") blocks.push(ask.body);
      return { status: 201, body: Buffer.alloc(0) };
    }
    const method = ask.path.replace("/twirp/github.actions.results.api.v1.ArtifactService/", "");
    if (method === "FinalizeArtifact") return { body: { ok: true, artifact_id: "1001" } };
    if (method !== "CreateArtifact") return null;
    const { name } = JSON.parse(ask.body.toString());
    if (taken.includes(name)) {
      const msg = "an artifact with this name already exists on the workflow run";
      return { status: 409, body: { code: "already_exists", msg } };
    }
    created.push(name);
    return { body: { ok: true, signed_upload_url: `${ask.origin}/container/blob?sig=x` } };
  };
  return { created, blob: () => Buffer.concat(blocks) };
}

/** Answers as GitHub does for the artifact 5: a redirect to where the bytes are. */
function zipFrom(zip: Buffer): (ask: Ask) => Reply | null {
  return (ask) => {
    if (ask.path === "/repos/o/r/actions/artifacts/5/zip") {
      return { status: 302, headers: { location: `${ask.origin}/blob.zip` } };
    }
    return ask.path === "/blob.zip" ? { headers: { "content-type": "application/zip" }, body: zip } : null;
  };
}

/** A zip of one stored file, as section 4.3 of PKWARE's APPNOTE.TXT lays it out. */
function zipOf(path: string, text: string): Buffer {
  const name = Buffer.from(path);
  const data = Buffer.from(text);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, data]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
