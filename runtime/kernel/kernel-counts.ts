import type { StageFigures } from "../host/interface.ts";
import type { ErrorReason } from "./protocol-error.ts";
import { StageTimes } from "./stage-times.ts";

/** What a kernel has done since it was started. */
export interface KernelFigures {
  /** Requests that were answered, and where their time went, by method. */
  readonly answered: ReadonlyMap<string, StageFigures>;
  /** Requests that were refused, by reason. */
  readonly refused: ReadonlyMap<ErrorReason, number>;
}

export class KernelCounts {
  readonly #times = new StageTimes();
  readonly #refused = new Map<ErrorReason, number>();

  /** @param times as `StageTimes.add` takes them */
  answered(method: string, times: readonly number[]): void {
    this.#times.add(method, times);
  }

  refused(reason: ErrorReason): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  figures(): KernelFigures {
    return { answered: this.#times.figures(), refused: new Map(this.#refused) };
  }
}
