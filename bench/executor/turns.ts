import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "../../src/analysis/signed-rank.ts";

/** What was seen in a turn: figure → value. Times are microseconds of one call unless the name says otherwise. */
export type Sample = Readonly<Record<string, number>>;

/** One of several ways to do the same, set up in a process of its own. */
export interface Arm {
  turn(): Promise<readonly Sample[]>;
  /** Checks what can be checked only at the end, and gives up what is held. */
  end?(): Promise<void>;
}

/** What a group's file exports as `arms`. */
export type Arms = Readonly<Record<string, () => Arm | Promise<Arm>>>;

export interface Plan {
  /** Fresh processes of each arm, one after the other. */
  readonly rounds: number;
  /** Turns of a process that are not kept. */
  readonly warmUp: number;
  readonly turns: number;
}

/** What the parent asks of an arm's process, and what it answers. */
export type Request = "turn" | "end";
export type Answer =
  | { readonly kind: "ready" | "ended" }
  /** `processors`: how many it kept busy. Below one, an arm that computes had to wait for others on the machine. */
  | { readonly kind: "turn"; readonly samples: readonly Sample[]; readonly processors: number };

/** Everything that was seen, by round and arm. */
export class Seen {
  readonly #rounds: ReadonlyArray<ReadonlyMap<string, readonly Sample[]>>;

  constructor(rounds: ReadonlyArray<ReadonlyMap<string, readonly Sample[]>>) {
    this.#rounds = rounds;
  }

  /** Every value of a figure, in order. */
  all(arm: string, figure: string): number[] {
    return this.#rounds.flatMap((round) => valuesOf(round.get(arm) ?? [], figure));
  }

  /** The median of each round. */
  medians(arm: string, figure: string): number[] {
    return this.#rounds.map((round) => median(valuesOf(round.get(arm) ?? [], figure)) ?? Number.NaN);
  }
}

/**
 * Has arms take turns, so that whatever the machine does is done to all of them. They do not share a process: each
 * would feel what the other allocates and how the engine has compiled it.
 *
 * @param group URL of the file that exports the arms
 */
export async function takeTurns(group: string, names: readonly string[], plan: Plan): Promise<Seen> {
  const rounds: Map<string, readonly Sample[]>[] = [];
  for (let round = 0; round < plan.rounds; round++) {
    const seen = await oneRound(group, rotated(names, round), plan);
    rounds.push(new Map(seen.map(({ name, samples }) => [name, samples])));
    const busy = seen.map(({ name, processors }) => `${name} ${(median(processors) ?? 0).toFixed(2)}`);
    console.error(
      `${basename(group, ".ts")}, round ${round + 1} of ${plan.rounds}; processors kept busy: ${busy.join(", ")}`,
    );
  }
  return new Seen(rounds);
}

interface Turns {
  readonly name: string;
  readonly samples: Sample[];
  readonly processors: number[];
}

async function oneRound(group: string, names: readonly string[], { warmUp, turns }: Plan): Promise<Turns[]> {
  await using stack = new AsyncDisposableStack();
  const arms: (Turns & { readonly process: ArmProcess })[] = [];
  for (const name of names) {
    const process = stack.use(await ArmProcess.start(group, name));
    arms.push({ name, process, samples: [], processors: [] });
  }
  for (let turn = 0; turn < warmUp + turns; turn++) {
    for (const { process, samples, processors } of rotated(arms, turn)) {
      const answer = await process.ask("turn");
      if (turn < warmUp || answer.kind !== "turn") continue;
      samples.push(...answer.samples);
      processors.push(answer.processors);
    }
  }
  for (const { process } of arms) await process.ask("end");
  return arms;
}

/** Extism's package imports `node:wasi`, which says that it is experimental. */
const execArgv = ["--disable-warning=ExperimentalWarning"];

class ArmProcess {
  readonly #child: ChildProcess;
  readonly #name: string;

  private constructor(child: ChildProcess, name: string) {
    this.#child = child;
    this.#name = name;
  }

  static async start(group: string, name: string): Promise<ArmProcess> {
    const script = fileURLToPath(new URL("./arm-process.ts", import.meta.url));
    const started = new ArmProcess(fork(script, [group, name], { execArgv }), name);
    await started.#answer();
    return started;
  }

  ask(request: Request): Promise<Answer> {
    this.#child.send(request);
    return this.#answer();
  }

  async #answer(): Promise<Answer> {
    const settled = new AbortController();
    const { signal } = settled;
    const failed = once(this.#child, "exit", { signal }).then(([status]) => {
      throw new Error(`The process of "${this.#name}" ended with ${status}; what it wrote above says why.`);
    });
    try {
      const [answer] = await Promise.race([once(this.#child, "message", { signal }), failed]);
      return answer as Answer;
    } finally {
      failed.catch(() => {});
      settled.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    // it ends by itself then, and removes what it has in temporary folders
    this.#child.disconnect();
    await exit;
  }
}

function valuesOf(samples: readonly Sample[], figure: string): number[] {
  return samples.flatMap((sample) => {
    const value = sample[figure];
    return value === undefined ? [] : [value];
  });
}

/** The same, begun at another place, so that no arm is always first. */
function rotated<T>(list: readonly T[], by: number): T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
