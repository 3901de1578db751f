import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { Gauge, Histogram, register } from "prom-client";
import { afterEach, expect, test } from "vitest";
import type { AuditFigures } from "../../runtime/executor/audit.ts";
import { Counts, durationBounds, fuelBounds, merge } from "../../runtime/executor/counts.ts";
import { drops } from "../../runtime/executor/loaded-module.ts";
import { Metrics, type MetricsServer, serveMetrics } from "../../runtime/executor/metrics.ts";
import { refusals } from "../../runtime/executor/outcome.ts";
import { outcomeKinds, trapCategories } from "../../runtime/host/interface.ts";

/** Sample → value, as Prometheus would read it: `name{label="value"}` → 1. */
function samplesOf(text: string): Map<string, number> {
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    samples.map((line) => {
      const [, sample, value] = /^([a-z_]+(?:\{[a-z]+="[^"]+"\})?) ([-+.e\d]+)$/.exec(line) ?? [];
      if (sample === undefined) throw new Error(`this is no sample: ${line}`);
      return [sample, Number(value)];
    }),
  );
}

async function scraped(metrics: Metrics): Promise<Map<string, number>> {
  return samplesOf(await metrics.text());
}

/** An execution that was run, or refused before. */
const anyExecution = fc.oneof(
  fc.record({
    kind: fc.constantFrom(...outcomeKinds.filter((kind) => kind !== "trapped" && kind !== "refused")),
    detail: fc.constantFrom("", "whatever a host says"),
    fuel: fc.integer({ min: 0, max: 1e11 }),
    durationNs: fc.integer({ min: 0, max: 1e11 }),
  }),
  fc.record({
    kind: fc.constant("trapped" as const),
    detail: fc.constantFrom(...trapCategories),
    fuel: fc.integer({ min: 0, max: 1e6 }),
    durationNs: fc.integer({ min: 0, max: 1e6 }),
  }),
  fc.record({
    kind: fc.constant("refused" as const),
    detail: fc.constantFrom(...refusals),
    fuel: fc.nat(),
    durationNs: fc.nat(),
  }),
  fc.record({ kind: fc.constant("not started" as const), detail: fc.constantFrom(...refusals) }),
);

function count(counts: Counts, execution: typeof anyExecution extends fc.Arbitrary<infer One> ? One : never) {
  if (execution.kind === "not started") {
    counts.refused(execution.detail);
    return;
  }
  counts.started();
  counts.ended(execution.kind, execution.detail, execution.fuel, execution.durationNs);
}

test("every execution is in the figures once, under its outcome and its detail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyExecution), async (executions) => {
      const metrics = new Metrics();
      for (const execution of executions) count(metrics.counts, execution);
      const samples = await scraped(metrics);
      const refusedOnes = executions.filter(({ kind }) => kind === "refused" || kind === "not started");
      for (const outcome of outcomeKinds) {
        expect(samples.get(`fuelgauge_executions_total{outcome="${outcome}"}`)).toBe(
          outcome === "refused"
            ? refusedOnes.length
            : executions.filter(({ kind }) => kind === outcome).length,
        );
      }
      for (const category of trapCategories) {
        expect(samples.get(`fuelgauge_traps_total{category="${category}"}`)).toBe(
          executions.filter(({ kind, detail }) => kind === "trapped" && detail === category).length,
        );
      }
      for (const reason of refusals) {
        expect(samples.get(`fuelgauge_refusals_total{reason="${reason}"}`)).toBe(
          refusedOnes.filter(({ detail }) => detail === reason).length,
        );
      }
      expect(samples.get("fuelgauge_executions_in_flight")).toBe(0);
      const started = executions.filter(({ kind }) => kind !== "not started").length;
      expect(samples.get("fuelgauge_execution_fuel_count")).toBe(started);
      expect(samples.get("fuelgauge_execution_duration_seconds_count")).toBe(started);
    }),
    { numRuns: 50 },
  );
});

