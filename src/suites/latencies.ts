import * as hdr from "hdr-histogram-js";
import type { Figures } from "./case.ts";

/** The metrics of a histogram of latencies. */
export const latencyMetrics = ["p50", "p90", "p95", "p99", "p99.9", "max"] as const;

const percentiles = { p50: 50, p90: 90, p95: 95, p99: 99, "p99.9": 99.9 } as const;

/** Latencies in ns with three significant digits. */
export function newHistogram(): hdr.Histogram {
  return hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000_000,
    numberOfSignificantValueDigits: 3,
  });
}

/** Takes down a latency; one below a nanosecond counts as one. */
export function recordMs(histogram: hdr.Histogram, ms: number): void {
  histogram.recordValue(Math.max(1, Math.round(ms * 1_000_000)));
}

/**
 * The percentiles of a histogram in ns, one figure each. They come from merged histograms and are never averaged. The histogram keeps its
 * largest value exactly and the others in buckets, of which it names the upper end: that end is no latency where it lies above the largest.
 */
export function latencyFigures(
  histogram: hdr.Histogram,
): Figures & Record<(typeof latencyMetrics)[number], number[]> {
  const at = (percentile: number) => [
    Math.min(histogram.getValueAtPercentile(percentile), histogram.maxValue),
  ];
  return {
    p50: at(percentiles.p50),
    p90: at(percentiles.p90),
    p95: at(percentiles.p95),
    p99: at(percentiles.p99),
    "p99.9": at(percentiles["p99.9"]),
    max: [histogram.maxValue],
  };
}
