import { Wasi, WasiExit, type WasiOptions, wasiSetup } from "../../../runtime/executor/wasi/index.ts";
import { type Project, type ProjectCase, pathInProject, type WasmValue } from "../../model/project.ts";
import { makeDistinct, nextDistinct } from "../../wasm/distinct.ts";
import { type Benchmark, expectAnswer, type Subject, type Task } from "../case.ts";
import { type Linked, link, memoryBytesOf, type Stopwatch } from "./imports.ts";

/** Content of a file of the bundle that tells the cases. */
export type Input = (path: string) => Uint8Array<ArrayBuffer>;

type DefinitionOf<Kind extends ProjectCase["kind"]> = Extract<ProjectCase, { kind: Kind }>;

/** Changes of compiling and loading within ± this much do not matter: V8 does part of it in threads of its own. */
const loadingFloor = 0.1;
/** What is counted of a benchmark's task: so many calls, after so many. */
const countedCalls = { warmUp: 3, operations: 8 };

/**
 * The case that a bundle tells of. Modules take turns in one process behind Fuelgauge's own host; benchmark files bring code
 * of their own, so each arm has a process.
 *
 * @param input reads files of the bundle that tells the case
 */
export function projectCase(definition: ProjectCase, input: Input): Benchmark {
  const { id } = definition;
  if (definition.kind === "bench") {
    const { file, task: index } = definition;
    return {
      kind: "benchmark",
      isolation: "slot",
      host: "fuelgauge",
      ownedBy: "project",
      id,
      why: `A task of ${pathInProject(file)}.`,
      guests: [],
      fuel: countedCalls,
      async prepare(subject) {
        const task = (await subject.tasks(file))[index];
        if (task === undefined) throw new Error(`${pathInProject(file)} has no task ${index + 1} any more`);
        return task.prepare();
      },
    };
  }
  const { module } = definition;
  const ofModule = {
    kind: "benchmark",
    isolation: "turns",
    host: "fuelgauge",
    id,
    guests: [module],
  } as const;
  switch (definition.kind) {
    case "compile":
      return {
        ...ofModule,
        why: `Compiles ${module}, with other bytes each time, so that no cache helps.`,
        floor: loadingFloor,
        fuel: false,
        prepare: (subject) => compiling(subject, module),
      };
    case "instantiate":
      return {
        ...ofModule,
        why: `Makes an instance of ${module}, which is compiled already.`,
        floor: loadingFloor,
        prepare: (subject) => instantiating(subject, module),
      };
    case "call":
      return {
        ...ofModule,
        why: `Calls ${callText(definition)} of ${module}.`,
        prepare: (subject) => calling(subject, definition, input),
      };
    case "command":
      return {
        ...ofModule,
        why: `Runs ${[module, ...definition.arguments.slice(1)].join(" ")}${definition.marked ? ", and times what it says is to be timed" : " from start to exit"}.`,
        prepare: (subject) => commanding(subject, definition, input),
      };
  }
}

/** The cases that bundles tell of; of two that tell the same one, the first counts. */
export function casesOfProjects(
  projects: readonly (Project | null)[],
  input: (bundle: number, path: string) => Uint8Array<ArrayBuffer>,
): Benchmark[] {
  const cases = new Map<string, Benchmark>();
  for (const [bundle, project] of projects.entries()) {
    for (const definition of project?.cases ?? []) {
      if (!cases.has(definition.id))
        cases.set(
          definition.id,
          projectCase(definition, (path) => input(bundle, path)),
        );
    }
  }
  return [...cases.values()];
}

/** `fib(30)` */
function callText({
  function: name,
  arguments: values,
}: Pick<DefinitionOf<"call">, "function" | "arguments">): string {
  return `${name}(${values.map((value) => String(value).replace(/n$/, "")).join(", ")})`;
}

const plain = wasiSetup();

function compiling(subject: Subject, module: string): Task {
  const bytes = makeDistinct(subject.bytes(module), crypto.getRandomValues(new Uint8Array(16)));
  const compile = () => new WebAssembly.Module(nextDistinct(bytes));
  compile();
  return {
    run(times) {
      for (let i = 0; i < times; i++) compile();
    },
  };
}

function instantiating(subject: Subject, name: string): Task {
  const module = subject.module(name);
  const instantiate = () => link(module, new Wasi(plain), idle);
  const { exports } = instantiate();
  return {
    run(times) {
      for (let i = 0; i < times; i++) instantiate();
    },
    memoryBytes: () => memoryBytesOf(exports),
  };
}

function calling(subject: Subject, definition: DefinitionOf<"call">, input: Input): Task {
  const wasi = new Wasi(wasiSetup(sandboxOptions(definition, input)));
  const { exports } = link(subject.module(definition.module), wasi, idle);
  initialize(exports);
  const found = exports[definition.function];
  if (typeof found !== "function") throw new Error(`the module exports no function ${definition.function}`);
  const call = bound(found as Callable, definition.arguments.map(operandOf));
  const returned = call();
  if (definition.returns !== null)
    expectAnswer(callText(definition), returned, operandOf(definition.returns));
  return {
    run(times) {
      for (let i = 0; i < times; i++) call();
    },
    memoryBytes: () => memoryBytesOf(exports),
  };
}

