import { z } from "zod";
import { type Results, readableVersions, storedResultsSchema } from "./results.ts";

/** A `results.json` of this version or one before it, or why it is none; the reason may quote the document. */
export type StoredResults =
  | { readonly kind: "ok"; readonly results: Results }
  | { readonly kind: "unusable"; readonly reason: string };

/** Flaws that are named. */
const flawsShown = 5;

/** @param document parsed JSON, of which nothing else is known */
export function parseStoredResults(document: unknown): StoredResults {
  const header = z.looseObject({ schema: z.int() }).safeParse(document);
  if (header.success && !readableVersions.includes(header.data.schema)) {
    const reason = `its results.json has schema ${header.data.schema}, this Fuelgauge reads ${readableVersions.join(", ")}`;
    return { kind: "unusable", reason };
  }
  const results = storedResultsSchema.safeParse(document);
  if (results.success) return { kind: "ok", results: results.data };
  const issues = results.error.issues.slice(0, flawsShown);
  return { kind: "unusable", reason: `its results.json is not valid: ${z.prettifyError({ issues })}` };
}
