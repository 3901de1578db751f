import { z } from "zod";
import { ProtocolError, type RequestId } from "./protocol-error.ts";

/**
 * The messages of JSON-RPC 2.0, with the methods of the Model Context Protocol where it has them. Names and shapes:
 * https://modelcontextprotocol.io/specification/2025-11-25/schema. What a request has beside these fields is ignored, as that
 * specification asks.
 */

/** Revisions of the protocol that this kernel speaks, the newest first. They do not differ in what it uses. */
export const protocolVersions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] as const;

const meta = z.object({ progressToken: z.union([z.string(), z.number()]).optional() }).optional();
const noParameters = z.object({}).optional();

/** Of any members. `z.record` would copy it, which takes longer than many a tool. */
const anyObject = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "expected an object",
);

const initialize = z.object({
  protocolVersion: z.string(),
  capabilities: anyObject,
  clientInfo: z.object({ name: z.string(), version: z.string() }),
});
const listTools = z.object({ cursor: z.string().optional() }).optional();
const callTool = z.object({
  name: z.string(),
  arguments: anyObject.optional(),
  _meta: meta,
});
const searchTools = z.object({
  /** Words, or beginnings of words. */
  query: z.string().max(1_000),
  /** Only tools that have all of these tags. */
  tags: z.array(z.string()).max(100).optional(),
  limit: z.int().min(1).max(1_000).optional(),
});

/** Methods that are answered, and what they take. */
export const methods = {
  initialize,
  ping: noParameters,
  "tools/list": listTools,
  "tools/call": callTool,
  "tools/search": searchTools,
  /** Takes what the tool `wasm_execute` takes. */
  "wasm/execute": anyObject,
} as const;
export type Method = keyof typeof methods;
export type Parameters<Name extends Method> = z.infer<(typeof methods)[Name]>;

/** A request whose parameters fit its method. */
export type Request = {
  [Name in Method]: { readonly id: RequestId; readonly method: Name; readonly params: Parameters<Name> };
}[Method];

export type Message =
  | { readonly kind: "request"; readonly request: Request }
  /** A request that cannot be fulfilled whatever is done. */
  | { readonly kind: "refused"; readonly id: RequestId | null; readonly error: ProtocolError }
  | { readonly kind: "cancelled"; readonly id: RequestId }
  /** A notification, or an answer, that needs nothing done. */
  | { readonly kind: "ignored" };

const id = z.union([z.string(), z.number()]);
const envelope = z.object({
  jsonrpc: z.literal("2.0"),
  id: id.optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
});
const cancelled = z.object({ requestId: id });

/** What a peer sent, parsed from JSON. */
export function readMessage(value: unknown): Message {
  const read = envelope.safeParse(value);
  if (!read.success)
    return refused(idOf(value), "request", `this is no JSON-RPC 2.0 message: ${issues(read.error)}`);
  const { id, method, params } = read.data;
  if (method === undefined) {
    // an answer to something that was asked of the peer, which this kernel never does
    return id !== undefined && isAnswer(value)
      ? { kind: "ignored" }
      : refused(id ?? null, "request", "this message has no method");
  }
  if (id === undefined) return readNotification(method, params);
  if (!Object.hasOwn(methods, method)) {
    return refused(
      id,
      "method",
      `there is no method "${method}"; there are ${Object.keys(methods).join(", ")}`,
    );
  }
  const parameters = methods[method as Method].safeParse(params);
  if (!parameters.success) return refused(id, "parameters", `${method}: ${issues(parameters.error)}`);
  // the schema that was used is the method's own
  return { kind: "request", request: { id, method, params: parameters.data } as Request };
}

function readNotification(method: string, params: unknown): Message {
  if (method !== "notifications/cancelled") return { kind: "ignored" };
  const read = cancelled.safeParse(params);
  return read.success ? { kind: "cancelled", id: read.data.requestId } : { kind: "ignored" };
}

function refused(
  id: RequestId | null,
  reason: "request" | "method" | "parameters",
  message: string,
): Message {
  return { kind: "refused", id, error: new ProtocolError(reason, message) };
}

function idOf(value: unknown): RequestId | null {
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  const read = id.safeParse(value.id);
  return read.success ? read.data : null;
}

function isAnswer(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("result" in value || "error" in value);
}

function issues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
}
