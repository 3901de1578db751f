import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { childEnvironment } from "../child-environment.ts";

/** What keeps the figures of measuring processes from wandering, as far as the machine and its Node allow. */
export interface Steadiness {
  /** Flags of processes in which bare modules take turns. */
  readonly tierUpFlags: readonly string[];
  /** The processor that single-threaded measuring is kept on; null where it cannot be. */
  readonly processor: number | null;
}

/**
 * V8 replaces the quick code of a function by fast code once the function has run often enough, on another thread, and by
 * what calls it has seen until then. When that happens is luck, so that equal programs end up with different code that
 * stays different for as long as the process lives. These flags make it happen at the same operation in each arm, with the
 * same knowledge, and after less work, so that all that matters is fast code sooner. It is the code that a program has
 * in the long run.
 */
const tierUpFlags = ["--wasm-sync-tier-up", "--wasm-tiering-budget=2000000"];

/** Nothing is done about it: for what is not timed. */
export const unsteady: Steadiness = { tierUpFlags: [], processor: null };

/** Finds out what can be done. */
export async function findSteadiness(node: string): Promise<Steadiness> {
  const [flagsWork, processor] = await Promise.all([
    succeeds(node, [...tierUpFlags, "-e", "0"]),
    findProcessor(),
  ]);
  return { tierUpFlags: flagsWork ? tierUpFlags : [], processor };
}

/** The last of several: the first ones tend to serve interrupts. */
async function findProcessor(): Promise<number | null> {
  const last = availableParallelism() - 1;
  if (process.platform !== "linux" || last < 1) return null;
  return (await succeeds("taskset", ["--cpu-list", String(last), "true"])) ? last : null;
}

/**
 * Keeps the main thread of a process on a processor. The threads that compile and collect garbage stay free to go elsewhere.
 * Does nothing where that is refused: a process that wanders measures as well.
 */
export async function pinMainThread(pid: number, processor: number): Promise<void> {
  await succeeds("taskset", ["--pid", "--cpu-list", String(processor), String(pid)]);
}

/** Lets all threads of a process run on any processor again: one that starts threads of its own has them run beside each other. */
export async function freeThreads(pid: number): Promise<void> {
  const all = `0-${availableParallelism() - 1}`;
  await succeeds("taskset", ["--all-tasks", "--pid", "--cpu-list", all, String(pid)]);
}

async function succeeds(program: string, arguments_: readonly string[]): Promise<boolean> {
  return promisify(execFile)(program, arguments_, { env: childEnvironment(process.env) }).then(
    () => true,
    () => false,
  );
}
