import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FuelgaugeError } from "../errors.ts";
import { type Manifest, manifestVersion } from "../model/manifest.ts";
import type { Project } from "../model/project.ts";
import type { CompilerAnswer, CompilerJob } from "./compiler-job.ts";
import { type CompilerProgram, runCompilers } from "./compilers.ts";
import { sha256 } from "./digest.ts";
import { collectRecipes, collectToolRecipes, compiler, type GuestRecipe } from "./guest-recipe.ts";
import { collectHost } from "./host-code.ts";
import { readPackages } from "./packages.ts";
import { readRuntimeFolder } from "./runtime-folder.ts";
import { scriptPath } from "./script.ts";
import { readToolSources, type ToolSource } from "./tool-sources.ts";

export interface BuildRequest extends CompilerProgram {
  /** The folder with `runtime.json`; null for a bundle without a runtime. */
  readonly runtime: string | null;
  /** Whether the bundle has the runtime's kernel with its tools, where it has one. Default: no. */
  readonly kernel?: boolean;
  /** What the project brings; null for a bundle of a runtime alone. */
  readonly project: ProjectPart | null;
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

/** A part of a bundle: its files, and what the manifest says of them. */
interface Part extends Pick<Manifest, "guests"> {
  readonly files: Files;
}
interface RuntimePart extends Part, Omit<Build, "manifest"> {
  readonly runtime: NonNullable<Manifest["runtime"]>;
}
export interface ProjectPart extends Part {
  readonly project: Project;
}

/** Files of a bundle, path to content. */
export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Builds a bundle: of a runtime folder compiled guests, host code without types, and the packages that it imports; what the
 * project brings; and a manifest of all of them. The same sources give the same bytes, always. Nothing is written unless
 * everything could be built.
 */
export async function buildBundle(request: BuildRequest): Promise<Build> {
  refuseForeignFolder(request.into);
  const runtime = request.runtime === null ? null : await buildRuntime(request, request.runtime);
  const { project } = request;
  refuseSameNames(runtime?.guests ?? {}, project?.guests ?? {});
  const files = new Map([...(runtime?.files ?? []), ...(project?.files ?? [])].sort(byPath));
  const manifest: Manifest = {
    schema: manifestVersion,
    runtime: runtime?.runtime ?? null,
    guests: { ...runtime?.guests, ...project?.guests },
    project: project?.project ?? null,
    files: Object.fromEntries(
      Array.from(files, ([path, bytes]) => [path, { sha256: sha256(bytes), bytes: bytes.length }]),
    ),
  };
  await writeBundle(request.into, files, manifest);
  return { manifest, reused: runtime?.reused ?? [], built: runtime?.built ?? [] };
}

async function buildRuntime(request: BuildRequest, folder: string): Promise<RuntimePart> {
  const runtime = await readRuntimeFolder(folder);
  const tools = request.kernel === true ? await readToolSources(runtime) : [];
  const [guestRecipes, toolRecipes, host] = await Promise.all([
    collectRecipes(runtime),
    collectToolRecipes(runtime, tools),
    collectHost(runtime, tools.length > 0),
  ]);
  const recipes = [...guestRecipes, ...toolRecipes];
  const taken = await takeModules(recipes, request.reuse);
  const reused = recipes.filter(({ output }) => taken.has(output));
  const missing = recipes.filter(({ output }) => !taken.has(output));
  const jobs: CompilerJob[] = [{ kind: "strip", sources: { ...host.sources } }, ...missing.map(compileJob)];
  const made = filesOf(await runCompilers(request, jobs));
  const packages = await readPackages(host.packages);
  request.log(`runtime "${runtime.name}": ${missing.length} compiled, ${reused.length} reused`);
  return {
    reused: reused.map(({ name }) => name),
    built: missing.map(({ name }) => name),
    runtime: { interface: runtime.interface, host: scriptPath(runtime.host), compiler },
    guests: Object.fromEntries(
      recipes.map(({ name, output, digest }) => [name, { file: output, source: digest }]),
    ),
    files: new Map([...taken, ...made, ...packages, ...manifestsOf(tools)]),
  };
}

/** Path in the bundle to the manifest of each tool. */
export function manifestsOf(tools: readonly ToolSource[]): Files {
  return new Map(tools.map(({ name, manifest }) => [`${name}.json`, Buffer.from(manifest)]));
}

function refuseSameNames(guests: Manifest["guests"], modules: Manifest["guests"]): void {
  const taken = Object.keys(modules).find((name) => Object.hasOwn(guests, name));
  if (taken === undefined) return;
  throw new FuelgaugeError({
    happened: `A module of the project is called "${taken}", and so is a guest of the runtime that is measured as well.`,
    expected: "names that tell modules apart",
    remedy:
      "Give the module another `name` in the configuration, or leave the runtime's cases out of `suites`.",
  });
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

export function compileJob(recipe: GuestRecipe): CompilerJob {
  return {
    kind: "compile",
    guest: recipe.name,
    arguments: [...recipe.arguments],
    sources: { ...recipe.sources },
    output: recipe.output,
  };
}

/** What was made of the sources; everything that is wrong with them is told at once. */
export function filesOf(answers: readonly CompilerAnswer[]): Files {
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
  await writeManifest(into, manifest);
}

/** Replaces the manifest of a bundle: what was found out about its files once they lay there. */
export async function writeManifest(into: string, manifest: Manifest): Promise<void> {
  await writeFile(join(into, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
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
