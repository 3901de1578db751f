/** How long calls are repeated in a turn. */
const turnMs = 100;

/**
 * Repeats a batch for about 100 ms.
 *
 * @param batch makes `size` calls; `first` counts on from batch to batch
 * @returns `us`: microseconds of one call; `calls`: how many there were
 */
export async function repeated(
  size: number,
  batch: (first: number, size: number) => void | Promise<void>,
): Promise<{ readonly us: number; readonly calls: number }> {
  let calls = 0;
  let elapsedMs = 0;
  const startMs = performance.now();
  for (; elapsedMs < turnMs; elapsedMs = performance.now() - startMs) {
    await batch(calls, size);
    calls += size;
  }
  return { us: (1_000 * elapsedMs) / calls, calls };
}
