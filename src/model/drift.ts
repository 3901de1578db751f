import { z } from "zod";
import { intervalSchema } from "./comparison.ts";
import { metricNames } from "./metric.ts";

/** A stretch of the base branch over which one figure changed for good: by one commit, or little by little. */
export const driftSchema = z.strictObject({
  case: z.string(),
  metric: z.enum(metricNames),
  /** The last commit before it, and the last one of it, as the history has them. */
  from: z.strictObject({ sha: z.string().nullable(), at: z.string() }),
  to: z.strictObject({ sha: z.string().nullable(), at: z.string() }),
  /** Commits of the history from after `from` up to `to`. */
  commits: z.int().positive(),
  /** The whole of the change; positive is worse. */
  change: intervalSchema,
  /** The figure relative to the first one of the history, oldest first, thinned out for a chart. */
  levels: z.array(z.number()),
});
export type Drift = z.infer<typeof driftSchema>;
