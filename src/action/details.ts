import * as log from "../github/log.ts";
import type { Config } from "../model/config.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Results } from "../model/results.ts";
import type { Step } from "./step.ts";

/*
 * What helps to find out why a step did what it did. Shown only where the workflow runs with debug logging (`ACTIONS_STEP_DEBUG`).
 */

/** Where, why and with what the step runs. */
export function tellStep({ mode, inputs, context, project, platform, artifactPrefix }: Step): void {
  log.details(() => {
    const { token: _, ...said } = inputs;
    return [
      `Mode ${mode} on ${platform}, Node ${process.version}, in ${project}`,
      `Event ${JSON.stringify(context.trigger)}, commit ${context.sha}, run ${context.runId}, attempt ${context.runAttempt}`,
      `Names of artifacts begin with ${artifactPrefix}`,
      `Inputs ${JSON.stringify(said)}`,
    ];
  });
}

export function tellConfig(config: Config): void {
  log.details(() => [`Configuration ${JSON.stringify(config)}`]);
}

/** Every file of the bundle that was built. */
export function tellBundle({ files }: Manifest): void {
  log.details(() =>
    Object.entries(files).map(([path, { bytes, sha256 }]) => `Bundle ${path} ${bytes} B ${sha256}`),
  );
}

/** How the run was measured, and how each row was judged. */
export function tellRun({ plan, timings, cases, conditions, comparisons }: Results): void {
  log.details(() => [
    `Plan ${JSON.stringify(plan)}`,
    `Timings ${JSON.stringify(timings)}`,
    ...cases.map((each) => `Case ${JSON.stringify(each)}`),
    ...conditions.map((each) => `Round ${JSON.stringify(each)}`),
    ...comparisons.map((row) => `Row ${JSON.stringify(row)}`),
  ]);
}
