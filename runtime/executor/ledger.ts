import type { AuditBuffer, AuditStream } from "./audit-buffer.ts";
import type { Counts } from "./counts.ts";
import type { RunLimits } from "./limits.ts";
import type { LoadedModule, ModuleFunction } from "./loaded-module.ts";
import type { Ending, Execution, Refused } from "./outcome.ts";

/** Where lines of the audit log go: the log itself, or in another thread the memory that the log gave it. */
export type AuditSink = Pick<AuditBuffer, "stream" | "full" | "ready">;

/** The stream of a function whose executions all had the same limits up to now. */
interface Kept extends RunLimits {
  readonly stream: AuditStream;
}

/** Writes down every execution: in the figures, and as a line of the audit log if there is one. */
export class Ledger {
  readonly counts: Counts;
  readonly #audit: AuditSink | null;
  readonly #kept = new WeakMap<ModuleFunction, Kept>();

  constructor(counts: Counts, audit: AuditSink | null) {
    this.counts = counts;
    this.#audit = audit;
  }

  /** Whether `ready` has to be awaited before the next execution: an execution without a line must not be. */
  get full(): boolean {
    return this.#audit?.full === true;
  }

  /** Throws an `AuditError` when the log cannot be written. */
  async ready(): Promise<void> {
    await this.#audit?.ready();
  }

  /** @param module null when it is what was refused */
  refused(module: LoadedModule | null, name: string, limits: RunLimits, refusal: Refused): void {
    this.counts.refused(refusal.reason);
    this.#audit
      ?.stream({ module: module?.digest ?? null, function: name, limits: stated(limits, module) })
      .record("refused", refusal.reason, 0, 0, 0);
  }

  started(): void {
    this.counts.started();
  }

  ended(module: LoadedModule, entry: ModuleFunction, limits: RunLimits, execution: Execution): void {
    const { outcome, fuel, durationMs } = execution;
    this.counts.ended(outcome.kind, detailOf(outcome), fuel, Math.round(durationMs * 1e6));
    this.line(module, entry, limits, execution);
  }

  /** Only the line of an execution, which is counted elsewhere. */
  line(module: LoadedModule, entry: ModuleFunction, limits: RunLimits, execution: Execution): void {
    if (this.#audit === null) return;
    const { outcome, fuel, durationMs, peakMemoryBytes, events } = execution;
    this.#streamOf(this.#audit, module, entry, limits).record(
      outcome.kind,
      detailOf(outcome),
      fuel,
      Math.round(durationMs * 1e6),
      peakMemoryBytes,
      events,
    );
  }

  #streamOf(audit: AuditSink, module: LoadedModule, entry: ModuleFunction, limits: RunLimits): AuditStream {
    const { fuel, wallClockMs, resultBytes } = limits;
    const kept = this.#kept.get(entry);
    if (
      kept !== undefined &&
      kept.fuel === fuel &&
      kept.wallClockMs === wallClockMs &&
      kept.resultBytes === resultBytes
    ) {
      return kept.stream;
    }
    const subject = { module: module.digest, function: entry.name, limits: stated(limits, module) };
    const stream = audit.stream(subject);
    this.#kept.set(entry, { fuel, wallClockMs, resultBytes, stream });
    return stream;
  }
}

function stated(limits: RunLimits, module: LoadedModule | null): Record<string, number> {
  const { fuel, wallClockMs, resultBytes } = limits;
  const given = { fuel, wallClockMs, resultBytes };
  return module === null ? given : { ...given, memoryBytes: module.limits.memoryBytes };
}

/** What the outcome's kind does not say, as the audit log has it. */
export function detailOf(outcome: Ending): string {
  switch (outcome.kind) {
    case "trapped":
      return outcome.category;
    case "refused":
      return outcome.reason;
    case "host-error":
      return outcome.message;
    case "returned":
      return outcome.exitCode === null ? "" : `exit ${outcome.exitCode}`;
    default:
      return "";
  }
}
