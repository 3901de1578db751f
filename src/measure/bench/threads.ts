import { syncBuiltinESMExports } from "node:module";
import workerThreads, { MessageChannel, type MessagePort, type Worker } from "node:worker_threads";
import type { Project } from "../../model/project.ts";
import { nothingRead, type Reading } from "../metering.ts";

/** What a thread of a benchmark gets beside its program, see `thread.ts`. It stands in the place of the thread's own data. */
export interface ThreadSetup {
  readonly kind: "fuelgauge";
  /** The bundle's files, and what the manifest tells of them. */
  readonly folder: string;
  readonly project: Pick<Project, "links" | "grants">;
  /** Null where nothing is counted. */
  readonly counting: ThreadCounting | null;
  /** What the benchmark gave the thread. */
  readonly workerData: unknown;
}

export interface ThreadCounting {
  readonly profile: boolean;
  /** Where the thread says what it has burnt: whenever it is asked, before it waits, and when it ends. */
  readonly port: MessagePort;
  /** Shared by both sides: the places are in `places`. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

/** How often the thread has said something, and whether it is waiting, and so cannot be asked. */
export const places = { said: 0, waiting: 1 } as const;

export interface Said {
  readonly reading: Reading;
  /** Which question it answers; null when it was not asked. */
  readonly question: number | null;
}

/** A thread whose WebAssembly is counted. */
interface Counted {
  readonly port: MessagePort;
  readonly state: Int32Array<SharedArrayBuffer>;
  latest: Reading;
  heard: number;
  asked: number;
  answered: number;
  ended: boolean;
  /** Whether it was asked in vain, because it never stopped running. */
  restless: boolean;
}

/** The threads that are counted, in the order in which they were started; null while nothing is counted. */
let counting: { readonly profile: boolean; readonly threads: Map<Worker, Counted> } | null = null;

/** From here on the WebAssembly of threads that a benchmark starts is counted. */
export function countThreads({ profile }: { profile: boolean }): void {
  counting = { profile, threads: new Map() };
}

export function stopCountingThreads(): void {
  counting = null;
}

/**
 * What the threads of this process have burnt so far, those that have ended included. Each is let come to rest first.
 *
 * @returns null when one does not: then nothing exact can be said
 */
export async function readThreads(): Promise<Reading[] | null> {
  const counted = [...(counting?.threads.values() ?? [])];
  for (const each of counted) await read(each);
  return counted.some(({ restless }) => restless) ? null : counted.map(({ latest }) => latest);
}

/** A thread is waited for so often, a millisecond each time, before it counts as restless. */
const patience = 1_500;
// before a benchmark can replace it
const { setTimeout } = globalThis;

async function read(thread: Counted): Promise<void> {
  if (thread.restless) return;
  const { port, state } = thread;
  thread.asked++;
  port.postMessage(thread.asked);
  for (let waited = 0; waited < patience; waited++) {
    const heardAll = thread.heard === Atomics.load(state, places.said);
    if (thread.ended || thread.answered === thread.asked) return;
    if (heardAll && Atomics.load(state, places.waiting) === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  thread.restless = true;
}

/**
 * Lets benchmark files of a bundle start threads: each of them imports as its process does, and is counted where its process
 * is. Whoever measures is told of the first one.
 */
export function adoptThreads(folder: string, { links, grants }: Project): void {
  let isFirst = true;
  const { Worker: Plain } = workerThreads;
  const Adopted = new Proxy(Plain, {
    construct(target, [file, options = {}], newTarget) {
      if (isFirst) process.send?.({ kind: "threads" });
      isFirst = false;
      const { workerData, transferList = [] } = options;
      const channel = counting === null ? null : newChannel(counting.profile);
      const setup: ThreadSetup = {
        kind: "fuelgauge",
        folder,
        project: { links, grants },
        counting: channel?.counting ?? null,
        workerData,
      };
      const moved = channel === null ? transferList : [...transferList, channel.counting.port];
      const worker: Worker = Reflect.construct(
        target,
        [file, { ...options, workerData: setup, transferList: moved }],
        newTarget,
      );
      if (channel !== null) counting?.threads.set(worker, channel.counted);
      return worker;
    },
  });
  const { terminate } = Plain.prototype;
  // what it has burnt can only be told by itself
  Plain.prototype.terminate = async function () {
    const counted = counting?.threads.get(this);
    if (counted !== undefined) await read(counted);
    return Reflect.apply(terminate, this, []);
  };
  Plain.prototype.constructor = Adopted;
  workerThreads.Worker = Adopted;
  syncBuiltinESMExports();
}

function newChannel(profile: boolean): { counting: ThreadCounting; counted: Counted } {
  const { port1, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const counted: Counted = {
    port: port1,
    state,
    latest: nothingRead,
    heard: 0,
    asked: 0,
    answered: 0,
    ended: false,
    restless: false,
  };
  port1.on("message", ({ reading, question }: Said) => {
    counted.latest = reading;
    counted.heard++;
    counted.answered = question ?? counted.answered;
  });
  port1.once("close", () => {
    counted.ended = true;
  });
  port1.unref();
  return { counting: { profile, port: port2, state }, counted };
}
