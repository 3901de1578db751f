import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { OperationError } from "../operation.ts";
import { type Endpoint, endpointText } from "./endpoint.ts";

/** A connection that was made for one use. Whoever opens it destroys its socket. */
export interface Connection {
  readonly socket: Socket;
  /** The same socket, where it is encrypted. */
  readonly secure: TLSSocket | null;
  /** The address that the name stands for. */
  readonly address: string;
  /** Finding the address included. */
  readonly connectMs: number;
  /** Null without TLS. */
  readonly handshakeMs: number | null;
}

export interface ConnectionOptions {
  /**
   * `verified`: a certificate that is not to be trusted ends the connection. `inspected`: it is only looked at; nothing may be sent
   * over such a connection.
   */
  readonly tls: "none" | "verified" | "inspected";
  /** When it is aborted, the connection is closed. */
  readonly signal: AbortSignal;
}

/** Opens a connection. Throws an `OperationError` when there is none to be had. */
export async function openConnection(endpoint: Endpoint, options: ConnectionOptions): Promise<Connection> {
  const { signal, tls } = options;
  signal.throwIfAborted();
  const host = endpoint.host.replace(/^\[|\]$/g, "");
  const startMs = performance.now();
  const socket = connectTcp({ host, port: endpoint.port, noDelay: true });
  const close = () => socket.destroy(signal.reason);
  signal.addEventListener("abort", close, { once: true });
  socket.once("close", () => signal.removeEventListener("abort", close));
  try {
    await once(socket, "connect");
    const connectedMs = performance.now();
    const address = socket.remoteAddress ?? host;
    const plain = { socket, secure: null, address, connectMs: connectedMs - startMs, handshakeMs: null };
    if (tls === "none") return plain;
    const secure = await handshake(socket, host, tls === "verified");
    return { ...plain, socket: secure, secure, handshakeMs: performance.now() - connectedMs };
  } catch (thrown) {
    socket.destroy();
    signal.throwIfAborted();
    throw connectionError(thrown, endpoint);
  }
}

async function handshake(socket: Socket, host: string, rejectUnauthorized: boolean): Promise<TLSSocket> {
  // addresses are no names for servers to choose a certificate by (RFC 6066, section 3)
  const servername = isIP(host) === 0 ? host : "";
  const options = { socket, host, servername, rejectUnauthorized, ALPNProtocols: ["http/1.1"] };
  const secure = connectTls(options);
  socket.once("close", () => secure.destroy());
  await once(secure, "secureConnect");
  return secure;
}

/** Waits for an event, unless an error or the end comes first. Errors that come later are the reader's, and no surprise. */
function once(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.on("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  });
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections",
  ECONNRESET: "closed the connection",
  EPIPE: "closed the connection",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
  ETIMEDOUT: "does not answer",
  ENOTFOUND: "has no address",
  EAI_AGAIN: "has no address that can be found now",
  DEPTH_ZERO_SELF_SIGNED_CERT: "has a certificate that it signed itself",
  SELF_SIGNED_CERT_IN_CHAIN: "has a certificate of an authority that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "has a certificate of an authority that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "has a certificate of an authority that is not trusted",
  CERT_HAS_EXPIRED: "has a certificate that has expired",
  CERT_NOT_YET_VALID: "has a certificate that is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "has a certificate that is for another host",
};

/** What went wrong with a connection, for whoever wanted it. */
export function connectionError(thrown: unknown, endpoint: Endpoint): OperationError {
  if (thrown instanceof OperationError) return thrown;
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const reason = reasons[code] ?? `cannot be talked to: ${message}${code === "" ? "" : ` (${code})`}`;
  return new OperationError("failed", `${endpointText(endpoint)} ${reason}`);
}

/** Certificates are not trusted for these reasons, in words. */
export function distrust(code: string): string {
  return reasons[code] ?? code;
}
