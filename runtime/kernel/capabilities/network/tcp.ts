import type { PeerCertificate, TLSSocket } from "node:tls";
import { z } from "zod";
import { operation } from "../operation.ts";
import { distrust, openConnection } from "./connection.ts";
import { accessTo, endpointText, hostName } from "./endpoint.ts";
import { timeoutMs, withinTime } from "./time-limit.ts";

/** Whether and how fast a server takes a connection, and the certificate that it shows. Nothing is sent over the connection. */
export const tcpConnect = operation({
  capability: "network",
  request: z.strictObject({
    host: hostName,
    port: z.int().min(1).max(65_535),
    /** Whether to begin TLS as well. */
    tls: z.boolean().default(false),
    timeoutMs,
  }),
  access: (endpoint, { grants }) => accessTo(endpoint, grants),
  perform: (request, _body, { signal }) =>
    withinTime(request.timeoutMs, signal, `a connection to ${endpointText(request)}`, async (either) => {
      const tls = request.tls ? "inspected" : "none";
      const { socket, secure, ...connection } = await openConnection(request, { tls, signal: either });
      try {
        return { json: { ...connection, tls: secure && securityOf(secure) } };
      } finally {
        socket.destroy();
      }
    }),
});

function securityOf(socket: TLSSocket): Record<string, unknown> {
  const certificate: Partial<PeerCertificate> = socket.getPeerCertificate();
  const validToMs = Date.parse(certificate.valid_to ?? "");
  return {
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().name,
    trusted: socket.authorized,
    /** Why it is not; null when it is. */
    distrust: socket.authorized ? null : distrust(String(socket.authorizationError)),
    subject: certificate.subject?.CN ?? null,
    issuer: certificate.issuer?.CN ?? null,
    names: certificate.subjectaltname ?? null,
    fingerprint: certificate.fingerprint256 ?? null,
    validFrom: isoTime(Date.parse(certificate.valid_from ?? "")),
    validTo: isoTime(validToMs),
    /** Milliseconds, negative when it has expired. */
    validForMs: Number.isFinite(validToMs) ? validToMs - Date.now() : null,
  };
}

function isoTime(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
