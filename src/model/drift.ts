import { z } from "zod";
import { intervalSchema } from "./comparison.ts";
import { metricNames } from "./metric.ts";

const pointSchema = z.strictObject({
  sha: z.string().nullable(),
  /** ISO 8601 */
  at: z.string(),
});

/** A stretch of the base branch over which one figure changed for good: by one commit, or little by little. */
export const driftSchema = z.strictObject({
  case: z.string(),
  metric: z.enum(metricNames),
  direction: z.enum(["lower", "higher"]),
  /** Whether a row of this figure may turn a run red. Drift itself never does. */
  gating: z.boolean(),
  /** The last commit before it, and the last one of it, as the history has them. */
  from: pointSchema,
  to: pointSchema,
  /** Commits of the history from after `from` up to `to`. */
  commits: z.int().positive(),
  /** Commits of the history after `to`. */
  ago: z.int().nonnegative(),
  /** The whole of the change; positive is worse. The interval is one of 99 % for this stretch alone. */
  change: intervalSchema,
  /** An exact figure at `from` and at `to`, in its unit. Null for timed ones, which other machines measured. */
  figures: z.strictObject({ from: z.number(), to: z.number() }).nullable(),
  /** The figure relative to the first one that can be held against it, oldest first, thinned out evenly for a chart. */
  levels: z.array(z.number()),
  /** Commits from the first level to the last. */
  span: z.int().positive(),
});
export type Drift = z.infer<typeof driftSchema>;
