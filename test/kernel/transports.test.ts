import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Kernel, serveHttp, serveSocket, serveStreams } from "../../runtime/kernel/index.ts";
import { type Line, LineReader } from "../../runtime/kernel/transport/lines.ts";
import { builtTools, kernelWithTools } from "./support.ts";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const sum = (id: number, expression = "20 + 22") =>
  JSON.stringify({
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name: "calculator", arguments: { expression } },
  });
const initialize = JSON.stringify({
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } },
});
/** `(module (func (export "run") (loop (br 0))))` */
const spin = "AGFzbQEAAAABBAFgAAADAgEABwcBA3J1bgAACgkBBwADQAwACws=";

describe("lines", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\r", " "), maxLength: 12 });

  test("come out as they went in, wherever the pieces are cut", () => {
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.nat(40)), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const reader = new LineReader(1_000);
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const read: Line[] = [];
        let from = 0;
        for (const end of ends) {
          read.push(...reader.read(bytes.subarray(from, end)));
          from = end;
        }
        const wanted = lines.map((line) => line.replace(/\r$/, "")).filter((line) => line !== "");
        expect(read).toEqual(wanted.map((each) => ({ kind: "line", text: each })));
        expect(reader.held).toBe(0);
      }),
    );
  });

  test("that are too long are told once and not kept, and the next one is read", () => {
    const reader = new LineReader(10);
    const read = ["12345678", "9012345", "x".repeat(1_000), "\nnext\n"].flatMap((piece) => [
      ...reader.read(Buffer.from(piece)),
    ]);
    expect(read).toEqual([{ kind: "too-large" }, { kind: "line", text: "next" }]);
    expect(reader.held).toBe(0);
  });
});

