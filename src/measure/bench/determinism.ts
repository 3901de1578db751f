import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { seededRandom } from "../random.ts";

/** 2026-01-01T00:00:00Z */
const startMs = 1_767_225_600_000;
/** How far clocks go on at every reading: enough for whoever waits for a clock to move. */
const stepMs = 1;

/**
 * Makes this thread draw the same random numbers and read the same times at every run, so that a program that uses them
 * executes the same instructions at every run: SQLite draws numbers, hash tables are salted, files get names by chance. It is
 * for counting alone; nothing is timed in such a process.
 */
export function makeDeterministic(seed: number): void {
  const random = seededRandom(seed);
  const fill = <View extends ArrayBufferView>(view: View): View => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
    return view;
  };
  Math.random = random;
  globalThis.crypto.getRandomValues = (view) => (view === null ? view : fill(view));
  Object.assign(crypto, {
    randomFillSync: (target: ArrayBufferView | ArrayBuffer, offset = 0, size?: number) => {
      const view = ArrayBuffer.isView(target) ? target : new Uint8Array(target);
      fill(new Uint8Array(view.buffer, view.byteOffset + offset, size ?? view.byteLength - offset));
      return target;
    },
    randomBytes: (size: number) => fill(Buffer.alloc(size)),
  });
  syncBuiltinESMExports();
  stopClocks();
}

function stopClocks(): void {
  let elapsedMs = 0;
  const elapse = () => {
    elapsedMs += stepMs;
    return elapsedMs;
  };
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [startMs + elapse()] : values, newTarget),
    apply: () => new RealDate(startMs + elapse()).toString(),
    get: (target, property, receiver) =>
      property === "now" ? () => startMs + elapse() : Reflect.get(target, property, receiver),
  });
  performance.now = elapse;
  const hrtime = (earlier: [number, number] = [0, 0]): [number, number] => {
    const ms = elapse() - earlier[0] * 1000 - earlier[1] / 1_000_000;
    return [Math.floor(ms / 1000), Math.round((ms % 1000) * 1_000_000)];
  };
  process.hrtime = Object.assign(hrtime, { bigint: () => BigInt(elapse()) * 1_000_000n });
}
