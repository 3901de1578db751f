import { compare } from "../../src/analysis/compare.ts";
import { defaultPolicy } from "../../src/analysis/policy.ts";
import { applyWaivers } from "../../src/analysis/waivers.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import type { Imported } from "../../src/model/imported.ts";
import { isMetric } from "../../src/model/metric.ts";
import type { CaseInfo, Results } from "../../src/model/results.ts";
import type { Waiver } from "../../src/model/waiver.ts";
import {
  someAddedRow,
  someBase,
  someCase,
  someConditions,
  someControl,
  someDrift,
  someExactRow,
  someFailedRow,
  someFigure,
  someIncomparableRow,
  someInconclusiveRow,
  someMachine,
  someMeasurements,
  somePlan,
  someRemovedRow,
  someResults,
  someSuspectedRow,
  someTarget,
  someTimedRow,
  someWaveringRow,
} from "./results.ts";

/*
 * Runs that a report has to tell well, one for each golden file.
 */

/** Rows that did not change, as many kinds of them as a run has. */
const quiet: readonly Comparison[] = [
  someTimedRow("instantiation/cold-start", "unchanged", [-0.008, 0.012], {
    base: 7_310_000,
    detectable: 0.031,
  }),
  someTimedRow("instantiation/warm-start", "unchanged", [-0.006, 0.007], { base: 71_900, detectable: 0.027 }),
  someTimedRow("execution/noop", "unchanged", [-0.001, 0.002], { base: 3.81, detectable: 0.022 }),
  someTimedRow("execution/fib-10", "unchanged", [-0.003, 0.002], { base: 412, detectable: 0.022 }),
  someTimedRow("execution/fib-30", "unchanged", [-0.002, 0.001], { base: 6_480_000, detectable: 0.021 }),
  someTimedRow("crash/trap-unreachable", "unchanged", [-0.011, 0.009], { base: 2_310, detectable: 0.029 }),
  someTimedRow("load/sustained-throughput", "unchanged", [-0.009, 0.012], {
    metric: "throughput",
    base: 1_834_000,
    detectable: 0.033,
  }),
  someTimedRow("load/sustained-throughput", "unchanged", [-0.013, 0.011], {
    metric: "p50",
    base: 1_042,
    detectable: 0.034,
  }),
  someInconclusiveRow(
    "load/sustained-throughput",
    [-0.061, 0.087],
    "the figures vary too much to tell better from worse",
    { metric: "p99", base: 4_410, detectable: 0.094 },
  ),
  someExactRow("modules/fib", "size", 1_212, 1_212),
  someExactRow("modules/fib", "memory", 0, 0),
  someExactRow("modules/fib", "exports", 2, 2),
];

const targets = [
  someTarget(),
  someTarget({ name: "Warm start", case: "instantiation/warm-start", below: 1_000_000, measured: 71_900 }),
  someTarget({
    name: "WebAssembly against native",
    case: "execution/wasm-add",
    unit: "ratio",
    below: 1.05,
    measured: 3.42,
    level: "poor",
    advice: [
      "One addition measures the crossing, not the computing: move the loop into the guest and call it once.",
      "Profile where the time goes (node --cpu-prof) and check what metering adds.",
    ],
  }),
  someTarget({
    name: "Memory of a guest",
    case: "modules/footprint-64kb",
    unit: "bytes",
    below: 512 * 1024,
    measured: 64 * 1024,
  }),
  someTarget({
    name: "Trap detection",
    case: "crash/trap-unreachable",
    below: 100,
    measured: 2_310,
    level: "poor",
    advice: [
      "An exception that carries a stack trace costs microseconds: limit its depth (Error.stackTraceLimit).",
    ],
  }),
  someTarget({
    name: "Cleanup",
    case: "crash/cleanup-after-trap",
    below: 1_000,
    measured: null,
    level: null,
  }),
];

export const unchanged: Results = someResults({ comparisons: [...quiet], targets: targets.slice(0, 2) });

export const regressed: Results = someResults({
  verdict: "regressed",
  comparisons: [
    someTimedRow("execution/fib-20", "regressed", [0.0476, 0.0531]),
    ...quiet,
    someExactRow("modules/fib-20", "size", 1_245, 1_259),
  ],
  targets,
});

