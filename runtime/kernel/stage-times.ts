import { type KernelStage, type StageFigures, kernelStages as stages } from "../host/interface.ts";

/** Where the time of requests goes, method by method. Adding a request is cheaper than looking at the clock. */
export class StageTimes {
  readonly #byMethod = new Map<string, { requests: number; readonly ms: Float64Array }>();

  /** @param times the clock, in ms, at the beginning of the first stage and at the end of each */
  add(method: string, times: readonly number[]): void {
    let kept = this.#byMethod.get(method);
    if (kept === undefined) {
      kept = { requests: 0, ms: new Float64Array(stages.length) };
      this.#byMethod.set(method, kept);
    }
    kept.requests++;
    for (let at = 0; at < stages.length; at++) {
      kept.ms[at] = (kept.ms[at] ?? 0) + ((times[at + 1] ?? 0) - (times[at] ?? 0));
    }
  }

  figures(): ReadonlyMap<string, StageFigures> {
    return new Map(
      Array.from(this.#byMethod, ([method, { requests, ms }]) => [
        method,
        {
          requests,
          ms: Object.fromEntries(stages.map((stage, at) => [stage, ms[at] ?? 0])) as Record<
            KernelStage,
            number
          >,
        },
      ]),
    );
  }
}