type Callable = (...values: unknown[]) => unknown;

/** Spelled out for few arguments, because spreading them costs more than most calls. */
function bound(call: Callable, values: readonly unknown[]): () => unknown {
  const [a, b, c] = values;
  switch (values.length) {
    case 0:
      return () => call();
    case 1:
      return () => call(a);
    case 2:
      return () => call(a, b);
    case 3:
      return () => call(a, b, c);
    default:
      return () => call(...values);
  }
}

function operandOf(value: WasmValue): number | bigint {
  return typeof value === "number" ? value : BigInt(value.slice(0, -1));
}

/** A library of WASI wants to be initialised before anything of it is called. */
function initialize(exports: WebAssembly.Exports): void {
  if (typeof exports._initialize === "function") (exports._initialize as Callable)();
}

function commanding(subject: Subject, definition: DefinitionOf<"command">, input: Input): Task {
  const module = subject.module(definition.module);
  const setup = wasiSetup(wasiOptions(definition, input));
  const expected = definition.stdout === null ? null : input(definition.stdout);
  const stopwatch = definition.marked ? newStopwatch() : null;
  const run = () => {
    const wasi = new Wasi(setup);
    const linked = link(module, wasi, stopwatch ?? idle);
    const exitStatus = start(linked);
    if (exitStatus !== definition.exitStatus) {
      const said = new TextDecoder().decode(wasi.stderr).trim().slice(-500);
      const ended = `the program ended with exit status ${exitStatus}, expected ${definition.exitStatus}`;
      throw new Error([ended, said, missedGrants(module, definition)].filter(Boolean).join(": "));
    }
    if (expected !== null && Buffer.compare(wasi.stdout, expected) !== 0)
      throw new Error(`wrong answer: ${difference(wasi.stdout, expected)}`);
    return linked;
  };
  let { exports } = run();
  if (stopwatch !== null && !(stopwatch.take() > 0))
    throw new Error("the program did not call bench.start and then bench.end");
  return {
    run(times) {
      for (let i = 0; i < times; i++) exports = run().exports;
      return stopwatch?.take();
    },
    memoryBytes: () => memoryBytesOf(exports),
  };
}

function wasiOptions(definition: DefinitionOf<"command">, input: Input): WasiOptions {
  const { arguments: args, stdin } = definition;
  return {
    args,
    outputLimit: 64 * mebibyte,
    ...(stdin !== null && { stdin: input(stdin) }),
    ...sandboxOptions(definition, input),
  };
}

const mebibyte = 1024 * 1024;

function sandboxOptions(
  { environment, files, clock }: Pick<DefinitionOf<"call">, "environment" | "files" | "clock">,
  input: Input,
): WasiOptions {
  return {
    env: environment,
    clock,
    fileLimit: 1024 * mebibyte,
    ...(Object.keys(files).length > 0 && {
      files: Object.fromEntries(Object.entries(files).map(([path, file]) => [path, input(file)])),
    }),
  };
}

/** What a program that failed can ask for, and was not granted; nothing where there is nothing. */
function missedGrants(module: WebAssembly.Module, { files, environment }: DefinitionOf<"command">): string {
  const imports = new Set(WebAssembly.Module.imports(module).map(({ name }) => name));
  const missed = [
    ...(imports.has("path_open") && Object.keys(files).length === 0 ? ["files"] : []),
    ...(imports.has("environ_get") && Object.keys(environment).length === 0 ? ["environment"] : []),
  ];
  if (missed.length === 0) return "";
  const named = missed.map((name) => `\`${name}\``).join(" and ");
  return `it was granted no ${missed.join(" and no ")}; ${named} of its run would grant it some`;
}

/** Runs a program from start to exit; what it exited with. */
function start({ exports }: Linked): number {
  try {
    (exports._start as Callable)();
    return 0;
  } catch (thrown) {
    if (thrown instanceof WasiExit) return thrown.code;
    throw thrown;
  }
}

function difference(actual: Uint8Array, expected: Uint8Array): string {
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  const place = at === -1 ? Math.min(actual.length, expected.length) : at;
  return `standard output has ${actual.length} bytes and differs from the ${expected.length} expected ones from byte ${place} on`;
}

const idle: Stopwatch = { start() {}, end() {} };

/** A stopwatch that a program starts and stops by itself. */
function newStopwatch(): Stopwatch & { take(): number } {
  let startedMs = Number.NaN;
  let timedMs = 0;
  return {
    start() {
      startedMs = performance.now();
    },
    end() {
      timedMs += performance.now() - startedMs;
      startedMs = Number.NaN;
    },
    /** Milliseconds since the last time it was asked; not a number when a start or an end was missing. */
    take() {
      const taken = timedMs;
      timedMs = 0;
      return taken;
    },
  };
}
