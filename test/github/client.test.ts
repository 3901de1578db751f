import { describe, expect, test } from "vitest";
import { reasonOfRefusal } from "../../src/github/client.ts";
import { clientOf, forbidden, notFound, type Reply, serve } from "./server.ts";

const busy = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { message: "try later" },
});

describe("a passing failure", () => {
  test.each([
    ["503 once", [busy(503)], [1000]],
    ["three in a row", [busy(500), busy(502), busy(504)], [1000, 3000, 9000]],
    ["429 with the time to wait", [busy(429, { "retry-after": "7" })], [7000]],
    ["a secondary rate limit", [busy(403, { "retry-after": "2" })], [2000]],
  ])("does not lose a read: %s", async (_, failures, expected) => {
    const { outcome, waits, tries } = await ask("read", failures);
    expect(outcome).toBe("done");
    expect(waits).toEqual(expected);
    expect(tries).toBe(failures.length + 1);
  });

  test("that does not pass is given up after four tries", async () => {
    const { outcome, tries } = await ask("read", Array(9).fill(busy(503)));
    expect(tries).toBe(4);
    expect(outcome).toBe("GitHub failed to look (503: try later)");
  });

  test.each([
    ["the permission is missing", forbidden],
    ["it is not there", notFound],
    ["it is used up for the hour", busy(403, { "x-ratelimit-remaining": "0" })],
    ["the time to wait is too long", busy(429, { "retry-after": "1800" })],
  ])("is not what it is when %s", async (_, failure) => {
    const { tries, waits } = await ask("read", [failure]);
    expect([tries, waits]).toEqual([1, []]);
  });

  test("of a write is repeated only when nothing can have been written", async () => {
    expect(await ask("write", [busy(503)])).toMatchObject({ outcome: "done", tries: 2 });
    expect(await ask("write", [busy(429)])).toMatchObject({ outcome: "done", tries: 2 });
    expect(await ask("write", [busy(502)])).toMatchObject({ tries: 1 });
    expect(await ask("write", [busy(500)])).toMatchObject({ tries: 1 });
  });
});

describe("a refusal in one sentence", () => {
  test.each([
    [
      forbidden,
      "GitHub does not let the token look (403: Resource not accessible by integration); add `eyes: open`",
    ],
    [
      notFound,
      "GitHub does not let the token look (404: Not Found); add `eyes: open` to the job's `permissions:`",
    ],
    [busy(401), "GitHub does not accept the token (401: try later); check `github-token`"],
    [busy(403, { "x-ratelimit-remaining": "0" }), "the token's rate limit is used up, so it cannot look"],
    [busy(422), "GitHub failed to look (422: try later)"],
  ])("%j", async (failure, expected) => {
    const { outcome } = await ask("read", [failure]);
    expect(outcome).toContain(expected);
  });

  test("where nothing listens", async () => {
    const server = await serve(() => null);
    const { octokit } = await clientOf(server);
    await server[Symbol.asyncDispose]();
    const outcome = await octokit.request("GET /user").catch(explain);
    expect(outcome).toContain("GitHub could not be reached to look");
  });

  test("a fault of ours is not taken for one", () => {
    const fault = new TypeError("x is not a function");
    expect(() => explain(fault)).toThrow(fault);
  });
});

function explain(thrown: unknown): string {
  return reasonOfRefusal(thrown, { doing: "look", permission: "eyes: open" });
}

/** Sends one request to a server that first fails as `failures` say. */
async function ask(kind: "read" | "write", failures: readonly Reply[]) {
  const left = [...failures];
  await using server = await serve(() => left.shift() ?? { body: {} });
  const { octokit, waits } = await clientOf(server);
  const route = kind === "read" ? "GET /user" : "POST /gists";
  const outcome = await octokit.request(route).then(() => "done", explain);
  return { outcome, waits, tries: server.asks.length };
}
