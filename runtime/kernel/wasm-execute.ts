import { z } from "zod";
import { type Executor, LoadedModule, type RunOptions, type Value } from "../executor/index.ts";
import type { Execution } from "../executor/outcome.ts";
import type { Signature } from "../meter/index.ts";
import {
  ArgumentCheck,
  type CallScope,
  listingOf,
  type Tool,
  type ToolArguments,
  type ToolManifest,
  type ToolResult,
  toolManifestSchema,
} from "./tool.ts";

const number = z.union([z.number(), z.string().regex(/^-?\d{1,20}$/, "an integer")]);
const limit = (most: number) => z.int().min(1).max(most).optional();

/** What the tool takes. Limits are only ever lowered: what is not asked for is as the kernel has it. */
const argumentsSchema = z.strictObject({
  module: z.string().describe("The module, in base64."),
  function: z.string().default("_start").describe("The exported function."),
  arguments: z
    .array(number)
    .max(1_000)
    .default([])
    .describe("Numbers; an i64 as a string of digits where it has more than 53 bits."),
  limits: z
    .strictObject({ fuel: limit(2 ** 40), wallClockMs: limit(600_000), memoryBytes: limit(2 ** 32) })
    .default({})
    .describe(
      "Units of fuel, milliseconds, bytes of memory. They lower the kernel's limits and never raise them.",
    ),
  wasi: z
    .strictObject({
      args: z.array(z.string()).optional(),
      env: z.record(z.string(), z.string()).optional(),
      stdin: z.string().optional(),
    })
    .default({})
    .describe("Arguments, environment and standard input of a WASI program."),
});

const manifest: ToolManifest = toolManifestSchema.parse({
  name: "wasm_execute",
  title: "Execute WebAssembly",
  description:
    "Executes a function of a WebAssembly module in a sandbox, under limits of fuel, time and memory. Says how it ended, what it returned, and what it used.",
  tags: ["wasm", "code", "sandbox"],
  inputSchema: z.toJSONSchema(argumentsSchema, { io: "input" }),
  outputSchema: {
    type: "object",
    properties: {
      outcome: { type: "string" },
      detail: { type: "string" },
      values: { type: "array", items: { type: ["number", "string"] } },
      exitCode: { type: ["integer", "null"] },
      fuel: { type: "integer" },
      durationMs: { type: "number" },
      peakMemoryBytes: { type: "integer" },
      stdout: { type: "string" },
      stderr: { type: "string" },
    },
    required: ["outcome", "detail", "values", "fuel", "durationMs", "peakMemoryBytes", "stdout", "stderr"],
  },
});

/** The executor as a tool: a module, a function, arguments, limits. */
export class WasmExecute implements Tool {
  readonly manifest = manifest;
  readonly listing = listingOf(manifest);
  readonly #executor: Executor;
  readonly #check = new ArgumentCheck(manifest.inputSchema);

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  misfit(args: Readonly<Record<string, unknown>>): string | null {
    return this.#check.misfit(args);
  }

  async call({ value }: ToolArguments, { signal, began }: CallScope): Promise<ToolResult> {
    const asked = argumentsSchema.parse(value);
    const { limits } = this.#executor;
    const memoryBytes = Math.min(asked.limits.memoryBytes ?? limits.memoryBytes, limits.memoryBytes);
    const module = this.#executor.load(Buffer.from(asked.module, "base64"), { memoryBytes });
    if (!(module instanceof LoadedModule)) {
      return failed(`the module is refused: ${module.message}`, module.reason);
    }
    const values = valuesOf(asked.arguments, module.function(asked.function)?.signature);
    const { args: programArgs, env, stdin } = asked.wasi;
    const options: RunOptions = {
      fuel: Math.min(asked.limits.fuel ?? limits.fuel, limits.fuel),
      wallClockMs: Math.min(asked.limits.wallClockMs ?? limits.wallClockMs, limits.wallClockMs),
      wasi: {
        ...(programArgs && { args: programArgs }),
        ...(env && { env }),
        ...(stdin !== undefined && { stdin: Buffer.from(stdin) }),
      },
      signal,
    };
    began();
    const execution = await this.#executor.run(module, asked.function, values, options);
    module.drain(this.#executor.counts.pool);
    const { fuel, peakMemoryBytes } = execution;
    return { kind: "done", json: JSON.stringify(told(execution)), usage: { fuel, peakMemoryBytes } };
  }

  retire(): void {}
}

/** Numbers become what the function's parameters are. What does not fit is left to the executor to refuse. */
function valuesOf(given: readonly (number | string)[], signature: Signature | undefined): Value[] {
  return given.map((each, at) => {
    if (signature?.parameters[at] !== "i64") return Number(each);
    return typeof each === "string" || Number.isInteger(each) ? BigInt(each) : each;
  });
}

function told({ outcome, fuel, durationMs, peakMemoryBytes, stdout, stderr }: Execution) {
  const returned = outcome.kind === "returned";
  return {
    outcome: outcome.kind,
    detail: detailOf(outcome),
    values: returned ? outcome.values.map(inJson) : [],
    exitCode: returned ? outcome.exitCode : null,
    fuel,
    durationMs,
    peakMemoryBytes,
    stdout: Buffer.from(stdout).toString(),
    stderr: Buffer.from(stderr).toString(),
  };
}

function detailOf(outcome: Execution["outcome"]): string {
  if (outcome.kind === "trapped") return `${outcome.category}: ${outcome.message}`;
  return "message" in outcome ? outcome.message : "";
}

/** JSON has no integers beyond 2^53, no infinities and no NaN: they are told as strings. */
function inJson(value: Value): number | string {
  return typeof value === "number" && Number.isFinite(value) ? value : String(value);
}

function failed(message: string, outcome: string): ToolResult {
  return { kind: "failed", message, outcome, usage: { fuel: 0, peakMemoryBytes: 0 } };
}
