/**
 * How long it takes to compare many cases, and to search a long history of them for drift: `npm run figures:compare`.
 * Everything is in memory and made up from a seed; what reading the history takes is told apart.
 */
import { branchOf } from "../src/analysis/branch.ts";
import { compare } from "../src/analysis/compare.ts";
import { findDrift } from "../src/analysis/drift.ts";
import { defaultPolicy } from "../src/analysis/policy.ts";
import { median } from "../src/analysis/signed-rank.ts";
import { seededRandom } from "../src/measure/random.ts";
import { type HistoryEntry, historyEntrySchema, historyLength } from "../src/model/history.ts";
import type { Measurement } from "../src/model/measurement.ts";

const cases = Number(process.argv[2] ?? 10_000);
const commits = Number(process.argv[3] ?? historyLength);
const runs = 7;
const rounds = 10;
const samplesInRound = 5;
/** One case in so many gets slower by 0.1 % with each commit, and burns more fuel as slowly. */
const driftingEvery = 100;

const random = seededRandom(1);
const policy = defaultPolicy({ baselineIsNear: true });
const ids = Array.from({ length: cases }, (_, index) => `suite-${index % 40}/case-${index}`);

/** About normal, with standard deviation 1. */
function noise(): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

function measurementsOf(id: string, index: number): Measurement[] {
  const timed = Array.from({ length: rounds }, (_, round) =>
    (["base", "head", "control"] as const).map((arm) => {
      const samples = Array.from({ length: samplesInRound }, () => 1000 * (1 + 0.01 * noise()));
      return { case: id, metric: "time", arm, round, samples } as const;
    }),
  );
  const fuel = (["base", "head"] as const).map((arm) => {
    const samples = [1000 + index, 1000 + index];
    return { case: id, metric: "fuel", arm, round: 0, samples } as const;
  });
  return [...timed.flat(), ...fuel];
}

function line(commit: number): HistoryEntry {
  const drift = (index: number) => (index % driftingEvery === 0 ? 0.001 : 0);
  const fuel = ids.map((id, index) => [`${id} fuel`, Math.round(1e6 * (1 + commit * drift(index)))] as const);
  const time = ids.map((id) => [`${id} time`, 1000 * (1 + 0.01 * noise())] as const);
  const change = ids.map((id, index) => {
    const estimate = drift(index) + 0.003 * noise();
    return [`${id} time`, [estimate - 0.008, estimate, estimate + 0.008]] as const;
  });
  const written = JSON.stringify({
    sha: `${commit}`,
    baseSha: commit === 0 ? null : `${commit - 1}`,
    at: "2026-01-01T00:00:00.000Z",
    verdict: "unchanged",
    cpu: "some",
    fuelContract: 1,
    head: Object.fromEntries([...time, ...fuel]),
    base: {},
    change: commit === 0 ? {} : Object.fromEntries(change),
  });
  // as it is after reading: objects made by the parser are slower to read than those that code has made
  return JSON.parse(written);
}

/** Median milliseconds of several runs. */
function timeOf(name: string, work: () => string): number {
  const times: number[] = [];
  let told = "";
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    told = work();
    times.push(performance.now() - start);
  }
  const middle = median(times) ?? Number.NaN;
  console.log(
    `${name}: ${middle.toFixed(0)} ms (${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}), ${told}`,
  );
  return middle;
}

const measurements = ids.flatMap(measurementsOf);
console.log(
  `${cases} cases, ${measurements.length} measurements, ${commits} commits, Node ${process.version}`,
);
const comparing = timeOf("compare", () => {
  const rows = compare({
    measurements,
    again: [],
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(),
    controls: new Set(),
    neededRounds: rounds,
    policy,
  });
  return `${rows.length} rows`;
});

const read = historyInColumns();
console.log(
  `a history by figure: ${read.ms.toFixed(0)} ms, ${read.branch.series.length} series; parsing and checking its lines would take ${(read.parsingMs / 1000).toFixed(0)} s`,
);
const searching = timeOf("drift", () => `${findDrift(read.branch, policy).length} stretches`);
console.log(`compare and drift: ${(comparing + searching).toFixed(0)} ms`);

/** In a function, so that the lines, more than a gigabyte, are gone when it returns. */
function historyInColumns() {
  const history = Array.from({ length: commits }, (_, commit) => line(commit));
  const written = history.slice(0, 5).map((entry) => JSON.stringify(entry));
  const startMs = performance.now();
  const branch = branchOf(history);
  const ms = performance.now() - startMs;
  const parsingStartMs = performance.now();
  for (const each of written) historyEntrySchema.parse(JSON.parse(each));
  const parsingMs = ((performance.now() - parsingStartMs) / written.length) * commits;
  return { branch, ms, parsingMs };
}
