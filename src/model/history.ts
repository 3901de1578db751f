import { z } from "zod";

/** One commit of the base branch, one line of `history.ndjson`; oldest first. */
export const historyEntrySchema = z.strictObject({
  sha: z.string().nullable(),
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
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** Commits that a history keeps. */
export const historyLength = 500;
