import { z } from "zod";
import type { Direction } from "./metric.ts";

/** Which cases have figures that other tools measured: `results/NAME`. */
export const importedSuite = "results";

const shown = {
  error: "1 to 40 letters, digits, spaces and any of . _ / % ( ) + -, a letter or digit first",
};
/** What a metric is called that another tool measured: nothing that could be markup. */
export const importedMetric = z.string(shown).regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/%()+-]{0,39}$/u, shown);

const unitWanted = {
  error: 'a unit of at most 16 letters, digits and any of / % ° ^ -, such as "ms" or "MB/s"',
};
/** What figures are measured in: ours, or whatever else a tool says, which is shown as it is. */
export const importedUnit = z.string(unitWanted).regex(/^[\p{L}%°][\p{L}\p{N}%°/^-]{0,15}$/u, unitWanted);

/** Samples of one figure, and of all figures together. */
export const mostSamplesOfFigure = 1_000;
export const mostImportedSamples = 100_000;
/** Figures of one step. */
export const mostImported = 1_000;

const samplesWanted = `a list of 1 to ${mostSamplesOfFigure} numbers`;
const nameWanted = "a text of 1 to 200 characters";

const reportedFigure = z
  .strictObject({
    name: z
      .string(nameWanted)
      .max(200, nameWanted)
      .regex(/\S/, nameWanted)
      .describe("What was measured: its case is results/NAME, with dashes for spaces and commas."),
    metric: importedMetric.describe("What of it: time, or whatever the tool calls it."),
    unit: importedUnit.describe(
      "What the samples are in. ns, us, ms, s, B, kB, MB, GB, KiB, MiB, GiB, ops/s, count and what go calls ns/op, B/op and allocs/op are understood; any other is shown as it is.",
    ),
    direction: z.enum(["lower", "higher"]).describe("Which way is better."),
    samples: z
      .array(z.number("a number").nonnegative("a number that is not negative"), samplesWanted)
      .min(1, samplesWanted)
      .max(mostSamplesOfFigure, samplesWanted)
      .describe("Every figure that was taken, in any order; not their mean."),
  })
  .describe("One figure that another tool measured.");
const reportedFigures = z
  .array(reportedFigure)
  .max(mostImported, `a list of at most ${mostImported} results`)
  .describe("What another tool measured.");

/** A file of results that another tool, or a line of script after it, wrote. */
export const resultFileSchema = z
  .union([
    z.strictObject({
      $schema: z.string().optional().describe("Where editors find this schema."),
      results: reportedFigures,
    }),
    reportedFigures,
  ])
  .transform((written) => (Array.isArray(written) ? written : written.results));

/** One flat record of `results.json`: a figure that another tool measured, of head or, as it was stored, of the base. */
export const importedSchema = z.strictObject({
  /** `results/NAME` */
  case: z.string(),
  metric: importedMetric,
  /** One of ours where it is known, and the samples are in it then. */
  unit: importedUnit,
  direction: z.enum(["lower", "higher"]),
  arm: z.enum(["base", "head"]),
  samples: z.array(z.number()).min(1).max(mostSamplesOfFigure),
});
export type Imported = z.infer<typeof importedSchema>;

/** How much of ours a unit that is known is, and which one. */
const knownUnits: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  ns: ["ns", 1],
  us: ["ns", 1e3],
  µs: ["ns", 1e3],
  μs: ["ns", 1e3],
  ms: ["ns", 1e6],
  s: ["ns", 1e9],
  "ns/op": ["ns", 1],
  bytes: ["bytes", 1],
  B: ["bytes", 1],
  kB: ["bytes", 1e3],
  MB: ["bytes", 1e6],
  GB: ["bytes", 1e9],
  KiB: ["bytes", 1024],
  MiB: ["bytes", 1024 ** 2],
  GiB: ["bytes", 1024 ** 3],
  "B/op": ["bytes", 1],
  count: ["count", 1],
  "allocs/op": ["count", 1],
  units: ["units", 1],
  "ops/s": ["ops/s", 1],
};

/** Units of figures that are counted and not timed. */
const exactUnits: readonly string[] = ["bytes", "count", "units"];

/** What a file says of head, as a record. */
export function importedFigure(written: z.output<typeof reportedFigure>): Imported {
  const { name, metric, direction, samples } = written;
  const [unit, factor] = Object.hasOwn(knownUnits, written.unit)
    ? (knownUnits[written.unit] ?? [written.unit, 1])
    : [written.unit, 1];
  return {
    case: `${importedSuite}/${name.trim().replace(/[\s,]+/g, "-")}`,
    metric,
    unit,
    direction: direction satisfies Direction,
    arm: "head",
    samples: factor === 1 ? samples : samples.map((sample) => sample * factor),
  };
}

/** Whether figures are compared digit by digit: they are counted, and each side says the same in all of its samples. */
export function isExactly({ unit }: Pick<Imported, "unit">, ...sides: (readonly number[])[]): boolean {
  return exactUnits.includes(unit) && sides.every((samples) => new Set(samples).size === 1);
}
