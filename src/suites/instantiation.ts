import { nextDistinct } from "../wasm/distinct.ts";
import { answerOf, type Benchmark, type Case, expectAnswer, type Subject } from "./case.ts";

/**
 * What `run(1)` gives, from the definition of the mixer in runtime/guests/shared/work.ts. The floors are wide because
 * compiling starts threads of V8's own, and whether they find a free core is luck; more so where it is soon done.
 */
const sizes = {
  "1kb": { answer: 966442018, floor: 0.25 },
  "10kb": { answer: 1735158702, floor: 0.1 },
  "100kb": { answer: 683412422, floor: 0.1 },
} as const;

function sizeScaling(label: keyof typeof sizes): Benchmark {
  const guest = `size-${label}`;
  const { answer, floor } = sizes[label];
  return {
    kind: "benchmark",
    isolation: "slot",
    floor,
    id: `instantiation/size-${label}`,
    why: `Compiles, instantiates and first calls a module of ${label.replace("kb", " KB")}: what code size costs.`,
    guests: [guest],
    prepare(subject: Subject) {
      const { host } = subject;
      const bytes = subject.bytes(guest);
      const load = () => {
        const fresh = host.instantiate(host.compile(nextDistinct(bytes)));
        const outcome = host.call(fresh, "run", 1);
        host.dispose(fresh);
        return outcome;
      };
      const first = load();
      expectAnswer("run(1)", answerOf(first), answer);
      return {
        run(times) {
          for (let i = 0; i < times; i++) load();
        },
      };
    },
  };
}

/** What it costs until a guest can be called. */
export const instantiation: readonly Case[] = [
  {
    kind: "cold",
    isolation: "process",
    id: "instantiation/cold-start",
    why: "Loads the host code, compiles, instantiates and calls once in a process that has done none of it before.",
    guests: ["add"],
    async start(loadHost, bytes) {
      const host = await loadHost();
      const guest = host.instantiate(host.compile(bytes("add")));
      const outcome = host.call(guest, "add", 20, 22);
      expectAnswer("add(20, 22)", answerOf(outcome), 42);
    },
  },
  {
    kind: "benchmark",
    isolation: "slot",
    id: "instantiation/warm-start",
    why: "Instantiates and first calls a module that is compiled already: what each further guest costs.",
    guests: ["add"],
    prepare({ host, module }) {
      const compiled = module("add");
      const start = () => {
        const guest = host.instantiate(compiled);
        const outcome = host.call(guest, "add", 20, 22);
        host.dispose(guest);
        return outcome;
      };
      const outcome = start();
      expectAnswer("add(20, 22)", answerOf(outcome), 42);
      return {
        run(times) {
          for (let i = 0; i < times; i++) start();
        },
      };
    },
  },
  sizeScaling("1kb"),
  sizeScaling("10kb"),
  sizeScaling("100kb"),
];
