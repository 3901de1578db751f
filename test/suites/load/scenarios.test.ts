import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Host, Sandbox, SandboxExecution, SandboxSetup } from "../../../runtime/host/interface.ts";
import { type LoadedBundle, loadBundle } from "../../../src/measure/subject.ts";
import { metrics } from "../../../src/model/metric.ts";
import type { Scenario } from "../../../src/suites/case.ts";
import { catalog } from "../../../src/suites/catalog.ts";
import { makeFolder } from "../../bundle/workshop.ts";
import { contestant } from "../../measure/fixture.ts";

// Playing takes as long as it takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const scenarios = catalog.filter(
  (each): each is Scenario => each.kind === "scenario" && each.id.startsWith("load/"),
);
const { folder, remove } = await makeFolder();
let bundle: LoadedBundle;
let host: Host;

beforeAll(async () => {
  const guests = [...new Set(scenarios.flatMap((each) => each.guests))];
  const head = await contestant(folder, "head", { guests });
  bundle = await loadBundle(head.folder);
  host = await bundle.loadHost();
});
afterAll(remove);

async function play(id: string, on: Host = host) {
  const scenario = scenarios.find((each) => each.id === id);
  if (!scenario) throw new Error(`there is no scenario ${id}`);
  const scratch = await mkdtemp(join(folder, "scratch-"));
  return scenario.play({ host: on, bytes: bundle.bytes, tools: bundle.tools, scratch, threads: 2 });
}

test.each(scenarios)("$id measures what it says, and nothing else", async ({ id, metrics: declared }) => {
  const figures = await play(id);
  expect(Object.keys(figures).sort()).toEqual([...declared].sort());
  for (const samples of Object.values(figures)) {
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(sample).toBeGreaterThan(0);
  }
  for (const metric of declared) expect(metrics[metric].kind).toBe("timed");
});

type Change = (sandbox: Sandbox, setup: SandboxSetup) => Partial<Sandbox>;

/** The host with sandboxes of which something is not as it should be. */
function hostWith(change: Change): Host {
  return {
    ...host,
    async openSandbox(setup) {
      const sandbox = await host.openSandbox(setup);
      return { ...sandbox, ...change(sandbox, setup) };
    },
  };
}

/** A sandbox whose executions are said to have come to something else. */
function telling(change: (execution: SandboxExecution, name: string) => Partial<SandboxExecution>): Change {
  return ({ run }) => ({
    async run(module, name, args, limits) {
      const execution = await run(module, name, args, limits);
      return { ...execution, ...change(execution, name) };
    },
  });
}

function saying(pattern: RegExp, instead: (value: number) => number): Change {
  return ({ metrics: text }) => ({
    metrics: async () =>
      (await text()).replace(pattern, (_, sample, value) => `${sample} ${instead(Number(value))}`),
  });
}

