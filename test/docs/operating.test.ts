import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { AuditLine } from "../../runtime/executor/audit.ts";
import { defaultLimits, type Ending, Executor, type Limits } from "../../runtime/executor/index.ts";
import { shownCode, tablesOf } from "../support/markdown.ts";

const run = promisify(execFile);
const repository = new URL("../../", import.meta.url);
const folder = new URL("docs/operating/", repository);
const guide = await readFile(new URL("docs/operating.md", repository), "utf8");
/** The same, without ends of lines. */
const prose = guide.replace(/\s+/g, " ");
const unit = await readFile(new URL("fuelgauge-executor.service", folder), "utf8");
const containerfile = await readFile(new URL("Containerfile", folder), "utf8");
const alerts: AlertRules = parseYaml(await readFile(new URL("alerts.yml", folder), "utf8"));
const dashboard: Dashboard = JSON.parse(await readFile(new URL("grafana.json", folder), "utf8"));

interface AlertRules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly datasource: { readonly type: string; readonly uid: string };
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly options?: { readonly yAxis?: { readonly unit: string } };
  readonly targets?: readonly Target[];
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
  readonly annotations: { readonly list: readonly { readonly expr?: string }[] };
}

const probe = await parse(`(module
  (memory (export "memory") 1)
  (table 1 funcref)
  (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
  (func (export "twice") (param i64) (result i64) local.get 0 i64.const 2 i64.mul)
  (func $fib (export "fib") (param i32) (result i32)
    local.get 0 i32.const 2 i32.lt_s if (result i32) local.get 0 else
      local.get 0 i32.const 1 i32.sub call $fib local.get 0 i32.const 2 i32.sub call $fib i32.add end)
  (func (export "trap") unreachable)
  (func (export "spin") (loop br 0))
  (func (export "grow") loop i32.const 1 memory.grow i32.const -1 i32.ne br_if 0 end unreachable)
  (func (export "grow-table") loop ref.null func i32.const 1 table.grow i32.const -1 i32.ne br_if 0 end unreachable))`);

const leftovers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of leftovers.splice(0).reverse()) await clean();
});

async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "fuelgauge-operating-"));
}

/** The guide's server, on ports of its own. */
interface Service {
  readonly logs: string;
  readonly metricsPort: number;
  post(name: string, body: string): Promise<{ status: number; answer: Answer }>;
  metrics(): Promise<string>;
  /** Tells it to end, as systemd does. */
  terminate(): Promise<{ status: number | null; stderr: string }>;
  /** Ends it, whatever state it is in. */
  kill(): Promise<void>;
  /** Also forgets its files. */
  dispose(): Promise<void>;
}

interface Answer {
  readonly outcome: Ending;
  readonly fuel: number;
  readonly error?: string;
}

