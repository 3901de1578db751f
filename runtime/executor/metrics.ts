import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Counter, Gauge, type Metric, Registry } from "prom-client";
import type { AuditFigures } from "./audit.ts";
import { Counts, type Distribution, durationBounds, fuelBounds, merge, type Snapshot } from "./counts.ts";

/** The metrics of one executor: its own counts and those of its threads, in a registry of its own. */
export class Metrics {
  /** What this thread counts. */
  readonly counts: Counts = new Counts();
  readonly registry: Registry = new Registry();
  readonly #threads = new Map<ArrayBufferLike, Counts>();
  #ended: Snapshot = new Counts().snapshot();

  /** @param audit figures of the executor's audit log */
  constructor(audit: () => AuditFigures = () => noAudit) {
    let held: Snapshot | undefined;
    // a registry collects all metrics in one go, and they shall tell of the same moment
    const atOneMoment = () => {
      if (held === undefined) queueMicrotask(() => (held = undefined));
      held ??= this.snapshot();
      return held;
    };
    publish(this.registry, atOneMoment, audit);
  }

  /**
   * Memory that another thread counts in, to be read from now on: `new Counts(memory)` there, and `detach` here when the
   * thread has ended.
   */
  attach(memory: SharedArrayBuffer = new SharedArrayBuffer(Counts.bytes)): SharedArrayBuffer {
    this.#threads.set(memory, new Counts(memory));
    return memory;
  }

  /** Says that a thread has ended, in whatever way. Its totals stay; what it had running or in its pool is gone. */
  detach(memory: SharedArrayBuffer): void {
    const counts = this.#threads.get(memory);
    if (counts === undefined) return;
    this.#threads.delete(memory);
    const last = counts.snapshot();
    const gone = { inFlight: 0, pool: { ...last.pool, idle: 0, live: 0 } };
    this.#ended = merge([this.#ended, { ...last, ...gone }]);
  }

  /** All threads together. */
  snapshot(): Snapshot {
    const threads = Array.from(this.#threads.values(), (counts) => counts.snapshot());
    return merge([this.#ended, this.counts.snapshot(), ...threads]);
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}

const noAudit: AuditFigures = { lines: 0, bytes: 0, rotations: 0, failures: 0, bufferedBytes: 0 };

/**
 * Registers everything that is published. prom-client's own way of counting takes longer than a short execution, so
 * its metrics get the figures only when they are collected.
 */
function publish(registry: Registry, read: () => Snapshot, audit: () => AuditFigures): void {
  const registers = [registry];
  const counter = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  const counters = <Label extends string>(
    name: string,
    help: string,
    label: Label,
    values: () => Readonly<Record<string, number>>,
  ) =>
    new Counter<string>({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [each, value] of Object.entries(values())) this.inc({ [label]: each }, value);
      },
    });
  const gauges = <Label extends string>(
    name: string,
    help: string,
    label: Label,
    values: () => Readonly<Record<string, number>>,
  ) =>
    new Gauge<string>({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        for (const [each, value] of Object.entries(values())) this.set({ [label]: each }, value);
      },
    });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  const histogram = (name: string, help: string, bounds: readonly number[], values: () => Distribution) =>
    registry.registerMetric(new PublishedHistogram(name, help, bounds, values) as unknown as Metric);

  counters(
    "fuelgauge_executions_total",
    "Executions that ended or were refused, by outcome.",
    "outcome",
    () => read().executions,
  );
  counters("fuelgauge_traps_total", "Executions that trapped, by category.", "category", () => read().traps);
  counters(
    "fuelgauge_refusals_total",
    "Executions that were refused, by reason.",
    "reason",
    () => read().refusals,
  );
  histogram(
    "fuelgauge_execution_duration_seconds",
    "Time from the start of an execution to its end.",
    durationBounds.map((bound) => bound / 1e9),
    () => {
      const { buckets, sum } = read().durationNs;
      return { buckets, sum: sum / 1e9 };
    },
  );
  histogram(
    "fuelgauge_execution_fuel",
    "Fuel that an execution burned, in units.",
    fuelBounds,
    () => read().fuel,
  );
  gauge(
    "fuelgauge_executions_in_flight",
    "Executions that have started and not ended.",
    () => read().inFlight,
  );
  gauges(
    "fuelgauge_pool_instances",
    "Instances of modules: idle ones wait for an execution.",
    "state",
    () => ({ idle: read().pool.idle, "in-use": read().pool.live }),
  );
  counter("fuelgauge_pool_created_total", "Instances made.", () => read().pool.created);
  counter(
    "fuelgauge_pool_resets_total",
    "Instances made as good as new after an execution.",
    () => read().pool.resets,
  );
  counters(
    "fuelgauge_pool_drops_total",
    "Instances given up after an execution, by reason.",
    "reason",
    () => read().pool.dropped,
  );
  counter("fuelgauge_modules_compiled_total", "Modules metered and compiled.", () => read().modulesCompiled);
  counter(
    "fuelgauge_worker_restarts_total",
    "Threads that were ended, because they were stuck in host code or out of heap, and replaced.",
    () => read().workerRestarts,
  );
  counter("fuelgauge_audit_lines_total", "Lines recorded for the audit log.", () => audit().lines);
  counter("fuelgauge_audit_written_bytes_total", "Bytes written to the audit log.", () => audit().bytes);
  counter("fuelgauge_audit_rotations_total", "Rotations of the audit log.", () => audit().rotations);
  counter(
    "fuelgauge_audit_write_failures_total",
    "Attempts to write the audit log that failed and are tried again.",
    () => audit().failures,
  );
  gauge(
    "fuelgauge_audit_buffered_bytes",
    "Bytes recorded for the audit log and not yet written.",
    () => audit().bufferedBytes,
  );
}

/**
 * A histogram whose observations were counted elsewhere. prom-client's own can only be given them one by one. A
 * registry asks of a metric no more than what is here; its type declarations name the four classes only.
 */
class PublishedHistogram {
  readonly type = "histogram";
  readonly aggregator = "sum";
  readonly name: string;
  readonly help: string;
  readonly #bounds: readonly number[];
  readonly #values: () => Distribution;

