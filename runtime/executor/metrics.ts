import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Counter, Gauge, type Metric, Registry } from "prom-client";
import type { TrapCategory } from "../host/interface.ts";
import type { AuditFigures } from "./audit.ts";
import { type Drop, drops, type PoolCounts } from "./loaded-module.ts";
import { type Ending, type Refusal, refusals } from "./outcome.ts";

/** How an execution ended, in one word. */
export type OutcomeKind = Ending["kind"];

export const outcomeKinds = [
  "returned",
  "trapped",
  "out-of-fuel",
  "timed-out",
  "memory-limit",
  "refused",
  "host-error",
] as const satisfies readonly OutcomeKind[];

export const trapCategories = [
  "unreachable",
  "memory-out-of-bounds",
  "table-out-of-bounds",
  "indirect-call-mismatch",
  "divide-by-zero",
  "integer-overflow",
  "invalid-conversion",
  "stack-overflow",
  "other",
] as const satisfies readonly TrapCategory[];

/** Upper bounds of the buckets, in nanoseconds: 1, 2.5 and 5 times each power of ten up to the default wall clock. */
export const durationBounds: readonly number[] = [...steps(1e3, 1e10), 1e10, 3e10];
/** Upper bounds of the buckets, in units of fuel. The default limit, 100,000,000, is one of them. */
export const fuelBounds: readonly number[] = [100, ...steps(1e3, 1e10), 1e10];

function steps(from: number, to: number): number[] {
  const bounds: number[] = [];
  for (let power = from; power < to; power *= 10) bounds.push(power, 2.5 * power, 5 * power);
  return bounds;
}

/** Where in a thread's cells which figures begin. */
const place = layout({
  outcomes: outcomeKinds.length,
  traps: trapCategories.length,
  refusals: refusals.length,
  durationBuckets: durationBounds.length + 1,
  durationSum: 1,
  fuelBuckets: fuelBounds.length + 1,
  fuelSum: 1,
  inFlight: 1,
  created: 1,
  resets: 1,
  idle: 1,
  live: 1,
  drops: drops.length,
  compiled: 1,
  restarts: 1,
});

function layout<Name extends string>(lengths: Record<Name, number>): Record<Name | "end", number> {
  const starts = { end: 0 } as Record<Name | "end", number>;
  for (const [name, length] of Object.entries(lengths) as [Name, number][]) {
    starts[name] = starts.end;
    starts.end += length;
  }
  return starts;
}

const outcomeAt = indices(place.outcomes, outcomeKinds);
const trapAt = indices(place.traps, trapCategories);
const refusalAt = indices(place.refusals, refusals);

function indices<Name extends string>(start: number, names: readonly Name[]): ReadonlyMap<Name, number> {
  return new Map(names.map((name, index) => [name, start + index]));
}

/**
 * What one thread counts. It only adds to numbers in memory, which may be shared: whoever publishes reads them without
 * asking the thread, also when that is stuck.
 *
 * Every execution is either `refused`, or `started` and then `ended` or `trapped`.
 */
export class Counts {
  /** Bytes that the counts of one thread need. */
  static readonly bytes: number = 8 * place.end;
  /** Of the thread's executor; to be counted up and down in place. */
  readonly pool: PoolCounts;
  readonly #cells: Float64Array<ArrayBufferLike>;

  /** @param memory `Counts.bytes` long, zeros at first; shared if another thread is to read it */
  constructor(memory: ArrayBufferLike = new ArrayBuffer(Counts.bytes)) {
    this.#cells = new Float64Array(memory);
    this.pool = poolIn(this.#cells);
  }

  started(): void {
    this.#add(place.inFlight, 1);
  }

  /** @param fuel units burned */
  ended(kind: Exclude<OutcomeKind, "refused" | "trapped">, fuel: number, durationNs: number): void {
    this.#add(outcomeAt.get(kind), 1);
    this.#ran(fuel, durationNs);
  }

  trapped(category: TrapCategory, fuel: number, durationNs: number): void {
    this.#add(outcomeAt.get("trapped"), 1);
    this.#add(trapAt.get(category), 1);
    this.#ran(fuel, durationNs);
  }

  refused(reason: Refusal): void {
    this.#add(outcomeAt.get("refused"), 1);
    this.#add(refusalAt.get(reason), 1);
  }

  compiled(): void {
    this.#add(place.compiled, 1);
  }

  workerRestarted(): void {
    this.#add(place.restarts, 1);
  }

  snapshot(): Snapshot {
    const cells = this.#cells;
    const figures = <Name extends string>(start: number, names: readonly Name[]) =>
      Object.fromEntries(names.map((name, index) => [name, cells[start + index] ?? 0])) as Record<
        Name,
        number
      >;
    const one = (index: number) => cells[index] ?? 0;
    return {
      executions: figures(place.outcomes, outcomeKinds),
      traps: figures(place.traps, trapCategories),
      refusals: figures(place.refusals, refusals),
      durationNs: {
        buckets: [...cells.subarray(place.durationBuckets, place.durationSum)],
        sum: one(place.durationSum),
      },
      fuel: { buckets: [...cells.subarray(place.fuelBuckets, place.fuelSum)], sum: one(place.fuelSum) },
      inFlight: one(place.inFlight),
      pool: {
        created: one(place.created),
        resets: one(place.resets),
        idle: one(place.idle),
        live: one(place.live),
        dropped: figures(place.drops, drops),
      },
      modulesCompiled: one(place.compiled),
      workerRestarts: one(place.restarts),
    };
  }

  #ran(fuel: number, durationNs: number): void {
    this.#add(place.durationBuckets + bucketOf(durationNs, durationBounds), 1);
    this.#add(place.durationSum, durationNs);
    this.#add(place.fuelBuckets + bucketOf(fuel, fuelBounds), 1);
    this.#add(place.fuelSum, fuel);
    this.#add(place.inFlight, -1);
  }

