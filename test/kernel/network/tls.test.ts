import { createServer, type Server } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { type SelfSigned, selfSigned } from "./certificate.ts";

const dayMs = 86_400_000;
const now = Date.now();
const at = (days: number) => new Date(now + days * dayMs);

const servers = new Map<string, Server>();
const certificates: Record<string, SelfSigned> = {
  good: selfSigned(at(-1), at(400)),
  ending: selfSigned(at(-1), at(5.5)),
  expired: selfSigned(at(-30), at(-2)),
  unknown: selfSigned(at(-1), at(400)),
};
const usual = getCACertificates("default");

beforeAll(async () => {
  const { good, ending, expired } = certificates;
  setDefaultCACertificates(
    [...usual, good, ending, expired].map((each) => (typeof each === "string" ? each : (each?.cert ?? ""))),
  );
  for (const [name, certificate] of Object.entries(certificates)) {
    const server = createServer(certificate, (_request, response) => response.end(`the ${name} one`));
    server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.set(name, server);
  }
});

afterAll(async () => {
  setDefaultCACertificates(usual);
  for (const server of servers.values()) await new Promise((resolve) => server.close(resolve));
});

function portOf(name: string): number {
  const address = servers.get(name)?.address() as AddressInfo | undefined;
  return address?.port ?? 0;
}

const kernel = await kernelWith(["http_request", "service_checker"], {
  grants: { network: ["127.0.0.1:*"] },
});

test("HTTPS works where the certificate is trusted, and only there", async () => {
  const get = (name: string) =>
    callTool(kernel, "http_request", { url: `https://127.0.0.1:${portOf(name)}/` });
  expect((await get("good")).result).toMatchObject({ status: 200, body: "the good one" });
  expect((await get("expired")).error).toContain("has a certificate that has expired");
  expect((await get("unknown")).error).toContain("has a certificate that it signed itself");
  const named = `https://localhost:${portOf("good")}/`;
  const other = await kernelWith(["http_request"], { grants: { network: ["localhost:*"] } });
  expect((await callTool(other, "http_request", { url: named })).error).toContain("is for another host");
});

test("a service checker says what is wrong with certificates, and when they expire", async () => {
  const targets = Object.keys(certificates).flatMap((name) => [
    { url: `https://127.0.0.1:${portOf(name)}/` },
    { host: "127.0.0.1", port: portOf(name), tls: true },
  ]);
  const { result } = await callTool(kernel, "service_checker", { targets });
  const services = result?.services as {
    state: string;
    problems: string[];
    tls: { daysLeft: number; trusted: boolean };
  }[];
  const told = services.map(({ state, tls, problems }) => [
    state,
    tls.daysLeft,
    tls.trusted,
    problems.length,
  ]);
  expect(told).toEqual([
    ["up", 399, true, 0],
    ["up", 399, true, 0],
    ["degraded", 5, true, 1],
    ["degraded", 5, true, 1],
    ["down", -3, false, 2],
    ["degraded", -3, false, 1],
    ["down", 399, false, 2],
    ["degraded", 399, false, 1],
  ]);
  expect(services[2]?.problems).toEqual(["the certificate expires in 5 days"]);
  expect(services[4]?.problems[0]).toBe("the server has a certificate that has expired");
});

test("a server that does not speak TLS is down for who wants it, and so is one that says nothing", async () => {
  const plain = createTcpServer((socket) =>
    socket
      .on("error", () => {})
      .resume()
      .end("220 mail\r\n"),
  );
  const silent = createTcpServer((socket) => socket.on("error", () => {}).resume());
  for (const server of [plain, silent])
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const target = (server: typeof plain) => ({
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    tls: true,
  });
  const { result } = await callTool(kernel, "service_checker", {
    targets: [target(plain), target(silent)],
    timeoutMs: 60,
  });
  expect(result).toMatchObject({
    down: 2,
    services: [{ state: "down" }, { problems: [expect.stringContaining("took longer than 60 ms")] }],
  });
  for (const server of [plain, silent]) {
    // ends when no connection is left
    await new Promise((resolve) => server.close(resolve));
  }
});
