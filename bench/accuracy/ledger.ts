import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { FuelgaugeError, messageOf } from "../../src/errors.ts";
import { metricNames } from "../../src/model/metric.ts";
import { machineSchema } from "../../src/model/results.ts";
import { conditionNames } from "./conditions.ts";

/** Of samples: as much of them as a later run needs to be held against them. */
const momentsSchema = z.strictObject({
  n: z.int(),
  /** Nanoseconds. */
  mean: z.number(),
  /** Of a sample; null for a single one. */
  variance: z.number().nullable(),
});
export type Moments = z.infer<typeof momentsSchema>;

const answerSchema = z.enum(["slower", "faster"]).nullable();
/** What a rule says of head; null: nothing, or that it cannot tell. */
export type Answer = z.infer<typeof answerSchema>;

const rowSchema = z.strictObject({
  case: z.string(),
  metric: z.enum(metricNames),
  gating: z.boolean(),
  /** Of its comparison. */
  verdict: z.string(),
  /** Low, estimate, high (relative, positive is worse). */
  change: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  /** What was planted; null where nothing was. Its slowdown is null where it is too small to be measured. */
  planted: z.strictObject({ instructions: z.int(), slowdown: z.number().nullable() }).nullable(),
  /** That both programs were measured in, before a second look. */
  rounds: z.int(),
  /** The fewest rounds after which a slowdown would have been called, and when that was; null where none would do. */
  soon: z.strictObject({ rounds: z.number(), seconds: z.number() }).nullable(),
  /** Samples of the first rounds, by arm; null for what other rules are not asked about. */
  samples: z.strictObject({ base: momentsSchema, head: momentsSchema }).nullable(),
  /** What the rules of others say of the same samples, by their key; without those that lacked a stored run. */
  rivals: z.record(z.string(), answerSchema),
});
export type LedgerRow = z.infer<typeof rowSchema>;

const lineSchema = z.strictObject({
  schema: z.literal(1),
  experiment: z.string(),
  condition: z.enum(conditionNames),
  /** ISO 8601. */
  startedAt: z.string(),
  commit: z.string().nullable(),
  machine: machineSchema,
  seconds: z.number(),
  /** Timed rows, and those of fuel where an instruction was planted. */
  rows: z.array(rowSchema),
  /** All rows of exact metrics of cases in which nothing was planted, and how many of them were not unchanged. */
  exact: z.strictObject({ rows: z.int(), called: z.int() }),
});
/** What came of one run: all that the tables of results and of rivals are made from. A line of `runs.ndjson`. */
export type LedgerLine = z.infer<typeof lineSchema>;

/** The lines of a ledger in the order of time; none where there is no file. */
export async function readLedger(file: string): Promise<LedgerLine[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.split("\n").flatMap((line, at) => (line === "" ? [] : [parsed(file, at + 1, line)]));
  return inOrder(lines);
}

/** Adds a run to a ledger, which is made when there is none. */
export async function appendToLedger(file: string, line: LedgerLine): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, textOf(line));
}

/** Adds what a ledger does not have yet, and gives all of it. */
export async function mergeIntoLedger(file: string, lines: readonly LedgerLine[]): Promise<LedgerLine[]> {
  const merged = mergedLines(await readLedger(file), lines);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, merged.map(textOf).join(""));
  return merged;
}

/** A run is the same when experiment, condition and start are: the later of two takes its place. */
export function mergedLines(...ledgers: readonly (readonly LedgerLine[])[]): LedgerLine[] {
  const keyOf = ({ startedAt, experiment, condition }: LedgerLine) =>
    [startedAt, experiment, condition].join();
  return inOrder([...new Map(ledgers.flat().map((line) => [keyOf(line), line])).values()]);
}

function inOrder(lines: readonly LedgerLine[]): LedgerLine[] {
  return lines.toSorted((one, other) => one.startedAt.localeCompare(other.startedAt));
}

/** Numbers have six digits, which is more than is sure of them. */
function textOf(line: LedgerLine): string {
  const short = (_key: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
  return `${JSON.stringify(line, short)}\n`;
}

function parsed(file: string, number: number, line: string): LedgerLine {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new FuelgaugeError({
      happened: `Line ${number} of ${file} cannot be read: ${messageOf(cause)}`,
      expected: "a run as this version of the bench writes it",
      remedy: "Take the line out, or give another folder with --out.",
      cause,
    });
  }
}
