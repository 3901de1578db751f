import { type Executor, LoadedModule, type PoolCounts, type RunOptions } from "../executor/index.ts";
import type { Ending, Execution } from "../executor/outcome.ts";
import { Call } from "./call.ts";
import type { Grants } from "./capabilities/grants.ts";
import { type Output, objectText, readOutput } from "./output.ts";
import {
  ArgumentCheck,
  type CallScope,
  listingOf,
  type Tool,
  type ToolArguments,
  type ToolManifest,
  type ToolResult,
} from "./tool.ts";

/** The exported function of a tool that imports the kernel's functions. */
const runExport = "run";
/** The exported function of a WASI program, which reads its arguments from standard input and writes its result to standard output. */
const startExport = "_start";

/** A tool whose work is done by a module in the sandbox. */
export class GuestTool implements Tool {
  readonly manifest: ToolManifest;
  readonly listing: string;
  readonly #module: LoadedModule;
  readonly #executor: Executor;
  readonly #grants: Grants;
  readonly #check: ArgumentCheck;
  readonly #entry: string;
  readonly #limits: Pick<RunOptions, "fuel" | "wallClockMs" | "resultBytes">;

  private constructor(manifest: ToolManifest, module: LoadedModule, executor: Executor, grants: Grants) {
    this.manifest = manifest;
    this.listing = listingOf(manifest);
    this.#module = module;
    this.#executor = executor;
    this.#grants = grants;
    this.#check = new ArgumentCheck(manifest.inputSchema);
    this.#entry = module.function(runExport) === null ? startExport : runExport;
    const { fuel, wallClockMs } = manifest.limits;
    this.#limits = { ...(fuel && { fuel }), ...(wallClockMs && { wallClockMs }) };
  }

  /** A tool of a manifest and a module, or why it is none. */
  static load(
    manifest: ToolManifest,
    bytes: Uint8Array,
    executor: Executor,
    grants: Grants,
  ): GuestTool | { readonly refused: string } {
    const { memoryBytes } = manifest.limits;
    const module = executor.load(bytes, memoryBytes === undefined ? {} : { memoryBytes });
    if (!(module instanceof LoadedModule)) return { refused: module.message };
    if (module.function(runExport) === null && module.function(startExport) === null) {
      return { refused: `the module exports neither "${runExport}" nor "${startExport}"` };
    }
    return new GuestTool(manifest, module, executor, grants);
  }

  misfit(args: Readonly<Record<string, unknown>>): string | null {
    return this.#check.misfit(args);
  }

  async call(args: ToolArguments, scope: CallScope): Promise<ToolResult> {
    const call = new Call(this.manifest, args.text(), this.#grants, scope);
    const wasi = this.#entry === startExport ? { wasi: { stdin: Buffer.from(call.input) } } : {};
    const options: RunOptions = { ...this.#limits, ...wasi, context: call, signal: scope.signal };
    scope.began();
    const execution = await this.#executor.run(this.#module, this.#entry, [], options);
    const usage = { fuel: execution.fuel, peakMemoryBytes: execution.peakMemoryBytes };
    const result = this.#entry === startExport ? resultOfProgram(execution) : resultOfCall(call, execution);
    return { ...result, usage };
  }

  retire(): void {
    this.#module.drain(this.#pool);
  }

  get #pool(): PoolCounts {
    return this.#executor.counts.pool;
  }
}

type Given =
  | Omit<Extract<ToolResult, { kind: "done" }>, "usage">
  | Omit<Extract<ToolResult, { kind: "failed" }>, "usage">;

function resultOfCall({ output, failure }: Call, { outcome }: Execution): Given {
  if (outcome.kind !== "returned") return stopped(outcome);
  if (failure !== null) return { kind: "failed", message: failure, outcome: "failed" };
  return resultOf(output);
}

function resultOfProgram({ outcome, stdout, stderr }: Execution): Given {
  if (outcome.kind !== "returned") return stopped(outcome);
  if ((outcome.exitCode ?? 0) === 0) return resultOf(readOutput(stdout));
  const said = Buffer.from(stderr).toString().trim();
  const message = said === "" ? `the program ended with exit status ${outcome.exitCode}` : said;
  return { kind: "failed", message, outcome: "failed" };
}

function resultOf(output: Output | null): Given {
  const json = output && objectText(output);
  return json === null
    ? { kind: "failed", message: "the tool gave no JSON object", outcome: "failed" }
    : { kind: "done", json };
}

function stopped(outcome: Exclude<Ending, { kind: "returned" }>): Given {
  switch (outcome.kind) {
    case "trapped":
      return failed(outcome.kind, `the tool trapped: ${outcome.category}`);
    case "out-of-fuel":
      return failed(outcome.kind, "the tool used all the fuel that a call of it has");
    case "timed-out":
      return failed(outcome.kind, "the tool took longer than a call of it may");
    case "memory-limit":
      return failed(outcome.kind, "the tool needs more memory than a call of it has");
    case "refused":
    case "host-error":
      return failed(outcome.kind, outcome.message);
  }
}

function failed(outcome: string, message: string): Given {
  return { kind: "failed", message, outcome };
}
