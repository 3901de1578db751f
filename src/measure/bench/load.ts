import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bench } from "tinybench";
import { messageOf } from "../../errors.ts";
import type { Project } from "../../model/project.ts";
import type { NamedTask, Task } from "../../suites/case.ts";
import { replacedSince, sharedNow } from "./globals.ts";
import { hookImports } from "./hooks.ts";
import { refuseNetwork } from "./refusals.ts";
import { finishTask, prepareTask } from "./task.ts";
import { adoptThreads } from "./threads.ts";
import { benches, tasksOf } from "./tinybench.ts";
import { beginFile, collectFile, type VitestBench } from "./vitest.ts";

export interface LoadedBenchFile {
  readonly tasks: readonly NamedTask[];
  /** Names of globals that importing the file replaced. */
  readonly replaced: readonly string[];
}

let hooked = false;

/**
 * Imports a benchmark file of a bundle, and gives the tasks of the `Bench`es that it exports, or where it exports none, of all that
 * it made; and what it asks of vitest. It finds itself in the folder that the project was bundled from.
 *
 * @param folder the bundle's files
 * @param file a path of the bundle
 */
export async function loadBenchFile(
  folder: string,
  file: string,
  project: Project,
): Promise<LoadedBenchFile> {
  if (!hooked) {
    hookImports(folder, project);
    adoptThreads(folder, project);
    Object.assign(process.env, project.grants.environment);
    if (!project.grants.network) refuseNetwork();
    if (project.root !== null) process.chdir(join(folder, project.root));
    hooked = true;
  }
  const before = new Set(benches());
  const shared = sharedNow();
  beginFile();
  const exported: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href);
  const made = benches().filter((bench) => !before.has(bench));
  const shown = new Set(Object.values(exported));
  const chosen = made.some((bench) => shown.has(bench)) ? made.filter((bench) => shown.has(bench)) : made;
  const ofVitest = await collectFile();
  const tasks = [
    ...chosen.flatMap((bench) => tasksOfBench(bench, chosen.length > 1)),
    ...ofVitest.flatMap(tasksOfVitest),
  ];
  if (tasks.length === 0)
    throw new Error("it makes no tinybench Bench with a task in it, and no bench of vitest");
  return { tasks, replaced: replacedSince(shared) };
}

/** @param isOneOfMany then the bench's own name, if it has one, stands before those of its tasks */
function tasksOfBench(bench: Bench, isOneOfMany: boolean): NamedTask[] {
  const prefix = isOneOfMany && bench.name ? `${bench.name}/` : "";
  return tasksOf(bench).map((added) => ({
    name: `${prefix}${added.name}`,
    prepare: () =>
      inTurn(
        () => prepareTask(bench, added),
        () => finishTask(bench, added),
      ),
  }));
}

function tasksOfVitest({ name, bench, before, after }: VitestBench): NamedTask[] {
  return tasksOf(bench).map((added) => ({
    name,
    prepare: () =>
      inTurn(
        async () => {
          await before();
          return prepareTask(bench, added);
        },
        async () => {
          await finishTask(bench, added);
          await after();
        },
      ),
  }));
}

let finishLast = async () => {};

/** A task is finished when the next one of the process gets ready; the last one is finished by its process' end. */
async function inTurn(prepare: () => Promise<Task>, finish: () => Promise<void>): Promise<Task> {
  const finishBefore = finishLast;
  finishLast = finish;
  await finishBefore().catch((thrown: unknown) => {
    throw new Error(`what comes after the task before it failed: ${messageOf(thrown)}`, { cause: thrown });
  });
  return prepare();
}
