import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import type { Socket } from "node:net";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import { OperationError } from "../operation.ts";
import { type Connection, connectionError, openConnection } from "./connection.ts";
import { type Endpoint, endpointOf, endpointText } from "./endpoint.ts";

/** A header, in the order and with the name that it has on the wire. */
export type Header = readonly [name: string, value: string];

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** How much of a reply's body is taken, once it is unpacked. */
export interface BodyLimit {
  readonly bytes: number;
  /** Whether the rest of a larger one is left out; otherwise it is an error. */
  readonly cut: boolean;
}

export interface HttpReply {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Header[];
  /** Unpacked, if the server packed it (`content-encoding`). */
  readonly body: Uint8Array;
  /** Whether there was more than the limit. */
  readonly cut: boolean;
  readonly connection: Omit<Connection, "socket" | "secure">;
  /** From the connection being there to the reply's head. */
  readonly waitMs: number;
}

const unpackers: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  br: () => createBrotliDecompress(),
};
/** What servers are told of `unpackers`. */
const accepted: Header = ["Accept-Encoding", "gzip, br"];

/**
 * Sends a request over a connection of its own and reads the reply. No proxy, no cookies, no redirections, nothing kept: what is not in
 * the request is not sent, but for what the protocol needs. Throws an `OperationError` when no whole reply comes.
 */
export async function exchange(
  asked: HttpRequest,
  limit: BodyLimit,
  signal: AbortSignal,
): Promise<HttpReply> {
  const endpoint = endpointOf(asked.url);
  const tls = asked.url.protocol === "https:" ? "verified" : "none";
  const { socket, secure, ...connection } = await openConnection(endpoint, { tls, signal });
  const request = write(asked, socket);
  // what is wrong with a body that is coming is told here, and where it is read only that there is no more
  let failure: Error | null = null;
  request.on("error", (error) => {
    failure ??= error;
  });
  try {
    const sentMs = performance.now();
    const head = await responseTo(request);
    const waitMs = performance.now() - sentMs;
    const { body, cut } = await readBody(head, asked.method, limit);
    const status = head.statusCode ?? 0;
    const headers = pairs(head.rawHeaders);
    return { status, statusText: head.statusMessage ?? "", headers, body, cut, connection, waitMs };
  } catch (thrown) {
    signal.throwIfAborted();
    throw replyError(failure ?? thrown, endpoint);
  } finally {
    socket.destroy();
  }
}

function write({ method, url, headers, body }: HttpRequest, socket: Socket): ClientRequest {
  const request = requestHttp({
    createConnection: () => socket,
    method,
    path: `${url.pathname}${url.search}`,
    setHost: false,
    setDefaultHeaders: false,
    headers: framed(method, url, headers, body).flat(),
  });
  request.end(body);
  return request;
}

function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
    // without an error where the server wants to talk another protocol
    request.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  });
}

/** The headers with those that the connection and the length of the body need. */
function framed(method: string, { host }: URL, headers: readonly Header[], body: Uint8Array): Header[] {
  const hasLength = body.length > 0 || ["POST", "PUT", "PATCH"].includes(method);
  const takesPacked =
    method !== "HEAD" && !headers.some(([name]) => name.toLowerCase() === "accept-encoding");
  return [
    ["Host", host],
    ["Connection", "close"],
    ...headers,
    ...(takesPacked ? [accepted] : []),
    ...(hasLength ? [["Content-Length", String(body.length)] as const] : []),
  ];
}

async function readBody(
  head: IncomingMessage,
  method: string,
  limit: BodyLimit,
): Promise<{ body: Uint8Array; cut: boolean }> {
  const chunks: Uint8Array[] = [];
  let left = limit.bytes;
  for await (const chunk of unpacked(head, method) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk.subarray(0, left));
    left -= chunk.length;
    if (left >= 0) continue;
    if (limit.cut) break;
    throw new OperationError("failed", `the reply has more than ${limit.bytes} bytes, which is the limit`);
  }
  return { body: Buffer.concat(chunks), cut: left < 0 };
}

function unpacked(head: IncomingMessage, method: string): Readable | NodeJS.ReadWriteStream {
  const encoding = head.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  const unpacker = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  const isEmpty = method === "HEAD" || head.statusCode === 204 || head.statusCode === 304;
  if (unpacker === undefined || isEmpty) return head;
  // an error of either becomes one of what is read
  return pipeline(head, unpacker(), () => {});
}

function pairs(raw: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return headers;
}

/** What was wrong with a reply. */
function replyError(thrown: unknown, endpoint: Endpoint): OperationError {
  if (thrown instanceof OperationError) return thrown;
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const at = endpointText(endpoint);
  if (code === "HPE_HEADER_OVERFLOW") return new OperationError("failed", `${at} sent too many headers`);
  if (code.startsWith("HPE_")) return new OperationError("failed", `${at} sent what is no HTTP: ${message}`);
  if (code.startsWith("Z_") || code.startsWith("ERR__ERROR_") || code === "ERR_BROTLI_INVALID") {
    return new OperationError("failed", `${at} sent a body that cannot be unpacked: ${message}`);
  }
  if (code === "ECONNRESET") {
    return new OperationError("failed", `${at} closed the connection before the reply was complete`);
  }
  return connectionError(thrown, endpoint);
}
