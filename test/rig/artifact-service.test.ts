import { expect, test } from "vitest";
import { createArtifactService, digestOf, runtimeToken } from "./artifact-service.ts";
import { createBlobStore } from "./blobs.ts";
import type { Json } from "./json.ts";
import { addRepository, addRun, createWorld } from "./world.ts";

const origin = "http://127.0.0.1:1";

/** A run in the middle of uploading an artifact, spoken to without a network. */
function uploading(content: string) {
  const world = createWorld();
  const repository = addRepository(world, { owner: "octo-org", name: "gauge" });
  const run = addRun(world, { repository, event: "push", headSha: "0".repeat(40), headBranch: "main" });
  const blobs = createBlobStore(origin);
  const service = createArtifactService(world, blobs);
  const token = runtimeToken(run, "job");
  const ids = { workflow_run_backend_id: run.backendId, workflow_job_run_backend_id: "job" };
  const call = (method: string, body: { [key: string]: Json }, as = token) =>
    service.answer(method, as, { ...ids, ...body });
  const created = call("CreateArtifact", { name: "a", version: 7, mime_type: "application/zip" });
  const url = new URL(String(new Map(Object.entries(created.body ?? {})).get("signed_upload_url")));
  const put = (query: string, body: string, headers: Record<string, string> = {}) =>
    blobs.answer({ method: "PUT", url: new URL(`${url}&${query}`), headers, body: Buffer.from(body) });
  const id = Buffer.from("1").toString("base64");
  const staged = put(`comp=block&blockid=${encodeURIComponent(id)}`, content, {
    "content-length": String(content.length),
  });
  expect(staged.status).toBe(201);
  const commit = (blockId = id, type = "application/zip") =>
    put("comp=blocklist", `<BlockList><Latest>${blockId}</Latest></BlockList>`, {
      "x-ms-blob-content-type": type,
    });
  return { world, repository, blobs, url, call, commit };
}

test("a finished upload is an artifact of its run", () => {
  const { world, call, commit } = uploading("zip");
  expect(commit().status).toBe(201);
  const hash = digestOf(Buffer.from("zip"));
  expect(call("FinalizeArtifact", { name: "a", size: "3", hash })).toMatchObject({ status: 200 });
  expect(world.artifacts).toMatchObject([{ name: "a", digest: hash, expired: false }]);
  expect(call("CreateArtifact", { name: "a", version: 7 })).toMatchObject({
    status: 409,
    body: { code: "already_exists" },
  });
});

test.each([
  ["a digest of something else", { size: "3", hash: digestOf(Buffer.from("other")) }],
  ["another size", { size: "4", hash: digestOf(Buffer.from("zip")) }],
])("%s is complained about", (_, claim) => {
  const { world, call, commit } = uploading("zip");
  commit();
  const answer = call("FinalizeArtifact", { name: "a", ...claim });
  expect(answer).toMatchObject({ status: 400, complaint: expect.stringContaining("FinalizeArtifact says") });
  expect(world.artifacts).toEqual([]);
});

test("nothing can be finished before its blocks are put together", () => {
  const { call } = uploading("zip");
  const claim = { name: "a", size: "3", hash: digestOf(Buffer.from("zip")) };
  expect(call("FinalizeArtifact", claim)).toMatchObject({ status: 404 });
});

test("the token of another run is refused, and so is one without the scope", () => {
  const { world, repository, call } = uploading("zip");
  const other = addRun(world, { repository, event: "push", headSha: "1".repeat(40), headBranch: "main" });
  expect(call("ListArtifacts", {}, runtimeToken(other, "job"))).toMatchObject({ status: 403 });
  expect(call("ListArtifacts", {}, "ghs_abc")).toMatchObject({ status: 401 });
});

test("an unknown field is complained about", () => {
  const { call } = uploading("zip");
  expect(call("ListArtifacts", { nameFilter: "a" }).complaint).toContain("nameFilter");
});

test("the store complains about what Azure would refuse", () => {
  const { blobs, url, commit } = uploading("zip");
  expect(commit("bm9uZQ==").complaint).toContain("a block that is not there");
  expect(commit(undefined, "text/plain").complaint).toContain("x-ms-blob-content-type");
  const request = { headers: {}, body: Buffer.from("") };
  expect(blobs.answer({ ...request, method: "GET", url }).complaint).toContain("permits only cw");
  const forged = new URL(String(url).replace(/sig=[^&]+/, "sig=guess"));
  expect(blobs.answer({ ...request, method: "PUT", url: forged }).complaint).toContain("signature is wrong");
});
