import { text } from "node:stream/consumers";
import { Executor, type Value, type WasiOptions } from "../../runtime/executor/index.ts";

/** An execution as it can be told to another process. */
export interface Told {
  /** In Base64. */
  readonly module: string;
  readonly name: string;
  readonly args: readonly number[];
  readonly fuel: number;
  readonly wasi?: { readonly args: readonly string[]; readonly stdin: string };
}

/** What of an execution has to be the same on every Node. V8's messages are not. */
export interface Burned {
  readonly outcome: string;
  readonly values: readonly string[];
  readonly fuel: number;
  readonly peakMemoryBytes: number;
  readonly stdout: string;
}

async function burned(executor: Executor, { module, name, args, fuel, wasi }: Told): Promise<Burned> {
  const given: WasiOptions = wasi ? { args: wasi.args, stdin: new TextEncoder().encode(wasi.stdin) } : {};
  const bytes = Buffer.from(module, "base64");
  const { outcome, stdout, ...used } = await executor.run(bytes, name, args, { fuel, wasi: given });
  const values: readonly Value[] = outcome.kind === "returned" ? outcome.values : [];
  return {
    outcome: outcome.kind === "trapped" ? `trapped: ${outcome.category}` : outcome.kind,
    values: values.map(String),
    fuel: used.fuel,
    peakMemoryBytes: used.peakMemoryBytes,
    stdout: Buffer.from(stdout).toString(),
  };
}

const executor = new Executor();
const results: Burned[] = [];
for (const each of JSON.parse(await text(process.stdin)) as Told[])
  results.push(await burned(executor, each));
console.log(JSON.stringify({ version: process.version, results }));
