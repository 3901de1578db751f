import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, type Octokit } from "../../src/github/client.ts";

/** A request as the server saw it. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** `GET /repos/o/r/commits?sha=…`, for assertions on what was asked. */
  readonly line: string;
  /** `http://127.0.0.1:port`, where it was sent to. */
  readonly origin: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON, or as it is when it is a Buffer. */
  readonly body?: unknown;
}

export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly asks: Ask[];
}

/** A server on loopback that answers as `reply` says; null is GitHub's 404. */
export async function serve(reply: (ask: Ask) => Reply | null): Promise<Server> {
  const asks: Ask[] = [];
  const server = createServer(async (request, response) => {
    const ask = await askOf(request);
    asks.push(ask);
    const { status = 200, headers = {}, body = {} } = reply(ask) ?? notFound;
    const sent = Buffer.isBuffer(body) ? body : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // a server that listens on TCP has an address of this kind
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asks,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const notFound: Reply = { status: 404, body: { message: "Not Found" } };

export const forbidden: Reply = {
  status: 403,
  body: {
    message: "Resource not accessible by integration",
    documentation_url: "https://docs.github.com/rest",
  },
};

/** One page of `items` as GitHub cuts them, with the link to the next. `wrap` makes the body of the page's items. */
export function page<T>(
  ask: Ask,
  items: readonly T[],
  wrap: (items: readonly T[]) => unknown = (all) => all,
): Reply {
  const size = Number(ask.query.get("per_page") ?? 30);
  const number = Number(ask.query.get("page") ?? 1);
  const next = new URLSearchParams(ask.query);
  next.set("page", String(number + 1));
  const isLast = number * size >= items.length;
  // the client follows the link as it stands, so it has to lead back here
  const headers: Record<string, string> = isLast
    ? {}
    : { link: `<${ask.origin}${ask.path}?${next}>; rel="next"` };
  return { headers, body: wrap(items.slice((number - 1) * size, number * size)) };
}

/** A client of `server` that never waits; `waits` tells how long it would have. */
export async function clientOf(server: Server): Promise<{ octokit: Octokit; waits: number[] }> {
  const waits: number[] = [];
  const pause = async (milliseconds: number) => void waits.push(milliseconds);
  return { octokit: await connect({ token: "a-token", apiUrl: server.url, pause }), waits };
}

async function askOf(request: IncomingMessage): Promise<Ask> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = "GET", url = "/" } = request;
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  return {
    method,
    path: decodeURIComponent(pathname),
    query: searchParams,
    body: Buffer.concat(chunks),
    line: `${method} ${decodeURIComponent(url)}`,
    origin: `http://${request.headers.host}`,
  };
}
