import { appendFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Measurement } from "./model/measurement.ts";
import type { Results } from "./model/results.ts";
import { baselineReportSuites, renderBaselineReport } from "./report/baseline-reports.ts";

/**
 * The folder that a run reports into:
 *
 *     results.json          everything measured and concluded
 *     report.md             the report for people
 *     baselines/SUITE.md    what each suite of the runtime measures now
 *     samples.ndjson        only in a run that broke: what had been measured until then
 */
export interface ReportFolder {
  readonly path: string;
  readonly resultsPath: string;
  readonly markdownPath: string;
  /** Keeps a measurement at once, in case the run breaks. */
  keep(measurement: Measurement): void;
  /** Writes the finished report. */
  finish(results: Results, markdown: string): Promise<void>;
}

export async function openReportFolder(path: string): Promise<ReportFolder> {
  await rm(path, { recursive: true, force: true });
  await mkdir(join(path, "baselines"), { recursive: true });
  const samplesPath = join(path, "samples.ndjson");
  const resultsPath = join(path, "results.json");
  const markdownPath = join(path, "report.md");
  return {
    path,
    resultsPath,
    markdownPath,
    keep: (measurement) => appendFileSync(samplesPath, `${JSON.stringify(measurement)}\n`),
    async finish(results, markdown) {
      await writeFile(resultsPath, JSON.stringify(results));
      await writeFile(markdownPath, markdown);
      for (const suite of baselineReportSuites(results)) {
        await writeFile(join(path, "baselines", `${suite}.md`), renderBaselineReport(results, suite));
      }
      await rm(samplesPath, { force: true });
    },
  };
}
