import * as fc from "fast-check";
import { expect, test } from "vitest";
import { latencyFigures, newHistogram, recordMs } from "../../src/suites/latencies.ts";

test("no percentile lies above the largest latency", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 50_000, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (ms) => {
        const histogram = newHistogram();
        for (const each of ms) recordMs(histogram, each);
        const { p50, p90, p95, p99, max, ...rest } = latencyFigures(histogram);
        const inOrder = [p50, p90, p95, p99, rest["p99.9"], max].flat();
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
      },
    ),
  );
});
