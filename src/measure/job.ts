import { z } from "zod";
import { fuelProfileSchema } from "../model/fuel-profile.ts";
import { arms } from "../model/measurement.ts";
import { metricNames } from "../model/metric.ts";

/** What one operation of a case costs, once V8 has settled on the code for it, and what it takes to get there. */
export const operationCostSchema = z.strictObject({
  /** Inside the timed part. */
  timedNs: z.number().positive(),
  /** With its untimed preparation. */
  wallNs: z.number().positive(),
  /** Loading everything that it needs, in one arm. */
  prepareNs: z.number().nonnegative(),
  /** Operations until it got no faster, and how long they took in one arm. */
  settling: z.strictObject({
    operations: z.int().nonnegative(),
    wallNs: z.number().nonnegative(),
    /** False where it was still getting faster when patience ended. */
    settled: z.boolean(),
  }),
});
export type OperationCost = z.infer<typeof operationCostSchema>;

/** How one case is sampled in one process. Fixed before the first round and the same for all arms. */
const samplingSchema = z.strictObject({
  id: z.string(),
  /** Operations inside one timed sample. */
  repeat: z.int().positive(),
  /** Samples that an arm takes before the next arm has its turn. */
  turn: z.int().positive(),
  /** Turns of each arm that count, and before them turns that do not. */
  turns: z.int().positive(),
  warmUpTurns: z.int().nonnegative(),
  /** How often everything is loaded anew and sampled again. */
  placements: z.int().positive(),
});
export type Sampling = z.infer<typeof samplingSchema>;

const armSchema = z.strictObject({
  arm: z.enum(arms),
  /** Folder that holds `manifest.json` and `bundle/`. */
  folder: z.string(),
});
export type ArmFolder = z.infer<typeof armSchema>;

const ofAll = {
  seed: z.int(),
  /** Folders of bundles that tell cases of a project; of two that tell the same one, the first counts. */
  definitions: z.array(z.string()),
  /** A folder, empty at first, that it alone may write to, and that is gone when the job is done; null when it writes nothing. */
  scratch: z.string().nullable(),
};

/** What one measuring process is asked to do. */
export const jobSchema = z.discriminatedUnion("kind", [
  /** Finds out how long one operation of each case takes, under the conditions in which it will be sampled. */
  z.strictObject({
    kind: z.literal("calibrate"),
    subjects: z.array(armSchema).min(1),
    host: z.enum(["bundle", "fuelgauge"]),
    cases: z.array(z.string()),
    ...ofAll,
  }),
  /** Samples cases: all arms in turns behind Fuelgauge's own host, or one arm alone behind the bundle's. */
  z.strictObject({
    kind: z.literal("sample"),
    subjects: z.array(armSchema).min(1),
    host: z.enum(["bundle", "fuelgauge"]),
    cases: z.array(samplingSchema),
    ...ofAll,
  }),
  /** Starts one cold case once. */
  z.strictObject({ kind: z.literal("cold"), subject: armSchema, case: z.string(), ...ofAll }),
  /** Loads the machine for windows of fixed length. */
  z.strictObject({
    kind: z.literal("load"),
    subject: armSchema,
    case: z.string(),
    threads: z.int().positive(),
    windows: z.int().positive(),
    windowMs: z.number(),
    /** Whether it talks over the network, with itself. */
    network: z.boolean(),
    ...ofAll,
  }),
  /** Reads the exact metrics of every module. */
  z.strictObject({ kind: z.literal("inspect"), subject: armSchema, ...ofAll }),
  /** Counts the fuel of one operation of each case, in their order, in all or by function. */
  z.strictObject({
    kind: z.literal("fuel"),
    subject: armSchema,
    cases: z.array(z.string()),
    profile: z.boolean(),
    /** How often each is counted. */
    times: z.int().positive(),
    ...ofAll,
  }),
  /** Finds the tasks of benchmark files. */
  z.strictObject({
    kind: z.literal("discover"),
    subject: armSchema,
    /** Paths of the bundle. */
    files: z.array(z.string()),
    ...ofAll,
  }),
]);
/** A job as a measuring process gets it. */
export type AssignedJob = z.infer<typeof jobSchema>;
/** A job as it is asked for: `performJob` finds the scratch folder, and knows where cases are told. */
export type Job = Asked<AssignedJob>;
type Asked<Assigned> = Assigned extends unknown ? Omit<Assigned, "scratch" | "definitions"> : never;

/** What a measuring process says, in order. Whatever it says is checked: it runs code that is not ours. */
export const reportSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("started"), case: z.string() }),
  /** A benchmark starts a thread, the first one in this process. */
  z.strictObject({ kind: z.literal("threads") }),
  z.strictObject({
    kind: z.literal("calibrated"),
    case: z.string(),
    ...operationCostSchema.shape,
  }),
  z.strictObject({
    kind: z.literal("samples"),
    case: z.string(),
    metric: z.enum(metricNames),
    arm: z.enum(arms),
    samples: z.array(z.number()).min(1).max(1_000_000),
  }),
  z.strictObject({
    kind: z.literal("discovered"),
    file: z.string(),
    tasks: z.array(z.string().max(1_000)).max(10_000),
    replaced: z.array(z.string().max(1_000)).max(100),
  }),
  z.strictObject({ kind: z.literal("profile"), ...fuelProfileSchema.shape }),
  z.strictObject({
    kind: z.literal("failed"),
    case: z.string(),
    arm: z.enum(arms),
    message: z.string().max(65_536),
  }),
  z.strictObject({
    kind: z.literal("done"),
    /** Processor time of the process, in microseconds. */
    cpuMicroseconds: z.number().nonnegative(),
    /** The longest that a collection of garbage stopped it for. */
    longestPauseMs: z.number().nonnegative(),
  }),
]);
export type Report = z.infer<typeof reportSchema>;
export type Say = (report: Report) => void;