describe("streams", () => {
  test("whoever does not read replies is not read from", async () => {
    const kernel = await kernelWithTools();
    const input = new PassThrough({ highWaterMark: 1 });
    let release = () => {};
    const output = new Writable({
      highWaterMark: 1_000,
      write(_chunk, _encoding, done) {
        release = done;
      },
    });
    const served = serveStreams(kernel, input, output);
    for (let id = 0; id < 100; id++) input.write(`{"jsonrpc":"2.0","id":${id},"method":"tools/list"}\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(input.isPaused()).toBe(true);
    expect(input.readableLength + input.writableLength).toBeGreaterThan(0);
    output.destroy();
    release();
    await served;
    expect(kernel.sessions).toBe(0);
  });

  test("what is under way when the input ends is still answered", async () => {
    const kernel = await kernelWithTools();
    const input = new PassThrough();
    const output = new PassThrough();
    const served = serveStreams(kernel, input, output);
    input.end(`${sum(1)}\n${sum(2)}\n`);
    await served;
    output.end();
    const lines = Buffer.concat(await output.toArray())
      .toString()
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).result.structuredContent)).toEqual([
      { result: 42 },
      { result: 42 },
    ]);
  });
});

describe("a Unix socket", () => {
  test("is a session for each connection", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kernel-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, "kernel.sock");
    const kernel = await kernelWithTools();
    const server = await serveSocket(kernel, { kind: "path", path });
    const answers = await Promise.all(
      [1, 2, 3].map(async (id) => {
        const socket = connect(path);
        socket.write(`${sum(id, `${id} * 2`)}\n`);
        const [line] = await once(createInterface({ input: socket }), "line");
        socket.end();
        return JSON.parse(line).result.structuredContent.result;
      }),
    );
    expect(answers).toEqual([2, 4, 6]);
    await server.close();
    expect(kernel.sessions).toBe(0);
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function send(
  port: number | null,
  method: string,
  body: string | null,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/mcp", method, headers };
    const sent = request(options, async (response) => {
      const pieces = await response.toArray();
      resolve({
        status: response.statusCode,
        headers: response.headers,
        body: Buffer.concat(pieces).toString(),
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

describe("HTTP", () => {
  async function served(options: ConstructorParameters<typeof Kernel>[0] = {}) {
    const kernel = await kernelWithTools(options);
    const server = await serveHttp(kernel, { port: 0 });
    onTestFinished(() => server.close());
    const begun = await send(server.port, "POST", initialize);
    const session = { "mcp-session-id": String(begun.headers["mcp-session-id"]) };
    return { kernel, port: server.port, session };
  }

  test("a session begins with initialize and ends with DELETE", async () => {
    const { kernel, port, session } = await served();
    expect((await send(port, "POST", sum(1))).status).toBe(400);
    expect((await send(port, "POST", sum(1), { "mcp-session-id": "nobody" })).status).toBe(404);
    const answer = await send(port, "POST", sum(1), session);
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
    expect(JSON.parse(answer.body).result.structuredContent).toEqual({ result: 42 });
    const notified = '{"jsonrpc":"2.0","method":"notifications/initialized"}';
    expect(await send(port, "POST", notified, session)).toMatchObject({ status: 202, body: "" });
    expect(await send(port, "DELETE", null, session)).toMatchObject({ status: 204 });
    expect(kernel.sessions).toBe(0);
    expect((await send(port, "POST", sum(2), session)).status).toBe(404);
  });

  test("pages of other sites are refused, by name and by origin", async () => {
    const { port, session } = await served();
    expect((await send(port, "POST", sum(1), { ...session, host: "evil.example" })).status).toBe(403);
    expect((await send(port, "POST", sum(1), { ...session, origin: "https://evil.example" })).status).toBe(
      403,
    );
    expect((await send(port, "POST", sum(1), { ...session, origin: "null" })).status).toBe(403);
    const own = { ...session, origin: "http://localhost:5173" };
    expect((await send(port, "POST", sum(1), own)).status).toBe(200);
  });

  test("a message that is too large, a version that nobody speaks, and a method that is not used", async () => {
    const { port, session } = await served({ limits: { messageBytes: 1_000 } });
    const large = await send(port, "POST", sum(1, "1".repeat(2_000)), session);
    expect(large.status).toBe(413);
    expect(JSON.parse(large.body).error).toMatchObject({ code: -32051, data: { reason: "too-large" } });
    expect((await send(port, "POST", sum(1), { ...session, "mcp-protocol-version": "1999" })).status).toBe(
      400,
    );
    expect(await send(port, "PUT", sum(1), session)).toMatchObject({
      status: 405,
      headers: { allow: "GET, POST, DELETE" },
    });
    expect((await send(port, "POST", sum(1), session)).status).toBe(200);
  });

  test("whoever listens is told that the tools have changed, and a cancelled call ends", async () => {
    const { kernel, port, session } = await served();
    const told = new Promise<string>((resolve) => {
      const options = { host: "127.0.0.1", port, path: "/mcp", headers: session };
      request(options, (response) => response.once("data", (piece) => resolve(String(piece)))).end();
    });
    const call = {
      jsonrpc: "2.0",
      id: 9,
      method: "wasm/execute",
      params: { module: spin, function: "run", limits: { fuel: 1e12 } },
    };
    const spinning = send(port, "POST", JSON.stringify(call), session);
    await new Promise((resolve) => setTimeout(resolve, 50));
    kernel.registry.remove("calculator", join(builtTools, "calculator.json"));
    expect(await told).toContain('"method":"notifications/tools/list_changed"');
    const cancel = '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}}';
    await send(port, "POST", cancel, session);
    expect((await spinning).status).toBe(202);
  });
});

describe("fuelgauge serve", () => {
  function start(...args: string[]) {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", cli, "serve", ...args], {
      stdio: "pipe",
    });
    onTestFinished(() => void child.kill());
    return {
      child,
      lines: createInterface({ input: child.stdout }),
      said: createInterface({ input: child.stderr }),
    };
  }

  test("grants what it was told to, from file and options, and writes down each use", async () => {
    const folder = await mkdtemp(join(tmpdir(), "serve-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const grants = join(folder, "grants.json");
    await writeFile(grants, JSON.stringify({ environment: ["LANG"], random: false }));
    const audit = join(folder, "audit");
    const { child, lines } = start("--grants", grants, "--allow-env", "TZ", "--audit", audit);
    const ask = async (id: number, name: string, args: object) => {
      const params = { name, arguments: args };
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params })}\n`);
      const [line] = await once(lines, "line");
      return JSON.parse(line);
    };
    const drawn = await ask(1, "uuid_generator", { operation: "generate", version: "v4" });
    expect(drawn.result).toMatchObject({ isError: true });
    expect(drawn.result.content[0].text).toContain("random: true");
    child.stdin.end();
    expect((await once(child, "exit"))[0]).toBe(0);
    const line = JSON.parse((await readFile(join(audit, "audit.ndjson"), "utf8")).trim());
    expect(line.events).toEqual([{ kind: "denied", operation: "random.bytes", target: "random bytes" }]);
  });

  test("over HTTP it says where it is, and ends when it is told to", async () => {
    const { child, said } = start("--http", "0");
    const [line] = await once(said, "line");
    const port = Number(/http:\/\/127\.0\.0\.1:(\d+)\/mcp$/.exec(line)?.[1]);
    expect((await send(port, "POST", initialize)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test.each([
    [["--http", "nowhere"], "`--http nowhere` names no address."],
    [["--allow-net", "http://example.com"], "The grants of the options are none"],
    [["--tools", "/no/such/folder"], "The tools in /no/such/folder cannot be read"],
    [["--grants", "/no/such.json"], "The grants in /no/such.json cannot be read"],
  ])("%j ends with what happened, what was expected and what to do", async (args, happened) => {
    const { child } = start(...args);
    child.stdin.end();
    const [pieces, [status]] = await Promise.all([child.stderr.toArray(), once(child, "exit")]);
    const text = Buffer.concat(pieces).toString();
    expect(status).toBe(1);
    expect(text).toContain(happened);
    expect(text).toMatch(/expected: .+\n.*to do: /);
  });
});
