import { z } from "zod";

/** One commit of the base branch, one line of `history.ndjson`; oldest first. */
export const historyEntrySchema = z.strictObject({
  sha: z.string().nullable(),
  /** The commit whose program ran beside it as the base. Null where there was none, where it is not known, or not told. */
  baseSha: z.string().nullable().default(null),
  /** ISO 8601 */
  at: z.string(),
  verdict: z.string(),
  cpu: z.string(),
  /** Version of what counts as fuel: only lines of one version can be held against each other. Null before there was fuel. */
  fuelContract: z.int().nullable().default(null),
  /** Median per `case metric`, in the metric's unit. */
  head: z.record(z.string(), z.number()),
  /** The base that was re-run beside it, same keys: head / base is free of the machine. */
  base: z.record(z.string(), z.number()),
  /**
   * Timed rows per `case metric`: `[low, estimate, high]` of the relative change against the base, 99 % confidence, positive
   * is worse, five significant digits. Absent from older lines.
   */
  change: z.record(z.string(), z.tuple([z.number(), z.number(), z.number()])).default({}),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** A commit of the base branch. */
export type Commit = Pick<HistoryEntry, "sha" | "at">;

/** Commits that a history keeps. */
export const historyLength = 500;
