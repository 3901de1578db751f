import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { processorTimes, watchConditions } from "../../src/measure/conditions.ts";
import { roundConditionsSchema } from "../../src/model/results.ts";

const own = { cpuMicroseconds: 0, longestPauseMs: 0 };

/** Keeps one processor busy until the test is over. */
async function busyNeighbour(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "process.send(1); for (;;);"], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  return child;
}

test("a round's conditions can be stored, whatever the machine says", async () => {
  const watch = await watchConditions(0);
  const conditions = await watch.endRound(3, { cpuMicroseconds: 5, longestPauseMs: 1.5 });
  expect(roundConditionsSchema.parse(JSON.parse(JSON.stringify(conditions)))).toEqual(conditions);
  expect(conditions).toMatchObject({ round: 3, longestPauseMs: 1.5 });
});

test("rounds follow each other without a gap", async () => {
  const watch = await watchConditions(null);
  await sleep(5);
  const first = await watch.endRound(0, own);
  await sleep(5);
  const second = await watch.endRound(1, own);
  expect(first.startMs).toBeGreaterThanOrEqual(0);
  expect(second.startMs).toBeCloseTo(first.startMs + first.durationMs, 6);
});

test.runIf(process.platform === "linux")(
  "another program that uses the processors disturbs a round",
  async () => {
    await busyNeighbour();
    const watch = await watchConditions(null);
    await sleep(400);
    const { others, disturbances } = await watch.endRound(0, own);
    expect(others).toBeGreaterThan(0.2);
    expect(disturbances).toContainEqual(
      expect.stringMatching(/^other programs used \d+ % of the processors$/),
    );
  },
);

test.runIf(process.platform === "linux")("what the measuring processes use themselves does not", async () => {
  const child = await busyNeighbour();
  const watch = await watchConditions(null);
  await sleep(400);
  // as if the neighbour were one of ours, and had used all of all processors
  const { others, disturbances } = await watch.endRound(0, { cpuMicroseconds: 1e12, longestPauseMs: 0 });
  child.kill("SIGKILL");
  expect(others).toBe(0);
  expect(disturbances.filter((each) => each.startsWith("other programs"))).toEqual([]);
});

test("a long collection of garbage disturbs a round", async () => {
  const watch = await watchConditions(null);
  const { disturbances } = await watch.endRound(0, { cpuMicroseconds: 1e12, longestPauseMs: 61.4 });
  expect(disturbances).toContain("a collection of garbage took 61 ms");
});

test("the first line of /proc/stat is read by its columns", () => {
  const stat = "cpu  100 20 30 4000 50 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
  expect(processorTimes(stat)).toEqual({ busy: 163, idle: 4050, steal: 8 });
  expect(processorTimes("cpu  1 2 3\n"), "an old kernel").toBeNull();
  expect(processorTimes("")).toBeNull();
});