async function serve(
  environment: Readonly<Record<string, string>> = {},
  prepare: (logs: string) => Promise<unknown> = async () => {},
  server: string = new URL("server.ts", folder).pathname,
): Promise<Service> {
  const home = await temporaryFolder();
  const logs = join(home, "logs");
  await mkdir(logs);
  await prepare(logs);
  const module = join(home, "module.wasm");
  await writeFile(module, probe);
  const child = spawn(process.execPath, [server, module], {
    env: { PORT: "0", METRICS_PORT: "0", LOGS_DIRECTORY: logs, THREADS: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const [port = 0, metricsPort = 0] = await portsOf(child, () => stderr);
  return {
    logs,
    metricsPort,
    async post(name, body) {
      const response = await fetch(`http://127.0.0.1:${port}/${name}`, { method: "POST", body });
      return { status: response.status, answer: (await response.json()) as Answer };
    },
    metrics: async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(),
    async terminate() {
      child.kill("SIGTERM");
      await ended;
      return { status: child.exitCode, stderr };
    },
    kill,
    async dispose() {
      await kill();
      await rm(home, { recursive: true });
    },
  };
}

async function portsOf(child: ChildProcess, stderr: () => string): Promise<number[]> {
  let said = "";
  for await (const text of child.stdout ?? []) {
    said += text;
    const [, ...ports] = /executions on port (\d+), metrics on port (\d+)/.exec(said) ?? [];
    if (ports.length > 0) return ports.map(Number);
  }
  throw new Error(`the server ended before it listened: ${said}${stderr()}`);
}

async function linesOf(logs: string): Promise<AuditLine[]> {
  const text = await readFile(join(logs, "audit.ndjson"), "utf8");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** What is between `<!-- name -->` and `<!-- /name -->`. */
function section(name: string): string {
  return guide.split(`<!-- ${name} -->`)[1] ?? "";
}

/** The rows of the first table whose header begins so. */
function table(...header: string[]): string[][] {
  const found = tablesOf(guide).find(([cells]) => header.every((cell, at) => cells?.[at] === cell)) ?? [];
  return found.slice(2);
}

function figure(cell: string | undefined): number {
  return Number(cell?.replaceAll(",", ""));
}

/** Figures in a source file: defaults that nothing exports. */
async function figuresIn(path: string, pattern: RegExp): Promise<number[]> {
  const source = await readFile(new URL(path, repository), "utf8");
  return (pattern.exec(source) ?? []).slice(1).map((text) => Number(text.replaceAll("_", "")));
}

describe("limits", () => {
  const rows = tablesOf(section("limits"))[0]?.slice(2) ?? [];

  test("the table has every limit with its default", () => {
    const told = rows.map(([limit = "", amount]) => [shownCode(limit), figure(amount)]);
    expect(Object.fromEntries(told)).toEqual(defaultLimits);
  });

  const everything = { fuel: Number.MAX_SAFE_INTEGER, wallClockMs: 60_000 };
  const reaching: Record<keyof Limits, () => Promise<Ending>> = {
    moduleBytes: () => ending({ moduleBytes: 8 }, "add", [1, 2]),
    memoryBytes: () => ending({ memoryBytes: 131_072 }, "grow"),
    tableElements: () => ending({ tableElements: 10 }, "grow-table"),
    fuel: () => ending({ fuel: 1_000 }, "spin"),
    wallClockMs: () => ending({ ...everything, wallClockMs: 1 }, "spin"),
    resultBytes: () => ending({ resultBytes: 7 }, "add", [1, 2]),
    async concurrent() {
      const executor = new Executor({ limits: { concurrent: 1, fuel: 10_000_000 } });
      const [, second] = await Promise.all([executor.run(probe, "spin"), executor.run(probe, "spin")]);
      return second.outcome;
    },
  };

  async function ending(limits: Partial<Limits>, name: string, args: number[] = []): Promise<Ending> {
    return (await new Executor({ limits }).run(probe, name, args)).outcome;
  }

  test.each(rows)("%s, when it is reached, ends an execution as the table says", async (...row) => {
    const [limit = "", , , then = ""] = row;
    const [, kind, reason] = /^`([a-z-]+)`(?: \(`([a-z-]+)`\))?/.exec(then) ?? [];
    const outcome = await reaching[shownCode(limit) as keyof Limits]();
    expect(outcome).toMatchObject(reason === undefined ? { kind } : { kind, reason });
  });

  test("a module that declares more memory than the limit is refused", async () => {
    const outcome = await ending({ memoryBytes: 65_535 }, "add", [1, 2]);
    expect(outcome).toMatchObject({ kind: "refused", reason: "memory" });
  });

  test("limits of a single execution replace those of the executor in both directions", async () => {
    const executor = new Executor({ limits: { fuel: 1 } });
    const { outcome } = await executor.run(probe, "add", [1, 2], { fuel: 1_000 });
    expect(outcome.kind).toBe("returned");
  });

  test("the options of threads are as the guide says", async () => {
    const [heap] = await figuresIn("runtime/executor/threads.ts", /heapMiB = ([\d_]+),/);
    const [grace] = await figuresIn("runtime/executor/threads.ts", /graceMs = ([\d_]+),/);
    const [crowd] = await figuresIn("runtime/executor/threads.ts", /const crowd = ([\d_]+);/);
    const [idle] = await figuresIn("runtime/executor/loaded-module.ts", /const mostIdle = ([\d_]+);/);
    const [pooled] = await figuresIn(
      "runtime/executor/loaded-module.ts",
      /mostPooledBytes = ([\d_]+) \* 1_048_576;/,
    );
    expect(prose).toContain(`\`heapMiB\` (${heap})`);
    expect(prose).toContain(`\`graceMs\` (${grace?.toLocaleString("en")})`);
    expect(prose).toContain(`takes up to ${crowd} executions at once`);
    expect(prose).toContain(`at most ${idle} of each kind wait`);
    expect(prose).toContain(`begin with more than ${pooled} MiB`);
  });

  describe("settings", () => {
    const mebibyte = 1_048_576;
    const [header = []] = tablesOf(guide).find(([cells]) => cells?.[0] === "setting") ?? [];
    const settings = table("setting").map((row) =>
      Object.fromEntries(row.map((cell, at) => [shownCode(header[at] ?? ""), cell])),
    );
    const memoryMaxOf = (setting: Record<string, string>) =>
      figure(setting.MemoryMax?.replace("G", "")) * 1_024;

    test.each(settings)("$setting needs at most what the formula says, and is given more", (setting) => {
      const of = (variable: string) => figure(setting[variable]);
      const most = 192 + of("THREADS") * of("HEAP_MIB") + (of("CONCURRENT") * of("MEMORY_BYTES")) / mebibyte;
      expect(of("most memory, MiB")).toBe(most);
      expect(memoryMaxOf(setting)).toBeGreaterThan(1.15 * most);
    });

    test("medium has the default limits, and is what the unit has", () => {
      const medium = settings.find(({ setting }) => setting === "medium") ?? {};
      expect(
        [medium.FUEL, medium.MEMORY_BYTES, medium.WALL_CLOCK_MS, medium.MODULE_BYTES].map(figure),
      ).toEqual([
        defaultLimits.fuel,
        defaultLimits.memoryBytes,
        defaultLimits.wallClockMs,
        defaultLimits.moduleBytes,
      ]);
      const { FUEL, MEMORY_BYTES, WALL_CLOCK_MS, CONCURRENT, THREADS, HEAP_MIB } = environmentOfUnit();
      expect({ FUEL, MEMORY_BYTES, WALL_CLOCK_MS, CONCURRENT, THREADS, HEAP_MIB }).toEqual(
        Object.fromEntries(
          ["FUEL", "MEMORY_BYTES", "WALL_CLOCK_MS", "CONCURRENT", "THREADS", "HEAP_MIB"].map((each) => [
            each,
            medium[each]?.replaceAll(",", ""),
          ]),
        ),
      );
      expect(unit).toContain(`\nMemoryMax=${medium.MemoryMax}\n`);
      const alert = alerts.groups[0]?.rules.find((rule) => rule.alert === "FuelgaugeMemoryHigh");
      expect(alert?.expr).toContain(`> 0.9 * ${memoryMaxOf(medium) * mebibyte}`);
    });
  });
});

function environmentOfUnit(): Record<string, string> {
  const assignments = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = ""]) => line.split(" "));
  return Object.fromEntries(assignments.map((assignment) => assignment.split("=") as [string, string]));
}

describe("a service that has run", () => {
  let service: Service;
  let metrics: string;
  let underWay: Promise<{ status: number; answer: Answer }>[];
  let end: { status: number | null; stderr: string };
  let lines: AuditLine[];
  const answers: Record<string, { status: number; answer: Answer }> = {};

  beforeAll(async () => {
    service = await serve({ FUEL: "300000000", WALL_CLOCK_MS: "60000", THREADS: "2" });
    for (const [name, body] of Object.entries({
      add: "[2, 3]",
      twice: '["9007199254740993"]',
      fib: "[15]",
      trap: "",
      spin: "[]",
      grow: "[]",
      nothing: "[]",
      "add?": "[1]",
      "fib?": "{",
    })) {
      answers[name] = await service.post(name.replace("?", ""), body);
    }
    metrics = await service.metrics();
    underWay = [1, 2, 3].map(() => service.post("spin", "[]"));
    let over = false;
    void Promise.allSettled(underWay).then(() => {
      over = true;
    });
    while (!over && !/^fuelgauge_executions_in_flight [1-3]$/m.test(await service.metrics()));
    end = await service.terminate();
    lines = await linesOf(service.logs);
  });
  afterAll(() => service?.dispose());

  test("answers 200 however an execution ended, and 422 or 400 when there was none", () => {
    const told = Object.entries(answers).map(([name, { status, answer }]) => [
      name,
      status,
      answer.outcome?.kind,
    ]);
    expect(told).toEqual([
      ["add", 200, "returned"],
      ["twice", 200, "returned"],
      ["fib", 200, "returned"],
      ["trap", 200, "trapped"],
      ["spin", 200, "out-of-fuel"],
      ["grow", 200, "memory-limit"],
      ["nothing", 422, "refused"],
      ["add?", 422, "refused"],
      ["fib?", 400, undefined],
    ]);
    expect(answers.add?.answer.outcome).toMatchObject({ values: [5] });
    expect(answers.twice?.answer.outcome).toMatchObject({ values: ["18014398509481986"] });
  });

  test("ends with status 0 after what was under way, with a line for everything that was executed or refused", async () => {
    expect(end).toEqual({ status: 0, stderr: "" });
    const last = await Promise.all(underWay);
    expect(last.map(({ status, answer }) => [status, answer.outcome.kind])).toEqual(
      Array(3).fill([200, "out-of-fuel"]),
    );
    const answered = [...Object.values(answers), ...last].flatMap(({ answer }) => answer.outcome?.kind ?? []);
    expect(lines.map(({ outcome }) => outcome).toSorted()).toEqual(answered.toSorted());
  });

  test("counted what was executed and what was refused", () => {
    const counted = sampleIn(metrics, "fuelgauge_executions_total");
    expect(counted.reduce((sum, { value }) => sum + value, 0)).toBe(8);
    expect(sampleIn(metrics, "fuelgauge_audit_lines_total")[0]?.value).toBe(8);
  });

  test("the table of metrics is what GET /metrics tells", () => {
    const rows = tablesOf(section("metrics"))[0]?.slice(2) ?? [];
    const told = rows.map(([name = "", type, , labels = ""]) => {
      const [label, ...values] = [...labels.matchAll(/`([^`]+)`/g)].map(([, text]) => text);
      return { name: shownCode(name), type, ...(label === undefined ? {} : { [label]: values }) };
    });
    const real = [...metrics.matchAll(/^# TYPE (fuelgauge_\S+) (\S+)$/gm)].map(([, name = "", type]) => ({
      name,
      type,
      ...labelsOf(sampleIn(metrics, name)),
    }));
    expect(told).toEqual(real);
  });

  test("the units of metrics are those in their names", () => {
    for (const [name = "", , unit] of table("Metric", "Type", "Unit")) {
      if (/_(seconds|bytes)(_total)?`$/.test(name)) expect(name).toContain(`_${unit}`);
    }
  });

  test("a line is as the guide shows one", async () => {
    const example = /^```json\n(.*)\n```$/m.exec(guide)?.[1] ?? "";
    const shown: AuditLine = JSON.parse(example);
    const real = lines.find((line) => line.function === "fib");
    expect(shape(shown)).toEqual(shape(real as AuditLine));
    expect(JSON.stringify(shown)).toBe(example);
    expect(shown.outcome).toBe(real?.outcome);
    const text = await readFile(join(service.logs, "audit.ndjson"), "utf8");
    expect(text).toContain(JSON.stringify(real));
  });

  test("the fields in the guide are those of lines, in their order", () => {
    const told = table("field", "meaning").map(([field = ""]) => shownCode(field));
    const real = new Set(lines.flatMap((line) => Object.keys(line)));
    // none of these programs uses WASI
    expect(told.filter((field) => field !== "events" && field !== "detail")).toEqual(
      Object.keys(lines.find((line) => line.function === "fib") ?? {}),
    );
    expect(told.filter((field) => field !== "events").toSorted()).toEqual([...real].toSorted());
  });

  test("defaults of the log are as the guide says", async () => {
    const [bytes, files] = await figuresIn(
      "runtime/executor/audit.ts",
      /maxFileBytes: ([\d_]+), files: ([\d_]+), blockBytes: 2 \*\* 21 /,
    );
    expect(prose).toContain(`\`MAX_FILE_BYTES\` (${bytes?.toLocaleString("en")})`);
    expect(prose).toContain(`\`FILES\` (${files})`);
  });

  test("every jq of the guide reads the log", async (context) => {
    const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
    const filters = blocks
      .flatMap((block) => block.split(/\n(?=#|jq |curl )/))
      .filter((each) => /^jq .*audit/s.test(each));
    expect(filters).toHaveLength(8);
    if (!(await isThere("jq"))) context.skip("jq is not on this machine");
    for (const filter of filters) {
      const { stdout, stderr } = await run("sh", ["-ec", filter], { cwd: service.logs });
      expect(stderr, filter).toBe("");
      if (!/events|unique/.test(filter)) expect(stdout, filter).not.toBe("");
    }
  });

  describe("PromQL", () => {
    test.each(table("Question", "PromQL"))("%s", (_question, query = "") => {
      expect(objections(shownCode(query), metrics)).toEqual([]);
    });

    test.each(alerts.groups.flatMap(({ rules }) => rules))("$alert asks for what there is", ({ expr }) => {
      expect([...objections(expr, metrics), ...plainCounters(expr, metrics)]).toEqual([]);
    });

    test("every query of the dashboard asks for what there is", () => {
      const targets = dashboard.panels.flatMap(({ targets = [] }) => targets);
      const queries = [...targets, ...dashboard.annotations.list].flatMap(({ expr }) => expr ?? []);
      expect(queries.length).toBeGreaterThan(30);
      for (const query of queries) {
        expect([...objections(query, metrics), ...plainCounters(query, metrics)], query).toEqual([]);
      }
    });

    test("what the text speaks of is there", () => {
      const spoken = [...guide.matchAll(/`((?:fuelgauge|process|nodejs)_\w+(?:\{[^`]*\})?)`/g)].map(
        ([, series = ""]) => series,
      );
      const histograms = ["fuelgauge_execution_duration_seconds", "fuelgauge_execution_fuel"];
      for (const series of spoken) {
        if (!histograms.includes(series)) expect(objections(series, metrics), series).toEqual([]);
      }
    });

    test.each([
      ["sum(rate(fuelgauge_execution_total[5m]))", "fuelgauge_execution_total is not told"],
      ["fuelgauge_execution_fuel", "fuelgauge_execution_fuel is not told"],
      ['rate(fuelgauge_traps_total{category="unreached"}[5m])', 'there is no category="unreached"'],
      ["sum by (reason) (rate(fuelgauge_traps_total[5m]))", "nothing has the label reason"],
      [
        "fuelgauge_execution_fuel_sum / fuelgauge_execution_fuel_count",
        "fuelgauge_execution_fuel_sum without a rate",
      ],
      ["histogram_quantile(0.9, sum(rate(fuelgauge_execution_fuel_bucket[5m])))", "buckets without le"],
      ["sum by (le) (rate(fuelgauge_execution_fuel_sum[5m])", "brackets do not match"],
    ])("%s is objected to", (query, objection) => {
      expect(objections(query, metrics)).toContain(objection);
    });
  });
});

/** One series as it was told. */
interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of a name in Prometheus' text format. */
function sampleIn(text: string, name: string): Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)]
    .filter(([, each]) => each === name)
    .map(([, , labels = "", value]) => ({
      labels: Object.fromEntries(
        [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = "", of = ""]) => [label, of]),
      ),
      value: Number(value),
    }));
}

/** Label → values. */
function labelsOf(samples: readonly Sample[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { labels } of samples) {
    for (const [label, value] of Object.entries(labels)) {
      found[label] ??= [];
      if (!found[label].includes(value)) found[label].push(value);
    }
  }
  return found;
}

/** Labels that Prometheus gives to everything. */
const ofTarget = ["job", "instance"];

/** What is wrong with a query, for a service that tells `metrics`. Understands what is used here, which is not all of PromQL. */
function objections(query: string, metrics: string): string[] {
  const wrong: string[] = [];
  const names = namesIn(query);
  const labels = labelsOf(names.flatMap((name) => sampleIn(metrics, name)));
  for (const name of names) {
    if (name !== "up" && sampleIn(metrics, name).length === 0) wrong.push(`${name} is not told`);
  }
  for (const [, name = "", matchers = ""] of query.matchAll(/(\w+)\{([^}]*)\}/g)) {
    const known = labelsOf(sampleIn(metrics, name));
    for (const [, label = "", operator, values = ""] of matchers.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)) {
      if (ofTarget.includes(label)) continue;
      for (const value of operator?.includes("~") ? values.split("|") : [values]) {
        if (!known[label]?.includes(value)) wrong.push(`there is no ${label}="${value}"`);
      }
    }
  }
  for (const [, grouping = ""] of query.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)) {
    for (const label of grouping.split(/[,\s]+/).filter((each) => each !== "")) {
      if (labels[label] === undefined && !ofTarget.includes(label))
        wrong.push(`nothing has the label ${label}`);
    }
  }
  for (const name of names.filter((each) => isOfHistogram(each, metrics))) {
    if (!isRated(name, query)) wrong.push(`${name} without a rate`);
    if (name.endsWith("_bucket") && !/by \(le\)/.test(query)) wrong.push("buckets without le");
  }
  if (!balanced(query)) wrong.push("brackets do not match");
  return wrong;
}

/** Counters whose plain value is asked for, which depends on when the process was started. */
function plainCounters(query: string, metrics: string): string[] {
  return namesIn(query).filter(
    (name) => metrics.includes(`# TYPE ${name} counter\n`) && !isRated(name, query),
  );
}

/** Names of series: what is neither a function nor a word of the language. */
function namesIn(query: string): string[] {
  const bare = query
    .replace(/"[^"]*"/g, "")
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, " ")
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  const words = [...bare.matchAll(/(?<![\w.])([a-zA-Z_]\w*)(\s*\()?/g)];
  return [...new Set(words.flatMap(([, word = "", call]) => (call === undefined ? word : [])))];
}

function isOfHistogram(name: string, metrics: string): boolean {
  const base = name.replace(/_(?:bucket|sum|count)$/, "");
  return base !== name && metrics.includes(`# TYPE ${base} histogram\n`);
}

function isRated(name: string, query: string): boolean {
  const uses = [...query.matchAll(new RegExp(`(\\w+\\()?\\b${name}\\b(\\{[^}]*\\})?(\\[[^\\]]+\\])?`, "g"))];
  return uses.every(([, call, , range]) => /^(?:rate|increase)\($/.test(call ?? "") && range !== undefined);
}

function balanced(query: string): boolean {
  const open: string[] = [];
  for (const bracket of query.replace(/"[^"]*"/g, "").match(/[()[\]{}]/g) ?? []) {
    if ("([{".includes(bracket)) open.push(bracket);
    else if (open.pop() !== { ")": "(", "]": "[", "}": "{" }[bracket]) return false;
  }
  return open.length === 0;
}

/** Keys and types of a line, and what its texts are made of. */
function shape(line: AuditLine): unknown {
  return JSON.parse(JSON.stringify(line), (key, value: unknown) => {
    if (typeof value === "number") return "number";
    if (key === "time") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value)) && "time";
    if (key === "id") return /^[0-9a-f]{8}-\d+-\d+$/.test(String(value)) && "id";
    if (key === "module") return /^[0-9a-f]{64}$/.test(String(value)) && "digest";
    return value;
  });
}

async function isThere(command: string): Promise<boolean> {
  return run("sh", ["-c", `command -v ${command}`]).then(
    () => true,
    () => false,
  );
}

describe("the dashboard", () => {
  const { panels } = dashboard;

  test("has panels that are told apart, and lie on the grid without gaps between rows or on top of each other", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`), title).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
    const height = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
    expect(taken.size).toBe(24 * height);
  });

  test("has a title, an explanation, a unit and the chosen data source on every panel", () => {
    const chosen = { type: "prometheus", uid: "$" + "{datasource}" };
    for (const panel of panels.filter(({ type }) => type !== "row")) {
      const told = panel.fieldConfig?.defaults.unit ?? panel.options?.yAxis?.unit;
      expect([panel.title, panel.description, told].every((text) => text !== undefined && text !== "")).toBe(
        true,
      );
      expect(panel.datasource).toEqual(chosen);
      const targets = panel.targets ?? [];
      expect(targets.map(({ datasource }) => datasource)).toEqual(targets.map(() => chosen));
      expect(targets.map(({ refId }) => refId)).toEqual(["A", "B", "C"].slice(0, targets.length));
    }
  });

  test("uses its variables, and no others", () => {
    const known = [
      ...dashboard.templating.list.map(({ name }) => name),
      "__rate_interval",
      "__range",
      "__all",
    ];
    const used = [...JSON.stringify(dashboard).matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(known));
  });

  test("is of a schema that Grafana 11 knows, with a name of its own", () => {
    expect(dashboard).toMatchObject({ uid: "fuelgauge-executor", schemaVersion: 39 });
  });
});

describe("incidents", () => {
  test("every alert has its section", () => {
    const steps = guide.slice(guide.indexOf("## When something goes wrong"));
    for (const { alert } of alerts.groups.flatMap(({ rules }) => rules)) {
      if (alert === "FuelgaugeDown") expect(prose).toContain(alert);
      else expect(steps).toContain(`*Seen:* \`${alert}\``);
    }
  });

  test("with a full disk, executions are refused once memory is full, and the end tells of the loss", async () => {
    const service = await serve({ BLOCK_BYTES: "4096" }, (logs) =>
      symlink("/dev/full", join(logs, "audit.ndjson")),
    );
    leftovers.push(() => service.dispose());
    let last = await service.post("add", "[1, 2]");
    for (let calls = 0; calls < 100 && last.status === 200; calls++)
      last = await service.post("add", "[1, 2]");
    expect(last).toMatchObject({ status: 503, answer: { outcome: { kind: "refused", reason: "audit" } } });
    const metrics = await service.metrics();
    expect(sampleIn(metrics, "fuelgauge_audit_write_failures_total")[0]?.value).toBeGreaterThan(0);
    expect(sampleIn(metrics, "fuelgauge_audit_buffered_bytes")[0]?.value).toBeGreaterThan(4_096);
    const { status, stderr } = await service.terminate();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\d+ bytes of audit lines are lost: .*ENOSPC/m);
  });

  test("a spinning module lets the others of its thread go on, and takes one place of those that may be under way", async () => {
    const service = await serve({ FUEL: "9000000000000000", WALL_CLOCK_MS: "600000", CONCURRENT: "2" });
    leftovers.push(() => service.dispose());
    const cutOff = service.post("spin", "[]").catch(() => "cut off");
    while (!/^fuelgauge_executions_in_flight 1$/m.test(await service.metrics()));
    expect((await service.post("add", "[2, 3]")).answer.outcome).toMatchObject({ values: [5] });
    const second = service.post("spin", "[]").catch(() => "cut off");
    while (!/^fuelgauge_executions_in_flight 2$/m.test(await service.metrics()));
    expect(await service.post("add", "[2, 3]")).toMatchObject({
      status: 503,
      answer: { outcome: { kind: "refused", reason: "busy" } },
    });
    expect(await service.metrics()).toContain('fuelgauge_refusals_total{reason="busy"} 1\n');
    await service.kill();
    expect(await Promise.all([cutOff, second])).toEqual(["cut off", "cut off"]);
  });
});

describe("the unit", () => {
  test("waits at its end for longer than an execution may take, twice", async () => {
    const [grace = 0] = await figuresIn("runtime/executor/threads.ts", /graceMs = ([\d_]+),/);
    const wallClockMs = Number(environmentOfUnit().WALL_CLOCK_MS);
    const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(2 * (wallClockMs + grace));
    expect(unit).toMatch(/^KillSignal=SIGTERM$/m);
    expect(prose).toContain(`--stop-timeout=${seconds} `);
    expect(prose).toContain(`terminationGracePeriodSeconds: ${seconds}`);
  });

  test("starts a file of the repository, and lets V8 compile", async () => {
    const [, path = ""] = /^ExecStart=\S+ \/opt\/fuelgauge\/(\S+)/m.exec(unit) ?? [];
    await access(new URL(path, repository));
    expect(unit).toMatch(/^MemoryDenyWriteExecute=no$/m);
  });

  test("is a unit to systemd", async (context) => {
    if (!(await isThere("systemd-analyze"))) context.skip("systemd is not on this machine");
    const home = await temporaryFolder();
    leftovers.push(() => rm(home, { recursive: true }));
    const path = join(home, "fuelgauge-executor.service");
    await writeFile(path, unit.replace("/usr/bin/node", process.execPath));
    const { stdout, stderr } = await run("systemd-analyze", ["verify", "--man=no", path]);
    expect(stdout + stderr).toBe("");
  });
});

describe("the container", () => {
  test("has all that the server needs, and tells its health", async () => {
    const home = await temporaryFolder();
    leftovers.push(() => rm(home, { recursive: true }));
    for (const [, , sources = "", target = ""] of containerfile.matchAll(
      /^COPY( --from=\S+)? (.+) (\S+)$/gm,
    )) {
      if (sources.startsWith("/opt/fuelgauge/node_modules")) {
        await symlink(new URL("node_modules", repository).pathname, join(home, "node_modules"));
        continue;
      }
      const to = join(home, target);
      await mkdir(to, { recursive: true });
      for (const source of sources.split(" ")) {
        const from = new URL(source, repository).pathname;
        await run("cp", ["-r", source.endsWith("/") ? `${from}.` : from, to]);
      }
    }
    const [, entry = ""] = /^ENTRYPOINT \["node", "(.+)"\]$/m.exec(containerfile) ?? [];
    const service = await serve({}, undefined, join(home, entry));
    leftovers.push(() => service.dispose());
    const [, script = "[]"] = /^\s*CMD (\["node", "-e", .*\])$/m.exec(containerfile) ?? [];
    const [, ...args]: string[] = JSON.parse(script);
    const health = (port: number) =>
      run(process.execPath, args, { env: { METRICS_PORT: String(port) } }).then(
        () => 0,
        ({ code }) => code,
      );
    expect(await health(service.metricsPort)).toBe(0);
    expect((await service.terminate()).status).toBe(0);
    expect(await health(service.metricsPort)).toBe(1);
  });
});
