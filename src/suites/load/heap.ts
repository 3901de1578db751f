import { setTimeout } from "node:timers/promises";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that this process cannot do without: what the heap, and what it keeps outside of it, hold after a collection. */
export function retainedBytes(): number {
  collectGarbage();
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** The same, once everything is gone that can go: what has a finalizer, such as memory outside the heap, may take a second collection. */
export async function settledBytes(): Promise<number> {
  retainedBytes();
  await setTimeout(10);
  return retainedBytes();
}

let collect: (() => void) | undefined;

/** Works in processes that were started without the flag as well: a context that is made after it has the function. */
function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}
