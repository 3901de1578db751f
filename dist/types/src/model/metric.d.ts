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
export declare const metrics: {
    readonly time: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: true;
    };
    readonly throughput: {
        readonly unit: "ops/s";
        readonly direction: "higher";
        readonly kind: "timed";
        readonly gates: true;
    };
    readonly p50: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: true;
    };
    readonly p90: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly p95: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly p99: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly "p99.9": {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly max: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly heap: {
        readonly unit: "bytes";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
        readonly floor: 0.02;
    };
    readonly growth: {
        readonly unit: "bytes";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly parse: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly validate: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly dispatch: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly guest: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly reply: {
        readonly unit: "ns";
        readonly direction: "lower";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly payload: {
        readonly unit: "bytes";
        readonly direction: "higher";
        readonly kind: "timed";
        readonly gates: false;
    };
    readonly fuel: {
        readonly unit: "units";
        readonly direction: "lower";
        readonly kind: "exact";
        readonly gates: true;
    };
    readonly size: {
        readonly unit: "bytes";
        readonly direction: "lower";
        readonly kind: "exact";
        readonly gates: false;
    };
    readonly memory: {
        readonly unit: "bytes";
        readonly direction: "lower";
        readonly kind: "exact";
        readonly gates: false;
    };
    readonly exports: {
        readonly unit: "count";
        readonly direction: "lower";
        readonly kind: "exact";
        readonly gates: false;
    };
};
export type MetricName = keyof typeof metrics;
/** Whether a name is that of a metric that we measure; other tools have others. */
export declare function isMetric(name: string): name is MetricName;
/** All names, in the order in which a report lists the rows of one case. */
export declare const metricNames: [MetricName, ...MetricName[]];