/** Samples that lie evenly within 1 % around a figure. */
function evenly(figure: number): number[] {
  return Array.from({ length: 12 }, (_, n) => figure * (0.995 + 0.01 * (n / 11)));
}

function importedOf(arm: "base" | "head", times: number): Imported[] {
  const size = { metric: "size", unit: "bytes", arm } as const;
  return [
    someFigure("sort-1M", evenly(41_200_000 * times), { arm }),
    someFigure("render", evenly(58 / times), { metric: "frames", unit: "fps", direction: "higher", arm }),
    someFigure("copy", evenly(850), {
      metric: "www.throughput.example",
      unit: "MB/s",
      direction: "higher",
      arm,
    }),
    someFigure("app", [arm === "base" ? 183_204 : 183_910], size),
    someFigure("start", [1_200_000, 1_300_000], { arm }),
  ];
}

const importedRows = compare({
  measurements: [],
  again: [],
  failures: [],
  incomparable: new Map(),
  inTurns: new Set(),
  controls: new Set(),
  neededRounds: 12,
  imported: { base: importedOf("base", 1), head: importedOf("head", 1.25) },
  policy: defaultPolicy({ baselineIsNear: true }),
});

/** Results of other tools beside a case of its own, with a base from another machine. */
export const imported: Results = someResults({
  base: someBase({ machine: { ...someMachine, cpu: "Intel(R) Xeon(R) Platinum 8370C CPU" } }),
  comparisons: [...quiet.slice(0, 1), ...importedRows],
  cases: casesOf(quiet.slice(0, 1)),
  measurements: quiet
    .slice(0, 1)
    .flatMap((row) => (row.head === null ? [] : someMeasurements(row.case, row.head))),
  imported: [...importedOf("base", 1), ...importedOf("head", 1.25)],
});

export const inconclusive: Results = someResults({
  verdict: "inconclusive",
  comparisons: [
    someInconclusiveRow(
      "execution/fill-memory",
      [-0.012, 0.046],
      "the figures allow for no change as well as for one that matters",
      { base: 812_000, detectable: 0.051 },
    ),
    someInconclusiveRow(
      "memory/scaling-50",
      [0.031, 0.068],
      "the base differed from itself by as much in this run",
      {
        base: 1_910_000,
        detectable: 0.088,
      },
    ),
    ...quiet,
  ],
  base: someBase({
    distance: 2,
    wantedSha: "c0ffee1234567890abcdef1234567890abcdef12",
    machine: { ...someMachine, cpu: "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz", cores: 2 },
  }),
  targets: [],
});

export const tooFewRounds: Results = someResults({
  verdict: "inconclusive",
  comparisons: ["execution/fib-20", "execution/fib-30", "memory/scaling-10"].map((id) => {
    const row = someInconclusiveRow(id, [0, 0], "12 rounds needed, 6 measured", {
      rounds: 6,
      detectable: null,
    });
    return row.verdict === "inconclusive" ? { ...row, change: null } : row;
  }),
  plan: { rounds: 6, neededRounds: 12, budgetSeconds: 10, reservedSeconds: 0, seed: 42, ...somePlan },
  timings: { builtMs: 1_800, firstSampleMs: 2_400, measuredMs: 11_900 },
});

export const noBaseline: Results = someResults({
  verdict: "no-baseline",
  base: {
    kind: "absent",
    reason: "main has no run with an artifact fuelgauge-baseline-linux-x64 in its last 30 commits",
  },
  comparisons: quiet.flatMap((row) =>
    row.head === null || !isMetric(row.metric) ? [] : [someAddedRow(row.case, row.head, row.metric)],
  ),
  targets,
});

