/**
 * A service that executes functions of one module: `node server.ts MODULE.wasm`, then `POST /FUNCTION` with a JSON array
 * of arguments. Copy it and change it.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AuditError, AuditLog, type AuditStream } from "../../runtime/executor/audit.ts";
import {
  type Ending,
  type Execution,
  Executor,
  LoadedModule,
  type Value,
} from "../../runtime/executor/index.ts";
import { Metrics, serveMetrics } from "../../runtime/executor/metrics.ts";

const env = process.env;
const limits = { fuel: Number(env.FUEL ?? 100_000_000), wallClockMs: Number(env.WALL_CLOCK_MS ?? 30_000) };
const mostBodyBytes = 65_536;

const executor = new Executor({ limits });
const loaded = executor.load(await readFile(process.argv[2] ?? "module.wasm"));
if (!(loaded instanceof LoadedModule)) throw new Error(`the module is refused: ${loaded.message}`);
const module = loaded;
const audit = await AuditLog.open({ folder: env.AUDIT_FOLDER ?? "audit" });
const metrics = new Metrics(() => audit.figures());
const streams = new Map<string, AuditStream>();

async function execute(name: string, args: readonly Value[]): Promise<Execution> {
  // No execution without a line: while the log cannot take more, nothing is run.
  if (audit.full) await audit.ready();
  metrics.counts.started();
  const execution = await executor.run(module, name, args);
  const { outcome, fuel, durationMs, peakMemoryBytes } = execution;
  const facts = [outcome.kind, detailOf(outcome), fuel, durationMs * 1e6] as const;
  metrics.counts.ended(...facts);
  streamOf(name).record(...facts, peakMemoryBytes);
  return execution;
}

function detailOf(outcome: Ending): string {
  switch (outcome.kind) {
    case "trapped":
      return outcome.category;
    case "refused":
      return outcome.reason;
    case "host-error":
      return outcome.message;
    default:
      return "";
  }
}

/** Streams are kept for functions that exist, of which there is an end. */
function streamOf(name: string): AuditStream {
  const kept = streams.get(name);
  if (kept !== undefined) return kept;
  const stream = audit.stream({ module: module.digest, function: name, limits: { ...executor.limits } });
  if (module.function(name) !== null) streams.set(name, stream);
  return stream;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const name = decodeURIComponent((request.url ?? "/").slice(1));
    const { outcome, fuel, durationMs } = await execute(name, argumentsFor(name, await bodyOf(request)));
    end(response, 200, { outcome, fuel, durationMs });
  } catch (failure) {
    end(response, failure instanceof AuditError ? 503 : 400, { error: String(failure) });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += chunk;
    if (body.length > mostBodyBytes) throw new Error(`more than ${mostBodyBytes} bytes of arguments`);
  }
  return body;
}

/** Numbers as they are, and what an i64 takes as a bigint. */
function argumentsFor(name: string, body: string): Value[] {
  const given: unknown = JSON.parse(body || "[]");
  if (!Array.isArray(given)) throw new Error("the arguments are no array");
  const types = module.function(name)?.signature.parameters ?? [];
  return given.map((value, index) => (types[index] === "i64" ? BigInt(value) : Number(value)));
}

function end(response: ServerResponse, status: number, content: object): void {
  const json = JSON.stringify(content, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  response.writeHead(status, { "Content-Type": "application/json" }).end(`${json}\n`);
}

const server = createServer((request, response) => void answer(request, response));
const metricsServer = await serveMetrics({
  host: env.METRICS_HOST ?? "127.0.0.1",
  port: Number(env.METRICS_PORT ?? 9464),
  registry: metrics.registry,
});
server.listen(Number(env.PORT ?? 8080), env.HOST ?? "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`executions on port ${port}, metrics on port ${metricsServer.port}`);
});

/** Takes no more requests, finishes those under way, and ends with every line on the disk. */
async function stop(): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
  executor.close();
  await audit.close();
  await metricsServer.close();
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    stop().catch((failure: unknown) => {
      console.error(String(failure));
      process.exit(1);
    });
  });
}