test("histograms say what prom-client's own say of the same executions", async () => {
  const aroundBounds = (bounds: readonly number[]) =>
    fc.oneof(
      fc.integer({ min: 0, max: 1e11 }),
      fc.tuple(fc.constantFrom(...bounds), fc.constantFrom(-1, 0, 1)).map(([bound, step]) => bound + step),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(aroundBounds(fuelBounds), aroundBounds(durationBounds))),
      async (executions) => {
        const metrics = new Metrics();
        const own = (name: string, buckets: number[]) =>
          new Histogram({ name, help: name, buckets, registers: [] });
        const fuel = own("fuelgauge_execution_fuel", [...fuelBounds]);
        const seconds = own(
          "fuelgauge_execution_duration_seconds",
          durationBounds.map((bound) => bound / 1e9),
        );
        for (const [units, durationNs] of executions) {
          metrics.counts.started();
          metrics.counts.ended("returned", "", units, durationNs);
          fuel.observe(units);
          seconds.observe(durationNs / 1e9);
        }
        const published = await metrics.registry.getMetricsAsJSON();
        for (const histogram of [fuel, seconds]) {
          const { name, type, values } = await histogram.get();
          const close = values.map(({ metricName, labels, value }) => ({
            metricName,
            labels,
            // sums of seconds differ in the last digits by the order of adding
            value: metricName?.endsWith("_sum") ? expect.closeTo(value, 6) : value,
          }));
          expect(published.find((each) => each.name === name)).toMatchObject({ type, values: close });
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("everything that can be counted is published as zero before anything happened", async () => {
  const samples = await scraped(new Metrics());
  expect(new Set(samples.values())).toEqual(new Set([0]));
  const labels = [...samples.keys()].map((sample) => /="([^"]+)"/.exec(sample)?.[1]);
  expect(labels).toEqual(
    expect.arrayContaining([
      ...outcomeKinds,
      ...trapCategories,
      ...refusals,
      ...drops,
      "idle",
      "in-use",
      "+Inf",
    ]),
  );
});

test("names, units and help follow the conventions of Prometheus", async () => {
  for (const { name, help, type } of await new Metrics().registry.getMetricsAsJSON()) {
    expect(name).toMatch(/^fuelgauge(_[a-z]+)+$/);
    expect(help).toMatch(/^[A-Z].*\.$/);
    // totals are counters and counters are totals
    expect(name.endsWith("_total"), name).toBe(String(type) === "counter");
    expect(name).not.toMatch(/_(ms|ns|milliseconds|kilobytes|megabytes|count|sum|bucket)(_|$)/);
  }
});

test("reading does not change what is read, and what is counted in between is added", async () => {
  const metrics = new Metrics();
  count(metrics.counts, { kind: "returned", detail: "", fuel: 7, durationNs: 2_000_000_000 });
  const first = await metrics.text();
  expect(await metrics.text()).toBe(first);
  count(metrics.counts, { kind: "returned", detail: "", fuel: 5, durationNs: 500_000_000 });
  const samples = await scraped(metrics);
  expect(samples.get('fuelgauge_executions_total{outcome="returned"}')).toBe(2);
  expect(samples.get("fuelgauge_execution_fuel_sum")).toBe(12);
  expect(samples.get("fuelgauge_execution_duration_seconds_sum")).toBe(2.5);
});

test("an execution is in flight from its start to its end, also when its results are refused", async () => {
  const metrics = new Metrics();
  metrics.counts.started();
  metrics.counts.started();
  expect((await scraped(metrics)).get("fuelgauge_executions_in_flight")).toBe(2);
  metrics.counts.ended("refused", "result-size", 10, 10);
  metrics.counts.refused("busy");
  expect((await scraped(metrics)).get("fuelgauge_executions_in_flight")).toBe(1);
});

test("a pool counts in place", async () => {
  const metrics = new Metrics();
  const { pool } = metrics.counts;
  pool.created += 3;
  pool.live += 3;
  pool.live--;
  pool.idle++;
  pool.resets++;
  pool.dropped.failed++;
  metrics.counts.compiled();
  metrics.counts.workerRestarted();
  const samples = await scraped(metrics);
  expect(pool.created).toBe(3);
  expect(Object.fromEntries([...samples].filter(([, value]) => value !== 0))).toEqual({
    'fuelgauge_pool_instances{state="idle"}': 1,
    'fuelgauge_pool_instances{state="in-use"}': 2,
    fuelgauge_pool_created_total: 3,
    fuelgauge_pool_resets_total: 1,
    'fuelgauge_pool_drops_total{reason="failed"}': 1,
    fuelgauge_modules_compiled_total: 1,
    fuelgauge_worker_restarts_total: 1,
  });
});

test("the audit log's figures are published as they are when they are asked for", async () => {
  let figures: AuditFigures = { lines: 5, bytes: 900, rotations: 1, failures: 2, bufferedBytes: 300 };
  const metrics = new Metrics(() => figures);
  const audit = async () => {
    const samples = await scraped(metrics);
    return Object.fromEntries([...samples].filter(([sample]) => sample.startsWith("fuelgauge_audit_")));
  };
  expect(await audit()).toEqual({
    fuelgauge_audit_lines_total: 5,
    fuelgauge_audit_written_bytes_total: 900,
    fuelgauge_audit_rotations_total: 1,
    fuelgauge_audit_write_failures_total: 2,
    fuelgauge_audit_buffered_bytes: 300,
  });
  figures = { ...figures, bufferedBytes: 0 };
  expect(await audit()).toMatchObject({ fuelgauge_audit_buffered_bytes: 0 });
});

test("metrics are in a registry of their own", async () => {
  const one = new Metrics();
  const other = new Metrics();
  count(one.counts, { kind: "timed-out", detail: "", fuel: 1, durationNs: 1 });
  expect((await scraped(one)).get('fuelgauge_executions_total{outcome="timed-out"}')).toBe(1);
  expect((await scraped(other)).get('fuelgauge_executions_total{outcome="timed-out"}')).toBe(0);
  expect(register.getMetricsAsArray()).toEqual([]);
});

test("snapshots can be sent elsewhere, and merged they are what one thread would have counted", () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyExecution), { maxLength: 4 }), (threads) => {
      const alone = new Counts();
      const snapshots = threads.map((executions) => {
        const counts = new Counts();
        for (const execution of executions) {
          count(counts, execution);
          count(alone, execution);
          counts.pool.dropped["too-many"]++;
          alone.pool.dropped["too-many"]++;
        }
        return structuredClone(counts.snapshot());
      });
      expect(merge(snapshots)).toEqual(alone.snapshot());
    }),
  );
});

