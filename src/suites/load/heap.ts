import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that this process cannot do without: what the heap, and what it keeps outside of it, hold after a collection. */
export function retainedBytes(): number {
  collectGarbage();
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
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
