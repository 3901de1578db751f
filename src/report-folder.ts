import { appendFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chartsOf } from "./analysis/charts.ts";
import { writeHistory } from "./baseline/folder.ts";
import type { HistoryEntry } from "./model/history.ts";
import type { Measurement } from "./model/measurement.ts";
import type { Results } from "./model/results.ts";
import { packageFolder } from "./programs.ts";
import { badgeOf } from "./report/badge.ts";
import { baselineReportSuites, renderBaselineReport } from "./report/baseline-reports.ts";
import { type PageAssets, renderPage } from "./report/html/document.ts";
import { type Links, renderReport } from "./report/markdown.ts";

/**
 * The folder that a run reports into:
 *
 *     results.json          everything measured and concluded
 *     report.html           the report for people, with charts
 *     report.md             the same as text
 *     badge.json            the verdict for a badge
 *     baselines/SUITE.md    what each suite of the runtime measures now
 *     history.ndjson        only where another job goes on from it: what its charts of the base branch are drawn from
 *     samples.ndjson        only in a run that broke: what had been measured until then
 */
export interface ReportFolder {
  readonly path: string;
  readonly resultsPath: string;
  readonly markdownPath: string;
  readonly pagePath: string;
  /** Keeps a measurement at once, in case the run breaks. */
  keep(measurement: Measurement): void;
  /**
   * Writes the finished report.
   *
   * @param told.history of the base branch, oldest first; empty where it is not known
   * @param told.isLast whether no other job goes on from this report
   */
  finish(
    results: Results,
    told: { readonly history: readonly HistoryEntry[]; readonly links: Links; readonly isLast: boolean },
  ): Promise<void>;
}

export async function openReportFolder(path: string): Promise<ReportFolder> {
  await rm(path, { recursive: true, force: true });
  await mkdir(join(path, "baselines"), { recursive: true });
  const samplesPath = join(path, "samples.ndjson");
  const resultsPath = join(path, "results.json");
  const markdownPath = join(path, "report.md");
  const pagePath = join(path, "report.html");
  return {
    path,
    resultsPath,
    markdownPath,
    pagePath,
    keep: (measurement) => appendFileSync(samplesPath, `${JSON.stringify(measurement)}\n`),
    async finish(results, { history, links, isLast }) {
      await writeFile(resultsPath, JSON.stringify(results));
      await writeFile(markdownPath, renderReport(results, links));
      const page = renderPage(results, chartsOf(results, history), links, await readPageAssets());
      await writeFile(pagePath, page);
      await writeFile(join(path, "badge.json"), `${JSON.stringify(badgeOf(results))}\n`);
      for (const suite of baselineReportSuites(results)) {
        await writeFile(join(path, "baselines", `${suite}.md`), renderBaselineReport(results, suite));
      }
      if (!isLast) await writeHistory(path, history);
      await rm(samplesPath, { force: true });
    },
  };
}

/** What makes a page of a report, prebuilt in `dist/report/`. */
export async function readPageAssets(): Promise<PageAssets> {
  const read = (file: string) => readFile(join(packageFolder(), "dist", "report", file), "utf8");
  const [script, style, licenses] = await Promise.all(["page.js", "page.css", "licenses.txt"].map(read));
  return { script: script ?? "", style: style ?? "", licenses: licenses ?? "" };
}