describe("what is not as it should be fails the scenario", () => {
  const timesOut = telling(({ kind }) => (kind === "out-of-fuel" ? { kind: "timed-out" } : {}));
  const wrongSum = telling(({ values }, name) => (name === "add" ? { values: [Number(values[0]) + 1] } : {}));

  test.each([
    "load/sustained-throughput",
    "load/concurrent-executions",
    "load/metrics-accuracy",
    "load/mixed-workload",
    "load/large-modules",
    "load/hostile-module",
    "load/scaling-10",
  ])("a wrong value in %s", async (id) => {
    await expect(play(id, hostWith(wrongSum))).rejects.toThrow(
      /^wrong answer: add\(.* gave returned \d+, expected returned/,
    );
  });

  test.each(["load/long-running", "load/metrics-accuracy", "load/hostile-module"])(
    "another reason for which it was stopped in %s",
    async (id) => {
      await expect(play(id, hostWith(timesOut))).rejects.toThrow(/gave timed-out, expected out-of-fuel$/);
    },
  );

  test("a trap of another kind in a crash storm", async () => {
    const other = telling(({ detail }) => (detail === "divide-by-zero" ? { detail: "other" } : {}));
    await expect(play("load/crash-storm", hostWith(other))).rejects.toThrow(
      "wrong answer: trap(1) gave trapped other, expected trapped divide-by-zero",
    );
  });

  test("fuel that is not the same each time", async () => {
    let executions = 0;
    const wandering = telling((_, name) => (name === "add" && executions++ === 40 ? { fuel: 4 } : {}));
    await expect(play("load/metrics-accuracy", hostWith(wandering))).rejects.toThrow(
      /^wrong answer: the fuel of add\(\d+, 1\) gave 4, expected 3$/,
    );
  });

  test("a deadline that comes early", async () => {
    const early: Change = () => ({
      run: async () => ({
        ...{ kind: "timed-out", detail: "", values: [], fuel: 1, durationMs: 10, peakMemoryBytes: 0 },
      }),
    });
    await expect(play("load/deadline-accuracy", hostWith(early))).rejects.toThrow(/ms before its deadline$/);
  });

  test("what one execution left is found by the next", async () => {
    const dirty = telling((_, name) => (name === "search" ? { values: [85] } : {}));
    await expect(play("load/hostile-module", hostWith(dirty))).rejects.toThrow(
      "wrong answer: search() gave returned 85, expected returned 0",
    );
  });

  test.each([
    ["too large", 10 * 1_048_576 + 1],
    ["too large and no module", 11_000_000],
  ])("a module that is loaded although it is %s", async (_, bytes) => {
    const generous: Change = ({ load }) => ({
      load: async (module) => (module.length === bytes ? { digest: "0" } : load(module)),
    });
    await expect(play("load/large-modules", hostWith(generous))).rejects.toThrow(
      `wrong answer: ${bytes} bytes were loaded, expected them to be refused`,
    );
  });

  test("a module that is compiled before it is refused for its size", async () => {
    const eager: Change = ({ load }) => ({
      async load(module) {
        const valid = WebAssembly.validate(new Uint8Array(module));
        return valid ? load(module) : { refused: "malformed" };
      },
    });
    await expect(play("load/large-modules", hostWith(eager))).rejects.toThrow(
      "wrong answer: 11000000 bytes gave malformed, expected module-size",
    );
  });

  test("memory that stays", async () => {
    const kept: WebAssembly.Memory[] = [];
    const hoarding: Change = ({ close }) => ({
      async close() {
        kept.push(new WebAssembly.Memory({ initial: 32 }));
        await close();
      },
    });
    await expect(play("load/memory-pressure", hostWith(hoarding))).rejects.toThrow(
      /^wrong answer: \d+ bytes more are retained after 500 executions, expected at most 1048576$/,
    );
  });
});

describe("what the sandbox says of itself is held against what happened", () => {
  const oneMore = (value: number) => value + 1;

  test.each([
    ['fuelgauge_executions_total{outcome="out-of-fuel"}'],
    ['fuelgauge_traps_total{category="unreachable"}'],
    ['fuelgauge_refusals_total{reason="arguments"}'],
    ["fuelgauge_execution_fuel_sum"],
    ['fuelgauge_execution_fuel_bucket{le="2500"}'],
    ['fuelgauge_execution_duration_seconds_bucket{le="+Inf"}'],
    ["fuelgauge_executions_in_flight"],
    ["fuelgauge_modules_compiled_total"],
    ["fuelgauge_audit_lines_total"],
  ])("%s", async (sample) => {
    const escaped = sample.replace(/[+{}]/g, "\\$&");
    const wrong = saying(new RegExp(`^(${escaped}) (\\S+)$`, "m"), oneMore);
    await expect(play("load/metrics-accuracy", hostWith(wrong))).rejects.toThrow(
      `wrong answer: the metric ${sample} gave`,
    );
  });

  const change =
    (text: (lines: string[]) => string[]): Change =>
    ({ close }, { auditFolder = "" }) => ({
      async close() {
        await close();
        const file = join(auditFolder, "audit.ndjson");
        const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
        await writeFile(file, `${text(lines).join("\n")}\n`);
      },
    });

  test.each([
    [
      "is missing",
      (lines: string[]) => lines.slice(1),
      "the number of lines in the audit log gave 1999, expected 2000",
    ],
    ["is there twice", (lines: string[]) => [...lines, lines[0] ?? ""], "gave 2001, expected 2000"],
    [
      "stands in the place of another",
      (lines: string[]) => [...lines.slice(1), lines[1] ?? ""],
      "the number of their ids gave 1999, expected 2000",
    ],
    [
      "says another fuel",
      (lines: string[]) =>
        lines.map((line, at) => (at === 7 ? line.replace(/"fuel":\d+,"dur/, '"fuel":1,"dur') : line)),
      "a line of the audit log gave",
    ],
  ])("a line of the audit log that %s", async (_, text, message) => {
    await expect(play("load/metrics-accuracy", hostWith(change(text)))).rejects.toThrow(message);
  });

  test("every scenario ends with it", async () => {
    const wrong = saying(/^(fuelgauge_executions_total\{outcome="returned"\}) (\S+)$/m, oneMore);
    for (const { id } of scenarios.filter((each) => !each.id.startsWith("load/scaling-"))) {
      const plays =
        id === "load/deadline-accuracy" ? saying(/^(fuelgauge_audit_lines_total) (\S+)$/m, oneMore) : wrong;
      await expect(play(id, hostWith(plays)), id).rejects.toThrow("wrong answer: the metric fuelgauge_");
    }
  });
});
