import { realtime } from "./abi.ts";

/** Where and how a program's clock goes; all in nanoseconds. */
export interface ClockSetup {
  readonly kind: "deterministic" | "real";
  /** What the realtime clock of a deterministic run begins at, since 1970. */
  readonly start: bigint;
  /** How far a deterministic clock goes on at every reading. */
  readonly step: bigint;
}

/** As far as any clock goes: the largest u64, less room for a start of today's time. */
const furthest = 2n ** 64n - 1n;

/**
 * The clocks of one execution, in nanoseconds. Realtime counts from 1970, all others from the start.
 *
 * Nothing sleeps: who would, is told at once that the time has passed, and all clocks go forward by it.
 */
export class Clock {
  readonly #setup: ClockSetup;
  readonly #began: bigint;
  /** Of a deterministic clock all that has passed; of a real one only what was slept. */
  #elapsed = 0n;

  constructor(setup: ClockSetup) {
    this.#setup = setup;
    this.#began = setup.kind === "real" ? process.hrtime.bigint() - 1n : 0n;
  }

  get resolution(): bigint {
    return this.#setup.kind === "real" ? 1n : this.#setup.step;
  }

  /** A reading by the program. It is never 0: some runtimes take that for a broken clock. */
  read(clock: number): bigint {
    if (this.#setup.kind === "deterministic") this.sleep(this.#setup.step);
    return this.now(clock);
  }

  /** What the clock shows, without having been read. */
  now(clock: number): bigint {
    const time = clock === realtime ? this.#realtime() : this.#elapsed + this.#running();
    return time < furthest ? time : furthest;
  }

  sleep(duration: bigint): void {
    if (this.#elapsed < furthest) this.#elapsed += duration;
  }

  #realtime(): bigint {
    const start = this.#setup.kind === "real" ? BigInt(Date.now()) * 1_000_000n : this.#setup.start;
    return start + this.#elapsed;
  }

  #running(): bigint {
    return this.#setup.kind === "real" ? process.hrtime.bigint() - this.#began : 0n;
  }
}