test("a thread's figures are there while it is stuck; when it is gone its totals stay and its gauges do not", async () => {
  const metrics = new Metrics();
  const memory = metrics.attach();
  const program = `
    const { workerData, parentPort } = require("node:worker_threads");
    import(workerData.module).then(({ Counts }) => {
      const counts = new Counts(workerData.memory);
      for (let run = 0; run < 1000; run++) {
        counts.started();
        counts.ended("returned", "", 10, 1000);
      }
      counts.started();
      counts.pool.idle = 4;
      counts.pool.live = 1;
      parentPort.postMessage("stuck");
      for (;;);
    });`;
  const module = new URL("../../runtime/executor/counts.ts", import.meta.url).href;
  const worker = new Worker(program, { eval: true, workerData: { module, memory } });
  await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  count(metrics.counts, { kind: "returned", detail: "", fuel: 10, durationNs: 1_000 });
  const interesting = async () => {
    const samples = await scraped(metrics);
    return [
      'fuelgauge_executions_total{outcome="returned"}',
      "fuelgauge_execution_fuel_sum",
      "fuelgauge_executions_in_flight",
      'fuelgauge_pool_instances{state="idle"}',
      'fuelgauge_pool_instances{state="in-use"}',
    ].map((sample) => samples.get(sample));
  };
  expect(await interesting()).toEqual([1_001, 10_010, 1, 4, 1]);
  await worker.terminate();
  metrics.detach(memory);
  metrics.detach(memory);
  expect(await interesting()).toEqual([1_001, 10_010, 0, 0, 0]);
});

const servers: MetricsServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(metrics: Metrics) {
  const server = await serveMetrics({ port: 0, registry: metrics.registry });
  servers.push(server);
  return { server, url: `http://${server.host}:${server.port}` };
}

test("GET /metrics answers with the metrics, and only this machine is listened to", async () => {
  const metrics = new Metrics();
  const { server, url } = await serve(metrics);
  count(metrics.counts, { kind: "memory-limit", detail: "", fuel: 1, durationNs: 1 });
  for (const path of ["/metrics", "/metrics?timeout=5"]) {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(metrics.contentType);
    expect(metrics.contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).toBe(await metrics.text());
  }
  expect(server.host).toBe("127.0.0.1");
});

test("HEAD /metrics has the head of GET and no body", async () => {
  const metrics = new Metrics();
  const { url } = await serve(metrics);
  const response = await fetch(`${url}/metrics`, { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(await metrics.text())));
  expect(await response.text()).toBe("");
});

test("other methods and other paths are told apart", async () => {
  const { url } = await serve(new Metrics());
  const posted = await fetch(`${url}/metrics`, { method: "POST", body: "x" });
  expect(posted.status).toBe(405);
  expect(posted.headers.get("allow")).toBe("GET, HEAD");
  for (const path of ["/", "/metrics/", "/metricsx", "//"])
    expect((await fetch(url + path)).status).toBe(404);
  expect((await fetch(`${url}/other`, { method: "DELETE" })).status).toBe(404);
});

test("metrics that cannot be collected are an answer, and the server lives on", async () => {
  const metrics = new Metrics();
  let broken = true;
  new Gauge({
    name: "own_gauge",
    help: "Of the owner.",
    registers: [metrics.registry],
    collect() {
      if (broken) throw new Error("the sensor is gone");
    },
  });
  const { url } = await serve(metrics);
  const response = await fetch(`${url}/metrics`);
  expect(response.status).toBe(500);
  expect(await response.text()).toContain("the sensor is gone");
  broken = false;
  expect((await fetch(`${url}/metrics`)).status).toBe(200);
});

test("a port that is taken is an error; a closed server frees its own, and can be closed twice", async () => {
  const { registry } = new Metrics();
  const first = await serveMetrics({ port: 0, registry });
  await expect(serveMetrics({ port: first.port, registry })).rejects.toThrow("EADDRINUSE");
  await Promise.all([first.close(), first.close()]);
  const second = await serveMetrics({ port: first.port, registry });
  servers.push(second);
  expect(second.port).toBe(first.port);
});
