/*
 * Policy files and what is to be said of them. Paths in messages are of the file.
 */

/** Nothing is wrong with these. */
export const right: Readonly<Record<string, object>> = {
  nothing: {},
  "a schema alone": { $schema: "../schema/config.json" },
  "a floor": { policy: [{ cases: "execution/*", floor: "0.3%" }] },
  "a floor with a space, of some timed metrics": {
    policy: [{ cases: ["load/*", "!load/scaling-*"], metrics: ["p50", "p99"], floor: "12.5 %" }],
  },
  "every setting of rows": {
    policy: [
      { cases: "**", metrics: "size", gates: true, tolerance: "1%", direction: "lower" },
      {
        cases: "**",
        metrics: "exports",
        direction: "higher",
        targets: { target: "3 exports", acceptable: "2exports" },
      },
    ],
  },
  "everything that can be granted": {
    modules: [
      {
        file: "a.wasm",
        calls: [{ function: "f", environment: { A: "1" }, clock: "real" }],
        runs: [
          { files: { "/a": "text", "/b": { file: "b" }, "/c": { folder: "c" } }, clock: "deterministic" },
        ],
      },
    ],
    grants: { environment: { A: "" }, network: true, scratch: true },
  },
  "targets in every unit": {
    policy: [
      {
        cases: "a/b",
        metrics: ["time", "p99.9"],
        targets: { target: "900 ns", acceptable: "1.5 us", critical: "1 s" },
      },
      { cases: "a/b", metrics: "throughput", targets: { target: "100000 ops/s", critical: "10000 ops/s" } },
      { cases: "a/b", metrics: ["memory", "size"], targets: { target: "512 KiB", acceptable: "1.5MiB" } },
      { cases: "a/b", metrics: "fuel", targets: { target: "5000 units" } },
    ],
  },
  "settings of cases": { policy: [{ cases: "!load/*", budget: 0.5, isolation: "process" }] },
  "a waiver": {
    waivers: [{ case: "parse/*", metric: "time", reason: "known", ceiling: "8%", expires: "2028-02-29" }],
  },
};

const waiver = { case: "parse/*", metric: "time", reason: "known", ceiling: "8%", expires: "2027-01-31" };
const without = (key: string) => Object.fromEntries(Object.entries(waiver).filter(([name]) => name !== key));

interface Wrong {
  readonly file: unknown;
  /** What the error says, a problem each. */
  readonly problems: readonly string[];
  /** True where a JSON schema cannot say it. */
  readonly editorsMiss?: true;
}

