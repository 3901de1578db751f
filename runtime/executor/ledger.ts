import type { AuditBuffer, AuditStream } from "./audit-buffer.ts";
import type { Counts } from "./counts.ts";
import type { RunLimits } from "./limits.ts";
import type { LoadedModule, ModuleFunction } from "./loaded-module.ts";
import { type Ending, type Execution, type Refused, refused, withheld } from "./outcome.ts";

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

  /** Waits for room. When the log cannot be written there will be none: then, the refusal of what waited, counted. */
  async ready(): Promise<Refused | null> {
    try {
      await this.#audit?.ready();
      return null;
    } catch (thrown) {
      this.counts.refused("audit");
      return unwritten(thrown);
    }
  }

  /**
   * What was not started: refused, or something broke.
   *
   * @param module null when it is what was refused
   * @returns what is to be told: that, or its refusal for want of a line
   */
  notStarted(module: LoadedModule | null, name: string, limits: RunLimits, outcome: Ending): Ending {
    const told = this.#lineWithout(module, name, limits, outcome);
    if (told.kind === "refused") this.counts.refused(told.reason);
    else {
      this.counts.started();
      this.counts.ended(told.kind, detailOf(told), 0, 0);
    }
    return told;
  }

  started(): void {
    this.counts.started();
  }

  /** @returns what is to be handed on: the execution, or its refusal for want of a line */
  ended(module: LoadedModule, entry: ModuleFunction, limits: RunLimits, execution: Execution): Execution {
    const told = this.line(module, entry, limits, execution);
    const { outcome, fuel, durationMs } = told;
    this.counts.ended(outcome.kind, detailOf(outcome), fuel, Math.round(durationMs * 1e6));
    return told;
  }

  /**
   * Only the line of an execution, which is counted elsewhere.
   *
   * @returns as `ended`
   */
  line(module: LoadedModule, entry: ModuleFunction, limits: RunLimits, execution: Execution): Execution {
    if (this.#audit === null) return execution;
    const { outcome, fuel, durationMs, peakMemoryBytes, events } = execution;
    try {
      this.#streamOf(this.#audit, module, entry, limits).record(
        outcome.kind,
        detailOf(outcome),
        fuel,
        Math.round(durationMs * 1e6),
        peakMemoryBytes,
        events,
      );
      return execution;
    } catch (thrown) {
      return withheld(execution, unwritten(thrown));
    }
  }

  #lineWithout(module: LoadedModule | null, name: string, limits: RunLimits, outcome: Ending): Ending {
    try {
      this.#audit
        ?.stream({ module: module?.digest ?? null, function: name, limits: stated(limits, module) })
        .record(outcome.kind, detailOf(outcome), 0, 0, 0);
      return outcome;
    } catch (thrown) {
      return unwritten(thrown);
    }
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

function unwritten(thrown: unknown): Refused {
  return refused("audit", thrown instanceof Error ? thrown.message : String(thrown));
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
