import fs from "node:fs/promises";
import { basename, join, posix, relative, resolve, sep } from "node:path";
import type { ProjectPart } from "../bundle/build.ts";
import { sha256 } from "../bundle/digest.ts";
import { FuelgaugeError, messageOf } from "../errors.ts";
import type { CallConfig, Config, ContentConfig, ModuleConfig, ProgramConfig } from "../model/config.ts";
import type { Manifest } from "../model/manifest.ts";
import { type ModuleCase, projectFolder } from "../model/project.ts";
import { type Demands, demandsOf } from "../suites/project/imports.ts";
import { defaultBenches, findFiles } from "./files.ts";

/** What a project brings into a bundle, before it is known which tasks its benchmark files have. */
export interface CollectedProject extends ProjectPart {
  /** Paths of the bundle. */
  readonly benchFiles: readonly string[];
}

/** Where a project lies. */
export interface ProjectPlace {
  /** Its own folder, absolute. */
  readonly folder: string;
  /** The folder of the checkout, in which everything that its benchmarks need has to lie. */
  readonly root: string;
}

const modulesFolder = "modules";
const inputsFolder = "inputs";

/**
 * Gathers the modules and the benchmark files of a project, with all that they need.
 *
 * @param log is told what was found
 * @returns null when the project has neither
 * @throws FuelgaugeError for a module that is not there or cannot do what the configuration wants of it
 */
export async function collectProject(
  place: ProjectPlace,
  { modules, benches, grants }: Pick<Config, "modules" | "benches" | "grants">,
  log: (line: string) => void,
): Promise<CollectedProject | null> {
  const files = new Map<string, Uint8Array>();
  const guests: Record<string, Manifest["guests"][string]> = {};
  const cases: ModuleCase[] = [];
  for (const { name, file, config } of await findModules(place.folder, modules)) {
    const bytes = await fs.readFile(join(place.folder, file));
    const path = posix.join(modulesFolder, `${name}.wasm`);
    files.set(path, bytes);
    guests[name] = { file: path, source: sha256(bytes) };
    const inputs = new Inputs(place.folder, files);
    cases.push(...(await casesOf({ name, file, config }, demands(file, bytes), inputs)));
  }
  const found = await findFiles(place.folder, benches ?? defaultBenches);
  // what reads programs is heavy, and most steps have none to read
  const traced = found.length === 0 ? null : await (await import("./trace.ts")).traceFiles(place, found);
  for (const [path, bytes] of traced?.files ?? []) files.set(posix.join(projectFolder, path), bytes);
  if (found.length > 0) log(`Benchmark files: ${found.join(", ")}`);
  if (cases.length > 0) log(`Modules: ${Object.keys(guests).join(", ")}`);
  if (files.size === 0) return null;
  const own = relative(place.root, place.folder).split(sep).join("/");
  const inProject = (path: string) => posix.join(projectFolder, path);
  return {
    files,
    guests,
    benchFiles: found.map((path) => inProject(posix.join(own, path))),
    project: {
      cases,
      grants,
      // known once they have been loaded
      replacedGlobals: {},
      root: traced === null ? null : inProject(own),
      links: Object.fromEntries(
        Object.entries(traced?.links ?? {}).map(([from, to]) => [inProject(from), inProject(to)]),
      ),
    },
  };
}

interface FoundModule {
  readonly name: string;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly config: ModuleConfig;
}

/** The files of the modules that a configuration names, relative to the project, by the modules' names. */
export async function moduleFiles(
  folder: string,
  configs: readonly ModuleConfig[],
): Promise<ReadonlyMap<string, string>> {
  return new Map((await findModules(folder, configs)).map(({ name, file }) => [name, file]));
}

async function findModules(folder: string, configs: readonly ModuleConfig[]): Promise<FoundModule[]> {
  const found: FoundModule[] = [];
  for (const config of configs) {
    const files = await findFiles(folder, [config.file]);
    if (files.length === 0) throw notFound(folder, config.file);
    for (const file of files) {
      const name = config.name ?? basename(file, ".wasm").replace(/[^\w.-]/g, "-");
      const other = found.find((each) => each.name === name);
      if (other !== undefined) throw sameName(name, other.file, file);
      found.push({ name, file, config });
    }
  }
  return found;
}

function notFound(folder: string, pattern: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `No file matches the module "${pattern}" in ${folder}.`,
    expected: "a .wasm file, built before Fuelgauge runs",
    remedy: "Correct the path, or add the step that builds it in front of Fuelgauge's.",
  });
}

function sameName(name: string, one: string, other: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `Two modules are called "${name}": ${one} and ${other}.`,
    expected: "names that tell modules apart",
    remedy: 'Give one of them another with `name`, as in { file: "…", name: "…" }.',
  });
}

function demands(file: string, bytes: Uint8Array<ArrayBuffer>): Demands {
  try {
    return demandsOf(new WebAssembly.Module(bytes));
  } catch (thrown) {
    throw new FuelgaugeError({
      happened: `${file} is no WebAssembly module that this Node can compile: ${messageOf(thrown)}.`,
      expected: "a core module",
      remedy: "Correct the path, or build the module for core WebAssembly.",
      cause: thrown,
    });
  }
}

/** Files that cases read or expect, in the bundle by their digest. */
class Inputs {
  readonly #folder: string;
  readonly #files: Map<string, Uint8Array>;