/** Something is wrong with these. */
export const wrong: Readonly<Record<string, Wrong>> = {
  "a list": { file: [], problems: ["The document is [], not an object { … }"] },
  "a key that is misspelt": {
    file: { waiver: [], policy: [{ cases: "a/b", flor: "1%", gates: true }] },
    problems: [
      "policy[0].flor is not known; did you mean floor?",
      "waiver is not known; did you mean waivers?",
    ],
  },
  "a key that is like no other": {
    file: { policy: [{ cases: "a/b", gates: true }], targets: [] },
    problems: ["targets is not known; there are $schema, modules, benches, results, grants, policy, waivers"],
  },
  "a key of several lines": {
    file: { "\n::error::boo": 1 },
    problems: [
      '["\\n::error::boo"] is not known; there are $schema, modules, benches, results, grants, policy, waivers',
    ],
  },
  "a setting of a module that is misspelt": {
    file: { modules: [{ file: "a.wasm", runs: [{ clock: "reel", files: { "/a": { fodler: "b" } } }] }] },
    problems: [
      'modules[0].runs[0].files["/a"].file is missing',
      'modules[0].runs[0].files["/a"].fodler is not known; did you mean folder?',
      'modules[0].runs[0].clock is "reel"; did you mean real?',
    ],
  },
  "grants that are none": {
    file: { grants: { netwrok: true, environment: { "A-B": "", C: 3 } } },
    problems: [
      "grants.environment.A-B is no name that can stand here: letters, digits and underscores, no digit first",
      "grants.environment.C is 3, not a text",
      "grants.netwrok is not known; did you mean network?",
    ],
  },
  "a metric that is misspelt": {
    file: { policy: [{ cases: "a/b", metrics: ["time", "thruput"], gates: true }] },
    problems: ['policy[0].metrics[1] is "thruput"; did you mean throughput?'],
  },
  "a metric that nobody knows": {
    file: { waivers: [{ ...waiver, metric: "beauty" }] },
    problems: [
      'waivers[0].metric is "beauty"; there are time, throughput, p50, p90, p95, p99, p99.9, max, heap, growth, parse, validate, dispatch, guest, reply, payload, fuel, size, memory, exports',
    ],
  },
  "an isolation that is misspelt": {
    file: { policy: [{ cases: "a/b", isolation: "Slots" }] },
    problems: ['policy[0].isolation is "Slots"; did you mean slot?'],
  },
  "a percentage that is a number": {
    file: { policy: [{ cases: "a/b", floor: 2 }] },
    problems: [
      'policy[0].floor is 2, not a percentage in quotes and with its sign, such as "2%" (without it, 2 could mean 2 % or 200 %)',
    ],
  },
  "a percentage without its sign, and one below 0": {
    file: { policy: [{ cases: "a/b", floor: "0.02", tolerance: "-1%" }] },
    problems: [
      'policy[0].floor is "0.02", not a percentage',
      'policy[0].tolerance is "-1%", not a percentage',
    ],
  },
  "a budget in quotes, of nothing, and of days": {
    file: {
      policy: [
        { cases: "a/b", budget: "10" },
        { cases: "a/b", budget: 0 },
        { cases: "a/b", budget: 1e6 },
      ],
    },
    problems: [
      'policy[0].budget is "10", not a number of seconds',
      "policy[1].budget is 0, not a number of seconds above 0",
      "policy[2].budget is 1000000, not at most a day of seconds, 86400",
    ],
  },
  "a figure without a unit, and one in a unit that nobody knows": {
    file: {
      policy: [
        { cases: "a/b", metrics: "time", targets: { target: 10, acceptable: "1 hour", critical: "1 s" } },
      ],
    },
    problems: [
      "policy[0].targets.target is 10, not a figure with its unit",
      'policy[0].targets.acceptable is "1 hour", not a figure with its unit',
    ],
  },
  "levels without a target": {
    file: { policy: [{ cases: "a/b", metrics: "time", targets: { acceptable: "1 ms" } }] },
    problems: ["policy[0].targets.target is missing: a figure with its unit"],
  },
  "cases that are no pattern": {
    file: {
      policy: [
        { cases: [], gates: true },
        { cases: ["a/b", 3], gates: true },
        { cases: "!", gates: true },
        { gates: true },
      ],
    },
    problems: [
      "policy[0].cases is [], not a list with something in it",
      "policy[1].cases[1] is 3, not a case or a glob",
      'policy[2].cases is "!", not a case or a glob',
      "policy[3].cases is missing: a case or a glob",
    ],
  },
  "a rule that says nothing": {
    file: { policy: [{ cases: "a/b", metrics: "time" }] },
    problems: ["policy[0] says nothing about its cases; give one of floor, gates"],
  },
  "what needs metrics, without them": {
    file: { policy: [{ cases: "a/b", direction: "lower", targets: { target: "1 ms" } }] },
    problems: [
      "policy[0].direction needs metrics beside it, to say of what",
      "policy[0].targets needs metrics beside it, to say of what",
    ],
  },
  "what is about whole cases, with metrics": {
    file: { policy: [{ cases: "a/b", metrics: "time", budget: 5, isolation: "slot" }] },
    problems: [
      "policy[0].budget is about whole cases; put it into a rule without metrics",
      "policy[0].isolation is about whole cases; put it into a rule without metrics",
    ],
  },
  "a floor of an exact metric, and a tolerance of a timed one": {
    file: {
      policy: [
        { cases: "a/b", metrics: ["time", "fuel"], floor: "1%" },
        { cases: "a/b", metrics: "time", tolerance: "1%" },
      ],
    },
    problems: [
      "policy[0].floor does not go with fuel, which is exact and has no noise; tolerance does",
      "policy[1].tolerance does not go with time, which is timed; floor does",
    ],
  },
  "a target in the unit of another metric": {
    file: { policy: [{ cases: "a/b", metrics: ["time", "throughput"], targets: { target: "1 ms" } }] },
    problems: ["policy[0].targets.target is in ns, but throughput is in ops/s"],
    editorsMiss: true,
  },
  "levels in the wrong order": {
    file: {
      policy: [
        { cases: "a/b", metrics: "time", targets: { target: "10 ms", acceptable: "5 ms", critical: "5 ms" } },
        { cases: "a/b", metrics: "throughput", targets: { target: "10 ops/s", acceptable: "50 ops/s" } },
      ],
    },
    problems: [
      "policy[0].targets.acceptable is not above what stands before it",
      "policy[0].targets.critical is not above what stands before it",
      "policy[1].targets.acceptable is not below what stands before it",
    ],
    editorsMiss: true,
  },
  "a waiver without each of its parts": {
    file: { waivers: Object.keys(waiver).map(without) },
    problems: [
      "waivers[0].case is missing: a case or a glob",
      "waivers[1].metric is missing: one of time, throughput",
      "waivers[2].reason is missing: the reason in words",
      "waivers[3].ceiling is missing: a percentage",
      "waivers[4].expires is missing: a day of the calendar",
    ],
  },
  "a waiver of everything but": {
    file: { waivers: [{ ...waiver, case: "!a/b" }] },
    problems: ['waivers[0].case is "!a/b", not a case or a glob without ! in front'],
  },
  "a waiver without a reason, until days that never come": {
    file: {
      waivers: [
        { ...waiver, reason: " " },
        ...["2027-02-29", "2027-13-01", "31.1.2027"].map((expires) => ({ ...waiver, expires })),
      ],
    },
    problems: [
      'waivers[0].reason is " ", not the reason in words',
      'waivers[1].expires is "2027-02-29", not a day of the calendar',
      'waivers[2].expires is "2027-13-01", not a day of the calendar',
      'waivers[3].expires is "31.1.2027", not a day of the calendar',
    ],
  },
};
