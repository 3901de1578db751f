import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { FuelgaugeError, messageOf } from "../../src/errors.ts";
import { type Measurement, measurementSchema } from "../../src/model/measurement.ts";
import { metricNames, metrics } from "../../src/model/metric.ts";
import { machineSchema, planSchema } from "../../src/model/results.ts";
import { conditionNames } from "./conditions.ts";

/** What a run said of one case and metric. */
const rowSchema = z.strictObject({
  case: z.string(),
  metric: z.enum(metricNames),
  gating: z.boolean(),
  /** Of its comparison. */
  verdict: z.string(),
  change: z.strictObject({ low: z.number(), estimate: z.number(), high: z.number() }).nullable(),
});

/** The raw data of one run: a file. */
export const recordSchema = z.strictObject({
  schema: z.literal(1),
  /** Of `experiments`. */
  experiment: z.string(),
  condition: z.enum(conditionNames),
  /** ISO 8601. */
  startedAt: z.string(),
  /** The commit of Fuelgauge that ran; null outside a repository. */
  commit: z.string().nullable(),
  machine: machineSchema,
  plan: planSchema,
  /** Of the whole run. */
  seconds: z.number(),
  /** Of each round, in their order. Not every case takes part in every round. */
  roundSeconds: z.array(z.number()),
  /** By case: changes of its time that do not matter (relative). */
  floors: z.record(z.string(), z.number()),
  /** What was planted in head, by case; nothing where the code is the same. */
  plants: z.array(
    z.strictObject({
      case: z.string(),
      /** Executed more in each operation. */
      instructions: z.int().positive(),
      /** Relative, and as a part of itself its standard error; null where it is too small to be measured. */
      slowdown: z.strictObject({ estimate: z.number(), standardError: z.number() }).nullable(),
    }),
  ),
  /** Timed samples have five digits. */
  measurements: z.array(measurementSchema),
  failed: z.array(z.string()),
  rows: z.array(rowSchema),
});
export type AccuracyRecord = z.infer<typeof recordSchema>;

const suffix = ".json.gz";

/** Writes the file of a run as a whole or not at all. */
export async function writeRecord(folder: string, record: AccuracyRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  const time = record.startedAt.replaceAll(/[-:]|\.\d+/g, "");
  const file = join(folder, `${record.experiment}-${record.condition}-${time}${suffix}`);
  const bytes = gzipSync(JSON.stringify({ ...record, measurements: record.measurements.map(rounded) }));
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}

/** All runs that a folder has, in the order in which they were made. */
export async function readRecords(folder: string): Promise<AccuracyRecord[]> {
  const names = await readdir(folder).catch(() => []);
  const records: AccuracyRecord[] = [];
  for (const name of names.filter((each) => each.endsWith(suffix))) {
    records.push(parsed(name, await readFile(join(folder, name))));
  }
  return records.sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

function parsed(name: string, bytes: Uint8Array): AccuracyRecord {
  try {
    return recordSchema.parse(JSON.parse(gunzipSync(bytes).toString("utf8")));
  } catch (cause) {
    throw new FuelgaugeError({
      happened: `${name} cannot be read: ${messageOf(cause)}`,
      expected: "a run's raw data as this version of the bench writes it",
      remedy: "Move it out of the folder, or give another one with --out.",
      cause,
    });
  }
}

function rounded(measurement: Measurement): Measurement {
  if (metrics[measurement.metric].kind === "exact") return measurement;
  return { ...measurement, samples: measurement.samples.map((sample) => Number(sample.toPrecision(5))) };
}
