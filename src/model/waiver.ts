import { z } from "zod";
import { metricNames } from "./metric.ts";

/** A regression that the repository knows of and accepts, up to a ceiling and for a time. */
export const waiverSchema = z.strictObject({
  /** A case or a glob: `execution/fib-30`, `parse/*`. */
  case: z.string(),
  metric: z.enum(metricNames),
  reason: z.string(),
  /** The largest change that is accepted (relative). */
  ceiling: z.number(),
  /** The last day on which it is: `2027-01-31`. */
  expires: z.string(),
});
export type Waiver = z.infer<typeof waiverSchema>;
