/**
 * A service that executes functions of one module: `node server.ts MODULE.wasm`, then `POST /FUNCTION` with a JSON array
 * of arguments. Copy it and change it.
 *
 * Every limit can be set by an environment variable of its name: `wallClockMs` by `WALL_CLOCK_MS`.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { collectDefaultMetrics } from "prom-client";
import {
  AuditLog,
  defaultLimits,
  type Ending,
  ExecutorThreads,
  LoadedModule,
  Metrics,
  serveMetrics,
  type Value,
} from "../../runtime/executor/index.ts";

const { env } = process;
const mostBodyBytes = 65_536;

const audit = await AuditLog.open({
  folder: env.LOGS_DIRECTORY ?? "audit",
  ...set("maxFileBytes", "files", "blockBytes"),
});
const metrics = new Metrics(() => audit.figures());
collectDefaultMetrics({ register: metrics.registry });
const executor = new ExecutorThreads({
  limits: set(...Object.keys(defaultLimits)),
  metrics,
  audit,
  ...set("threads", "heapMiB"),
});
const loaded = await executor.load(await readFile(process.argv[2] ?? "module.wasm"));
if (!(loaded instanceof LoadedModule)) throw new Error(`the module is refused: ${loaded.message}`);
const module = loaded;

/** Those options that are set in the environment. */
function set(...options: string[]): Record<string, number> {
  const variable = (option: string) => option.replace(/MiB|[A-Z]/g, (capital) => `_${capital}`).toUpperCase();
  const given = options.map((option) => [option, env[variable(option)]] as const);
  return Object.fromEntries(
    given.filter(([, text]) => text !== undefined).map(([option, text]) => [option, Number(text)]),
  );
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const name = decodeURIComponent((request.url ?? "/").slice(1));
    const args = argumentsFor(name, await bodyOf(request));
    const { outcome, fuel, durationMs, peakMemoryBytes } = await executor.run(module, name, args);
    end(response, statusOf(outcome), { outcome, fuel, durationMs, peakMemoryBytes });
  } catch (failure) {
    end(response, 400, { error: String(failure) });
  }
}

/** However an execution ended, that is an answer. What was not executed is the caller's fault, or can be tried again. */
function statusOf(outcome: Ending): 200 | 422 | 503 {
  if (outcome.kind !== "refused") return 200;
  return ["busy", "audit", "closed"].includes(outcome.reason) ? 503 : 422;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += chunk;
    if (body.length > mostBodyBytes) throw new Error(`more than ${mostBodyBytes} bytes of arguments`);
  }
  return body;
}

/** Numbers as they are; what an i64 takes may be a string, since not all of them are numbers of JSON. */
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
  await executor.close();
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
