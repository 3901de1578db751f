import { z } from "zod";
import { importedMetric, importedUnit } from "./imported.ts";

/** A relative change against the base; positive is worse, whatever the metric's direction. 0.05 is 5 % worse. */
export const intervalSchema = z.strictObject({ low: z.number(), estimate: z.number(), high: z.number() });
export type Interval = z.infer<typeof intervalSchema>;

/** What fresh rounds said of a regression that the first ones showed. */
export const confirmationSchema = z.strictObject({
  rounds: z.int().nonnegative(),
  /** Null where there were too few rounds. */
  change: intervalSchema.nullable(),
  bar: z.number(),
  /** How probable such rounds are if the change does not lie beyond the bar; of this row alone, one-sided. */
  p: z.number(),
  confirmed: z.boolean(),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

/** Why a verdict may be believed. */
export const evidenceSchema = z.discriminatedUnion("kind", [
  /**
   * Compared digit by digit; there is no noise. `stored`: with what the base once gave, since it could not be run here.
   * `imported`: another tool gave the figures of both.
   */
  z.strictObject({ kind: z.literal("exact"), against: z.enum(["rerun", "stored", "imported"]) }),
  z.strictObject({
    kind: z.literal("rounds"),
    /** Rounds that gave a figure for every arm. */
    rounds: z.int().nonnegative(),
    /** Changes within ± this much do not matter (relative). */
    floor: z.number(),
    /** How far the whole interval must lie from 0 to count: the floor, or what base against base could not rule out. */
    bar: z.number(),
    /** Base against base in the same rounds; null where there were too few rounds. */
    control: intervalSchema.nullable(),
    /** Two-sided p-value of "no change beyond the bar", Holm-adjusted over all gating timed rows. */
    p: z.number().nullable(),
    /** The smallest change that this row could have shown with its spread (relative). */
    detectable: z.number().nullable(),
    /** Null when nothing was looked at twice. */
    confirmation: confirmationSchema.nullable(),
  }),
  /** Samples that another tool took of base and of head, each at a time and on a machine of its own. */
  z.strictObject({
    kind: z.literal("samples"),
    /** How many there are of each. */
    base: z.int().positive(),
    head: z.int().positive(),
    /** Changes within ± this much do not matter (relative); the whole interval must lie beyond it to count. */
    floor: z.number(),
    /** As for rounds. */
    p: z.number().nullable(),
    detectable: z.number().nullable(),
  }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;

/** What the policy says of a regression that is known: how it stands with this row in this run. */
export const waivedSchema = z.strictObject({
  /** Why it is accepted. */
  reason: z.string(),
  /** The largest change that is (relative). */
  ceiling: z.number(),
  /** The last day on which it is: `2027-01-31`. */
  expires: z.string(),
  /** `exceeded`: the whole interval lies beyond the ceiling. Only one that `applies` keeps the row from gating. */
  standing: z.enum(["applies", "exceeded", "expired"]),
});
export type Waived = z.infer<typeof waivedSchema>;

const row = {
  /** `suite/name`. */
  case: z.string(),
  /** One of `metricNames` and its unit, or what another tool calls what it measured. */
  metric: importedMetric,
  unit: importedUnit,
  direction: z.enum(["lower", "higher"]),
  /** Whether this row may turn the run red. */
  gating: z.boolean(),
};

/** A row with figures of both sides. */
const compared = {
  ...row,
  base: z.number(),
  head: z.number(),
  evidence: evidenceSchema,
  /** Null when the policy waives nothing about this row. */
  waiver: waivedSchema.nullable(),
};

/** One case and metric, base against head. `base` and `head` are medians in the row's unit. */
export const comparisonSchema = z.discriminatedUnion("verdict", [
  z.strictObject({
    ...compared,
    verdict: z.enum(["regressed", "improved", "unchanged"]),
    change: intervalSchema,
  }),
  /** Regressed, and not looked at a second time yet; `reason` says why not. */
  z.strictObject({
    ...compared,
    verdict: z.literal("suspected"),
    change: intervalSchema,
    reason: z.string(),
  }),
  /** The figures do not tell; `reason` says what was missing. */
  z.strictObject({
    ...compared,
    verdict: z.literal("inconclusive"),
    change: intervalSchema.nullable(),
    reason: z.string(),
  }),
  /**
   * An exact figure that differed from one run to the next, on one side at least. A side that agreed with itself still
   * has its figure.
   */
  z.strictObject({
    ...row,
    verdict: z.literal("nondeterministic"),
    change: z.null(),
    base: z.number().nullable(),
    head: z.number().nullable(),
    /** What each run gave; none for a side that was not measured. */
    runs: z.strictObject({ base: z.array(z.number()), head: z.array(z.number()) }),
  }),
  /** The two sides cannot be held against each other at all. */
  z.strictObject({
    ...row,
    verdict: z.literal("incomparable"),
    change: z.null(),
    base: z.number().nullable(),
    head: z.number().nullable(),
    reason: z.string(),
  }),
  z.strictObject({ ...row, verdict: z.literal("added"), change: z.null(), base: z.null(), head: z.number() }),
  z.strictObject({
    ...row,
    verdict: z.literal("removed"),
    change: z.null(),
    base: z.number(),
    head: z.null(),
  }),
  /** Throws or answers wrong in head. `base` is null when there is no base. */
  z.strictObject({
    ...row,
    verdict: z.literal("failed"),
    change: z.null(),
    base: z.number().nullable(),
    head: z.null(),
    reason: z.string(),
  }),
]);
export type Comparison = z.infer<typeof comparisonSchema>;
export type RowVerdict = Comparison["verdict"];

/** The verdict of a whole run; the first that applies, in this order. */
export const runVerdicts = [
  "failed",
  "mixed",
  "regressed",
  "no-baseline",
  "inconclusive",
  "improved",
  "unchanged",
] as const;
export type RunVerdict = (typeof runVerdicts)[number];