export const failed: Results = someResults({
  verdict: "failed",
  comparisons: [
    someFailedRow("crash/recovery", "wrong answer: add(1, 2) gave 4, expected 3"),
    ...quiet,
    someIncomparableRow(
      "crash/out-of-fuel",
      "fails in base and head: RangeError: Maximum call stack size exceeded",
    ),
  ],
  failures: [
    { case: "crash/recovery", arm: "head", round: 0, message: "wrong answer: add(1, 2) gave 4, expected 3" },
    { case: "crash/recovery", arm: "head", round: 1, message: "wrong answer: add(1, 2) gave 4, expected 3" },
    {
      case: "crash/out-of-fuel",
      arm: "base",
      round: 0,
      message:
        "RangeError: Maximum call stack size exceeded\n    at run (file:///tmp/bundle/host/index.js:12:3)",
    },
    {
      case: "crash/out-of-fuel",
      arm: "head",
      round: 0,
      message:
        "RangeError: Maximum call stack size exceeded\n    at run (file:///tmp/bundle/host/index.js:12:3)",
    },
  ],
});

export const mixed: Results = someResults({
  verdict: "mixed",
  comparisons: [
    someTimedRow("execution/fib-20", "regressed", [0.0476, 0.0531]),
    someTimedRow("memory/grow-within-limit", "regressed", [0.91, 1.14], { base: 88_200 }),
    someTimedRow("load/sustained-throughput", "regressed", [0.053, 0.081], {
      metric: "throughput",
      base: 1_834_000,
    }),
    someTimedRow("load/sustained-throughput", "regressed", [0.09, 0.27], { metric: "p95", base: 2_130 }),
    someTimedRow("instantiation/size-100kb", "improved", [-0.124, -0.101], { base: 512_000 }),
    someTimedRow("crash/cleanup-after-trap", "improved", [-0.61, -0.57], { base: 1_930 }),
    someExactRow("modules/size-100kb", "size", 102_912, 94_208),
    someExactRow("modules/grow", "memory", 65_536, 131_072),
    ...quiet.slice(0, 6),
    ...["kernel/route", "kernel/spawn", "kernel/send", "kernel/stop"].map((id) =>
      someIncomparableRow(id, "the base bundle speaks runtime interface 1, this Fuelgauge speaks 2"),
    ),
    someAddedRow("execution/sort", 91_400),
    someAddedRow("modules/sort", 2_048, "size"),
    someRemovedRow("execution/sort-old", 99_900),
  ],
  targets: targets.slice(0, 2),
});

export const exactOnly: Results = someResults({
  comparisons: [...quiet, someExactRow("modules/fib-20", "size", 12_345, 12_346)],
});

/** What fuel tells where times do not. */
export const fuel: Results = someResults({
  verdict: "regressed",
  comparisons: [
    someExactRow("execution/fib-20", "fuel", 158_433, 396_112),
    someExactRow("execution/fib-30", "fuel", 19_466_923, 19_466_924),
    someExactRow("execution/fill-memory", "fuel", 917_514, 786_442),
    someExactRow("execution/noop", "fuel", 0, 1),
    someExactRow("execution/load-memory", "fuel", 1_114_128, 1_114_128),
    someWaveringRow("memory/grow-within-limit", { base: [412, 412], head: [412, 413] }),
    ...quiet,
  ],
  profileChanges: [
    {
      case: "execution/fib-20",
      functions: [
        { function: "guests/fib/compute", base: 0, head: 396_104 },
        { function: "fib", base: 158_433, head: 8 },
      ],
      more: 0,
    },
    {
      case: "execution/fib-30",
      functions: ["a", "b", "c", "d", "e", "f"].map((name, index) => ({
        function: `step-${name}`,
        base: 1_000_000,
        head: 1_000_006 - index,
      })),
      more: 14,
    },
    {
      case: "execution/fill-memory",
      functions: [{ function: "fill", base: 917_514, head: 786_442 }],
      more: 0,
    },
  ],
});

/** By round. */
const disturbances = new Map([
  [4, ["other programs used 28 % of the processors"]],
  [5, ["other programs used 34 % of the processors", "a collection of garbage took 61 ms"]],
  [30, ["the hypervisor gave 3 % of the processors to others"]],
]);

