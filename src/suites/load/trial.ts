import { join } from "node:path";
import type { Histogram } from "hdr-histogram-js";
import type {
  Sandbox,
  SandboxExecution,
  SandboxLimits,
  SandboxModule,
  TrapCategory,
} from "../../../runtime/host/interface.ts";
import { expectAnswer, type Stage } from "../case.ts";
import { newHistogram, recordMs } from "../latencies.ts";
import { Truth } from "./truth.ts";

/** How an execution has to end. */
export type Expected =
  | { readonly kind: "returned"; readonly value: number }
  | { readonly kind: "trapped"; readonly detail: TrapCategory }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "out-of-fuel" | "timed-out" | "memory-limit" };

/** One execution that is asked for. */
export interface Call {
  readonly module: SandboxModule;
  readonly name: string;
  readonly args: readonly number[];
  readonly expected: Expected;
  /** Units that it has to burn, where that is known. */
  readonly fuel?: number;
  readonly limits?: Pick<SandboxLimits, "fuel" | "wallClockMs">;
}

/**
 * A sandbox with metrics and audit log whose executions are all checked. At its end, what it says of itself has to be what
 * happened.
 */
export class Trial {
  /** Of what was `timed`, until it is replaced. */
  latencies: Histogram = newHistogram();
  readonly auditFolder: string;
  readonly #stage: Stage;
  readonly #sandbox: Sandbox;
  readonly #truth = new Truth();

  /** @param threads executes on so many; on the calling one when it is left out */
  static async open(
    stage: Stage,
    setup: { readonly limits?: SandboxLimits; readonly threads?: number } = {},
  ): Promise<Trial> {
    const auditFolder = join(stage.scratch, setup.threads === undefined ? "audit" : "audit-of-threads");
    return new Trial(stage, auditFolder, await stage.host.openSandbox({ ...setup, auditFolder }));
  }

  private constructor(stage: Stage, auditFolder: string, sandbox: Sandbox) {
    this.#stage = stage;
    this.auditFolder = auditFolder;
    this.#sandbox = sandbox;
  }

  /** Loads a guest of the bundle, or bytes. Throws when it is refused. */
  async load(module: string | Uint8Array): Promise<SandboxModule> {
    const loaded = await this.#sandbox.load(typeof module === "string" ? this.#stage.bytes(module) : module);
    if ("refused" in loaded)
      throw new Error(`wrong answer: a module was refused (${loaded.refused}), expected it to be loaded`);
    this.#truth.loaded();
    return loaded;
  }

  /** Why bytes are refused. Throws when they are not. */
  async refusal(bytes: Uint8Array): Promise<string> {
    const loaded = await this.#sandbox.load(bytes);
    if ("refused" in loaded) return loaded.refused;
    throw new Error(`wrong answer: ${bytes.length} bytes were loaded, expected them to be refused`);
  }

  /** Executes, checks and counts. Throws when the outcome is not the expected one. */
  async execute(call: Call): Promise<SandboxExecution> {
    const execution = await this.#sandbox.run(call.module, call.name, call.args, call.limits);
    this.#truth.ended(execution);
    expectExecution(call, execution);
    return execution;
  }

  /** As `execute`, and takes down how long it took. */
  async timed(call: Call): Promise<SandboxExecution> {
    const startMs = performance.now();
    const execution = await this.execute(call);
    recordMs(this.latencies, performance.now() - startMs);
    return execution;
  }

  /** Calls at once, each of them timed; gives how many a second there were. */
  async wave(calls: readonly Call[]): Promise<number> {
    const startMs = performance.now();
    await Promise.all(calls.map((call) => this.timed(call)));
    return (calls.length * 1000) / (performance.now() - startMs);
  }

  /** What it says of itself, in Prometheus' text format. */
  metrics(): Promise<string> {
    return this.#sandbox.metrics();
  }

  /** Ends it. Throws when its metrics are not what happened. */
  async close(): Promise<void> {
    this.#truth.expectMetrics(await this.#sandbox.metrics());
    await this.#sandbox.close();
  }
}

/** Throws unless an execution ended as it has to. */
export function expectExecution(call: Call, execution: SandboxExecution): void {
  const { kind, detail, values, fuel } = execution;
  const { expected } = call;
  const isExpected =
    kind === expected.kind &&
    detail === ("detail" in expected ? expected.detail : "") &&
    (expected.kind !== "returned" || (values.length === 1 && Object.is(values[0], expected.value)));
  if (!isExpected)
    expectAnswer(
      nameOf(call),
      wordsOf(execution),
      wordsOf({ detail: "", ...expected, values: "value" in expected ? [expected.value] : [] }),
    );
  const burnt = expected.kind === "out-of-fuel" ? (call.limits?.fuel ?? call.fuel) : call.fuel;
  if (burnt !== undefined && fuel !== burnt) expectAnswer(`the fuel of ${nameOf(call)}`, fuel, burnt);
}

export function returned(value: number): Expected {
  return { kind: "returned", value };
}

function nameOf({ name, args }: Call): string {
  return `${name}(${args.join(", ")})`;
}

function wordsOf({ kind, detail, values }: Pick<SandboxExecution, "kind" | "detail" | "values">): string {
  return [kind, detail, values.join(", ")].filter(Boolean).join(" ");
}
