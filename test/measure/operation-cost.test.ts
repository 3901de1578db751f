import fc from "fast-check";
import { expect, test } from "vitest";
import { operationCost, settle } from "../../src/measure/operation-cost.ts";

/** Operations that take so many nanoseconds, by how often they have been done; `disturb` makes some take longer. */
function taking(nanoseconds: (operation: number) => number, disturb: () => number = () => 1) {
  let done = 0;
  return async (repeat: number) => {
    let sum = 0;
    for (let i = 0; i < repeat; i++) sum += nanoseconds(done++);
    const slowness = disturb();
    const timedNs = (sum / repeat) * slowness;
    // the settled program takes 10 µs, and feels nearly the same
    return {
      timedNs,
      wallNs: timedNs,
      relative: timedNs / (10_000 * slowness * (0.99 + 0.02 * Math.sin(done))),
    };
  };
}

test("what gets faster in steps has settled after the last of them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0.3, max: 0.9, noNaN: true }),
      async (first, step) => {
        // each plateau is shorter than twice the time before it, as functions of one program reach their turns
        const steps = [first, 2 * first, 4 * first];
        const speed = (operation: number) => 100_000 * step ** steps.filter((at) => operation >= at).length;
        const { operations, settled } = await settle(taking(speed));
        expect(settled).toBe(true);
        expect(operations).toBeGreaterThanOrEqual(4 * first);
      },
    ),
  );
});

test("what is as fast as it gets at once has settled in a few milliseconds", async () => {
  const { settled, wallNs } = await settle(taking(() => 20_000));
  expect(settled).toBe(true);
  expect(wallNs).toBeLessThan(6_000_000);
});

test("a busy machine does not keep a program from settling", async () => {
  let state = 1;
  const draw = () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  // half of all blocks are slowed down, by up to four times, the others by up to a percent
  const disturb = () => (draw() < 0.5 ? 1 + 3 * draw() : 1 + draw() / 100);
  for (let i = 0; i < 50; i++) expect((await settle(taking(() => 20_000, disturb))).settled).toBe(true);
});

test("what never stops getting faster is said not to have settled", async () => {
  const { settled, wallNs } = await settle(taking((operation) => 30_000_000 / (1 + operation / 3)));
  expect(settled).toBe(false);
  expect(wallNs).toBeGreaterThanOrEqual(256_000_000);
});

test("a real operation has a cost for each of its parts", async () => {
  const spin = (times: number) => {
    for (let i = 0; i < times * 100; i++) Math.sqrt(i);
  };
  const cost = await operationCost([{ run: spin }, { run: spin, before: spin }], { run: spin });
  expect(cost.timedNs).toBeGreaterThan(0);
  expect(cost.wallNs).toBeGreaterThanOrEqual(cost.timedNs);
  expect(cost.settling.operations).toBeGreaterThan(0);
});
