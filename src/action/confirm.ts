import { isSuspect, withoutSecondLook } from "../analysis/second-look.ts";
import * as log from "../github/log.ts";
import { ownCases } from "../head.ts";
import type { Config } from "../model/config.ts";
import type { Results } from "../model/results.ts";
import { resultsWithoutSecrets, secretsOf } from "../model/secrets.ts";
import { confirmSuspects } from "../run.ts";
import { casesNamed } from "../suites/catalog.ts";
import { prepareSameBase } from "./base.ts";
import { readFirstReport } from "./first-report.ts";
import { buildStepHead, commonRequest, listenerOf, readStepConfig } from "./measuring.ts";
import { publish, writeReport } from "./report.ts";
import type { Step } from "./step.ts";

/** Looks again at what an earlier job of this workflow run suspects, and writes the final report. */
export async function confirm(step: Step): Promise<void> {
  const config = await readStepConfig(step);
  const first = await log.group("First job", () => readFirstReport(step));
  const measured = await lookAgain(step, first.results, config);
  const results = resultsWithoutSecrets(measured, secretsOf(config, process.env));
  await writeReport(step, results, first.history);
  await publish(step, results);
}

/** Without suspects, or without the base that they were held against, the first job's word is the last. */
async function lookAgain(step: Step, first: Results, config: Config): Promise<Results> {
  const { base: wanted, comparisons } = first;
  if (wanted.kind === "absent" || !comparisons.some(isSuspect)) {
    log.info("The first job suspects nothing.");
    return first;
  }
  const base = await log.group("Baseline", () => prepareSameBase(step, wanted));
  if (base.kind === "absent") {
    log.warning("Not looked at again", `What the first job suspects stays suspected: ${base.reason}.`);
    return { ...first, comparisons: withoutSecondLook(comparisons, base.reason) };
  }
  const measured = first.cases.filter(({ control }) => !control).map(({ id }) => id);
  const head = await log.group("Build", () => buildStepHead(step, { config, base, suites: measured }));
  const request = {
    ...commonRequest(step),
    head,
    base,
    history: [],
    cases: casesNamed(measured, ownCases(head, base)),
    config,
    secondLook: "here",
  } as const;
  return log.group("Measuring", () => confirmSuspects(request, first, listenerOf(step)));
}
