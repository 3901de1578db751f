import { join } from "node:path";
import { styleText } from "node:util";
import { exitFails } from "../analysis/verdict.ts";
import { ownCases } from "../head.ts";
import { type FailOn, parseBudget } from "../inputs.ts";
import type { Results } from "../model/results.ts";
import { resultsWithoutSecrets, secretsOf } from "../model/secrets.ts";
import { renderConsole } from "../report/console.ts";
import { openReportFolder } from "../report-folder.ts";
import { type RunRequest, runSuites } from "../run.ts";
import { selectCases } from "../suites/catalog.ts";
import { showProgress } from "./progress.ts";
import type { Store } from "./store.ts";

/** Options that every measuring command takes. */
export interface MeasuringOptions {
  readonly suites: readonly string[];
  readonly budget: string;
  /** Left out: `fuelgauge.config.{ts,mts,mjs,js,json}` of this folder, if there is one. */
  readonly config?: string;
  readonly node: string;
  readonly failOn: FailOn;
  readonly store: string;
}

/** Measures head beside base, and writes the report into the store. */
export async function measureInto(
  store: Store,
  programs: Pick<RunRequest, "head" | "headSha" | "base" | "history" | "config" | "imported">,
  options: MeasuringOptions,
): Promise<Results> {
  const cases = selectCases(options.suites, ownCases(programs.head, programs.base));
  const budget = parseBudget("--budget", options.budget);
  const report = await openReportFolder(store.reportFolder);
  const progress = showProgress(process.stderr);
  const measured = await runSuites(
    { ...programs, cases, budget, node: options.node, secondLook: "here" },
    {
      info: (line) => void process.stderr.write(`${line}\n`),
      onMeasurement: report.keep,
      onRound: progress.onRound,
    },
  ).finally(progress.end);
  const results = resultsWithoutSecrets(measured, secretsOf(programs.config, process.env));
  await report.finish(results, { history: programs.history, links: {}, isLast: true });
  return results;
}

/** Prints the report and sets the exit status. Comes last: whoever reads may stop reading. */
export function conclude(store: Store, results: Results, { failOn }: MeasuringOptions): void {
  process.stdout.write(`${renderConsole(results, (style, text) => styleText(style, text))}\n`);
  process.stdout.write(`Report: ${join(store.reportFolder, "report.html")}\n`);
  if (exitFails(results, failOn)) process.exitCode = 1;
}
