/** What a module may have. */
export interface ModuleLimits {
  /** Bytes of the module itself. Default 10 MiB. */
  readonly moduleBytes: number;
  /** Bytes of linear memory; of several memories, each may have an equal part of it. Default 256 MiB. */
  readonly memoryBytes: number;
  /** Elements of tables; of several, each may have an equal part of them. Default 100,000. */
  readonly tableElements: number;
}

/** What one execution may have. */
export interface RunLimits {
  /** Units of fuel (docs/fuel.md). Default 100,000,000. */
  readonly fuel: number;
  /** Milliseconds from the call to its end, waiting for other executions of the thread included. Default 30,000. */
  readonly wallClockMs: number;
  /** Bytes of results and of what was written to the standard streams. Default 1 MiB. */
  readonly resultBytes: number;
}

export interface Limits extends ModuleLimits, RunLimits {
  /** Executions that may be under way at once in one executor. Default 1,000. */
  readonly concurrent: number;
}

/** What an execution may have: as it was asked for, else as `base` says. */
export function runLimitsOf(asked: Partial<RunLimits>, base: RunLimits): RunLimits {
  return {
    fuel: asked.fuel ?? base.fuel,
    wallClockMs: asked.wallClockMs ?? base.wallClockMs,
    resultBytes: asked.resultBytes ?? base.resultBytes,
  };
}

const mebibyte = 1_048_576;

export const defaultLimits: Limits = {
  moduleBytes: 10 * mebibyte,
  memoryBytes: 256 * mebibyte,
  tableElements: 100_000,
  fuel: 100_000_000,
  wallClockMs: 30_000,
  resultBytes: mebibyte,
  concurrent: 1_000,
};

/** The defaults with some limits replaced. Throws a `RangeError` that names a limit that is no positive number. */
export function limitsOf(changes: Partial<Limits>, base: Limits = defaultLimits): Limits {
  const limits = { ...base, ...changes };
  for (const [name, value] of Object.entries(limits)) {
    const most = name === "wallClockMs" ? Number.POSITIVE_INFINITY : Number.MAX_SAFE_INTEGER;
    if (!(value > 0 && value <= most)) {
      throw new RangeError(`the limit ${name} is ${value}; expected a number above 0 and at most ${most}`);
    }
  }
  return limits;
}
