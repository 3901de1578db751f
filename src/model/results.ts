import { z } from "zod";
import { comparisonSchema, runVerdicts } from "./comparison.ts";
import { driftSchema } from "./drift.ts";
import { profileChangeSchema } from "./fuel-profile.ts";
import { importedSchema, mostImported } from "./imported.ts";
import { failureSchema, measurementSchema } from "./measurement.ts";
import { type TargetLevel, targetLevels } from "./target.ts";
import { waiverSchema } from "./waiver.ts";

/** Version of `results.json`. A reader that does not know it says so and compares nothing. */
export const resultsVersion = 3;

/** Versions that `storedResultsSchema` reads. */
export const readableVersions: readonly number[] = [1, 2, resultsVersion];

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

const foundBase = {
  /** Where it came from, in words: `artifact fuelgauge-baseline-linux-x64 of run 123`. */
  source: z.string(),
  sha: z.string().nullable(),
  /** The commit that should have been the base; `distance` is how many commits `sha` lies before it. */
  wantedSha: z.string().nullable(),
  distance: z.int().nonnegative(),
  runId: z.int().nullable(),
  machine: machineSchema.nullable(),
};

export const baseSchema = z.discriminatedUnion("kind", [
  /** Run again beside head. */
  z.strictObject({ kind: z.literal("compared"), ...foundBase }),
  /** Only its stored results could be used, for exact metrics; `reason` says why it was not run. */
  z.strictObject({ kind: z.literal("stored"), ...foundBase, reason: z.string() }),
  z.strictObject({ kind: z.literal("absent"), reason: z.string() }),
]);
export type Base = z.infer<typeof baseSchema>;
export type FoundBase = Exclude<Base, { kind: "absent" }>;

export const planSchema = z.strictObject({
  /** Rounds that were planned, and that the budget allowed for, before the first was run. */
  rounds: z.int().nonnegative(),
  /** Rounds below which a gating row cannot be told. */
  neededRounds: z.int().nonnegative(),
  budgetSeconds: z.number(),
  /** Of these, kept back to look again at what regressed. */
  reservedSeconds: z.number(),
  /** Seed of every order that was drawn. */
  seed: z.int(),
  /** Rounds from this one on looked again at what had regressed; null where nothing was looked at again. */
  againFrom: z.int().nonnegative().nullable(),
  /** What kept the figures from wandering: flags of V8, and the processor that was measured on. */
  steadiness: z.strictObject({ flags: z.array(z.string()), processor: z.int().nullable() }),
});
export type Plan = z.infer<typeof planSchema>;

/** Milliseconds since the start of the process. */
const timingsSchema = z.strictObject({
  builtMs: z.number(),
  firstSampleMs: z.number().nullable(),
  measuredMs: z.number(),
});

/** A later job that looked again, on a runner of its own, at what the run had suspected. */
export const secondRunnerSchema = z.strictObject({
  /** ISO 8601. */
  startedAt: z.string(),
  /** Measured the rounds from `plan.againFrom` of the results on. All that came before is the other machine's. */
  machine: machineSchema,
  plan: planSchema.omit({ reservedSeconds: true, againFrom: true }),
  timings: timingsSchema,
});
export type SecondRunner = z.infer<typeof secondRunnerSchema>;

/** What the run knows of one case. */
export const caseInfoSchema = z.strictObject({
  id: z.string(),
  /** One line: why the case exists. */
  why: z.string(),
  isolation: z.enum(["turns", "slot", "process"]),
  /** Whether it is the same program in all arms, there to show that nothing else moves. */
  control: z.boolean(),
  /** Operations inside one timed sample. */
  repeat: z.int().positive(),
  /** Rounds that were planned for it. */
  rounds: z.int().nonnegative(),
  /** Operations until it got no faster, and what they took; null where that was not looked at. */
  settling: z
    .strictObject({
      operations: z.int().nonnegative(),
      milliseconds: z.number().nonnegative(),
      /** False where it was still getting faster after a quarter of a second. */
      settled: z.boolean(),
    })
    .nullable(),
});
export type CaseInfo = z.infer<typeof caseInfoSchema>;

/** What the machine was up to in one round, of all the figures of that round. Null: this machine does not say. */
export const roundConditionsSchema = z.strictObject({
  round: z.int().nonnegative(),
  /** Milliseconds from the first round's start to this one's, and what it took. */
  startMs: z.number(),
  durationMs: z.number(),
  /** Processes that were running or waiting to, averaged over a minute, at the end of the round. */
  load: z.number().nullable(),
  /** Share of all processor time that the hypervisor gave to somebody else. */
  steal: z.number().nullable(),
  /** Share of all processor time that other programs of this machine used. */
  others: z.number().nullable(),
  /** Of the processor that measured, at the end of the round. */
  mhz: z.number().nullable(),
  /** Longest stop of a measuring process for a collection of garbage, while it sampled. */
  longestPauseMs: z.number().nullable(),
  /** What makes the round's figures less trustworthy, in words. It counts all the same. */
  disturbances: z.array(z.string()),
});
export type RoundConditions = z.infer<typeof roundConditionsSchema>;

/** How the cases of a run are divided among jobs, and which part this one measured. */
export const shardSchema = z.strictObject({
  /** From 1. */
  index: z.int().positive(),
  /** The cases of each shard, the first shard's first. */
  division: z.array(z.array(z.string())),
});
export type Shard = z.infer<typeof shardSchema>;

