import { join, resolve } from "node:path";
import { bundledRuntime } from "../bundled-runtime.ts";
import { readConfig } from "../config/read.ts";
import * as log from "../github/log.ts";
import type { Config } from "../model/config.ts";
import type { RunListener, RunRequest } from "../run.ts";
import { headSha, type Step } from "./step.ts";

/** What the repository says of how its runs are judged. */
export async function readPolicy({ inputs, project }: Step): Promise<Config> {
  const { config, path } = await readConfig(project, inputs.config);
  if (path !== null) log.info(`Policy: ${path}`);
  return config;
}

/** What a step always says of a measuring run. */
export function commonRequest({
  inputs,
  context,
  work,
  project,
}: Step): Pick<RunRequest, "head" | "headSha" | "budget" | "node"> {
  const runtime = inputs.runtime === null ? bundledRuntime() : resolve(project, inputs.runtime);
  return {
    head: { kind: "build", runtime, folder: join(work, "head") },
    headSha: headSha(context),
    budget: inputs.budget,
    node: inputs.node === null ? process.execPath : resolve(project, inputs.node),
  };
}

/** Tells the log how a run goes, and keeps what it measures. */
export function listenerOf({ report }: Step): RunListener {
  return {
    info: log.info,
    onMeasurement: report.keep,
    onRound: (done, planned) => log.info(`Round ${done} of ${planned}`),
  };
}
