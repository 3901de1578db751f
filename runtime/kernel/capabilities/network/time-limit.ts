import { z } from "zod";
import { OperationError } from "../operation.ts";

/** Milliseconds that an operation may take; the call's own time, when there is none. */
export const timeoutMs = z.int().min(1).max(3_600_000).nullable().default(null);

/** Does something with a signal that is aborted when the operation's time or the call's is up. */
export async function withinTime<Result>(
  limitMs: number | null,
  signal: AbortSignal,
  what: string,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const limit = limitMs === null ? null : AbortSignal.timeout(limitMs);
  const either = limit === null ? signal : AbortSignal.any([signal, limit]);
  try {
    return await act(either);
  } catch (thrown) {
    if (signal.aborted) throw new OperationError("failed", `${what}: the call ended before it was done`);
    if (limit?.aborted) throw new OperationError("failed", `${what} took longer than ${limitMs} ms`);
    throw thrown;
  }
}
