import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import type { Execution, Executor, ExecutorThreads, Refused } from "../../runtime/executor/index.ts";
import { LoadedModule } from "../../runtime/executor/index.ts";

/** The bytes of a module in the text format. */
export async function wat(source: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await parse(source));
}

/** A module that was accepted; throws when it is refused. */
export async function accepted(
  executor: Executor | ExecutorThreads,
  module: string | Uint8Array,
): Promise<LoadedModule> {
  const loaded: LoadedModule | Refused = await executor.load(
    typeof module === "string" ? await wat(module) : module,
  );
  if (loaded instanceof LoadedModule) return loaded;
  throw new Error(`the module was refused as ${loaded.reason}: ${loaded.message}`);
}

/** What of an execution is the same each time it is run. */
export function repeated({ outcome, fuel, peakMemoryBytes, stdout, stderr, events }: Execution) {
  return {
    outcome,
    fuel,
    peakMemoryBytes,
    stdout: Buffer.from(stdout).toString(),
    stderr: Buffer.from(stderr).toString(),
    events,
  };
}
