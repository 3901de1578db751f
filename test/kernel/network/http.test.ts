import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { auditedKernel } from "./audited.ts";
import { LocalServer, type Page, Site } from "./site.ts";

async function request(network: readonly string[], args: Record<string, unknown>) {
  const kernel = await kernelWith(["http_request"], { grants: { network: [...network] } });
  return callTool(kernel, "http_request", args);
}

/** What comes of asking a server that gives bytes to everybody and, unless they are to wait for more, ends. */
async function replyOf(
  bytes: string | Uint8Array,
  args: object = {},
  then: (socket: Socket) => void = (s) => s.end(),
) {
  await using server = await LocalServer.tcp((socket) => {
    socket.once("data", () => {
      socket.write(bytes);
      then(socket);
    });
  });
  return await request([server.address], { url: server.origin, ...args });
}

test("a host that is not granted is never connected to", async () => {
  await using site = await Site.open(() => ({}));
  const { kernel, events } = await auditedKernel("http_request", {
    network: ["127.0.0.1:1", "localhost:*", "*.0.0.1:*"],
  });
  const { error } = await callTool(kernel, "http_request", { url: site.origin });
  expect(error).toBe(
    `http.request of ${site.address} is not granted; what would grant it is network: "${site.address}"`,
  );
  expect(await site.accepted()).toBe(0);
  expect(await events()).toEqual([`denied http.request ${site.address}`]);
});

test("a granted host is granted however its address is written, and its name only by name", async () => {
  await using site = await Site.open(() => ({ body: "here" }));
  for (const host of ["127.0.0.1", "0x7f.1", "2130706433", "127.1"]) {
    const { result, error } = await request([site.address], { url: `http://${host}:${site.port}/` });
    expect(error).toBeNull();
    expect(result?.url).toBe(`${site.origin}/`);
  }
  const named = await request([site.address], { url: `http://localhost:${site.port}/` });
  expect(named.error).toContain("is not granted");
  const granted = await request([`localhost:${site.port}`], { url: `http://localhost:${site.port}/` });
  expect(granted.result).toMatchObject({ status: 200 });
});

test("every hop of a redirection needs its own grant", async () => {
  await using secret = await Site.open(() => ({ body: "secret" }));
  await using site = await Site.open(({ path }) =>
    path === "/" ? redirect("/on") : redirect(`${secret.origin}/inner`),
  );
  const { kernel, events } = await auditedKernel("http_request", { network: [site.address] });
  const { error } = await callTool(kernel, "http_request", { url: site.origin });
  expect(error).toContain(`http.request of ${secret.address} is not granted`);
  expect(site.paths).toEqual(["GET /", "GET /on"]);
  expect(await secret.accepted()).toBe(0);
  expect(await events()).toEqual([
    `granted http.request ${site.address}`,
    `granted http.request ${site.address}`,
    `denied http.request ${secret.address}`,
  ]);
});

test("what is secret is not told to where a redirection leads", async () => {
  await using other = await Site.open(() => ({ body: "there" }));
  await using site = await Site.open(() => redirect(`${other.origin}/there`, 307));
  const headers = { Authorization: "Bearer 1", Cookie: "a=1", "X-Api-Key": "2", "X-Trace": "3" };
  const args = { url: site.origin, method: "POST", body: "text", headers };
  const { result } = await request([site.address, other.address], args);
  expect(result?.url).toBe(`${other.origin}/there`);
  expect(site.requests[0]?.headers).toMatchObject({
    authorization: "Bearer 1",
    cookie: "a=1",
    "x-api-key": "2",
  });
  const [received] = other.requests;
  expect(received?.body.toString()).toBe("text");
  expect(received?.headers).toMatchObject({ "x-trace": "3", "content-type": "text/plain; charset=utf-8" });
  for (const name of ["authorization", "cookie", "x-api-key"])
    expect(received?.headers).not.toHaveProperty(name);
});

test.each([
  [301, "POST", "GET"],
  [302, "POST", "GET"],
  [303, "PUT", "GET"],
  [303, "HEAD", "HEAD"],
  [307, "POST", "POST"],
  [308, "PATCH", "PATCH"],
  [301, "DELETE", "DELETE"],
])("after %i, %s becomes %s", async (status, method, next) => {
  await using site = await Site.open(({ path }) => (path === "/" ? redirect("/next", status) : {}));
  const body = method === "HEAD" ? {} : { body: "x" };
  await request([site.address], { url: site.origin, method, ...body });
  expect(site.paths).toEqual([`${method} /`, `${next} /next`]);
  expect(site.requests[1]?.body.toString()).toBe(next === method && method !== "HEAD" ? "x" : "");
});

test("redirections that never end are given up, and none is followed when none is wanted", async () => {
  await using site = await Site.open(({ path }) => redirect(`${path}x`));
  const endless = await request([site.address], { url: `${site.origin}/`, redirects: 3 });
  expect(endless.error).toBe("there are more than 3 redirections");
  expect(site.requests).toHaveLength(4);
  const first = await request([site.address], { url: `${site.origin}/y`, redirects: 0 });
  expect(first.result).toMatchObject({ status: 302, headers: { location: "/yx" }, redirects: [] });
});

