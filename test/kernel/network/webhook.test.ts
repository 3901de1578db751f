import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { LocalServer, type Page, Site } from "./site.ts";

async function deliver(site: LocalServer, args: object, grants: object = { random: true, clock: true }) {
  const kernel = await kernelWith(["webhook-caller"], { grants: { network: [site.address], ...grants } });
  return callTool(kernel, "webhook-caller", { url: site.origin, backoffMs: 1, ...args });
}

/** A site that gives these pages, one after the other. */
function pages(...all: Page[]): Promise<Site> {
  let next = 0;
  return Site.open(() => all[next++] ?? { status: 204 });
}

test("every attempt has the same payload, key and signature", async () => {
  await using site = await pages({ status: 500 }, { status: 429 }, { status: 408 });
  const payload = { text: "Grüße ☃", list: [1.5, null, true], nested: { a: '"\\' } };
  const { result } = await deliver(site, { payload, signature: { secret: "sésame" } });
  expect(result).toMatchObject({
    delivered: true,
    attempts: [{ status: 500 }, { status: 429 }, { status: 408 }, { status: 204 }],
  });
  const body = JSON.stringify(payload);
  const signature = `sha256=${createHmac("sha256", "sésame").update(body).digest("hex")}`;
  const key = result?.idempotencyKey;
  expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(
    site.requests.map((each) => [
      each.body.toString(),
      each.headers["idempotency-key"],
      each.headers["x-signature-256"],
    ]),
  ).toEqual(Array.from({ length: 4 }, () => [body, key, signature]));
});

test("a delivery by Standard Webhooks can be verified", async () => {
  await using site = await pages();
  const secret = Buffer.from("a secret of some bytes \u0001").toString("base64");
  await deliver(site, {
    payload: [1],
    signature: { secret: `whsec_${secret}`, scheme: "standard" },
    idempotencyKey: "msg_1",
  });
  const headers = site.requests[0]?.headers ?? {};
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.[1]`;
  const digest = createHmac("sha256", Buffer.from(secret, "base64")).update(signed).digest("base64");
  expect(headers).toMatchObject({ "webhook-id": "msg_1", "webhook-signature": `v1,${digest}` });
  expect(Number(headers["webhook-timestamp"])).toBeGreaterThan(1_700_000_000);
});

test("waits grow, and are as long as the server asks for", async () => {
  await using site = await pages(
    { status: 503 },
    { status: 503, headers: { "Retry-After": "0.02" } },
    { status: 503, headers: { "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT" } },
  );
  const { result } = await deliver(site, { attempts: 4 });
  expect(result?.attempts).toMatchObject([{ waitMs: 1 }, { waitMs: 20 }, { waitMs: 4 }, { waitMs: 0 }]);
  await using busy = await pages({ status: 503, headers: { "Retry-After": "86400" } });
  expect((await deliver(busy, {})).error).toContain("asks for a wait of 86400");
});

test("what is not repeated: success, refusals, redirections; and no more than wanted", async () => {
  for (const status of [200, 204, 301, 400, 401, 404, 409, 410]) {
    await using site = await pages({ status, headers: { Location: "/elsewhere" } });
    const { result } = await deliver(site, {});
    expect(result).toMatchObject({ delivered: status < 300, status });
    expect(site.requests).toHaveLength(1);
  }
  await using down = await pages({ status: 500 }, { status: 500 }, { status: 500 });
  expect((await deliver(down, { attempts: 2 })).result).toMatchObject({ delivered: false, status: 500 });
  expect(down.requests).toHaveLength(2);
});

test("a server that breaks off is tried again, and what is not granted is not", async () => {
  await using broken = await LocalServer.tcp((socket) => socket.destroy());
  const { result } = await deliver(broken, { attempts: 3 });
  expect(result).toMatchObject({ delivered: false, error: expect.stringContaining("closed the connection") });
  expect(await broken.accepted()).toBe(3);
  const kernel = await kernelWith(["webhook-caller"], { grants: { random: true } });
  const denied = await callTool(kernel, "webhook-caller", { url: broken.origin });
  expect(denied.error).toContain("is not granted");
  expect(await broken.accepted()).toBe(3);
  expect((await deliver(broken, {}, {})).error).toContain("random.bytes of random bytes is not granted");
});

test("a wait ends with the call that is cancelled", async () => {
  let asked = () => {};
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  await using site = await Site.open(() => {
    asked();
    return { status: 503 };
  });
  const kernel = await kernelWith(["webhook-caller"], { grants: { network: [site.address] } });
  const session = kernel.open();
  const args = { url: site.origin, idempotencyKey: "1", backoffMs: 60_000 };
  const params = { name: "webhook-caller", arguments: args };
  const reply = session.receive(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }));
  await reached;
  await site.expectNoConnections();
  session.receive(
    JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } }),
  );
  expect(await reply).toBeNull();
  expect(session.underWay).toBe(0);
});
