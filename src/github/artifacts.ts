import { stat } from "node:fs/promises";
import type { ArtifactClient } from "@actions/artifact";
import { messageOf } from "../errors.ts";

/** What became of an artifact. None of it stops a run: what was measured stands in the summary as well. */
export type Upload =
  | {
      readonly kind: "uploaded";
      /** The name that was free. */
      readonly name: string;
      readonly id: number;
      /** Size of the zip, null when the service does not say. */
      readonly bytes: number | null;
      /** sha256 of the zip in hexadecimal, null when the service does not say. */
      readonly digest: string | null;
    }
  /** `bytes` is the size of the files before they are packed. */
  | { readonly kind: "too-large"; readonly bytes: number; readonly cap: number }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * The artifact client of the toolkit. Loaded only where it is needed: it is most of the Action's weight and reads the
 * environment while it is imported.
 */
export async function loadArtifactClient(): Promise<ArtifactClient> {
  const { DefaultArtifactClient } = await import("@actions/artifact");
  return new DefaultArtifactClient();
}

/** The name that a re-run attempt takes when an earlier one has taken the plain name. */
export function nameOfAttempt(name: string, attempt: number): string {
  return `${name}-attempt-${attempt}`;
}

/** Which attempt an artifact is from when its name is `name` or one of its {@link nameOfAttempt} forms, else null. */
export function attemptOf(artifact: string, name: string): number | null {
  if (artifact === name) return 1;
  if (!artifact.startsWith(`${name}-attempt-`)) return null;
  const attempt = artifact.slice(`${name}-attempt-`.length);
  return /^[1-9]\d{0,8}$/.test(attempt) ? Number(attempt) : null;
}

/**
 * Packs files and uploads them. Names are unique in a run and artifacts cannot be changed, so a re-run attempt takes
 * `<name>-attempt-<N>` when the plain name is taken. After a failure the client may go on reading the files, and throws
 * where nobody can catch it when they vanish: leave them in place until the process ends.
 *
 * @param artifact.root folder that the paths inside the artifact start from
 * @param artifact.files all inside `root`
 * @param artifact.capBytes largest sum of file sizes that is uploaded
 * @param artifact.retentionDays null for what the repository has set
 */
export async function uploadArtifact(artifact: {
  client: Pick<ArtifactClient, "uploadArtifact">;
  name: string;
  files: readonly string[];
  root: string;
  capBytes: number;
  retentionDays: number | null;
  runAttempt: number;
}): Promise<Upload> {
  const { client, name, files, root, capBytes, retentionDays, runAttempt } = artifact;
  const options = retentionDays === null ? {} : { retentionDays };
  const upload = async (freeName: string): Promise<Upload> => {
    const { id, size, digest } = await client.uploadArtifact(freeName, [...files], root, options);
    if (id === undefined) return { kind: "failed", reason: `the artifact service gave ${freeName} no id` };
    return { kind: "uploaded", name: freeName, id, bytes: size ?? null, digest: digest ?? null };
  };
  try {
    const bytes = await sizeOf(files);
    if (bytes > capBytes) return { kind: "too-large", bytes, cap: capBytes };
    return await upload(name).catch((thrown: unknown) => {
      if (!isNameTaken(thrown) || runAttempt === 1) throw thrown;
      return upload(nameOfAttempt(name, runAttempt));
    });
  } catch (thrown) {
    return { kind: "failed", reason: reasonOfFailure(name, thrown) };
  }
}

/** An artifact of this workflow run, unpacked, or the reason why there is none to read. */
export type DownloadOfRun =
  | { readonly kind: "downloaded"; readonly name: string; readonly folder: string }
  | { readonly kind: "absent"; readonly reason: string };

/**
 * Downloads and unpacks what an earlier job of this workflow run uploaded under `name`: what the latest attempt did, since a
 * job that is run again may belong to an attempt in which the other one is not.
 *
 * @param artifact.folder an empty folder, or one that does not exist yet
 * @param artifact.capBytes largest zip that is downloaded
 */
export async function downloadArtifactOfRun(artifact: {
  client: Pick<ArtifactClient, "listArtifacts" | "downloadArtifact">;
  name: string;
  folder: string;
  capBytes: number;
  runAttempt: number;
}): Promise<DownloadOfRun> {
  const { client, name, folder, capBytes, runAttempt } = artifact;
  const absent = (reason: string): DownloadOfRun => ({ kind: "absent", reason });
  try {
    const { artifacts } = await client.listArtifacts();
    const [latest] = artifacts
      .map((each) => ({ ...each, attempt: attemptOf(each.name, name) ?? Number.POSITIVE_INFINITY }))
      .filter(({ attempt }) => attempt <= runAttempt)
      .sort((one, other) => other.attempt - one.attempt);
    if (latest === undefined) return absent(`this workflow run has no artifact ${name}`);
    if (latest.size > capBytes) {
      return absent(`the artifact ${latest.name} has ${latest.size} bytes, at most ${capBytes} are read`);
    }
    const expected = latest.digest === undefined ? {} : { expectedHash: latest.digest };
    const { digestMismatch } = await client.downloadArtifact(latest.id, { path: folder, ...expected });
    if (digestMismatch) {
      return absent(`the artifact ${latest.name} does not have the digest that GitHub recorded for it`);
    }
    return { kind: "downloaded", name: latest.name, folder };
  } catch (thrown) {
    return absent(`the artifact ${name} could not be downloaded: ${messageOf(thrown)}`);
  }
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The client wraps every answer into a plain Error; the status is only in its text. */
function isNameTaken(thrown: unknown): boolean {
  return messageOf(thrown).includes("(409)");
}

function reasonOfFailure(name: string, thrown: unknown): string {
  if (!isNameTaken(thrown)) return messageOf(thrown);
  return `this run already has an artifact called ${name}; give each job its own \`artifact-name\``;
}
