import { z } from "zod";
import { measurementSchema } from "../model/measurement.ts";
import type { Results } from "../model/results.ts";
import { parseStoredResults } from "../model/stored-results.ts";
import { Flaw } from "./flaw.ts";
import { type JsonLimits, parseForeignJson } from "./json.ts";
import { readFileOfZip, type ZipLimits } from "./zip.ts";

/** What is read of the report of a run that executed somebody else's code; everything of it may be made up. */
export type ForeignReport =
  | { readonly kind: "read"; readonly results: Results }
  /** `reason` may quote the report: whoever shows it escapes it. */
  | { readonly kind: "refused"; readonly reason: string };

/** What the report has to be about, known from elsewhere. */
export interface Expected {
  readonly headSha: string;
  /** `linux-x64` */
  readonly platform: string;
}

const mebibyte = 1024 * 1024;

/** Largest archive that is looked at, in bytes. */
export const foreignZipBytes = 64 * mebibyte;

const zipLimits: ZipLimits = {
  entries: 500,
  totalBytes: 256 * mebibyte,
  fileBytes: 64 * mebibyte,
  ratio: 200,
};

const jsonLimits: JsonLimits = { depth: 16, values: 4_000_000, stringBytes: 64 * 1024 };

/** Beside the measurements: entries of one list, and values in all. A report shows rows of most of them. */
const longestList = 20_000;
const mostValues = 600_000;

/**
 * The results in the archive of a report. Nothing but `results.json` is read of it, nothing is written to a disk, and
 * whatever is wrong is an answer and never an exception.
 *
 * @param zip as it was uploaded
 */
export async function readForeignReport(zip: Buffer, expected: Expected): Promise<ForeignReport> {
  try {
    const document = parseForeignJson(await readFileOfZip(zip, "results.json", zipLimits), jsonLimits);
    refuseExcess(document);
    const parsed = parseStoredResults(document);
    if (parsed.kind === "unusable") throw new Flaw(parsed.reason);
    refuseOthers(parsed.results, expected);
    return { kind: "read", results: parsed.results };
  } catch (thrown) {
    if (thrown instanceof Flaw) return { kind: "refused", reason: thrown.message };
    throw thrown;
  }
}

/**
 * The schema describes every flaw that it finds, which of millions takes more memory than there is: the long list is looked
 * through until its first flaw, and the others are known to be short.
 */
function refuseExcess(document: unknown): void {
  if (typeof document !== "object" || document === null) throw new Flaw("its results.json is no object");
  const { measurements, ...rest } = document as { readonly measurements?: unknown };
  if (!Array.isArray(measurements)) throw new Flaw("its results.json has no list of measurements");
  const broken = measurements.findIndex((each: unknown) => !isMeasurement(each));
  if (broken !== -1) throw new Flaw(`its results.json is not valid: measurement ${broken} is none`);
  const values = countValues(rest);
  if (values > mostValues) {
    throw new Flaw(`it has ${values} values beside its measurements, at most ${mostValues} are read`);
  }
}

const withSamples = z.object({ samples: z.unknown() });

function isMeasurement(value: unknown): boolean {
  const { samples } = withSamples.safeParse(value).data ?? {};
  const areNumbers = Array.isArray(samples) && samples.every(Number.isFinite);
  return areNumbers && measurementSchema.safeParse(value).success;
}

/** Those inside a value, which is known not to be deep. */
function countValues(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  const items = Object.values(value);
  if (items.length > longestList) {
    throw new Flaw(`it has a list of ${items.length} entries, at most ${longestList} are read`);
  }
  return items.reduce((sum, item) => sum + countValues(item), 1);
}

/** A report of something else, however well-formed. */
function refuseOthers({ head, machine }: Results, expected: Expected): void {
  if (head.sha !== expected.headSha) {
    throw new Flaw(`it reports on ${head.sha ?? "no commit"}, the run is of ${expected.headSha}`);
  }
  const platform = `${machine.os}-${machine.arch}`;
  if (platform !== expected.platform) {
    throw new Flaw(`it was measured on ${platform}, its name says ${expected.platform}`);
  }
}
