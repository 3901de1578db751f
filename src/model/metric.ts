/** What a figure is measured in. Every figure in memory and in files is in exactly this unit; only `report/` scales. */
export type Unit = "ns" | "ops/s" | "bytes" | "units" | "count";

/** Which way is better. */
export type Direction = "lower" | "higher";

export interface Metric {
  readonly unit: Unit;
  readonly direction: Direction;
  /** `timed` metrics vary from run to run and are judged by rounds; `exact` ones are compared digit by digit. */
  readonly kind: "timed" | "exact";
  /** Whether a regression of it turns a run red when nothing is configured. */
  readonly gates: boolean;
  /** Changes within ± this much do not matter (relative), where that has little to do with the case. */
  readonly floor?: number;
}

/**
 * The metrics that exist. Latency percentiles above the median are reported but do not gate: they are skewed and a
 * window holds few effective samples of them. What a unit of fuel is, the contract of `runtime/meter` says.
 *
 * `heap`: what a process cannot do without once its load is over, see `retainedBytes`. It varies by a tenth of a percent.
 * `growth`: what it keeps of a thousand executions, see `growthOf`.
 * `parse` to `reply`: where the time of a request to the kernel goes, in the mean. `payload`: the largest that it answers.
 */
export const metrics = {
  time: { unit: "ns", direction: "lower", kind: "timed", gates: true },
  throughput: { unit: "ops/s", direction: "higher", kind: "timed", gates: true },
  p50: { unit: "ns", direction: "lower", kind: "timed", gates: true },
  p90: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  p95: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  p99: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  "p99.9": { unit: "ns", direction: "lower", kind: "timed", gates: false },
  max: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  heap: { unit: "bytes", direction: "lower", kind: "timed", gates: false, floor: 0.02 },
  growth: { unit: "bytes", direction: "lower", kind: "timed", gates: false },
  parse: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  validate: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  dispatch: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  guest: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  reply: { unit: "ns", direction: "lower", kind: "timed", gates: false },
  payload: { unit: "bytes", direction: "higher", kind: "timed", gates: false },
  fuel: { unit: "units", direction: "lower", kind: "exact", gates: true },
  size: { unit: "bytes", direction: "lower", kind: "exact", gates: false },
  memory: { unit: "bytes", direction: "lower", kind: "exact", gates: false },
  exports: { unit: "count", direction: "lower", kind: "exact", gates: false },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** Whether a name is that of a metric that we measure; other tools have others. */
export function isMetric(name: string): name is MetricName {
  return Object.hasOwn(metrics, name);
}

/** All names, in the order in which a report lists the rows of one case. */
export const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];
