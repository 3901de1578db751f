import { z } from "zod";
import { comparisonSchema, runVerdicts } from "./comparison.ts";
import { profileChangeSchema } from "./fuel-profile.ts";
import { failureSchema, measurementSchema } from "./measurement.ts";

/** Version of `results.json`. A reader that does not know it says so and compares nothing. */
export const resultsVersion = 2;

/** Versions that `storedResultsSchema` reads. */
export const readableVersions: readonly number[] = [1, resultsVersion];

export const machineSchema = z.strictObject({
  /** `linux`, `darwin`, `win32` */
  os: z.string(),
  /** `x64`, `arm64` */
  arch: z.string(),
  cpu: z.string(),
  cores: z.int(),
  memoryBytes: z.number(),
  /** The Node that ran the measurements: `v24.21.0`, with its V8. */
  node: z.string(),
  v8: z.string(),
});
export type Machine = z.infer<typeof machineSchema>;

export const baseSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("compared"),
    /** Where it came from, in words: `artifact fuelgauge-baseline-linux-x64 of run 123`. */
    source: z.string(),
    sha: z.string().nullable(),
    /** The commit that should have been the base; `distance` is how many commits `sha` lies before it. */
    wantedSha: z.string().nullable(),
    distance: z.int().nonnegative(),
    runId: z.int().nullable(),
    machine: machineSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal("absent"), reason: z.string() }),
]);
export type Base = z.infer<typeof baseSchema>;

export const planSchema = z.strictObject({
  /** Rounds that were planned, and that the budget allowed for, before the first was run. */
  rounds: z.int().nonnegative(),
  /** Rounds below which a gating row cannot be told. */
  neededRounds: z.int().nonnegative(),
  budgetSeconds: z.number(),
  /** Seed of every order that was drawn. */
  seed: z.int(),
});
export type Plan = z.infer<typeof planSchema>;

/** What the run knows of one case. */
export const caseInfoSchema = z.strictObject({
  id: z.string(),
  /** One line: why the case exists. */
  why: z.string(),
  isolation: z.enum(["turns", "slot", "process"]),
  /** Operations inside one timed sample. */
  repeat: z.int().positive(),
});
export type CaseInfo = z.infer<typeof caseInfoSchema>;

const targetResultFields = {
  /** `cold start` */
  name: z.string(),
  case: z.string(),
  unit: z.enum(["ns", "bytes", "ops/s", "ratio"]),
  /** Null when the case gave no figure. */
  measured: z.number().nullable(),
  met: z.boolean().nullable(),
  /** What to look at when it is missed. */
  advice: z.array(z.string()),
};

/** A promise about one figure of head, whatever the base: it should be below a bound, or above one. */
export const targetResultSchema = z.union([
  z.strictObject({ ...targetResultFields, below: z.number() }),
  z.strictObject({ ...targetResultFields, above: z.number() }),
]);
export type TargetResult = z.infer<typeof targetResultSchema>;

/** `results.json`: everything that a run measured and concluded. */
export const resultsSchema = z.strictObject({
  schema: z.literal(resultsVersion),
  /** Version of Fuelgauge that wrote it. */
  fuelgauge: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  head: z.strictObject({ sha: z.string().nullable() }),
  base: baseSchema,
  machine: machineSchema,
  plan: planSchema,
  /** Milliseconds since the start of the process. */
  timings: z.strictObject({
    builtMs: z.number(),
    firstSampleMs: z.number().nullable(),
    measuredMs: z.number(),
  }),
  cases: z.array(caseInfoSchema),
  measurements: z.array(measurementSchema),
  failures: z.array(failureSchema),
  comparisons: z.array(comparisonSchema),
  /**
   * Version of what counts as fuel, for all fuel in these results: base and head were metered alike. Null in results of a
   * time without fuel.
   */
  fuelContract: z.int().nullable(),
  /** For each case whose fuel differs. */
  profileChanges: z.array(profileChangeSchema),
  targets: z.array(targetResultSchema),
  verdict: z.enum(runVerdicts),
});
export type Results = z.infer<typeof resultsSchema>;

/** `results.json` of this version, and of the one before, which knew no fuel. */
export const storedResultsSchema = z.preprocess((stored) => {
  const first = z.looseObject({ schema: z.literal(1) }).safeParse(stored);
  if (!first.success) return stored;
  return { ...first.data, schema: resultsVersion, fuelContract: null, profileChanges: [] };
}, resultsSchema);
