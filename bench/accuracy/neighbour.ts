/**
 * A neighbour on the machine: `burn` works in bursts, `stream` goes over memory that it asks for anew. It lives as long as
 * the channel to the process that started it, however that one ends.
 */
import { seededRandom } from "../../src/measure/random.ts";

const random = seededRandom(process.pid);
/** Milliseconds of work and of rest, drawn anew each time. */
const burst = { least: 1, most: 60 };
const rest = { least: 0, most: 8 };
const partBytes = 2 ** 24;
const parts = 16;

process.on("disconnect", () => process.exit());
const work = process.argv[2] === "stream" ? streaming() : burning;
const live = () => {
  work(performance.now() + between(burst));
  setTimeout(live, between(rest));
};
live();

function between({ least, most }: { least: number; most: number }): number {
  return least + random() * (most - least);
}

function burning(until: number): void {
  let value = 1;
  while (performance.now() < until) {
    for (let i = 0; i < 10_000; i++) value = (value * 16_807) % 2_147_483_647;
  }
  // the result is said to someone, so that the work has to be done
  process.exitCode = value > 0 ? 0 : 1;
}

/** Several hundred MB; a part at a time is copied to fresh memory and given up. */
function streaming(): (until: number) => void {
  const held = Array.from({ length: parts }, () => new Uint8Array(partBytes).fill(1));
  let at = 0;
  return (until) => {
    while (performance.now() < until) {
      held[at] = (held[at] ?? new Uint8Array(partBytes)).slice();
      at = (at + 1) % parts;
    }
  };
}
