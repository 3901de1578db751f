import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../../src/measure/random.ts";
import { complaintAbout, growthOf, type Window } from "../../../src/suites/load/steadiness.ts";

const windows = 10;
const operations = 20_000;
const megabyte = 1_000_000;

/** Windows of a program that does not wear out, on a machine with its own mind: with noise, and a step somewhere. */
function steady(random: Random, { noise = 0.05, step = 0 }): Window[] {
  const stepAt = Math.floor(random() * windows);
  return Array.from({ length: windows }, (_, at) => ({
    operations,
    pace: 400_000 * (1 + noise * normal(random)) * (at < stepAt ? 1 : 1 - step),
    retained: 9 * megabyte + 30_000 * normal(random),
  }));
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe("a program that does not wear out", () => {
  test.each([
    ["a quiet machine", 0.03, 0],
    ["a restless machine", 0.25, 0.0006],
  ])("is suspected on %s no more often than it has to be", (_, noise, most) => {
    const random = seededRandom(1);
    let suspicions = 0;
    for (let i = 0; i < 10_000; i++) if (complaintAbout(steady(random, { noise })) !== null) suspicions++;
    expect(suspicions / 10_000).toBeLessThanOrEqual(most);
  });

  test("is hardly ever wronged twice, not even where a quarter of all plays lose half of their pace", () => {
    const random = seededRandom(2);
    const suspected = () =>
      complaintAbout(steady(random, { noise: 0.1, step: random() < 0.25 ? 0.5 : 0 })) !== null;
    let alarms = 0;
    for (let play = 0; play < 20_000; play++) if (suspected() && suspected()) alarms++;
    expect(alarms / 20_000).toBeLessThan(0.0005);
  });

  test("may grow as caches do: by little, or once", () => {
    const grown = (retained: (at: number) => number) =>
      complaintAbout(
        steady(seededRandom(3), {}).map((window, at) => ({ ...window, retained: retained(at) })),
      );
    expect(grown((at) => 9 * megabyte + 10_000 * at)).toBeNull();
    expect(grown((at) => (at < 5 ? 9 : 14) * megabyte)).toBeNull();
  });
});

describe("a program that wears out", () => {
  test.each([16, 48, 400])("is found when it keeps %d bytes of each execution", (bytes) => {
    const random = seededRandom(4);
    for (let play = 0; play < 200; play++) {
      const leaking = steady(random, { noise: 0.25 }).map((window, at) => ({
        ...window,
        retained: window.retained + bytes * operations * at,
      }));
      expect(complaintAbout(leaking)).toMatch(/^the heap grew by \d+(\.\d+)? bytes an execution \(p = /);
    }
  });

  test("is found when it needs more work each time", () => {
    const random = seededRandom(5);
    const slowing = steady(random, { noise: 0.02 }).map((window, at) => ({
      ...window,
      pace: window.pace / (1 + 0.1 * at),
    }));
    expect(complaintAbout(slowing)).toMatch(/^the pace fell by \d+ % \(p = /);
  });
});

describe("growth", () => {
  const windowsOf = (executions: number, retained: (at: number) => number): Window[] =>
    Array.from({ length: windows }, (_, at) => ({ operations: executions, pace: 1, retained: retained(at) }));

  test.each([
    [20, 20_000],
    [200, 2_000],
  ])("is what is kept of a thousand executions, however many there are in a window", (bytes, executions) => {
    const kept = windowsOf(executions, (at) => 9 * megabyte + bytes * executions * at);
    expect(growthOf(kept)).toBeCloseTo(1_000 * bytes);
    // one window in which a cache fills changes little
    const jumped = kept.map((window, at) => ({
      ...window,
      retained: window.retained + (at < 5 ? 0 : 5 * bytes * executions),
    }));
    expect(growthOf(jumped)).toBeLessThan(2.5 * 1_000 * bytes);
  });

  test("that is none, or as good as none, is the same figure, which has a ratio", () => {
    for (const bytes of [-50, -0.1, 0, 0.4, 3.9])
      expect(growthOf(windowsOf(operations, (at) => 9 * megabyte + bytes * operations * at))).toBe(4_000);
    expect(growthOf(windowsOf(operations, (at) => 9 * megabyte + 4.5 * operations * at))).toBeCloseTo(4_500);
  });
});
