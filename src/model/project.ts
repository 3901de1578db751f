import { z } from "zod";
import { bundlePath } from "./bundle-path.ts";

/** What a WebAssembly function takes or gives: a number, or an i64 as `"42n"`. */
export const wasmValue = z.union([z.number(), z.string().regex(/^-?\d{1,20}n$/)]);
export type WasmValue = z.output<typeof wasmValue>;

const id = z.string().min(1).max(300);
const ofModule = { id, module: z.string() };

/** What a program in the sandbox is given, beside its arguments. */
const ofSandbox = {
  environment: z.record(z.string(), z.string()),
  /** Files that it finds, by absolute path, and where they lie in the bundle. What it writes is gone with it. */
  files: z.record(z.string(), bundlePath),
  /** A deterministic one steps at every reading. */
  clock: z.enum(["deterministic", "real"]),
};

/**
 * A case of a project's own code, as a bundle tells it. Whoever measures makes the same case of it for every arm: of a module,
 * the case is head's and only the module is the arm's own.
 */
export const projectCaseSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("compile"), ...ofModule }),
  z.strictObject({ kind: z.literal("instantiate"), ...ofModule }),
  /** Calls an export of one instance. */
  z.strictObject({
    kind: z.literal("call"),
    ...ofModule,
    function: z.string(),
    arguments: z.array(wasmValue),
    /** What it has to give; null where that is not checked. */
    returns: wasmValue.nullable(),
    ...ofSandbox,
  }),
  /** Runs a WASI program from its start to its exit, in a fresh instance each time. */
  z.strictObject({
    kind: z.literal("command"),
    ...ofModule,
    arguments: z.array(z.string()),
    ...ofSandbox,
    /** Files of the bundle: what it reads, and what it has to write; null where that is not checked. */
    stdin: bundlePath.nullable(),
    stdout: bundlePath.nullable(),
    exitStatus: z.int().nonnegative(),
    /** Whether it says by itself what is to be timed, by the imports `bench.start` and `bench.end` of sightglass. */
    marked: z.boolean(),
  }),
  /** A task of a benchmark file. */
  z.strictObject({
    kind: z.literal("bench"),
    id,
    /** A path of the bundle. */
    file: bundlePath,
    /** Which of the file's tasks, from 0. */
    task: z.int().nonnegative(),
  }),
]);
export type ProjectCase = z.infer<typeof projectCaseSchema>;
export type ModuleCase = Exclude<ProjectCase, { kind: "bench" }>;

/** What benchmark files may do beside reading their bundle, or are given. */
export const benchGrantsSchema = z.strictObject({
  environment: z.record(z.string(), z.string()),
  network: z.boolean(),
  /** Whether each process gets a folder that it may write to, as its folder for temporary files. */
  scratch: z.boolean(),
});
export type BenchGrants = z.infer<typeof benchGrantsSchema>;

/** What a bundle holds of a project, beside its modules. */
export const projectSchema = z.strictObject({
  cases: z.array(projectCaseSchema),
  /** Folder of the bundle in which benchmark files find what they would find in the project's. */
  root: bundlePath.nullable(),
  /** Links between folders of the bundle, as package managers make them: where, and to what. */
  links: z.record(bundlePath, bundlePath),
  grants: benchGrantsSchema,
  /** Globals that benchmark files replace when they are loaded, by file; only those that do. */
  replacedGlobals: z.record(bundlePath, z.array(z.string())),
});
export type Project = z.infer<typeof projectSchema>;

/** Folder of a bundle in which what is the project's own lies, as it lies in the repository. */
export const projectFolder = "project";

/** Whether a file of a bundle is the project's own. */
export function isOfProject(path: string): boolean {
  return path.startsWith(`${projectFolder}/`);
}

/** Where a file of a bundle lies in the project's checkout. */
export function pathInProject(path: string): string {
  return isOfProject(path) ? path.slice(projectFolder.length + 1) : path;
}

/** The files of its bundle that a case comes from. */
export function filesOf(definition: ProjectCase): string[] {
  switch (definition.kind) {
    case "bench":
      return [definition.file];
    case "command":
      return [definition.stdin, definition.stdout, ...Object.values(definition.files)].filter(
        (path) => path !== null,
      );
    case "call":
      return Object.values(definition.files);
    case "compile":
    case "instantiate":
      return [];
  }
}
