/**
 * Stands in for the package `tinybench` in benchmark files: it keeps what is added and measures nothing, so that every arm is
 * timed by the same Fuelgauge, whatever version of the package its commit uses.
 */
import { type Fn, type FnOptions, Bench as RealBench, type Task } from "tinybench";

// the rest is the package's own
export * from "tinybench";

/** A task as a benchmark file adds it. */
export interface AddedTask {
  readonly name: string;
  readonly fn: Fn;
  readonly options: FnOptions;
}

const added = new Map<RealBench, AddedTask[]>();

export class Bench extends RealBench {
  constructor(...options: ConstructorParameters<typeof RealBench>) {
    super(...options);
    added.set(this, []);
  }

  override add(name: string, fn: Fn, options: FnOptions = {}): this {
    // where it is not told, tinybench calls a task to see whether it waits: also those that are not measured here
    super.add(name, fn, { ...options, async: options.async ?? true });
    added.get(this)?.push({ name, fn, options });
    return this;
  }

  override remove(name: string): this {
    super.remove(name);
    added.set(
      this,
      tasksOf(this).filter((task) => task.name !== name),
    );
    return this;
  }

  override async run(): Promise<Task[]> {
    return this.tasks;
  }

  override runSync(): Task[] {
    return this.tasks;
  }
}

/** Every `Bench` that was made, in order. */
export function benches(): RealBench[] {
  return [...added.keys()];
}

/** What was added to a `Bench`, and not removed again. */
export function tasksOf(bench: RealBench): readonly AddedTask[] {
  return added.get(bench) ?? [];
}
