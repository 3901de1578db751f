/**
 * One workload in a process of its own, because its glue code reads the global `WebAssembly`, which is replaced before that code is
 * loaded. The process gets its order as an argument, says what loading cost, and then does one run for each message.
 */
import { fork } from "node:child_process";
import nodeCrypto from "node:crypto";
import { once } from "node:events";
import { z } from "zod";
import { workload } from "./index.ts";
import { sequence } from "./workload.ts";

const orderSchema = z.strictObject({
  workload: z.string(),
  /** "off" leaves the global `WebAssembly` as it is. */
  mode: z.enum(["off", "fast", "exact"]),
  profile: z.boolean().default(false),
});
/** What a process is to do. */
export type Order = z.input<typeof orderSchema>;
export type Mode = Order["mode"];

const timeSchema = z.strictObject({ wallMs: z.number(), cpuMs: z.number() });
/** By the clock, and of the main thread on a processor. */
export type Time = z.infer<typeof timeSchema>;

const lapSchema = z.strictObject({
  time: timeSchema,
  /** Units that all instances together burned in it; 0 when un-metered. */
  fuel: z.number(),
  /** Of the output. Loading has none. */
  digest: z.string().optional(),
});
/** Loading, or one run. */
export type Lap = z.infer<typeof lapSchema>;

const traceSchema = z.array(
  z.strictObject({
    fuel: z.number(),
    /** Functions that burned any. Empty without `profile`. */
    profile: z.array(z.strictObject({ function: z.string(), fuel: z.number() })),
  }),
);
/** What an instance burned from its start to the last run. One for every instance that was metered. */
export type Trace = z.infer<typeof traceSchema>;

/** A workload that waits to be told to run. Disposing of it ends its process. */
export interface Running extends AsyncDisposable {
  readonly loaded: Lap;
  run(): Promise<Lap>;
  trace(): Promise<Trace>;
}

/** Loads a workload in a fresh process of this Node. Throws when that process fails, which says why on standard error. */
export async function startWorkload(order: Order): Promise<Running> {
  const child = fork(import.meta.filename, [JSON.stringify(order)]);
  const exit = once(child, "exit");
  const answer = async <T>(schema: z.ZodType<T>): Promise<T> => {
    const [message] = await Promise.race([
      once(child, "message"),
      exit.then(([code, signal]) => {
        throw new Error(`The process of ${order.workload} (${order.mode}) ended with ${code ?? signal}.`);
      }),
    ]);
    return schema.parse(message);
  };
  const ask = async <T>(command: Command, schema: z.ZodType<T>): Promise<T> => {
    child.send(command);
    return answer(schema);
  };
  return {
    loaded: await answer(lapSchema),
    run: () => ask("run", lapSchema),
    trace: () => ask("trace", traceSchema),
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}

const commandSchema = z.enum(["run", "trace"]);
type Command = z.infer<typeof commandSchema>;

if (import.meta.main) await serve(orderSchema.parse(JSON.parse(process.argv[2] ?? "")));

/** Chance and time are input to a program, and equal input it has to be: sql.js draws the names of its files. */
function pinChanceAndTime(): void {
  const draw = sequence();
  const time = Date.UTC(2026, 0, 1);
  Math.random = () => draw(2 ** 32) / 2 ** 32;
  Date.now = () => time;
  const fill = <T>(target: T): T => {
    if (ArrayBuffer.isView(target)) {
      new Uint8Array(target.buffer, target.byteOffset, target.byteLength).fill(7);
    }
    return target;
  };
  crypto.getRandomValues = fill;
  nodeCrypto.randomFillSync = fill;
}

/** Ends when the parent closes the channel. */
async function serve({ workload: name, mode, profile }: z.output<typeof orderSchema>): Promise<void> {
  pinChanceAndTime();
  const { namespace, traces } = await watched(mode, profile);
  const burned = () => traces().reduce((sum, { fuel }) => sum + fuel, 0);
  const lap = async <T>(work: () => T | Promise<T>): Promise<Lap & { result: T }> => {
    const before = burned();
    const start = now();
    const result = await work();
    const time = since(start);
    return { time, fuel: burned() - before, result };
  };
  const send = (message: unknown) => process.send?.(message);

  const { result: job, ...loaded } = await lap(() => workload(name).load(namespace));
  process.on("message", async (message) => {
    const command = commandSchema.parse(message);
    if (command === "trace") return send(traces());
    const { result: digest, ...rest } = await lap(() => job.run());
    return send({ ...rest, digest });
  });
  send(loaded);
}

/** The `WebAssembly` for a mode, and what its instances have been up to. */
async function watched(
  mode: Mode,
  profile: boolean,
): Promise<{ namespace: typeof WebAssembly; traces: () => Trace }> {
  if (mode === "off") return { namespace: WebAssembly, traces: () => [] };
  const { meteredWebAssembly } = await import("../../../runtime/meter/index.ts");
  const traces: Array<() => Trace[number]> = [];
  const namespace = meteredWebAssembly({
    mode,
    profile,
    onInstance(gauge) {
      traces.push(() => ({
        fuel: Number.MAX_SAFE_INTEGER - gauge.remaining,
        profile: gauge.profile().filter(({ fuel }) => fuel > 0),
      }));
    },
  });
  return { namespace, traces: () => traces.map((trace) => trace()) };
}

function now(): Time {
  const { user, system } = process.threadCpuUsage();
  return { wallMs: performance.now(), cpuMs: (user + system) / 1000 };
}

function since(start: Time): Time {
  const end = now();
  return { wallMs: end.wallMs - start.wallMs, cpuMs: end.cpuMs - start.cpuMs };
}