const waivers: readonly Waiver[] = [
  {
    case: "execution/*",
    metric: "time",
    reason: "bounds checks stay until #123 is merged",
    ceiling: 0.08,
    expires: "2026-06-30",
  },
  { case: "modules/fib-20", metric: "size", reason: "debug names", ceiling: 0.1, expires: "2026-03-14" },
  {
    case: "memory/*",
    metric: "time",
    reason: "a slower allocator, for now",
    ceiling: 0.5,
    expires: "2026-12-31",
  },
  { case: "crash/*", metric: "time", reason: "names of traps", ceiling: 0.2, expires: "2026-03-13" },
  { case: "load/*", metric: "p99", reason: "shared runners", ceiling: 0.5, expires: "2026-12-31" },
  { case: "kernel/*", metric: "fuel", reason: "gone since spring", ceiling: 0.005, expires: "2025-12-31" },
];

/** Regressions that the repository knows of: accepted, beyond what is accepted, and accepted no longer. */
export const waived: Results = someResults({
  verdict: "regressed",
  comparisons: applyWaivers(
    [
      someTimedRow("execution/fib-20", "regressed", [0.0476, 0.0531]),
      someExactRow("modules/fib-20", "size", 1_245, 1_259),
      someTimedRow("memory/grow-within-limit", "regressed", [0.91, 1.14], { base: 88_200 }),
      someTimedRow("crash/recovery", "regressed", [0.11, 0.13], { base: 9_120 }),
      ...quiet,
    ],
    waivers,
    "2026-03-14",
  ),
  waivers: [...waivers],
  targets: [
    someTarget({ name: "p99", case: "load/sustained-throughput", below: 5_000, measured: 4_410 }),
    someTarget({ acceptable: 50_000_000, critical: 100_000_000, measured: 12_300_000, level: "acceptable" }),
    someTarget({ name: "p99", case: "load/crash-storm", acceptable: 5e7, measured: 6e7, level: "poor" }),
    someTarget({ name: "max", case: "load/crash-storm", critical: 1e8, measured: 2e8, level: "critical" }),
    {
      ...someTarget({ name: "fuel", case: "execution/fib-20", unit: "units", below: 200_000 }),
      measured: 158_433,
    },
  ],
});

/** The rows of a case that is the same program in all arms, which stand in every run with a base. */
const controlRows: readonly Comparison[] = [
  someTimedRow("control/turns", "unchanged", [-0.001, 0.002], { gating: false }),
  someInconclusiveRow(
    "control/processes",
    [-0.03, 0.06],
    "the figures vary too much to tell better from worse",
    { gating: false },
  ),
];

/** The cases of the rows, as a run knows them. */
function casesOf(rows: readonly Comparison[]): CaseInfo[] {
  const ids = new Set(rows.map((row) => row.case).filter((id) => !id.startsWith("modules/")));
  return [...ids].map((id) => (id.startsWith("control/") ? someControl(id) : someCase(id)));
}

const steadyPlan = {
  rounds: 24,
  neededRounds: 12,
  budgetSeconds: 120,
  reservedSeconds: 36,
  seed: 42,
  againFrom: null,
  steadiness: {
    flags: ["--wasm-sync-tier-up", "--wasm-tiering-budget=2000000"],
    processor: 3,
  },
};

const lookedTwice: readonly Comparison[] = [
  someTimedRow("execution/fib-20", "regressed", [0.0476, 0.0531], { rounds: 24, again: [0.0441, 0.0562] }),
  someInconclusiveRow("crash/recovery", [0.0231, 0.0688], "fresh rounds did not show the regression again", {
    base: 9_120,
    rounds: 18,
    detectable: 0.043,
    again: [-0.021, 0.019],
  }),
  ...quiet,
  ...controlRows,
];

/** Two regressions were looked at again: one was seen again, the other was not. Some rounds were disturbed. */
export const secondLook: Results = someResults({
  verdict: "regressed",
  comparisons: [...lookedTwice],
  cases: casesOf(lookedTwice).map((each) => ({
    ...each,
    settling: {
      operations: each.id === "execution/fib-30" ? 152 : 12_345,
      milliseconds: each.id === "execution/fib-30" ? 1_004 : 38.2,
      settled: each.id !== "execution/fib-30",
    },
  })),
  measurements: [
    ...someMeasurements("execution/fib-20", 43_300, { rounds: 38 }),
    ...someMeasurements("crash/recovery", 9_500, { rounds: 38 }),
    ...someMeasurements("execution/fib-30", 6_480_000),
  ],
  plan: { ...steadyPlan, againFrom: 24 },
  conditions: someConditions(38).map((each) => ({
    ...each,
    disturbances: disturbances.get(each.round) ?? [],
  })),
});

