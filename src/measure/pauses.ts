import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";

/** Watches how long collections of garbage stop this process, but for those that it asks for itself. */
export function watchPauses(): { longestMs(): number } {
  let longestMs = 0;
  const note = (entries: readonly PerformanceEntry[]) => {
    for (const entry of entries) {
      if (!isForced(entry)) longestMs = Math.max(longestMs, entry.duration);
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  return {
    longestMs() {
      note(observer.takeRecords());
      return longestMs;
    },
  };
}

/** `detail` is that of an entry of garbage collection: https://nodejs.org/api/perf_hooks.html#performanceentrydetail */
function isForced(entry: PerformanceEntry): boolean {
  const { detail } = entry as PerformanceEntry & { detail: { flags: number } };
  return (detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;
}
