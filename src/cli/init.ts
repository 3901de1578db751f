import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { configNames } from "../config/read.ts";
import { rootOfCheckout } from "../git.ts";
import { hint, type InitialFile, initialFiles } from "../init/files.ts";
import { type Survey, surveyProject } from "../init/survey.ts";

/** `fuelgauge init`: nothing that is there is overwritten. */
export async function initCommand(): Promise<void> {
  const folder = process.cwd();
  const root = rootOfCheckout(folder);
  const survey = await surveyProject(folder, root);
  say(found(survey));
  const workingDirectory = relative(root, folder).split(sep).join("/") || ".";
  for (const file of initialFiles(survey, workingDirectory)) await write(file, { folder, root });
  for (const line of survey.modules.flatMap(hint)) say(`Hint: ${line}`);
  say("Next: fuelgauge run, change something, and fuelgauge run again.");
}

async function write(
  { where, path, text }: InitialFile,
  { folder, root }: { folder: string; root: string },
): Promise<void> {
  const isConfig = where === "project";
  const taken = isConfig ? configNames.find((name) => existsSync(join(folder, name))) : undefined;
  const target = join(isConfig ? folder : root, taken ?? path);
  const shown = relative(folder, target).split(sep).join("/");
  if (existsSync(target)) return say(`Kept ${shown}, which was there.`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
  say(`Wrote ${shown}`);
}

function found({ benches, modules, steps }: Survey): string {
  return [
    `Benchmark files: ${benches.join(", ") || "none (**/*.bench.ts and the like)"}`,
    `Modules: ${modules.map(({ file, kind }) => `${file} (${kind})`).join(", ") || "none yet; build them, and run init again"}`,
    `Build: ${steps.join(" && ") || "nothing"}`,
  ].join("\n");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
