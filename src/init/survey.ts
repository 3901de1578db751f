import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { readLayout } from "../../runtime/meter/layout.ts";
import { defaultBenches, findFiles } from "../project/files.ts";
import { demandsOf } from "../suites/project/imports.ts";

/** A module that lies in a project, and what can be done with it without knowing it. */
export interface SurveyedModule {
  readonly file: string;
  /** A program is run, a library called, and what only its own glue can link is compiled and weighed. */
  readonly kind: "program" | "library" | "glued";
  /** Exported functions that take no operands. */
  readonly calls: readonly string[];
  /** Those that take some, with how many. */
  readonly functions: ReadonlyMap<string, number>;
}

/** What `fuelgauge init` sees of a project. */
export interface Survey {
  readonly benches: readonly string[];
  readonly modules: readonly SurveyedModule[];
  /** Commands that install and build it, as a workflow runs them. */
  readonly steps: readonly string[];
  /** Whether it is written in TypeScript. */
  readonly typescript: boolean;
  readonly defaultBranch: string;
}

/** More modules than these are more than anybody means. */
const mostModules = 20;

/** Looks at a project's folder. Runs nothing of it. */
export async function surveyProject(folder: string, root: string): Promise<Survey> {
  const has = (name: string) => existsSync(join(folder, name));
  const modules: SurveyedModule[] = [];
  for (const file of oneOfEachName(await findFiles(folder, ["**/*.wasm"])).slice(0, mostModules)) {
    const bytes = new Uint8Array(await readFile(join(folder, file)));
    const surveyed = WebAssembly.validate(bytes) ? surveyModule(file, bytes) : null;
    if (surveyed !== null) modules.push(surveyed);
  }
  return {
    benches: await findFiles(folder, defaultBenches),
    modules,
    steps: [
      ...(await nodeSteps(folder, root)),
      ...(await rustSteps(folder)),
      ...(has("go.mod") ? goSteps : []),
    ],
    typescript: has("tsconfig.json"),
    defaultBranch: await defaultBranchOf(root),
  };
}

/** Compilers leave copies of what they make; the shortest path is the one that people know. */
function oneOfEachName(files: readonly string[]): string[] {
  const byName = Map.groupBy(files, (file) => basename(file));
  return [...byName.values()].flatMap((copies) => copies.toSorted((a, b) => a.length - b.length).slice(0, 1));
}

function surveyModule(file: string, bytes: Uint8Array<ArrayBuffer>): SurveyedModule {
  const { missing, isCommand } = demandsOf(new WebAssembly.Module(bytes));
  const { exportedFunctions, functions, signatures } = readLayout(bytes);
  const taking = new Map<string, number>();
  for (const [name, index] of exportedFunctions) {
    const signature = signatures[functions[index] ?? -1];
    if (signature && !name.startsWith("_")) taking.set(name, signature.parameters.length);
  }
  return {
    file,
    kind: missing.length > 0 ? "glued" : isCommand ? "program" : "library",
    calls: [...taking].filter(([, count]) => count === 0).map(([name]) => name),
    functions: new Map([...taking].filter(([, count]) => count > 0)),
  };
}

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()).optional() });
/** By the lock file that each leaves. */
const packageManagers = [
  { lock: "pnpm-lock.yaml", install: "corepack enable && pnpm install --frozen-lockfile", run: "pnpm run" },
  { lock: "yarn.lock", install: "corepack enable && yarn install --immutable", run: "yarn run" },
  { lock: "package-lock.json", install: "npm ci", run: "npm run" },
];

/** A lock file of a monorepo lies at the root of the checkout. */
async function nodeSteps(folder: string, root: string): Promise<string[]> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => null);
  if (text === null) return [];
  const { scripts } = packageSchema.parse(JSON.parse(text));
  const manager = packageManagers.find(
    ({ lock }) => existsSync(join(folder, lock)) || existsSync(join(root, lock)),
  );
  const build = ["build:wasm", "asbuild", "build"].find((name) => scripts?.[name] !== undefined);
  const { install, run } = manager ?? { install: "npm install", run: "npm run" };
  return [install, ...(build === undefined ? [] : [`${run} ${build}`])];
}

async function rustSteps(folder: string): Promise<string[]> {
  const cargo = await readFile(join(folder, "Cargo.toml"), "utf8").catch(() => null);
  if (cargo === null) return [];
  if (/^\s*wasm-bindgen\b/m.test(cargo)) {
    return ["cargo install wasm-pack --locked", "wasm-pack build --release --target nodejs"];
  }
  const target = existsSync(join(folder, "src/main.rs")) ? "wasm32-wasip1" : "wasm32-unknown-unknown";
  return [`rustup target add ${target}`, `cargo build --release --target ${target}`];
}

const goSteps = ["GOOS=wasip1 GOARCH=wasm go build -o build/ ./..."];

/** That of the remote, else the one that is checked out. */
async function defaultBranchOf(root: string): Promise<string> {
  for (const file of [".git/refs/remotes/origin/HEAD", ".git/HEAD"]) {
    const text = await readFile(join(root, file), "utf8").catch(() => "");
    const branch = /^ref: refs\/(?:remotes\/origin|heads)\/(\S+)/.exec(text)?.[1];
    if (branch !== undefined) return branch;
  }
  return "main";
}
