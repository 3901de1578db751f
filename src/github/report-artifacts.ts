import { createHash } from "node:crypto";
import { z } from "zod";
import { messageOf } from "../errors.ts";
import { attemptOf } from "./artifacts.ts";
import { type Octokit, reasonOfRefusal, statusOf } from "./client.ts";
import type { WorkflowRunContext } from "./workflow-run.ts";

/** A report that another run uploaded; what is in it is anybody's guess. */
export interface ReportArtifact {
  readonly id: number;
  readonly name: string;
  /** What its name says it was measured on: `linux-x64`. */
  readonly platform: string;
  /** Of the zip, as GitHub lists it. */
  readonly bytes: number;
  /** `sha256:` and the hexadecimal digest of the zip. */
  readonly digest: string;
}

/** The reports of a run, the one that counts of each platform. */
export type ReportLookup =
  | { readonly kind: "found"; readonly reports: readonly ReportArtifact[] }
  | { readonly kind: "unknown"; readonly reason: string };

/** The platforms that Node knows and runners have: whoever opens a pull request may name artifacts as they like. */
const platforms = ["linux", "darwin", "win32"].flatMap((os) =>
  ["x64", "arm64", "arm", "ia32", "ppc64", "s390x", "riscv64"].map((arch) => `${os}-${arch}`),
);

/** What a second runner confirms replaces what the first one reported. */
const kinds = ["confirmation", "report"] as const;

/** Legs of a matrix that are reported on. */
const mostReports = 12;

const artifactSchema = z.object({
  id: z.int(),
  name: z.string(),
  size_in_bytes: z.number(),
  expired: z.literal(false),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  workflow_run: z.object({
    id: z.int(),
    repository_id: z.int(),
    head_repository_id: z.int(),
    head_sha: z.string(),
  }),
});

const readingArtifacts = { doing: "read artifacts", permission: "actions: read" };

/**
 * Finds the reports that a run left behind: of each platform that of the latest attempt, and a confirmation before what it
 * confirms. An artifact that is not said to be of this very run, head and repository is passed over.
 */
export async function findReports(
  octokit: Octokit,
  { run, repository }: WorkflowRunContext,
  prefix: string,
): Promise<ReportLookup> {
  try {
    const listed = await octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
      owner: repository.owner,
      repo: repository.name,
      run_id: run.id,
      per_page: 100,
    });
    const ours = listed.flatMap((each) => {
      const artifact = artifactSchema.safeParse(each).data;
      const origin = artifact?.workflow_run;
      const isOfRun =
        origin?.id === run.id &&
        origin.repository_id === repository.id &&
        origin.head_repository_id === run.headRepository?.id &&
        origin.head_sha === run.headSha;
      return artifact !== undefined && isOfRun ? [artifact] : [];
    });
    const reports = platforms.flatMap((platform) => {
      const latest = kinds.flatMap((kind) => latestOf(ours, `${prefix}-${kind}-${platform}`, run.attempt));
      return latest.slice(0, 1).map(({ id, name, size_in_bytes: bytes, digest }) => {
        return { id, name, platform, bytes, digest };
      });
    });
    return { kind: "found", reports: reports.slice(0, mostReports) };
  } catch (thrown) {
    return { kind: "unknown", reason: reasonOfRefusal(thrown, readingArtifacts) };
  }
}

function latestOf<Artifact extends { readonly name: string; readonly id: number }>(
  artifacts: readonly Artifact[],
  name: string,
  runAttempt: number,
): Artifact[] {
  return artifacts
    .map((artifact) => ({ artifact, attempt: attemptOf(artifact.name, name) ?? Number.POSITIVE_INFINITY }))
    .filter(({ attempt }) => attempt <= runAttempt)
    .sort((one, other) => other.attempt - one.attempt || other.artifact.id - one.artifact.id)
    .map(({ artifact }) => artifact)
    .slice(0, 1);
}

/** The bytes of an artifact, as they were uploaded: packed, and not looked into. */
export type ReportDownload =
  | { readonly kind: "downloaded"; readonly zip: Buffer }
  | { readonly kind: "absent"; readonly reason: string };

/** A download takes as long at most, in milliseconds. */
const downloadTimeout = 120_000;

/**
 * Downloads an artifact into memory.
 *
 * @param download.capBytes more is not read, whatever the list says of its size
 */
export async function downloadReport(download: {
  octokit: Octokit;
  owner: string;
  repo: string;
  report: ReportArtifact;
  capBytes: number;
}): Promise<ReportDownload> {
  const { octokit, owner, repo, report, capBytes } = download;
  const absent = (reason: string): ReportDownload => ({ kind: "absent", reason });
  const tooLarge = (bytes: number) => absent(`it has ${bytes} bytes, at most ${capBytes} are read`);
  if (report.bytes > capBytes) return tooLarge(report.bytes);
  try {
    const { headers } = await octokit.rest.actions.downloadArtifact({
      owner,
      repo,
      artifact_id: report.id,
      archive_format: "zip",
      // the address is signed, and gets no token
      request: { redirect: "manual" },
    });
    const address = headers.location;
    if (address === undefined) return absent("GitHub does not say where it is");
    // once more, since a broken line is gone a moment later
    const zip = await fetchBytes(address, capBytes).catch(() => fetchBytes(address, capBytes));
    if (zip === null) return tooLarge(capBytes + 1);
    const digest = `sha256:${createHash("sha256").update(zip).digest("hex")}`;
    if (digest !== report.digest) return absent("it does not have the digest that GitHub recorded for it");
    return { kind: "downloaded", zip };
  } catch (thrown) {
    if (statusOf(thrown) === 410) return absent("it is gone (410)");
    return absent(
      statusOf(thrown) === null
        ? `it could not be downloaded: ${messageOf(thrown)}`
        : reasonOfRefusal(thrown, readingArtifacts),
    );
  }
}

/** Null when there are more than `capBytes`. */
async function fetchBytes(address: string, capBytes: number): Promise<Buffer | null> {
  const response = await fetch(address, { signal: AbortSignal.timeout(downloadTimeout) });
  if (!response.ok) throw new Error(`the store answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > capBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
