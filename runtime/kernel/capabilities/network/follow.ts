import { OperationError } from "../operation.ts";
import { endpointOf, endpointText, isHttp } from "./endpoint.ts";
import { type BodyLimit, exchange, type HttpReply, type HttpRequest } from "./exchange.ts";

/** A redirection that was followed. */
export interface Redirection {
  readonly status: number;
  /** Where it led. */
  readonly url: string;
}

export interface Followed {
  /** Where the reply came from. */
  readonly url: URL;
  readonly reply: HttpReply;
  readonly redirections: readonly Redirection[];
}

export interface FollowOptions {
  readonly limit: BodyLimit;
  /** How many redirections are followed. One more is an error; with 0, the redirecting reply is what is given. */
  readonly redirections: number;
  readonly signal: AbortSignal;
  /** Called before a redirection is followed. Throws when its target may not be used. */
  readonly use: (url: URL) => void;
}

/** Sends a request and follows redirections (RFC 9110, section 15.4), as browsers do. */
export async function follow(first: HttpRequest, options: FollowOptions): Promise<Followed> {
  const redirections: Redirection[] = [];
  let request = first;
  for (;;) {
    const reply = await exchange(request, options.limit, options.signal);
    const next = options.redirections > 0 ? redirected(request, reply) : null;
    if (next === null) return { url: request.url, reply, redirections };
    if (redirections.length === options.redirections) {
      throw new OperationError("failed", `there are more than ${options.redirections} redirections`);
    }
    options.use(next.url);
    redirections.push({ status: reply.status, url: next.url.href });
    request = next;
  }
}

/** What a redirecting reply asks for; null for any other reply. */
function redirected(request: HttpRequest, { status, headers }: HttpReply): HttpRequest | null {
  if (![301, 302, 303, 307, 308].includes(status)) return null;
  const location = headers.find(([name]) => name.toLowerCase() === "location")?.[1];
  if (location === undefined) return null;
  const url = URL.parse(location, request.url);
  if (url === null || !isHttp(url)) {
    throw new OperationError("failed", `the redirection to ${JSON.stringify(location)} cannot be followed`);
  }
  const { method } = request;
  const becomesGet =
    status === 303 ? method !== "HEAD" : (status === 301 || status === 302) && method === "POST";
  const kept = sameOrigin(url, request.url)
    ? request
    : { ...request, headers: without(request, secretHeaders) };
  if (!becomesGet) return { ...kept, url };
  return { method: "GET", url, headers: without(kept, bodyHeaders), body: new Uint8Array(0) };
}

/** For the server that the request was meant for, and no other. */
const secretHeaders = /^(?:authorization|cookie|x-api-key|.*-(?:token|secret|signature|signature-256))$/i;
const bodyHeaders = /^content-(?:type|encoding|language|location)$/i;

function without({ headers }: HttpRequest, names: RegExp): HttpRequest["headers"] {
  return headers.filter(([name]) => !names.test(name));
}

function sameOrigin(one: URL, other: URL): boolean {
  return one.origin === other.origin;
}

/** Whether two URLs are answered by the same host and port. */
export function sameEndpoint(url: URL, other: URL): boolean {
  return endpointText(endpointOf(url)) === endpointText(endpointOf(other));
}
