/**
 * Why a request was not fulfilled. The first five are JSON-RPC's own (https://www.jsonrpc.org/specification#error_object); the
 * others lie in the range that it leaves to servers, away from those that the Model Context Protocol uses.
 */
export const errorCodes = {
  /** The text is no JSON. */
  parse: -32700,
  /** The JSON is no request. */
  request: -32600,
  /** There is no such method. */
  method: -32601,
  /** The method does not take these parameters, or there is no such tool. */
  parameters: -32602,
  /** The kernel broke. */
  internal: -32603,
  /** Too many requests of this session are under way: ask again when one has been answered. */
  busy: -32050,
  /** The message has more bytes than the kernel takes. */
  "too-large": -32051,
  /** The kernel, or the session, has been closed. */
  closed: -32052,
} as const;
export type ErrorReason = keyof typeof errorCodes;

/** What answers a request that is not fulfilled. */
export class ProtocolError extends Error {
  readonly reason: ErrorReason;

  constructor(reason: ErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

export type RequestId = string | number;

/** The reply to a request, as JSON text. `result` is JSON text too. */
export function replyText(id: RequestId, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
}

/** @param id null when the request could not be read far enough to know it */
export function errorText(id: RequestId | null, { reason, message }: ProtocolError): string {
  const error = { code: errorCodes[reason], message, data: { reason } };
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"error":${JSON.stringify(error)}}`;
}

export function notificationText(method: string, params?: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ jsonrpc: "2.0", method, ...(params && { params }) });
}
