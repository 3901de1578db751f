import { outcomeKinds, type TrapCategory, trapCategories } from "../host/interface.ts";
import { type Drop, drops, type PoolCounts } from "./loaded-module.ts";
import { type Ending, type Refusal, refusals } from "./outcome.ts";

export type OutcomeKind = Ending["kind"];

/** Upper bounds of the buckets, in nanoseconds: 1, 2.5 and 5 times each power of ten up to the default wall clock. */
export const durationBounds: readonly number[] = [...steps(1e3, 1e10), 1e10, 3e10];
/** Upper bounds of the buckets, in units of fuel. The default limit, 100,000,000, is one of them. */
export const fuelBounds: readonly number[] = [100, ...steps(1e3, 1e10), 1e10];

function steps(from: number, to: number): number[] {
  const bounds: number[] = [];
  for (let power = from; power < to; power *= 10) bounds.push(power, 2.5 * power, 5 * power);
  return bounds;
}

/** Where in a thread's cells which figures begin. */
const place = layout({
  outcomes: outcomeKinds.length,
  traps: trapCategories.length,
  refusals: refusals.length,
  durationBuckets: durationBounds.length + 1,
  durationSum: 1,
  fuelBuckets: fuelBounds.length + 1,
  fuelSum: 1,
  inFlight: 1,
  created: 1,
  resets: 1,
  idle: 1,
  live: 1,
  drops: drops.length,
  compiled: 1,
  restarts: 1,
});

function layout<Name extends string>(lengths: Record<Name, number>): Record<Name | "end", number> {
  const starts = { end: 0 } as Record<Name | "end", number>;
  for (const [name, length] of Object.entries(lengths) as [Name, number][]) {
    starts[name] = starts.end;
    starts.end += length;
  }
  return starts;
}

const outcomeAt = indices(place.outcomes, outcomeKinds);
const trapAt = indices(place.traps, trapCategories);
const refusalAt = indices(place.refusals, refusals);

function indices(start: number, names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, start + index]));
}

const PoolCells = cellsAs({
  created: place.created,
  resets: place.resets,
  idle: place.idle,
  live: place.live,
});
const DropCells = cellsAs(
  Object.fromEntries(drops.map((reason, index) => [reason, place.drops + index])) as Record<Drop, number>,
);

/**
 * A class that has cells of a thread as properties. They are the prototype's: with properties of their own, no two objects
 * would be alike to V8, and counting took ten times as long.
 */
function cellsAs<Name extends string>(
  places: Readonly<Record<Name, number>>,
): new (
  cells: Float64Array<ArrayBufferLike>,
) => Record<Name, number> {
  class View {
    readonly #cells: Float64Array<ArrayBufferLike>;

    constructor(cells: Float64Array<ArrayBufferLike>) {
      this.#cells = cells;
    }

    static {
      for (const [name, index] of Object.entries<number>(places)) {
        Object.defineProperty(View.prototype, name, {
          get(this: View) {
            return this.#cells[index];
          },
          set(this: View, value: number) {
            this.#cells[index] = value;
          },
        });
      }
    }
  }
  return View as unknown as new (
    cells: Float64Array<ArrayBufferLike>,
  ) => Record<Name, number>;
}

/**
 * What one thread counts. It only adds to numbers in memory, which may be shared: whoever publishes reads them without
 * asking the thread, also when that is stuck.
 *
 * Every execution is either `refused`, or `started` and then `ended`.
 */
export class Counts {
  /** Bytes that the counts of one thread need. */
  static readonly bytes: number = 8 * place.end;
  /** Of the thread's executor; to be counted up and down in place. */
  readonly pool: PoolCounts;
  readonly #cells: Float64Array<ArrayBufferLike>;