/** The clock left no time for a whole second look. */
export const suspected: Results = someResults({
  verdict: "inconclusive",
  comparisons: [
    someSuspectedRow("execution/fib-20", [0.0476, 0.0531]),
    someSuspectedRow(
      "memory/grow-within-limit",
      [0.91, 1.14],
      "5 rounds needed for a second look, 3 measured",
      { base: 88_200, again: null },
    ),
    ...quiet,
  ],
  measurements: someMeasurements("memory/grow-within-limit", 179_000, { rounds: 27 }),
  plan: { ...steadyPlan, againFrom: 24, steadiness: { flags: [], processor: null } },
});

const voided: readonly Comparison[] = [
  someTimedRow("control/turns", "regressed", [0.031, 0.044], { gating: false }),
  ...["execution/fib-20", "execution/fib-30", "memory/scaling-10"].map((id) =>
    someInconclusiveRow(id, [0.035, 0.048], "control/turns, which no change can touch, moved"),
  ),
  someExactRow("execution/fib-20", "fuel", 158_433, 158_433),
];

/** A program that is the same on both sides got slower. */
export const controlMoved: Results = someResults({
  verdict: "inconclusive",
  comparisons: [...voided],
  cases: casesOf(voided),
});

/** The base could not be run. */
export const storedBase: Results = someResults({
  verdict: "regressed",
  base: {
    ...someBase(),
    kind: "stored",
    reason: "its bundle is too large to keep",
  },
  comparisons: [
    someExactRow("execution/fib-20", "fuel", 158_433, 396_112),
    someExactRow("modules/fib", "size", 1_212, 1_212),
    ...["execution/fib-20", "execution/fib-30"].map((id) =>
      someIncomparableRow(
        id,
        "the base could not be run (its bundle is too large to keep), and a stored time is not compared",
      ),
    ),
    someAddedRow("modules/sort", 2_048, "size"),
  ],
});

/** Nothing but a regression that is accepted. */
export const onlyWaived: Results = someResults({
  comparisons: applyWaivers(
    [...quiet, someTimedRow("execution/fib-20", "regressed", [0.0476, 0.0531])],
    waivers,
    "2026-03-14",
  ),
  waivers: waivers.slice(0, 1),
});

/** The base branch lost speed and fuel little by little, and won some bytes. */
export const drifting: Results = someResults({
  comparisons: [...quiet],
  drift: [
    someDrift(),
    someDrift({
      case: "execution/fib-30",
      metric: "fuel",
      commits: 12,
      ago: 0,
      change: { low: 0.0617, estimate: 0.0617, high: 0.0617 },
      figures: { from: 19_466_923, to: 20_668_032 },
      levels: Array.from({ length: 13 }, (_, i) => Number((1.005 ** i).toPrecision(5))),
      span: 12,
    }),
    someDrift({
      case: "load/sustained-throughput",
      metric: "throughput",
      commits: 1,
      ago: 64,
      levels: Array.from({ length: 41 }, (_, i) => (i < 8 ? 1 : 0.9416)),
    }),
    someDrift({
      case: "modules/fib",
      metric: "size",
      commits: 3,
      ago: 9,
      change: { low: -0.1, estimate: -0.1, high: -0.1 },
      figures: { from: 1_347, to: 1_212 },
      levels: [1, 1, 0.97, 0.93, 0.9, 0.9],
      span: 12,
    }),
  ],
});

/** The same, long ago and of figures that turn nothing red. */
export const driftedLongAgo: Results = someResults({
  comparisons: [...quiet],
  drift: [
    someDrift({ ago: 120, span: 200 }),
    someDrift({ case: "modules/fib", metric: "size", ago: 2, figures: { from: 1_212, to: 1_287 } }),
  ],
});

