import { z } from "zod";
import { metricNames } from "./metric.ts";

/**
 * The programs of one run: the base of the comparison, the change, and the base a second time. The two bases are the
 * same program, so what they differ by is what the machine makes up.
 */
export const arms = ["base", "head", "control"] as const;
export type Arm = (typeof arms)[number];

/** One flat record: all samples of one metric of one case, from one arm in one round. */
export const measurementSchema = z.strictObject({
  /** `suite/name`. */
  case: z.string(),
  metric: z.enum(metricNames),
  arm: z.enum(arms),
  /** From 0. Exact metrics are measured once, in round 0. */
  round: z.int().nonnegative(),
  /** Raw values in the metric's unit, per operation. Those of an exact metric are equal, or it is not deterministic. */
  samples: z.array(z.number()).min(1),
});
export type Measurement = z.infer<typeof measurementSchema>;

/** A case that threw or gave a wrong answer, so that it has no figures. */
export const failureSchema = z.strictObject({
  case: z.string(),
  arm: z.enum(arms),
  round: z.int().nonnegative(),
  message: z.string(),
});
export type Failure = z.infer<typeof failureSchema>;