  constructor(name: string, help: string, bounds: readonly number[], values: () => Distribution) {
    this.name = name;
    this.help = help;
    this.#bounds = bounds;
    this.#values = values;
  }

  async get(): Promise<object> {
    const { name, help, type, aggregator } = this;
    const { buckets, sum } = this.#values();
    let count = 0;
    const values: { metricName: string; labels: Record<string, string | number>; value: number }[] =
      buckets.map((observations, index) => {
        count += observations;
        return { metricName: `${name}_bucket`, labels: { le: this.#bounds[index] ?? "+Inf" }, value: count };
      });
    values.push({ metricName: `${name}_sum`, labels: {}, value: sum });
    values.push({ metricName: `${name}_count`, labels: {}, value: count });
    return { name, help, type, aggregator, values };
  }

  /** Nothing to do: the figures are counted elsewhere. */
  reset(): void {}
}

export interface MetricsServerOptions {
  /** Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly registry: Registry;
}

export interface MetricsServer {
  readonly host: string;
  readonly port: number;
  /** Fulfilled when the port is free again. Twice does no harm. */
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics`, and nothing else.
 *
 * @throws the system's error when the port cannot be listened on
 */
export async function serveMetrics({
  host = "127.0.0.1",
  port,
  registry,
}: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(request, response, registry));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    host: address.address,
    port: address.port,
    close() {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, registry: Registry): Promise<void> {
  if (request.url?.split("?")[0] !== "/metrics") return end(response, 404, "There is only /metrics here.\n");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return end(response, 405, "Metrics can only be read.\n");
  }
  try {
    const text = await registry.metrics();
    response.setHeader("Content-Type", registry.contentType);
    end(response, 200, text);
  } catch (failure) {
    end(response, 500, `The metrics could not be collected: ${String(failure)}\n`);
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  if (!response.hasHeader("Content-Type")) response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("Content-Length", Buffer.byteLength(text));
  response.statusCode = status;
  // to HEAD, Node sends no body
  response.end(text);
}
