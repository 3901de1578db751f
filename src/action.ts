import { storeBaseline } from "./action/artifacts.ts";
import { type Base, prepareBase } from "./action/base.ts";
import { reportBroken } from "./action/broken.ts";
import { confirm } from "./action/confirm.ts";
import { buildStepHead, commonRequest, listenerOf, readStepConfig } from "./action/measuring.ts";
import { publish, writeReport } from "./action/report.ts";
import { openStep, type Step } from "./action/step.ts";
import type { Environment } from "./github/context.ts";
import * as log from "./github/log.ts";
import { ownCases } from "./head.ts";
import { type Mode, parseInputs } from "./inputs.ts";
import type { Config } from "./model/config.ts";
import type { Results } from "./model/results.ts";
import { type Bundle, runSuites } from "./run.ts";
import { selectCases } from "./suites/catalog.ts";

/** The Action, from its inputs to its exit status. A step that breaks says so where its report would be. */
export async function runAction(environment: Environment, input: (name: string) => string): Promise<void> {
  const step = await openStep(environment, parseInputs(input));
  await modes[step.inputs.mode](step).catch((thrown: unknown) => reportBroken(step, thrown));
}

const modes: Readonly<Record<Mode, (step: Step) => Promise<void>>> = { run, confirm };

/** Measures head beside the base, and judges it. */
async function run(step: Step): Promise<void> {
  const config = await readStepConfig(step);
  const base = await log.group("Baseline", () => prepareBase(step));
  const { suites } = step.inputs;
  const head = await log.group("Build", () => buildStepHead(step, { config, base: base.program, suites }));
  const results = await log.group("Measuring", () => measure(step, { head, base, config }));
  await writeReport(step, results, base.history);
  await storeBaseline(step, results, base.history);
  await publish(step, results);
}

interface Prepared {
  readonly head: Bundle;
  readonly base: Base;
  readonly config: Config;
}

async function measure(step: Step, { head, base, config }: Prepared): Promise<Results> {
  const { suites, confirm } = step.inputs;
  const request = {
    ...commonRequest(step),
    head,
    base: base.program,
    history: base.history,
    cases: selectCases(suites, ownCases(head, base.program)),
    config,
    secondLook: confirm === "here" ? "here" : "elsewhere",
  } as const;
  return runSuites(request, listenerOf(step));
}