test.each(["file:///etc/passwd", "ftp://127.0.0.1/", "http://user:word@127.0.0.1/", "//[", "javascript:1"])(
  "a redirection to %s is not followed",
  async (location) => {
    await using site = await Site.open(() => redirect(location));
    const { error } = await request([site.address], { url: site.origin });
    expect(error).toContain("cannot be followed");
  },
);

test.each([
  ["ftp://127.0.0.1/", "http or https"],
  ["http://user:word@127.0.0.1/", "without a user"],
  ["/relative", "absolute"],
  ["http://", "absolute"],
])("%s is no URL to ask", async (url, reason) => {
  expect((await request(["127.0.0.1:*"], { url })).error).toContain(reason);
});

test.each([
  [{ "X-Bad": "a\r\nInjected: 1" }, "without line breaks"],
  [{ "Bad name": "a" }, "a name of a header"],
  [{ "X-Bad\r\nInjected": "a" }, "a name of a header"],
  [{ Host: "elsewhere" }, "not the host's to write"],
  [{ "content-length": "3" }, "not the host's to write"],
  [{ "Transfer-Encoding": "chunked" }, "not the host's to write"],
  [{ "Proxy-Authorization": "a" }, "not the host's to write"],
  [{ "X-Snow": "☃" }, "a value of a header"],
])("headers %o are refused, and nothing is sent", async (headers, reason) => {
  await using site = await Site.open(() => ({}));
  const { error } = await request([site.address], { url: site.origin, headers });
  expect(error).toContain(reason);
  expect(await site.accepted()).toBe(0);
});

test("nothing is sent that was not asked for, and no proxy of the environment is used", async () => {
  await using site = await Site.open(() => ({ headers: { "Set-Cookie": ["a=1", "b=2"] } }));
  process.env.http_proxy = "http://127.0.0.1:1";
  process.env.NODE_USE_ENV_PROXY = "1";
  try {
    const kernel = await kernelWith(["http_request"], { grants: { network: [site.address] } });
    const first = await callTool(kernel, "http_request", { url: site.origin });
    expect(first.result?.headers).toMatchObject({ "set-cookie": "a=1\nb=2" });
    await callTool(kernel, "http_request", { url: site.origin, method: "DELETE" });
  } finally {
    delete process.env.http_proxy;
    delete process.env.NODE_USE_ENV_PROXY;
  }
  const names = ["accept", "accept-encoding", "connection", "host", "user-agent"];
  expect(site.requests.map(({ headers }) => Object.keys(headers).sort())).toEqual([names, names]);
  expect(await site.accepted()).toBe(2);
});

test("a body that is sent has a length, with every method", async () => {
  await using site = await Site.open(() => ({}));
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "GET"]) {
    await request([site.address], { url: site.origin, method, body: "Grüße" });
  }
  await request([site.address], { url: site.origin, method: "POST" });
  expect(site.requests.map(({ body, headers }) => [body.toString(), headers["content-length"]])).toEqual([
    ...Array.from({ length: 5 }, () => ["Grüße", "7"]),
    ["", "0"],
  ]);
});

test("a body larger than allowed is refused or cut, packed or not, and the rest is not waited for", async () => {
  const large = Buffer.alloc(5_000_000, "a");
  await using site = await Site.open(({ path }) =>
    path === "/packed"
      ? { headers: { "Content-Encoding": "gzip", "Content-Type": "text/plain" }, body: gzipSync(large) }
      : { headers: { "Content-Type": "text/plain" }, body: large },
  );
  for (const path of ["/plain", "/packed"]) {
    const url = `${site.origin}${path}`;
    const refused = await request([site.address], { url });
    expect(refused.error).toBe("the reply has more than 1048576 bytes, which is the limit");
    const cut = await request([site.address], { url, maxBytes: 10, truncate: true });
    expect(cut.result).toMatchObject({ truncated: true, bytes: 10, body: "a".repeat(10) });
    const whole = await request([site.address], { url, maxBytes: 5_000_000 });
    expect(whole.result).toMatchObject({ truncated: false, bytes: 5_000_000 });
  }
  await using endless = await LocalServer.tcp((socket) => {
    const more = () => void (socket.writable && socket.write(Buffer.alloc(65_536, "a"), more));
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", more);
  });
  const cut = await request([endless.address], { url: endless.origin, maxBytes: 100_000, truncate: true });
  expect(cut.result).toMatchObject({ truncated: true, bytes: 100_000 });
});