  constructor(folder: string, files: Map<string, Uint8Array>) {
    this.#folder = folder;
    this.#files = files;
  }

  /** The path that content has in the bundle. */
  async add(content: ContentConfig): Promise<string> {
    const bytes =
      typeof content === "string" ? new TextEncoder().encode(content) : await this.#read(content.file);
    const digest = sha256(bytes);
    const path = posix.join(inputsFolder, digest.slice(0, 32));
    this.#files.set(path, bytes);
    return path;
  }

  /** Paths of the files below a folder of the project, relative to it and in order. */
  async below(folder: string): Promise<string[]> {
    const place = resolve(this.#folder, folder);
    const entries = await fs
      .readdir(place, { recursive: true, withFileTypes: true })
      .catch((thrown: unknown) => {
        throw cannotRead("folder", folder, thrown);
      });
    const files = entries.filter((entry) => entry.isFile());
    return files
      .map(({ parentPath, name }) => relative(place, join(parentPath, name)).split(sep).join("/"))
      .sort();
  }

  async #read(file: string): Promise<Uint8Array> {
    return fs.readFile(resolve(this.#folder, file)).catch((thrown: unknown) => {
      throw cannotRead("file", file, thrown);
    });
  }
}

function cannotRead(kind: "file" | "folder", path: string, thrown: unknown): FuelgaugeError {
  return new FuelgaugeError({
    happened: `The ${kind} "${path}", which the configuration names, cannot be read: ${messageOf(thrown)}.`,
    expected: `a ${kind} of the project`,
    remedy: "Correct the path; it is relative to the project's folder.",
    cause: thrown,
  });
}

/** What is measured of a module: what the configuration says, and loading it. */
async function casesOf(
  { name, file, config }: FoundModule,
  { missing, isCommand, isSightglass, functions }: Demands,
  inputs: Inputs,
): Promise<ModuleCase[]> {
  const ofModule = { module: name };
  const cases: ModuleCase[] = [{ kind: "compile", id: `${name}/compile`, ...ofModule }];
  const runs = config.runs ?? (isCommand && missing.length === 0 ? [plainRun] : []);
  if (missing.length > 0 && (config.calls.length > 0 || runs.length > 0)) throw cannotRun(file, missing);
  if (missing.length === 0) cases.push({ kind: "instantiate", id: `${name}/instantiate`, ...ofModule });
  for (const call of config.calls) {
    if (!functions.includes(call.function)) throw noSuchFunction(file, call, functions);
    cases.push({
      kind: "call",
      id: `${name}/${call.name ?? [call.function, ...call.arguments].join("-")}`,
      ...ofModule,
      function: call.function,
      arguments: call.arguments,
      returns: call.returns ?? null,
      ...(await sandboxOf(call, inputs)),
    });
  }
  if (runs.length > 0 && !isCommand) throw noProgram(file);
  for (const [index, run] of runs.entries()) {
    cases.push({
      kind: "command",
      id: `${name}/${run.name ?? (index === 0 ? "run" : `run-${index + 1}`)}`,
      ...ofModule,
      ...(await programOf(name, run, inputs)),
      marked: isSightglass,
    });
  }
  return cases;
}

const plainRun: ProgramConfig = {
  arguments: [],
  environment: {},
  files: {},
  clock: "deterministic",
  exitStatus: 0,
};

async function programOf(name: string, run: ProgramConfig, inputs: Inputs) {
  return {
    arguments: [name, ...run.arguments],
    ...(await sandboxOf(run, inputs)),
    stdin: run.stdin === undefined ? null : await inputs.add(run.stdin),
    stdout: run.stdout === undefined ? null : await inputs.add(run.stdout),
    exitStatus: run.exitStatus,
  };
}

type SandboxConfig = Pick<ProgramConfig, "environment" | "files" | "clock">;

async function sandboxOf({ environment, files, clock }: SandboxConfig, inputs: Inputs) {
  const found: Record<string, string> = {};
  for (const [path, content] of Object.entries(files)) {
    if (typeof content === "object" && "folder" in content) {
      for (const below of await inputs.below(content.folder)) {
        found[posix.join(path, below)] = await inputs.add({ file: posix.join(content.folder, below) });
      }
    } else found[path] = await inputs.add(content);
  }
  return { environment, files: found, clock };
}

function cannotRun(file: string, missing: readonly string[]): FuelgaugeError {
  const shown =
    missing.slice(0, 5).join(", ") + (missing.length > 5 ? `, and ${missing.length - 5} more` : "");
  return new FuelgaugeError({
    happened: `${file} imports ${shown}, which nobody provides here.`,
    expected: "a module that imports nothing but WASI, bench.start and bench.end, or AssemblyScript's env",
    remedy: "Measure it through the JavaScript that it was built with: a tinybench file that imports that.",
  });
}

function noSuchFunction(
  file: string,
  { function: name }: CallConfig,
  functions: readonly string[],
): FuelgaugeError {
  return new FuelgaugeError({
    happened: `${file} exports no function "${name}".`,
    expected: `one of ${functions.slice(0, 20).join(", ") || "none: it exports no functions"}`,
    remedy: "Correct the name in the configuration.",
  });
}

function noProgram(file: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `${file} is to be run, but exports no function "_start".`,
    expected: "a WASI program",
    remedy: "Use `calls` for the functions of a library, or build the module as a program.",
  });
}
