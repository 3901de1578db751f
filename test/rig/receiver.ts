import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createAnswers } from "./answers.ts";
import { artifactServicePrefix, createArtifactService } from "./artifact-service.ts";
import { blobPrefix, createBlobStore } from "./blobs.ts";
import { openContract } from "./contract.ts";
import type { Faults } from "./faults.ts";
import type { Json } from "./json.ts";
import { acceptedPermissions, permits, type Token } from "./permissions.ts";
import { actionsRoutes } from "./rest/actions.ts";
import { checkRoutes } from "./rest/checks.ts";
import { commentRoutes } from "./rest/comments.ts";
import { commitRoutes } from "./rest/commits.ts";
import { pullRoutes } from "./rest/pulls.ts";
import { type Answer, refused } from "./rest/route.ts";
import type { World } from "./world.ts";

/** A request that the local GitHub has answered. */
export interface RecordedRequest {
  readonly kind: "rest" | "artifact-service" | "blob";
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly requestBody?: Json | undefined;
  readonly responseBody?: Json | undefined;
}

/** What an answered request leaves behind. */
export interface Records {
  readonly requests: RecordedRequest[];
  readonly violations: string[];
}

/** What a request says, read from the wire. */
interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly token: string | undefined;
  readonly bytes: Buffer;
  readonly json: Json | undefined;
}

/** What goes back, in any of the three services. */
interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json | Uint8Array | undefined;
  /** What was wrong with the request, or with this answer. */
  readonly complaints: readonly string[];
}

const routes = { ...commitRoutes, ...pullRoutes, ...commentRoutes, ...checkRoutes, ...actionsRoutes };
const contract = openContract();

/** Answers every request that reaches the local GitHub, records it and notes what was wrong with it. */
export function createReceiver(
  world: World,
  origin: string,
  tokens: ReadonlyMap<string, Token>,
  faults: Faults,
  records: Records,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const answers = createAnswers(world, contract, origin);
  const blobs = createBlobStore(origin);
  const artifactService = createArtifactService(world, blobs);

  function reply(received: Received, kind: RecordedRequest["kind"]): Reply {
    const fault = faults.meet(received.method, received.url.pathname);
    // Never an empty body: the artifact client takes that for broken JSON.
    if (fault !== undefined)
      return { status: fault.status, body: fault.body ?? plantedFailure, complaints: [] };
    switch (kind) {
      case "blob":
        return replyBlob(received);
      case "artifact-service":
        return replyArtifactService(received);
      case "rest":
        return replyRest(received);
    }
  }

  function replyBlob({ method, url, headers, bytes }: Received): Reply {
    const { complaint, ...answer } = blobs.answer({ method, url, headers, body: bytes });
    return {
      ...answer,
      complaints: complaint === undefined ? [] : [`${method} ${url.pathname}: ${complaint}`],
    };
  }

  function replyArtifactService({ url, token, json }: Received): Reply {
    const call = url.pathname.slice(artifactServicePrefix.length);
    const { complaint, ...answer } = artifactService.answer(call, token, json);
    return { ...answer, complaints: complaint === undefined ? [] : [`${call}: ${complaint}`] };
  }

  function replyRest(received: Received): Reply {
    const { method, url, json, token } = received;
    const answer = answerRest(received);
    const complaints = contract.check({
      method,
      path: url.pathname,
      query: url.searchParams,
      requestBody: json,
      status: answer.status,
      responseBody: answer.body,
    });
    if (token === undefined) complaints.push(`${method} ${url.pathname}: the request carries no token`);
    if (answer.status === 501) complaints.push(`${method} ${url.pathname} is not served by the local GitHub`);
    return { ...answer, complaints };
  }

  function answerRest({ method, url, token: text, json }: Received): Answer {
    const token = tokens.get(text ?? "");
    if (token === undefined) return refused(401, "Bad credentials");
    const operation = contract.operation(method, url.pathname);
    const fullName = `${operation?.params.owner}/${operation?.params.repo}`;
    const repository = world.repositories.find((each) => each.fullName === fullName);
    if (operation === undefined || repository === undefined) return refused(404, "Not Found");
    const route = routes[operation.name];
    if (route === undefined) return refused(501, "Not Implemented");
    if (!permits(token, route.needs)) {
      const headers = { "x-accepted-github-permissions": acceptedPermissions(route.needs) };
      return { ...refused(403, "Resource not accessible by integration"), headers };
    }
    return route.answer({
      world,
      answers,
      repository,
      params: operation.params,
      query: url.searchParams,
      body: json,
      user: token.user,
      url: `${origin}${url.pathname}`,
      signedUrl: (name, bytes) => blobs.download(name, bytes, "application/zip"),
    });
  }

  return async (request, response) => {
    const url = new URL(request.url ?? "/", origin);
    const kind = kindOf(url.pathname);
    const bytes = await bytesOf(request);
    const json = kind === "blob" || bytes.length === 0 ? undefined : jsonOf(bytes);
    const method = request.method ?? "GET";
    const { complaints, ...answer } = reply(
      { method, url, headers: request.headers, token: tokenOf(request), bytes, json },
      kind,
    );
    records.violations.push(...complaints);
    records.requests.push({
      kind,
      method,
      path: url.pathname,
      query: url.search.slice(1),
      status: answer.status,
      requestBody: json,
      responseBody: answer.body instanceof Uint8Array ? undefined : answer.body,
    });
    send(response, answer);
  };
}

const plantedFailure = { message: "planted failure", code: "unavailable", msg: "planted failure" };

function kindOf(path: string): RecordedRequest["kind"] {
  if (path.startsWith(artifactServicePrefix)) return "artifact-service";
  return path.startsWith(blobPrefix) ? "blob" : "rest";
}

function tokenOf(request: IncomingMessage): string | undefined {
  return /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function jsonOf(body: Buffer): Json {
  const parsed: Json = JSON.parse(body.toString("utf8"));
  return parsed;
}

function send(response: ServerResponse, { status, headers = {}, body }: Omit<Reply, "complaints">): void {
  const isBytes = body instanceof Uint8Array;
  const bytes = isBytes ? body : Buffer.from(body === undefined ? "" : JSON.stringify(body));
  response.writeHead(status, {
    ...(isBytes || body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    "content-length": String(bytes.length),
    "x-github-request-id": randomUUID(),
    ...headers,
  });
  response.end(bytes);
}