test("replies that are no HTTP, or not whole, are failures that say so", async () => {
  const head = "HTTP/1.1 200 OK\r\n";
  const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
  const cases: [string | Uint8Array, string][] = [
    ["SSH-2.0-OpenSSH_9\r\n", "no HTTP"],
    ["", "closed the connection before the reply was complete"],
    [`${head}Content-Len`, "closed the connection before the reply was complete"],
    [`${head}Content-Length: 10\r\n\r\nhalf`, "closed the connection before the reply was complete"],
    [`${chunked}5\r\nhello\r\n`, "closed the connection before the reply was complete"],
    [`${chunked}zz\r\nhello\r\n0\r\n\r\n`, "no HTTP"],
    [`${chunked}3\r\nhello\r\n0\r\n\r\n`, "no HTTP"],
    [`${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`, "no HTTP"],
    [`${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, "no HTTP"],
    [`${head}X: ${"a".repeat(20_000)}\r\n\r\n`, "too many headers"],
    [`${head}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone`, "cannot be unpacked"],
    [`${head}Content-Encoding: br\r\nContent-Length: 4\r\n\r\nnone`, "cannot be unpacked"],
    [
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
      "closed the connection",
    ],
  ];
  for (const [bytes, reason] of cases) {
    expect((await replyOf(bytes)).error, String(bytes)).toContain(reason);
  }
  const packed = gzipSync("a".repeat(1_000));
  const half = Buffer.concat([
    Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n`),
    packed.subarray(0, 10),
  ]);
  expect((await replyOf(half)).error).toContain("cannot be unpacked");
});

test("interim replies are passed over, and a reply without a length goes to the end of the connection", async () => {
  const { result } = await replyOf(
    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it",
  );
  expect(result).toMatchObject({ status: 200, body: "all of it" });
});

test("a server that resets, or that nobody listens at, is a failure that says so", async () => {
  const reset = await replyOf("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", {}, (socket) =>
    socket.resetAndDestroy(),
  );
  expect(reset.error).toContain("closed the connection");
  const gone = await Site.open(() => ({}));
  const { address, origin } = gone;
  await gone[Symbol.asyncDispose]();
  expect((await request([address], { url: origin })).error).toBe(`${address} refuses connections`);
});

test("a slow reply is given up when the request's time is over, and the connection closed", async () => {
  await using server = await LocalServer.tcp((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  });
  const { error } = await request([server.address], { url: server.origin, timeoutMs: 40 });
  expect(error).toBe(`${server.address} took longer than 40 ms`);
  await server.expectNoConnections();
});

test("a slow reply ends with the call that wants it, when that is cancelled or its session ends", async () => {
  let reached = () => {};
  await using server = await LocalServer.tcp((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\nhalf");
    reached();
  });
  const kernel = await kernelWith(["http_request"], { grants: { network: [server.address] } });
  const session = kernel.open();
  const call = (id: number) => {
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const params = { name: "http_request", arguments: { url: server.origin } };
    return { asked, reply: session.receive(message({ id, method: "tools/call", params })) };
  };
  const cancelled = call(1);
  await cancelled.asked;
  session.receive(message({ method: "notifications/cancelled", params: { requestId: 1 } }));
  expect(await cancelled.reply).toBeNull();
  await server.expectNoConnections();
  const left = call(2);
  await left.asked;
  session.close();
  await left.reply;
  await server.expectNoConnections();
});

test("what text is encoded in is found in its type, its mark, and in itself", async () => {
  const html = (charset: string) => `<!doctype html><meta charset="${charset}"><p>`;
  const cases: [string, Uint8Array, string][] = [
    ["text/plain; charset=shift_jis", Uint8Array.of(0x83, 0x65), "テ"],
    ["text/plain", Buffer.from("Grüße"), "Grüße"],
    ["text/plain", Buffer.from("Grüße", "latin1"), "Grüße"],
    ["text/plain; charset=nonsense", Buffer.from("Grüße"), "Grüße"],
    ["text/plain; charset=latin1", Buffer.from("\ufeffGrüße"), "Grüße"],
    ["text/plain", Buffer.from("\ufeffGrüße", "utf16le"), "Grüße"],
    ["text/html", Buffer.concat([Buffer.from(html("koi8-r")), Uint8Array.of(0xc1)]), `${html("koi8-r")}а`],
    ["text/html", Buffer.from(`${html("utf-16")}ü`), `${html("utf-16")}ü`],
    [
      "application/xml",
      Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a>ü', "latin1"),
      '<?xml version="1.0" encoding="iso-8859-1"?><a>ü',
    ],
    ["text/plain; charset=utf-8", Uint8Array.of(0x61, 0xff, 0x62), "a\ufffdb"],
    ["", Buffer.from("text"), "text"],
  ];
  for (const [type, body, text] of cases) {
    const headers = type === "" ? {} : { "Content-Type": type };
    await using site = await Site.open((): Page => ({ headers, body }));
    const { result } = await request([site.address], { url: site.origin });
    expect(result?.body, type).toBe(text);
  }
  await using cut = await Site.open(() => ({ headers: { "Content-Type": "text/plain" }, body: "aü" }));
  const { result } = await request([cut.address], { url: cut.origin, maxBytes: 2, truncate: true });
  expect(result?.body).toBe("a\ufffd");
});

function redirect(location: string, status = 302): Page {
  return { status, headers: { Location: location } };
}

function message(content: object): string {
  return JSON.stringify({ jsonrpc: "2.0", ...content });
}
