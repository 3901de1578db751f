import { posix, resolve } from "node:path";
import { readRuntimeFolder } from "../bundle/runtime-folder.ts";
import { createCheckRun } from "../github/check-run.ts";
import * as log from "../github/log.ts";
import type { Results } from "../model/results.ts";
import { checkOf, type Place } from "../report/check.ts";
import { catalog } from "../suites/catalog.ts";
import { headSha, type Step } from "./step.ts";

/** Annotates the files of a pull request that regressed rows come from, where the token may. */
export async function annotateFiles(step: Step, results: Results): Promise<void> {
  const { context, octokit, artifactPrefix, platform } = step;
  const { trigger, repository } = context;
  // no permission helps the token of a fork
  if (trigger.kind !== "pull_request" || trigger.isFork) return;
  const ofRuntime = await sourcesOf(step);
  const own = new Map(results.sources.map(({ case: id, file, line }) => [id, { path: file, line }]));
  const check = checkOf(results, (id) => own.get(id) ?? ofRuntime(id));
  if (check === null) return;
  const { owner, name: repo } = repository;
  const name = `${artifactPrefix} (${platform})`;
  const outcome = await createCheckRun({ octokit, owner, repo, sha: headSha(context), name, ...check });
  log.debug(outcome.kind === "created" ? `Check run: ${outcome.url}` : `No check run: ${outcome.reason}.`);
}

/** Which file of the repository a case of a runtime measures: the source of its guest. Nothing of the bundled runtime is in it. */
async function sourcesOf({ inputs, project }: Step): Promise<(caseId: string) => Place | null> {
  if (inputs.runtime === null) return () => null;
  const { guests } = await readRuntimeFolder(resolve(project, inputs.runtime));
  const folder = posix.join(inputs.workingDirectory, inputs.runtime).replaceAll("\\", "/");
  const guestOf = new Map([
    ...Object.keys(guests).map((guest) => [`modules/${guest}`, guest] as const),
    ...catalog.flatMap(({ id, guests: [guest] }) => (guest === undefined ? [] : [[id, guest] as const])),
  ]);
  return (caseId) => {
    const source = guests[guestOf.get(caseId) ?? ""]?.source;
    if (source === undefined || posix.isAbsolute(folder) || folder.startsWith("..")) return null;
    return { path: posix.join(folder, source), line: 1 };
  };
}
