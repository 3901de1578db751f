import type { BaselineFolder } from "./baseline/folder.ts";
import type { FoundBase } from "./model/results.ts";
import type { BaseProgram } from "./run.ts";

/** Where a baseline comes from, and which commit it stands for. */
export type BaseOrigin = Pick<FoundBase, "source" | "sha" | "wantedSha" | "distance" | "runId">;

/** A baseline as the base of a comparison: to be run, or by its stored results. */
export function baseProgram(
  found: Exclude<BaselineFolder, { kind: "unusable" }>,
  { source, sha, wantedSha, distance, runId }: BaseOrigin,
): Exclude<BaseProgram, { kind: "absent" }> {
  const { results } = found;
  // named one by one: an origin that was found may carry more, a `kind` of its own among it
  const origin = { source, sha, wantedSha, distance, runId, machine: results.machine };
  if (found.kind === "stored") {
    return { kind: "stored", results, info: { kind: "stored", ...origin, reason: found.reason } };
  }
  const { folder, manifest } = found;
  const { imported } = results;
  return { kind: "found", folder, manifest, imported, info: { kind: "compared", ...origin } };
}