/** A job of which the results of several were joined. */
export const joinedShardSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("joined"),
    index: z.int().positive(),
    cases: z.array(z.string()),
    /** ISO 8601. */
    startedAt: z.string(),
    machine: machineSchema,
    plan: planSchema,
    timings: timingsSchema,
    /** Of its own rounds, with the numbers that they have in the measurements of its cases. */
    conditions: z.array(roundConditionsSchema),
  }),
  /** Nothing is known of its cases; `reason` says why. */
  z.strictObject({
    kind: z.literal("lost"),
    index: z.int().positive(),
    cases: z.array(z.string()),
    reason: z.string(),
  }),
]);
export type JoinedShard = z.infer<typeof joinedShardSchema>;

/** Where in the checkout a case of the project's own comes from. */
export const caseSourceSchema = z.strictObject({
  case: z.string(),
  /** Relative to the root of the checkout, with forward slashes. */
  file: z.string(),
  /** From 1. */
  line: z.int().positive(),
});
export type CaseSource = z.infer<typeof caseSourceSchema>;

const targetResultFields = {
  /** `cold start` */
  name: z.string(),
  case: z.string(),
  unit: z.enum(["ns", "bytes", "ops/s", "units", "count", "ratio"]),
  /** Null when the case gave no figure. */
  measured: z.number().nullable(),
  /** How good the figure is; null when there is none. */
  level: z.enum(targetLevels).nullable(),
  /** Bounds further out than the target, on the same side of it: what will do, and what is an emergency. */
  acceptable: z.number().nullable(),
  critical: z.number().nullable(),
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
  /** Null where all rounds were measured by one job. */
  secondRunner: secondRunnerSchema.nullable().default(null),
  timings: timingsSchema,
  /** Null where one job measured all cases, and where the results of several are joined. */
  shard: shardSchema.nullable().default(null),
  /**
   * The jobs whose results are joined here; null where there was one. Rounds of different jobs have nothing to do with each
   * other: a case has all of its rounds from one. Machine, steadiness and seed of the results are those of the first job, times and
   * budgets the sum of all.
   */
  shards: z.array(joinedShardSchema).nullable().default(null),
  cases: z.array(caseInfoSchema),
  /** In the order of the rounds; none where the jobs of a joined run have their own. */
  conditions: z.array(roundConditionsSchema),
  measurements: z.array(measurementSchema),
  failures: z.array(failureSchema),
  /** What other tools measured: of head, and what the base's run had of its own head. */
  imported: z
    .array(importedSchema)
    .max(2 * mostImported)
    .default([]),
  comparisons: z.array(comparisonSchema),
  /**
   * Version of what counts as fuel, for all fuel in these results: base and head were metered alike. Null in results of a
   * time without fuel.
   */
  fuelContract: z.int().nullable(),
  /** For each case whose fuel differs. */
  profileChanges: z.array(profileChangeSchema),
  targets: z.array(targetResultSchema),
  /** What the policy waives, whether or not a row is about it. */
  waivers: z.array(waiverSchema),
  /** Benchmark files that are not the same in base and head, so that their cases may not do the same. Relative to the root of the checkout. */
  changedBenchmarks: z.array(z.string()).default([]),
  /** Benchmark files that replace globals when they are loaded, which other code of their process then uses as well. */
  replacedGlobals: z
    .array(z.strictObject({ file: z.string(), base: z.array(z.string()), head: z.array(z.string()) }))
    .default([]),
  /** Where the project's own cases come from, as far as that is a line, or a file that changed. */
  sources: z.array(caseSourceSchema).default([]),
  /** How far the base branch has come from where it was. */
  drift: z.array(driftSchema),
  verdict: z.enum(runVerdicts),
});
export type Results = z.infer<typeof resultsSchema>;

/** `results.json` of this version and of those before it. */
export const storedResultsSchema = z.preprocess((stored, context) => {
  try {
    return upgrade(stored);
  } catch (thrown) {
    if (!(thrown instanceof z.ZodError)) throw thrown;
    context.issues.push({
      code: "custom",
      input: stored,
      message: `not of an earlier version: ${thrown.issues[0]?.message}`,
    });
    return z.NEVER;
  }
}, resultsSchema);

/** Version 1 knew no fuel; version 2 no policy of a repository, no levels of targets, no second look, and nothing of the machine's other work. */
function upgrade(stored: unknown): unknown {
  const older = z.looseObject({ schema: z.literal([1, 2]) }).safeParse(stored);
  if (!older.success) return stored;
  const { schema, ...results } = older.data;
  const fuel = schema === 1 ? { fuelContract: null, profileChanges: [] } : {};
  return {
    ...results,
    ...fuel,
    schema: resultsVersion,
    plan: { ...z.looseObject({}).parse(results.plan), ...olderPlan },
    cases: z
      .array(z.looseObject({}))
      .parse(results.cases)
      .map((each) => ({ ...each, control: false, rounds: 0, settling: null })),
    comparisons: z.array(z.looseObject({})).parse(results.comparisons).map(upgradeComparison),
    targets: z.array(z.looseObject({})).parse(results.targets).map(upgradeTarget),
    conditions: [],
    waivers: [],
    drift: [],
  };
}

const olderPlan = { reservedSeconds: 0, againFrom: null, steadiness: { flags: [], processor: null } };

function upgradeTarget({ met, ...target }: Record<string, unknown>): unknown {
  const level: TargetLevel | null = met === null ? null : met ? "met" : "poor";
  return { ...target, level, acceptable: null, critical: null };
}

function upgradeComparison(row: Record<string, unknown>): unknown {
  const evidence = z.looseObject({ kind: z.string() }).safeParse(row.evidence);
  if (!evidence.success) return row;
  const news = evidence.data.kind === "exact" ? { against: "rerun" } : { confirmation: null };
  return { ...row, evidence: { ...evidence.data, ...news }, waiver: null };
}