  /** @param memory `Counts.bytes` long, zeros at first; shared if another thread is to read it */
  constructor(memory: ArrayBufferLike = new ArrayBuffer(Counts.bytes)) {
    this.#cells = new Float64Array(memory);
    this.pool = Object.assign(new PoolCells(this.#cells), { dropped: new DropCells(this.#cells) });
  }

  started(): void {
    this.#add(place.inFlight, 1);
  }

  /**
   * An execution that was started came to its end.
   *
   * @param detail the trap's category, or the reason when its results were refused; any other is not counted
   * @param fuel units burned
   */
  ended(kind: OutcomeKind, detail: string, fuel: number, durationNs: number): void {
    this.#add(outcomeAt.get(kind), 1);
    if (kind === "trapped") this.#add(trapAt.get(detail), 1);
    else if (kind === "refused") this.#add(refusalAt.get(detail), 1);
    this.#add(place.durationBuckets + bucketOf(durationNs, durationBounds), 1);
    this.#add(place.durationSum, durationNs);
    this.#add(place.fuelBuckets + bucketOf(fuel, fuelBounds), 1);
    this.#add(place.fuelSum, fuel);
    this.#add(place.inFlight, -1);
  }

  /** An execution was refused before it was started. */
  refused(reason: Refusal): void {
    this.#add(outcomeAt.get("refused"), 1);
    this.#add(refusalAt.get(reason), 1);
  }

  compiled(): void {
    this.#add(place.compiled, 1);
  }

  workerRestarted(): void {
    this.#add(place.restarts, 1);
  }

  snapshot(): Snapshot {
    const cells = this.#cells;
    const figures = <Name extends string>(start: number, names: readonly Name[]) =>
      Object.fromEntries(names.map((name, index) => [name, cells[start + index] ?? 0])) as Record<
        Name,
        number
      >;
    const one = (index: number) => cells[index] ?? 0;
    return {
      executions: figures(place.outcomes, outcomeKinds),
      traps: figures(place.traps, trapCategories),
      refusals: figures(place.refusals, refusals),
      durationNs: {
        buckets: [...cells.subarray(place.durationBuckets, place.durationSum)],
        sum: one(place.durationSum),
      },
      fuel: { buckets: [...cells.subarray(place.fuelBuckets, place.fuelSum)], sum: one(place.fuelSum) },
      inFlight: one(place.inFlight),
      pool: {
        created: one(place.created),
        resets: one(place.resets),
        idle: one(place.idle),
        live: one(place.live),
        dropped: figures(place.drops, drops),
      },
      modulesCompiled: one(place.compiled),
      workerRestarts: one(place.restarts),
    };
  }

  #add(index: number | undefined, amount: number): void {
    if (index !== undefined) this.#cells[index] = (this.#cells[index] ?? 0) + amount;
  }
}

function bucketOf(value: number, bounds: readonly number[]): number {
  let index = 0;
  while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
  return index;
}

/** Observations by bucket, each in one only; the last bucket has no upper bound. */
export interface Distribution {
  readonly buckets: readonly number[];
  readonly sum: number;
}

/** What was counted up to now, as plain data. */
export interface Snapshot {
  readonly executions: Readonly<Record<OutcomeKind, number>>;
  readonly traps: Readonly<Record<TrapCategory, number>>;
  readonly refusals: Readonly<Record<Refusal, number>>;
  /** Of executions that were started; buckets of `durationBounds`. */
  readonly durationNs: Distribution;
  /** Of executions that were started; buckets of `fuelBounds`. */
  readonly fuel: Distribution;
  readonly inFlight: number;
  readonly pool: Readonly<PoolCounts>;
  readonly modulesCompiled: number;
  readonly workerRestarts: number;
}

/** The sum of all figures. */
export function merge(snapshots: readonly Snapshot[]): Snapshot {
  return snapshots.reduce(sum, new Counts().snapshot());
}

/** Adds number by number; both have the same shape. */
function sum<Shape>(one: Shape, other: Shape): Shape {
  if (typeof one === "number" && typeof other === "number") return (one + other) as Shape;
  if (Array.isArray(one) && Array.isArray(other))
    return one.map((each, index) => sum(each, other[index])) as Shape;
  const entries = Object.entries(one as object).map(([name, each]) => [
    name,
    sum(each, other[name as keyof Shape]),
  ]);
  return Object.fromEntries(entries) as Shape;
}