/** Names and messages as somebody would choose them who wants a report to say or do something else. */
export const hostileTexts: readonly string[] = [
  "</details>@everyone|",
  "a`b``c```d",
  "line one\nline two\r\n\r\n# heading",
  "<!-- fuelgauge --> --> <!--",
  '<img src=x onerror="alert(1)">',
  "[x](javascript:alert(1)) ![y](https://tracker.example/pixel.png)",
  "#1 GH-2 owner/repo#3 @octocat 4f2d9c61b7a35e80d4c2b19f6a7e3d5c8b0f1e2a",
  '"]\n  bar [1, 2]\n```\n%%{init: {}}%% end',
  "admin\u202egnp.exe\u2066\u200b\ufeff",
  "a\\|b | c \\",
  "\u001b[31mred\u001b[0m ::error::boo ##[command]",
  "**bold** _it_ ~~no~~ $x^2$ :tada: https://evil.example www.evil.example",
  "\ud800 lone",
  "",
  "`",
];

const hostileRows: readonly Comparison[] = [
  ...hostileTexts.slice(0, 8).map((text) => someTimedRow(text, "regressed", [0.05, 0.06])),
  ...hostileTexts.slice(8).map((text) => someTimedRow(text, "improved", [-0.06, -0.05])),
  ...hostileTexts.map((text) => someInconclusiveRow(`i/${text}`, [-0.01, 0.05], text)),
  ...hostileTexts.map((text) => someIncomparableRow(`c/${text}`, text)),
  ...hostileTexts.map((text) => someTimedRow(`u/${text}`, "unchanged", [-0.01, 0.01])),
  ...hostileTexts.map((text) => someAddedRow(`a/${text}`)),
  ...hostileTexts.map((text) => someExactRow(`m/${text}`, "size", 100, 101)),
  ...hostileTexts.map((text) => someExactRow(`g/${text}`, "fuel", 1_000, 1_001)),
  ...hostileTexts.map((text) => someWaveringRow(`n/${text}`, { base: [1, 1], head: [1, 2] })),
  ...hostileTexts.map((text) => someFailedRow(`f/${text}`, text)),
  ...hostileTexts.map((text): Comparison => {
    const row = someTimedRow(`w/${text}`, "regressed", [0.05, 0.06], { gating: false });
    const waiver = { reason: `w/${text}`, ceiling: 0.1, expires: text, standing: "applies" } as const;
    return "waiver" in row ? { ...row, waiver } : row;
  }),
  ...hostileTexts.map((text) => someSuspectedRow(`s/${text}`, [0.05, 0.06], text)),
  ...hostileTexts.map((text) =>
    someTimedRow(`control/${text}`, "regressed", [0.05, 0.06], { gating: false }),
  ),
];

export const hostile: Results = someResults({
  imported: hostileTexts.map((text) => someFigure(text, [1])),
  verdict: "mixed",
  base: someBase({
    source: "artifact <b>@everyone</b> of #1",
    sha: "](https://evil.example)",
    wantedSha: "`|`",
    distance: 3,
  }),
  head: { sha: "<script>" },
  machine: { ...someMachine, cpu: "</sub><h1>CPU</h1> @everyone", node: "v24 | `x`" },
  comparisons: [...hostileRows],
  cases: casesOf(hostileRows).map((each) => ({
    ...each,
    settling: { operations: 1, milliseconds: 1_000, settled: false },
  })),
  conditions: someConditions(hostileTexts.length).map((each, index) => ({
    ...each,
    disturbances: [hostileTexts[index] ?? ""],
  })),
  plan: { ...steadyPlan, steadiness: { flags: [...hostileTexts], processor: 1 } },
  profileChanges: hostileTexts.map((text) => ({
    case: `g/${text}`,
    functions: [{ function: text, base: 1_000, head: 1_001 }],
    more: 0,
  })),
  waivers: hostileTexts.map((text) => ({
    case: text,
    metric: "time",
    reason: text,
    ceiling: 0.1,
    expires: text,
  })),
  drift: hostileTexts.map((text) =>
    someDrift({ case: `d/${text}`, from: { sha: text, at: text }, to: { sha: text || null, at: text } }),
  ),
  failures: hostileTexts.map((text) => ({
    case: `f/${text}`,
    arm: "head" as const,
    round: 0,
    message: text,
  })),
  targets: hostileTexts.map((text) =>
    someTarget({ name: text, case: text, measured: 20_000_000, level: "poor", advice: [text] }),
  ),
});