  #add(index: number | undefined, amount: number): void {
    // a name that is not in its list, which types rule out, is counted nowhere
    if (index !== undefined) this.#cells[index] = (this.#cells[index] ?? 0) + amount;
  }
}

/** Numbers that live in the cells of a thread, as properties. */
function poolIn(cells: Float64Array<ArrayBufferLike>): PoolCounts {
  const cell = (index: number): PropertyDescriptor => ({
    enumerable: true,
    get: () => cells[index],
    set: (value: number) => {
      cells[index] = value;
    },
  });
  const dropped = Object.defineProperties(
    {} as Record<Drop, number>,
    Object.fromEntries(drops.map((reason, index) => [reason, cell(place.drops + index)])),
  );
  return Object.defineProperties({ dropped } as PoolCounts, {
    created: cell(place.created),
    resets: cell(place.resets),
    idle: cell(place.idle),
    live: cell(place.live),
  });
}

function bucketOf(value: number, bounds: readonly number[]): number {
  let index = 0;
  while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
  return index;
}

/** Observations by bucket, each in one only; the last bucket has no upper bound. */
export interface Distribution {
  readonly buckets: readonly number[];
  readonly sum: number;
}

/** What was counted up to now, as plain data. */
export interface Snapshot {
  readonly executions: Readonly<Record<OutcomeKind, number>>;
  readonly traps: Readonly<Record<TrapCategory, number>>;
  readonly refusals: Readonly<Record<Refusal, number>>;
  /** Of executions that were not refused; buckets of `durationBounds`. */
  readonly durationNs: Distribution;
  /** Of executions that were not refused; buckets of `fuelBounds`. */
  readonly fuel: Distribution;
  readonly inFlight: number;
  readonly pool: Readonly<PoolCounts>;
  readonly modulesCompiled: number;
  readonly workerRestarts: number;
}

/** The sum of all figures. */
export function merge(snapshots: readonly Snapshot[]): Snapshot {
  return snapshots.reduce(sum, new Counts().snapshot());
}

/** Adds number by number; both have the same shape. */
function sum<Shape>(one: Shape, other: Shape): Shape {
  if (typeof one === "number" && typeof other === "number") return (one + other) as Shape;
  if (Array.isArray(one) && Array.isArray(other))
    return one.map((each, index) => sum(each, other[index])) as Shape;
  const entries = Object.entries(one as object).map(([name, each]) => [
    name,
    sum(each, other[name as keyof Shape]),
  ]);
  return Object.fromEntries(entries) as Shape;
}

/** The metrics of one executor: its own counts and those of its threads, in a registry of its own. */
export class Metrics {
  /** What this thread counts. */
  readonly counts: Counts = new Counts();
  readonly registry: Registry = new Registry();
  readonly #threads = new Map<ArrayBufferLike, Counts>();
  #ended: Snapshot = new Counts().snapshot();

  /** @param audit figures of the executor's audit log */
  constructor(audit: () => AuditFigures = () => noAudit) {
    publish(this.registry, () => this.snapshot(), audit);
  }

  /** Memory for another thread to count in: `new Counts(memory)` there, and `detach` here when the thread has ended. */
  attach(): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(Counts.bytes);
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
    "Time from the start to the end of executions that were not refused.",
    durationBounds.map((bound) => bound / 1e9),
    () => {
      const { buckets, sum } = read().durationNs;
      return { buckets, sum: sum / 1e9 };
    },
  );
  histogram(
    "fuelgauge_execution_fuel",
    "Fuel in units that executions burned which were not refused.",
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
  counter("fuelgauge_worker_restarts_total", "Workers that were replaced.", () => read().workerRestarts);
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
