import { expect, test } from "vitest";
import { operationCost } from "../../src/measure/calibrate.ts";
import type { Task } from "../../src/suites/case.ts";

/** An operation that takes so many nanoseconds, by how often it has been done. */
function taking(nanoseconds: (operation: number) => number): Task {
  let operation = 0;
  return {
    run(times) {
      for (let i = 0; i < times; i++) {
        const end = process.hrtime.bigint() + BigInt(Math.round(nanoseconds(operation++)));
        while (process.hrtime.bigint() < end);
      }
    },
  };
}

test("what gets faster in steps has settled after the last of them", () => {
  const stepped = () =>
    taking((operation) => (operation < 50 ? 200_000 : operation < 200 ? 100_000 : 50_000));
  const { settling, timedNs } = operationCost([stepped(), stepped()]);
  expect(settling.settled).toBe(true);
  expect(settling.operations).toBeGreaterThanOrEqual(200);
  expect(timedNs, "its cost is the settled one").toBeLessThan(100_000);
});

test("what never stops getting faster is said not to have settled", () => {
  const { settling } = operationCost([taking((operation) => 40_000_000 * 0.93 ** operation + 20_000)]);
  const endless = operationCost([taking((operation) => 60_000_000 / (1 + operation / 4))]).settling;
  expect([settling.settled, endless.settled]).toContain(false);
});
