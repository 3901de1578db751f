import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Kernel } from "../kernel.ts";
import { protocolVersions } from "../message.ts";
import type { Session } from "../session.ts";
import type { KernelServer } from "./socket.ts";

/**
 * The Model Context Protocol's "Streamable HTTP": https://modelcontextprotocol.io/specification/2025-11-25/basic/transports. Each
 * message is a POST; a GET takes what the kernel says by itself; a DELETE ends the session.
 */

export interface HttpOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Names under which it may be called, beside loopback's: a page in a browser that has its own name lead here is refused. */
  readonly hosts?: readonly string[];
  /** Origins of pages that may call it. Default: none but those of loopback. */
  readonly origins?: readonly string[];
}

export const endpoint = "/mcp";

/** Sessions at once. The one that was unused for longest gives way. */
const mostSessions = 1_000;
/** How often a silent stream says that it lives. */
const heartbeatMs = 25_000;
/** How long a request may take to arrive. */
const requestMs = 60_000;

/** A session with the stream on which it is told what it did not ask for, if it listens. */
interface Client {
  readonly session: Session;
  stream: ServerResponse | null;
}

/** Throws when the address cannot be had. */
export async function serveHttp(
  kernel: Kernel,
  { host = "127.0.0.1", port, hosts = [], origins = [] }: HttpOptions,
): Promise<KernelServer> {
  const clients = new Map<string, Client>();
  const server = createServer((request, response) => {
    const refusal = strangerOf(request, hosts, origins);
    if (refusal !== null) return refuse(response, 403, refusal);
    if (new URL(request.url ?? "/", "http://localhost").pathname !== endpoint) {
      return refuse(response, 404, `there is only ${endpoint}`);
    }
    switch (request.method) {
      case "POST":
        void post(kernel, clients, request, response).catch(() => response.destroy());
        return;
      case "GET":
        return listen(clients, request, response);
      case "DELETE":
        return forget(clients, request, response);
      default:
        response.setHeader("allow", "GET, POST, DELETE");
        refuse(response, 405, `${request.method} is not used here`);
    }
  });
  server.requestTimeout = requestMs;
  server.listen({ host, port });
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, "close");
      for (const { session } of clients.values()) session.close();
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function post(
  kernel: Kernel,
  clients: Map<string, Client>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await bodyOf(request, kernel.limits.messageBytes);
  if (text === null) {
    // what is still to come is not waited for
    response.setHeader("connection", "close");
    const session = kernel.open();
    sendJson(response, 413, session.refuseSize());
    session.close();
    return;
  }
  const version = request.headers["mcp-protocol-version"];
  if (version !== undefined && !protocolVersions.some((known) => known === version)) {
    return refuse(response, 400, `the protocol's versions here are ${protocolVersions.join(", ")}`);
  }
  const found = isInitialize(text) ? admit(kernel, clients, response) : clientOf(clients, request, response);
  if (found === null) return;
  const progress = new ProgressStream(response);
  const reply = await found.session.receive(text, (message) => progress.send(message));
  if (progress.begun) return progress.end(reply);
  if (reply === null) {
    response.writeHead(202).end();
    return;
  }
  sendJson(response, 200, reply);
}

/** What a request is told while it is under way; it begins with the first message, so most replies are plain JSON. */
class ProgressStream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get begun(): boolean {
    return this.#response.headersSent;
  }

  send(message: string): void {
    if (!this.begun) beginStream(this.#response);
    this.#response.write(event(message));
  }

  end(message: string | null): void {
    this.#response.end(message === null ? "" : event(message));
  }
}

function listen(clients: Map<string, Client>, request: IncomingMessage, response: ServerResponse): void {
  const client = clientOf(clients, request, response);
  if (client === null) return;
  client.stream?.end();
  client.stream = response;
  beginStream(response);
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(": \n\n"), heartbeatMs);
  response.once("close", () => {
    clearInterval(heartbeat);
    if (client.stream === response) client.stream = null;
  });
}

function forget(clients: Map<string, Client>, request: IncomingMessage, response: ServerResponse): void {
  const client = clientOf(clients, request, response);
  if (client === null) return;
  clients.delete(sessionId(request));
  client.stream?.end();
  client.session.close();
  response.writeHead(204).end();
}

/** A new session, whose id the response names. */
function admit(kernel: Kernel, clients: Map<string, Client>, response: ServerResponse): Client {
  const [oldest] = clients;
  if (clients.size >= mostSessions && oldest !== undefined) {
    clients.delete(oldest[0]);
    oldest[1].stream?.end();
    oldest[1].session.close();
  }
  const client: Client = {
    session: kernel.open((message) => client.stream?.write(event(message))),
    stream: null,
  };
  const id = randomUUID();
  clients.set(id, client);
  response.setHeader("mcp-session-id", id);
  return client;
}

/** The session that a request names; without one, the request is refused. */
function clientOf(
  clients: Map<string, Client>,
  request: IncomingMessage,
  response: ServerResponse,
): Client | null {
  const id = sessionId(request);
  const client = clients.get(id);
  if (client === undefined) {
    const missing = id === "";
    refuse(
      response,
      missing ? 400 : 404,
      missing ? "the header mcp-session-id is missing" : "there is no such session",
    );
    return null;
  }
  // the last in the map is the one that was used last
  clients.delete(id);
  clients.set(id, client);
  return client;
}

function sessionId(request: IncomingMessage): string {
  const header = request.headers["mcp-session-id"];
  return typeof header === "string" ? header : "";
}

/** Only a look: the message is parsed by the session. */
function isInitialize(text: string): boolean {
  if (!text.includes('"initialize"')) return false;
  try {
    return (JSON.parse(text) as { method?: unknown } | null)?.method === "initialize";
  } catch {
    return false;
  }
}

/** The body as text; null when it has more bytes than it may. */
async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return null;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > mostBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Why a request may come from a page that has nothing to do with this kernel; null when it does not. A browser sends pages' requests to
 * loopback as well, and a page can have its own name resolve to it.
 */
function strangerOf(
  { headers }: IncomingMessage,
  hosts: readonly string[],
  origins: readonly string[],
): string | null {
  const name = (headers.host ?? "").replace(/:\d+$/, "");
  if (![...loopback, ...hosts].includes(name)) return `this kernel is not called "${name}"`;
  const { origin } = headers;
  if (origin === undefined || origins.includes(origin)) return null;
  const from = URL.canParse(origin) ? new URL(origin).hostname : "";
  return loopback.includes(from) ? null : `pages of ${origin} may not call this kernel`;
}

function beginStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
}

function event(message: string): string {
  return `event: message\ndata: ${message}\n\n`;
}

function sendJson(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(text);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (!response.headersSent) response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${message}\n`);
}
