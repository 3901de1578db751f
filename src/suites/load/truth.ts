import { outcomeKinds, type SandboxExecution } from "../../../runtime/host/interface.ts";
import { expectAnswer } from "../case.ts";
import { parseSamples } from "./prometheus.ts";

/** What really happened in a sandbox, as whoever asked for it saw it: to hold the sandbox's own figures against. */
export class Truth {
  readonly #kinds = new Map<SandboxExecution["kind"], number>(outcomeKinds.map((kind) => [kind, 0]));
  readonly #traps = new Map<string, number>();
  readonly #refusals = new Map<string, number>();
  #modules = 0;
  #fuel = 0;

  loaded(): void {
    this.#modules++;
  }

  ended({ kind, detail, fuel }: SandboxExecution): void {
    addOne(this.#kinds, kind);
    if (kind === "trapped") addOne(this.#traps, detail);
    else if (kind === "refused") addOne(this.#refusals, detail);
    this.#fuel += fuel;
  }

  get executions(): number {
    return [...this.#kinds.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Throws unless a sandbox in which nothing is under way says of itself what happened in it. */
  expectMetrics(text: string): void {
    const samples = parseSamples(text);
    const expectSample = (sample: string, expected: number) =>
      expectAnswer(`the metric ${sample}`, samples.get(sample), expected);
    const started = this.executions - (this.#kinds.get("refused") ?? 0);
    for (const [kind, count] of this.#kinds)
      expectSample(`fuelgauge_executions_total{outcome="${kind}"}`, count);
    for (const [category, count] of this.#traps)
      expectSample(`fuelgauge_traps_total{category="${category}"}`, count);
    for (const [reason, count] of this.#refusals)
      expectSample(`fuelgauge_refusals_total{reason="${reason}"}`, count);
    expectSample("fuelgauge_execution_fuel_sum", this.#fuel);
    expectSample("fuelgauge_execution_fuel_count", started);
    expectSample("fuelgauge_execution_duration_seconds_count", started);
    expectSample("fuelgauge_executions_in_flight", 0);
    expectSample('fuelgauge_pool_instances{state="in-use"}', 0);
    expectSample("fuelgauge_modules_compiled_total", this.#modules);
    expectSample("fuelgauge_worker_restarts_total", 0);
    expectSample("fuelgauge_audit_lines_total", this.executions);
  }
}

function addOne<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
