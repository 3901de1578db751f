import { expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { auditedKernel } from "./audited.ts";
import { LocalServer, Site } from "./site.ts";

test("a port that is not granted is not connected to", async () => {
  await using open = await LocalServer.tcp((socket) => socket.end("220 hello\r\n"));
  await using other = await LocalServer.tcp(() => {});
  const { kernel, events } = await auditedKernel("service_checker", { network: [open.address] });
  const targets = [open, other].map(({ port }) => ({ host: "127.0.0.1", port }));
  const { result } = await callTool(kernel, "service_checker", { targets });
  expect(result).toMatchObject({
    services: [
      { state: "up", address: "127.0.0.1" },
      { state: "down", problems: [expect.stringContaining(`${other.address} is not granted`)] },
    ],
  });
  expect([await open.accepted(), await other.accepted()]).toEqual([1, 0]);
  expect(await events()).toEqual([
    `granted tcp.connect ${open.address}`,
    `denied tcp.connect ${other.address}`,
  ]);
});

test.each(["127.0.0.1/..", "user@127.0.0.1", "127.0.0.1:80", "::1", "a b", "[::1", "x?y", "a\\b", "\u0000"])(
  "%o is no host to connect to",
  async (host) => {
    const kernel = await kernelWith(["service_checker"], { grants: { network: ["127.0.0.1:*"] } });
    const { result } = await callTool(kernel, "service_checker", { targets: [{ host, port: 9 }] });
    expect(result).toMatchObject({
      services: [{ state: "down", problems: [expect.stringContaining("the name or address of a host")] }],
    });
  },
);

test("two hundred checks at once leave no connection open", async () => {
  await using site = await Site.open(() => ({ body: "x" }));
  const kernel = await kernelWith(["service_checker"], { grants: { network: [site.address] } });
  const args = { targets: [{ url: site.origin }, { host: "127.0.0.1", port: site.port }] };
  const all = await Promise.all(Array.from({ length: 100 }, () => callTool(kernel, "service_checker", args)));
  expect(all.map(({ result }) => result?.up)).toEqual(Array(100).fill(2));
  expect(await site.accepted()).toBe(200);
  await site.expectNoConnections();
});
