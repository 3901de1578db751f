import { trendOf } from "./trend.ts";

/** What was seen in one window of a load that does not change. */
export interface Window {
  /** Executions. */
  readonly operations: number;
  /**
   * Executions for each second that processors worked for this process. What other programs take away is not in it, and
   * a program that wears out needs more work for the same.
   */
  readonly pace: number;
  /** Bytes that were retained at its end. */
  readonly retained: number;
}

/** A trend is believed when chance shows one as clear no more often than this. */
const alpha = 0.001;
/** Bytes for each execution, and in all, below which growth does not matter: less than any object that is kept. */
const growth = { perExecution: 4, inAll: 256 * 1024 };
/** Share of the pace that it may lose from the first window to the last. */
const fall = 0.2;

/**
 * Bytes that are kept of 1,000 executions (Theil and Sen), and at least 4,000, which stands for none: growth that does not
 * matter has to have a ratio to growth that does, and V8 by itself gathers more while it gets to know a program the fewer
 * executions there are in a window.
 */
export function growthOf(windows: readonly Window[]): number {
  const { slope } = trendOf(windows.map(({ retained }) => retained));
  const operations = windows.reduce((sum, window) => sum + window.operations, 0);
  return 1_000 * Math.max(growth.perExecution, (slope * windows.length) / operations);
}

/**
 * What is wrong with a load that was meant to go on for ever, or null. A trend has to be there beyond chance (Mann and
 * Kendall) and large enough to matter (Theil and Sen).
 *
 * A machine has trends of its own, so a complaint is a suspicion that other windows have to confirm.
 */
export function complaintAbout(windows: readonly Window[]): string | null {
  const heap = trendOf(windows.map(({ retained }) => retained));
  const pace = trendOf(windows.map((window) => window.pace));
  const operations = windows.reduce((sum, window) => sum + window.operations, 0);
  const grown = heap.slope * windows.length;
  if (heap.risingP <= alpha && grown > growth.inAll && grown > growth.perExecution * operations) {
    return `the heap grew by ${(grown / operations).toPrecision(3)} bytes an execution (${chance(heap.risingP)})`;
  }
  const best = Math.max(...windows.map((window) => window.pace));
  const lost = (-pace.slope * (windows.length - 1)) / best;
  if (pace.fallingP <= alpha && lost > fall) {
    return `the pace fell by ${(100 * lost).toPrecision(2)} % (${chance(pace.fallingP)})`;
  }
  return null;
}

function chance(p: number): string {
  return `p = ${p.toPrecision(2)}`;
}
