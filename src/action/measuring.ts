import { join, resolve } from "node:path";
import { bundledRuntime } from "../bundled-runtime.ts";
import { readConfig } from "../config/read.ts";
import { rootOfCheckout } from "../git.ts";
import * as log from "../github/log.ts";
import { buildHead } from "../head.ts";
import type { Config } from "../model/config.ts";
import type { Imported } from "../model/imported.ts";
import type { CaseSource } from "../model/results.ts";
import { secretsOf } from "../model/secrets.ts";
import { readImported } from "../project/results.ts";
import { caseSources } from "../project/sources.ts";
import type { BaseProgram, Bundle, RunListener, RunRequest } from "../run.ts";
import { tellBundle, tellConfig } from "./details.ts";
import { headSha, type Step } from "./step.ts";

/** What the repository says of what is measured and how it is judged; what the step says of the former comes first. */
export async function readStepConfig({ inputs, project }: Step): Promise<Config> {
  const { config, path } = await readConfig(project, inputs.config);
  if (path !== null) log.info(`Configuration: ${path}`);
  for (const { value } of secretsOf(config, process.env)) log.mask(value);
  tellConfig(config);
  const { modules, benches } = inputs;
  return {
    ...config,
    modules: modules === null ? config.modules : modules.map((file) => ({ file, calls: [] })),
    benches: benches === null ? config.benches : [...benches],
  };
}

/** What other tools measured, from the files that earlier steps of the job left. */
export async function readStepResults({ project }: Step, { results }: Config): Promise<Imported[]> {
  const imported = await readImported({ folder: project, root: rootOfCheckout(project) }, results);
  if (imported.length > 0) log.info(`Results of other tools: ${imported.length}.`);
  return imported;
}

/** Builds what the step measures. */
export async function buildStepHead(
  { inputs, work, project }: Step,
  { config, base, suites }: { config: Config; base: BaseProgram; suites: readonly string[] },
): Promise<Bundle> {
  const head = await buildHead({
    place: { folder: project, root: rootOfCheckout(project) },
    config,
    suites,
    runtime: inputs.runtime === null ? bundledRuntime() : resolve(project, inputs.runtime),
    into: join(work, "head"),
    base,
    node: measuringNode({ inputs, project }),
    log: log.info,
  });
  tellBundle(head.manifest);
  return head;
}

/** Where in the checkout the cases of what was built come from. */
export function stepSources(
  { project }: Step,
  config: Config,
  { head, base }: { readonly head: Bundle; readonly base: BaseProgram },
): Promise<CaseSource[]> {
  const place = { folder: project, root: rootOfCheckout(project) };
  return caseSources(place, config, {
    head: head.manifest,
    base: base.kind === "found" ? base.manifest : null,
  });
}

/** What a step always says of a measuring run. */
export function commonRequest({
  inputs,
  context,
  project,
}: Step): Pick<RunRequest, "headSha" | "budget" | "node"> {
  return { headSha: headSha(context), budget: inputs.budget, node: measuringNode({ inputs, project }) };
}

function measuringNode({ inputs, project }: Pick<Step, "inputs" | "project">): string {
  return inputs.node === null ? process.execPath : resolve(project, inputs.node);
}

/** Tells the log how a run goes, and keeps what it measures. */
export function listenerOf({ report }: Step): RunListener {
  return {
    info: log.info,
    onMeasurement: report.keep,
    onRound: (done, planned) => log.info(`Round ${done} of ${planned}`),
  };
}
