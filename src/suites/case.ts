import type { Host, Outcome, ToolFiles } from "../../runtime/host/interface.ts";
import type { MetricName } from "../model/metric.ts";
import { latencyMetrics } from "./latencies.ts";

/** One arm's program, as a case sees it. */
export interface Subject {
  readonly host: Host;
  /** The compiled guest; its bytes are this arm's own (see wasm/distinct.ts). Throws when the bundle has none. */
  module(guest: string): WebAssembly.Module;
  /** The guest's bytes, this arm's own. */
  bytes(guest: string): Uint8Array<ArrayBuffer>;
  /** The tools of the kernel that the bundle has, modules with bytes of this arm's own. */
  tools(): Promise<readonly ToolFiles[]>;
  /** The tasks of a benchmark file, this arm's own, which is loaded once in a process. */
  tasks(file: string): Promise<readonly NamedTask[]>;
}

/** A task of a benchmark file. */
export interface NamedTask {
  readonly name: string;
  /** Gets it ready; its file is loaded once in a process, so what it shares with others is shared. */
  prepare(): Promise<Task>;
}

/** An operation that is ready to be timed: its answer has been checked. */
export interface Task {
  /**
   * Does the operation `times` times. The loop belongs to the case, so that the operation can be inlined into it. Gives
   * milliseconds where only a part of what it does is to be timed, or a promise where the operation waits for something.
   */
  run(times: number): unknown;
  /** Whether `run` gives a promise. */
  readonly waits?: true;
  /** Prepares the next `run`, untimed. */
  before?(times: number): void;
  /** Bytes of all memories that the operation worked in, which never shrink. */
  memoryBytes?(): number;
}

interface Described {
  /** `suite/name` */
  readonly id: string;
  /** One line: why the case exists. */
  readonly why: string;
  /** Guests that it needs; a bundle that lacks one does not have the case. */
  readonly guests: readonly string[];
  /** Whose host code runs them. Default: the bundle's, unless arms share the process. */
  readonly host?: "fuelgauge";
  /** Whether each arm brings its own operation, so that a bundle has the case only if it says so. */
  readonly ownedBy?: "project";
  /** Whether its figures may turn a run red. Default: as the metric says. */
  readonly gates?: false;
  /**
   * Changes of its timed figures within ± this much do not matter (relative). Default: see `floorOf`.
   */
  readonly floor?: number;
  /**
   * False when its operation runs no guest, or one that stops for another reason than its code: it has no fuel. Where nothing
   * is said, what is counted is one operation; or so many of them, after so many that are not, in a process of their own.
   */
  readonly fuel?: false | { readonly warmUp: number; readonly operations: number };
  /** False for a case that `quick` leaves out: only `full`, or its name, selects it. */
  readonly quick?: false;
}

/**
 * A synchronous operation that is repeated.
 *
 * `turns`: bare modules behind Fuelgauge's own host. All arms live in one fresh process and take turns call by call,
 * which cancels almost everything but the module itself.
 * `slot`: the operation runs the arm's own host code. Two JavaScript programs in one realm touch each other, so every
 * arm gets a fresh process per round, shared only with other cases of the same arm.
 * `process`: as `slot`, and no other case shares the process.
 */
export interface Benchmark extends Described {
  readonly kind: "benchmark";
  readonly isolation: "turns" | "slot" | "process";
  /** Loads what it needs and checks one answer. Throws when the answer is wrong. */
  prepare(subject: Subject): Task | Promise<Task>;
}

/** Something that can happen only once in a process: each sample is a fresh process. */
export interface ColdStart extends Described {
  readonly kind: "cold";
  readonly isolation: "process";
  /** The whole start, from host code that is not loaded yet to a checked answer. */
  start(loadHost: () => Promise<Host>, bytes: (guest: string) => Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Threads that repeat an operation for windows of fixed length: throughput and latency. */
export interface Load extends Described {
  readonly kind: "load";
  readonly isolation: "process";
  /** Loads what one thread needs; the returned operation checks every answer. */
  prepare(subject: Subject): () => void;
}

/** What a scenario plays with. */
export interface Stage {
  /** The arm's own host code. */
  readonly host: Host;
  /** A guest's bytes, this arm's own. Throws when the bundle has none. */
  bytes(guest: string): Uint8Array<ArrayBuffer>;
  /** The tools of the kernel that the bundle has, modules with bytes of this arm's own. */
  tools(): Promise<readonly ToolFiles[]>;
  /** A folder, empty at first, that it alone may write to. It is gone when the scenario has been played. */
  readonly scratch: string;
  /** How many threads the machine has work for. */
  readonly threads: number;
}

/** What a scenario measured: samples by metric, in the metric's unit. */
export type Figures = Readonly<Partial<Record<MetricName, readonly number[]>>>;

/**
 * Executions in a sandbox of the arm's host, as many at once as a busy service has, played once by a process of its own.
 * Every outcome is checked.
 */
export interface Scenario extends Described {
  readonly kind: "scenario";
  readonly isolation: "process";
  /** What playing it takes, for the plan of rounds. */
  readonly milliseconds: number;
  /** The metrics that it measures: these and no others. */
  readonly metrics: readonly MetricName[];
  /** Throws when an outcome is wrong. The process ends with it, so it need not tidy up after a failure. */
  play(stage: Stage): Promise<Figures>;
}

export type Case = Benchmark | ColdStart | Load | Scenario;

/**
 * Changes of a case's timed figures that do not matter (relative), unless the case says otherwise. The fewer arms share a
 * process, the more of the luck of processes is in a figure: what V8 compiled when, and where it put it. These are what
 * rounds of a minute or two can tell apart on a shared two-core machine.
 */
const floors = { turns: 0.02, slot: 0.05, process: 0.1 } as const;

export function floorOf({ isolation, floor }: Case): number {
  return floor ?? floors[isolation];
}

/** Whether one operation of the case burns fuel that can be counted: it runs guests, and always the same way. */
export function hasFuel({ kind, fuel }: Case): boolean {
  return (kind === "benchmark" || kind === "cold") && fuel !== false;
}

/** The timed metrics of a case. */
export function timedMetricsOf(each: Case): readonly MetricName[] {
  switch (each.kind) {
    case "benchmark":
    case "cold":
      return ["time"];
    case "load":
      return ["throughput", ...latencyMetrics];
    case "scenario":
      return each.metrics;
  }
}

/** What a call gave: its value, or the category of its trap. */
export function answerOf(outcome: Outcome): unknown {
  return outcome.kind === "returned" ? outcome.value : outcome.category;
}

/** Throws unless the operation gave what it must. */
export function expectAnswer(what: string, actual: unknown, expected: unknown): void {
  if (!Object.is(actual, expected)) {
    throw new Error(`wrong answer: ${what} gave ${String(actual)}, expected ${String(expected)}`);
  }
}
