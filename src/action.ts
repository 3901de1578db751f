import { storeBaseline } from "./action/artifacts.ts";
import { type Base, prepareBase } from "./action/base.ts";
import { reportBroken } from "./action/broken.ts";
import { confirm } from "./action/confirm.ts";
import { tellRun, tellStep } from "./action/details.ts";
import {
  buildStepHead,
  commonRequest,
  listenerOf,
  readStepConfig,
  readStepResults,
  stepSources,
} from "./action/measuring.ts";
import { merge } from "./action/merge.ts";
import { observe } from "./action/observe.ts";
import { publish, writeReport } from "./action/report.ts";
import { openStep, type Step } from "./action/step.ts";
import { FuelgaugeError } from "./errors.ts";
import type { Environment } from "./github/context.ts";
import * as log from "./github/log.ts";
import { ownCases } from "./head.ts";
import { type MeasuringMode, parseInputs } from "./inputs.ts";
import type { Config } from "./model/config.ts";
import type { Imported } from "./model/imported.ts";
import type { Results } from "./model/results.ts";
import { resultsWithoutSecrets, secretsOf } from "./model/secrets.ts";
import { type Bundle, type RunRequest, runSuites } from "./run.ts";
import type { Case } from "./suites/case.ts";
import { selectCases } from "./suites/catalog.ts";
import { divideCases } from "./suites/division.ts";

/** The Action, from its inputs to its exit status. A step that breaks says so where its report would be. */
export async function runAction(environment: Environment, input: (name: string) => string): Promise<void> {
  const inputs = parseInputs(input);
  if (inputs.mode === "comment") return observe(environment, inputs);
  const step = await openStep(environment, inputs.mode, inputs);
  tellStep(step);
  await modes[step.mode](step).catch((thrown: unknown) => reportBroken(step, thrown));
}

const modes: Readonly<Record<MeasuringMode, (step: Step) => Promise<void>>> = { run, confirm, merge };

/** Measures head beside the base, and judges it. */
async function run(step: Step): Promise<void> {
  const config = await readStepConfig(step);
  const base = await log.group("Baseline", () => prepareBase(step));
  const { suites } = step.inputs;
  const imported = await readStepResults(step, config);
  const head = await log.group("Build", () => buildStepHead(step, { config, base: base.program, suites }));
  const measured = await log.group("Measuring", () => measure(step, { head, base, config, imported }));
  const secrets = secretsOf(config, process.env);
  const results = resultsWithoutSecrets(measured, secrets);
  await writeReport(step, results, base.history);
  tellRun(results);
  await storeBaseline(step, results, base.history, secrets);
  await publish(step, results);
}

interface Prepared {
  readonly head: Bundle;
  readonly base: Base;
  readonly config: Config;
  readonly imported: readonly Imported[];
}

async function measure(step: Step, { head, base, config, imported }: Prepared): Promise<Results> {
  const { suites, confirm } = step.inputs;
  const request = {
    ...commonRequest(step),
    head,
    base: base.program,
    history: base.history,
    ...casesOf(step, selectCases(suites, ownCases(head, base.program))),
    config,
    imported,
    sources: await stepSources(step, config, { head, base: base.program }),
    secondLook: confirm === "here" ? "here" : "elsewhere",
  } as const;
  return runSuites(request, listenerOf(step));
}

/** The cases of this job, and those that other shards measure. */
function casesOf({ inputs }: Step, cases: readonly Case[]): Pick<RunRequest, "cases" | "elsewhere"> {
  const { shard, confirm } = inputs;
  if (shard === null) return { cases };
  if (confirm === "second-runner") {
    throw new FuelgaugeError({
      happened: `The shard is ${shard.index}/${shard.count}, and confirm is second-runner.`,
      expected: "shards that look again themselves",
      remedy: "Leave confirm out where shard is set.",
    });
  }
  const division = divideCases(cases, shard.count);
  const own = division[shard.index - 1] ?? [];
  return {
    cases: own,
    elsewhere: {
      shard: { index: shard.index, division: division.map((each) => each.map(({ id }) => id)) },
      cases: cases.filter((each) => !own.includes(each)),
    },
  };
}
