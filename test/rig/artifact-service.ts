import { createHash } from "node:crypto";
import { z } from "zod";
import type { BlobStore } from "./blobs.ts";
import type { Json } from "./json.ts";
import type { Artifact, Run, World } from "./world.ts";

/**
 * The service that `@actions/artifact` speaks to from inside a run: Twirp over JSON (https://twitchtv.github.io/twirp/),
 * field names in snake_case, 64-bit numbers as strings.
 */
export const artifactServicePrefix = "/twirp/github.actions.results.api.v1.ArtifactService/";

export interface ServiceAnswer {
  readonly status: number;
  readonly body: Json;
  /** Set where the request itself was wrong, rather than refused for what it asks. */
  readonly complaint?: string;
}

export interface ArtifactService {
  answer(method: string, token: string | undefined, body: Json | undefined): ServiceAnswer;
}

const backendIds = { workflow_run_backend_id: z.string(), workflow_job_run_backend_id: z.string() };
const count = z.string().regex(/^\d+$/);
const requests = {
  CreateArtifact: z.strictObject({
    ...backendIds,
    name: z.string().regex(/^[^\\/":<>|*?\r\n]+$/),
    expires_at: z.iso.datetime().optional(),
    version: z.literal(7),
    mime_type: z.string().optional(),
  }),
  FinalizeArtifact: z.strictObject({
    ...backendIds,
    name: z.string(),
    size: count,
    hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  }),
  ListArtifacts: z.strictObject({
    ...backendIds,
    name_filter: z.string().optional(),
    id_filter: count.optional(),
  }),
  GetSignedArtifactURL: z.strictObject({ ...backendIds, name: z.string() }),
  DeleteArtifact: z.strictObject({ ...backendIds, name: z.string() }),
};

/** An artifact between its creation and its completion. */
interface Upload {
  readonly content: () => Uint8Array | undefined;
  readonly expiresAt: Date | undefined;
}

const daysKept = 90;

export function createArtifactService(world: World, blobs: BlobStore): ArtifactService {
  const uploads = new Map<string, Upload>();
  const uploadKey = (run: Run, name: string): string => `${run.backendId}/${name}`;
  const find = (run: Run, name: string): Artifact | undefined =>
    world.artifacts.find((artifact) => artifact.run === run && artifact.name === name);

  function create(run: Run, body: z.infer<typeof requests.CreateArtifact>): ServiceAnswer {
    const key = uploadKey(run, body.name);
    if (find(run, body.name) !== undefined || uploads.has(key)) {
      return refused("already_exists", "an artifact with this name already exists on the workflow run");
    }
    const { url, content } = blobs.upload(body.mime_type ?? "application/zip");
    uploads.set(key, { content, expiresAt: body.expires_at ? new Date(body.expires_at) : undefined });
    return done({ ok: true, signed_upload_url: url });
  }

  function finalize(run: Run, body: z.infer<typeof requests.FinalizeArtifact>): ServiceAnswer {
    const key = uploadKey(run, body.name);
    const upload = uploads.get(key);
    const zip = upload?.content();
    if (upload === undefined || zip === undefined) return refused("not_found", "no such upload");
    const digest = digestOf(zip);
    if (body.hash !== digest || Number(body.size) !== zip.length) {
      return wrong(
        `FinalizeArtifact says ${body.size} bytes of ${body.hash}; there are ${zip.length} of ${digest}`,
      );
    }
    const createdAt = world.now();
    const artifact: Artifact = {
      id: world.nextId(),
      name: body.name,
      run,
      createdAt,
      expiresAt: upload.expiresAt ?? new Date(createdAt.getTime() + daysKept * 86_400_000),
      expired: false,
      zip,
      digest,
    };
    uploads.delete(key);
    world.artifacts.push(artifact);
    return done({ ok: true, artifact_id: String(artifact.id) });
  }

  function list(run: Run, body: z.infer<typeof requests.ListArtifacts>): ServiceAnswer {
    const found = world.artifacts
      .filter((artifact) => artifact.run === run)
      .filter(({ name }) => name === (body.name_filter ?? name))
      .filter(({ id }) => String(id) === (body.id_filter ?? String(id)));
    return done({
      artifacts: found.map(({ id, name, zip, createdAt, digest }) => ({
        workflow_run_backend_id: body.workflow_run_backend_id,
        workflow_job_run_backend_id: body.workflow_job_run_backend_id,
        database_id: String(id),
        name,
        size: String(zip.length),
        created_at: createdAt.toISOString(),
        ...(digest === null ? {} : { digest }),
      })),
    });
  }

  function signedUrl(run: Run, body: z.infer<typeof requests.GetSignedArtifactURL>): ServiceAnswer {
    const artifact = find(run, body.name);
    if (artifact === undefined) return refused("not_found", "no such artifact");
    return done({ signed_url: blobs.download(`${artifact.name}.zip`, artifact.zip, "application/zip") });
  }

  function remove(run: Run, body: z.infer<typeof requests.DeleteArtifact>): ServiceAnswer {
    const artifact = find(run, body.name);
    if (artifact === undefined) return refused("not_found", "no such artifact");
    world.artifacts.splice(world.artifacts.indexOf(artifact), 1);
    return done({ ok: true, artifact_id: String(artifact.id) });
  }

  /** Parses the request, checks that it speaks of the token's own run, and answers it. */
  function serve<T extends { workflow_run_backend_id: string; workflow_job_run_backend_id: string }>(
    schema: z.ZodType<T>,
    answer: (run: Run, body: T) => ServiceAnswer,
    token: string | undefined,
    body: Json | undefined,
  ): ServiceAnswer {
    const ids = backendIdsOf(token);
    if (ids === undefined) return refused("unauthenticated", "the token has no scope Actions.Results");
    const parsed = schema.safeParse(body);
    if (!parsed.success) return wrong(z.prettifyError(parsed.error));
    const { workflow_run_backend_id: runId, workflow_job_run_backend_id: jobId } = parsed.data;
    if (runId !== ids.run || jobId !== ids.job)
      return refused("permission_denied", "the token is of another run");
    const run = world.runs.find(({ backendId }) => backendId === runId);
    return run === undefined ? refused("not_found", "no such run") : answer(run, parsed.data);
  }

  return {
    answer(method, token, body) {
      switch (method) {
        case "CreateArtifact":
          return serve(requests.CreateArtifact, create, token, body);
        case "FinalizeArtifact":
          return serve(requests.FinalizeArtifact, finalize, token, body);
        case "ListArtifacts":
          return serve(requests.ListArtifacts, list, token, body);
        case "GetSignedArtifactURL":
          return serve(requests.GetSignedArtifactURL, signedUrl, token, body);
        case "DeleteArtifact":
          return serve(requests.DeleteArtifact, remove, token, body);
        default:
          return { ...refused("bad_route", `no method ${method}`), complaint: `no method ${method}` };
      }
    },
  };
}

/** A token as the runner gives it to an action: only the payload's `scp` is ever read, so it is not signed. */
export function runtimeToken(run: Run, jobBackendId: string): string {
  const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [
    part({ typ: "JWT", alg: "none" }),
    part({ scp: `Actions.ExampleScope Actions.Results:${run.backendId}:${jobBackendId}` }),
    "unsigned",
  ].join(".");
}

const tokenPayload = z.looseObject({ scp: z.string() });

function backendIdsOf(token: string | undefined): { run: string; job: string } | undefined {
  const [, payload, ...rest] = token?.split(".") ?? [];
  if (payload === undefined || rest.length !== 1) return undefined;
  const { scp } = tokenPayload.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  const found = /(?:^| )Actions\.Results:([^: ]+):([^: ]+)(?: |$)/.exec(scp);
  return found?.[1] && found[2] ? { run: found[1], job: found[2] } : undefined;
}

/** The digest of an artifact as GitHub writes it. */
export function digestOf(zip: Uint8Array): string {
  return `sha256:${createHash("sha256").update(zip).digest("hex")}`;
}

/** HTTP statuses of Twirp's error codes. */
const statuses = {
  already_exists: 409,
  bad_route: 404,
  invalid_argument: 400,
  not_found: 404,
  permission_denied: 403,
  unauthenticated: 401,
};

function refused(code: keyof typeof statuses, msg: string): ServiceAnswer {
  return { status: statuses[code], body: { code, msg } };
}

function wrong(complaint: string): ServiceAnswer {
  return { ...refused("invalid_argument", complaint), complaint };
}

function done(body: Json): ServiceAnswer {
  return { status: 200, body };
}
