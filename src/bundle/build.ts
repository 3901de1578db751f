import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FuelgaugeError } from "../errors.ts";
import { type Manifest, manifestVersion } from "../model/manifest.ts";
import type { CompilerAnswer, CompilerJob } from "./compiler-job.ts";
import { type CompilerProgram, runCompilers } from "./compilers.ts";
import { sha256 } from "./digest.ts";
import { collectRecipes, compiler, type GuestRecipe } from "./guest-recipe.ts";
import { collectHost } from "./host-code.ts";
import { readPackages } from "./packages.ts";
import { type RuntimeFolder, readRuntimeFolder } from "./runtime-folder.ts";
import { scriptPath } from "./script.ts";

export interface BuildRequest extends CompilerProgram {
  /** The folder with `runtime.json`. */
  readonly folder: string;
  /** Gets `manifest.json` and, in `bundle/`, the files. An earlier bundle there is replaced. */
  readonly into: string;
  /** A bundle that has been checked: what it has of the same sources, options and compiler is not compiled again. */
  readonly reuse?: { readonly folder: string; readonly manifest: Manifest } | undefined;
  readonly log: (line: string) => void;
}

export interface Build {
  readonly manifest: Manifest;
  /** Guests that were taken from the bundle to reuse. */
  readonly reused: readonly string[];
  /** Guests that were compiled. */
  readonly built: readonly string[];
}

/** Files of a bundle, path to content. */
type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Builds a runtime folder into a bundle: compiled guests, host code without types, the packages that it imports, and a
 * manifest of all of them. The same sources give the same bytes, always. Nothing is written unless everything could be
 * built.
 */
export async function buildRuntime(request: BuildRequest): Promise<Build> {
  refuseForeignFolder(request.into);
  const runtime = await readRuntimeFolder(request.folder);
  const [recipes, host] = await Promise.all([collectRecipes(runtime), collectHost(runtime)]);
  const taken = await takeModules(recipes, request.reuse);
  const reused = recipes.filter(({ output }) => taken.has(output));
  const missing = recipes.filter(({ output }) => !taken.has(output));
  const jobs: CompilerJob[] = [{ kind: "strip", sources: { ...host.sources } }, ...missing.map(compileJob)];
  const made = filesOf(await runCompilers(request, jobs));
  const packages = await readPackages(host.packages);
  const files = new Map([...taken, ...made, ...packages].sort(byPath));
  const manifest = describeBundle(runtime, recipes, files);
  await writeBundle(request.into, files, manifest);
  request.log(`runtime "${runtime.name}": ${missing.length} compiled, ${reused.length} reused`);
  return { manifest, reused: reused.map(({ name }) => name), built: missing.map(({ name }) => name) };
}

/** The modules of another bundle that would come out the same again. */
async function takeModules(recipes: readonly GuestRecipe[], reuse: BuildRequest["reuse"]): Promise<Files> {
  const taken = new Map<string, Uint8Array>();
  if (!reuse) return taken;
  for (const { name, digest, output } of recipes) {
    const earlier = reuse.manifest.guests[name];
    if (earlier?.source !== digest) continue;
    const bytes = await readFile(join(reuse.folder, "bundle", earlier.file));
    if (sha256(bytes) === reuse.manifest.files[earlier.file]?.sha256) taken.set(output, bytes);
  }
  return taken;
}

function compileJob(recipe: GuestRecipe): CompilerJob {
  return {
    kind: "compile",
    guest: recipe.name,
    arguments: [...recipe.arguments],
    sources: { ...recipe.sources },
    output: recipe.output,
  };
}

/** What was made of the sources; everything that is wrong with them is told at once. */
function filesOf(answers: readonly CompilerAnswer[]): Files {
  const refusals = answers.flatMap((answer) => (answer.kind === "refused" ? [answer.diagnostics] : []));
  if (refusals.length > 0) {
    throw new FuelgaugeError({
      happened: `The runtime cannot be built. ${refusals.join("\n\n")}`,
      expected: "guests in AssemblyScript, and host code in TypeScript whose types can simply be left out",
      remedy: "Correct the lines named above.",
    });
  }
  return new Map(answers.flatMap((answer) => (answer.kind === "files" ? Object.entries(answer.files) : [])));
}

function describeBundle(runtime: RuntimeFolder, recipes: readonly GuestRecipe[], files: Files): Manifest {
  return {
    schema: manifestVersion,
    interface: runtime.interface,
    host: scriptPath(runtime.host),
    guests: Object.fromEntries(
      recipes.map(({ name, output, digest }) => [name, { file: output, source: digest }]),
    ),
    compiler,
    files: Object.fromEntries(
      Array.from(files, ([path, bytes]) => [path, { sha256: sha256(bytes), bytes: bytes.length }]),
    ),
  };
}

/** The manifest comes last: where it stands, the bundle is whole. */
async function writeBundle(into: string, files: Files, manifest: Manifest): Promise<void> {
  const manifestFile = join(into, "manifest.json");
  const bundle = join(into, "bundle");
  await rm(manifestFile, { force: true });
  await rm(bundle, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(bundle, path)), { recursive: true });
    await writeFile(join(bundle, path), bytes);
  }
  await writeFile(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** A folder `bundle` without a manifest beside it is somebody else's, and is not to be removed. */
function refuseForeignFolder(into: string): void {
  const bundle = join(into, "bundle");
  if (!existsSync(bundle) || existsSync(join(into, "manifest.json"))) return;
  throw new FuelgaugeError({
    happened: `"${bundle}" exists and is no bundle of Fuelgauge: no manifest.json stands beside it.`,
    expected: "a folder without a `bundle` in it, or with an earlier bundle and its manifest.json",
    remedy: "Name another folder, or remove that one.",
  });
}

/** By code units, so that the order is the same everywhere. */
function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
