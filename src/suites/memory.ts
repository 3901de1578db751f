import { answerOf, type Benchmark, expectAnswer, type Subject } from "./case.ts";

const pageBytes = 65536;
/** The footprint guests touch one byte in every 4 KiB. */
const touchStride = 4096;

function footprint(label: string, pages: number): Benchmark {
  const guest = `footprint-${label}`;
  return {
    kind: "benchmark",
    isolation: "slot",
    id: `memory/footprint-${label}`,
    why: `A guest with ${pages} ${pages === 1 ? "page" : "pages"} of memory, all of it touched: what memory costs to have.`,
    guests: [guest],
    prepare({ host, module }) {
      const compiled = module(guest);
      const occupy = () => {
        const live = host.instantiate(compiled);
        const outcome = host.call(live, "touch");
        const bytes = live.memoryBytes();
        host.dispose(live);
        return { touched: answerOf(outcome), bytes };
      };
      const first = occupy();
      expectAnswer("touch()", first.touched, (pages * pageBytes) / touchStride);
      expectAnswer("the memory", first.bytes, pages * pageBytes);
      return {
        run(times) {
          for (let i = 0; i < times; i++) occupy();
        },
      };
    },
  };
}

/** Guests that are given up at once are garbage at once, and when V8 collects it is luck. */
const collectingFloor = 0.1;

/** Starts one guest and checks that it answers. */
function startChecked({ host }: Subject, compiled: WebAssembly.Module, argument: number) {
  const guest = host.instantiate(compiled);
  const outcome = host.call(guest, "add", argument, 1);
  expectAnswer(`add(${argument}, 1)`, answerOf(outcome), argument + 1);
  return guest;
}

function scaling(count: number): Benchmark {
  return {
    kind: "benchmark",
    isolation: "slot",
    id: `memory/scaling-${count}`,
    why: `${count === 1 ? "One guest alive" : `${count} guests alive at the same time`}, then given up: whether cost grows with their number.`,
    guests: ["footprint-64kb"],
    prepare(subject) {
      const { host } = subject;
      const compiled = subject.module("footprint-64kb");
      const startAll = () => {
        const guests = Array.from({ length: count }, () => host.instantiate(compiled));
        let touched = 0;
        for (const guest of guests) touched += host.entry(guest, "touch")();
        const live = host.live();
        for (const guest of guests) host.dispose(guest);
        return { touched, live };
      };
      const before = host.live();
      const first = startAll();
      expectAnswer("touch() of all guests", first.touched, (count * pageBytes) / touchStride);
      expectAnswer("the number of live guests", first.live, before + count);
      return {
        run(times) {
          for (let i = 0; i < times; i++) startAll();
        },
      };
    },
  };
}

function sequential(count: number): Benchmark {
  return {
    kind: "benchmark",
    isolation: "slot",
    floor: collectingFloor,
    id: `memory/sequential-${count}`,
    why: `${count === 1 ? "One guest" : `${count} guests, one after the other`}, given up at once: whether giving up a guest makes room for the next.`,
    guests: ["add"],
    prepare(subject) {
      const compiled = subject.module("add");
      const startEach = () => {
        for (let i = 0; i < count; i++) subject.host.dispose(startChecked(subject, compiled, i));
      };
      const before = subject.host.live();
      startEach();
      expectAnswer("the number of live guests", subject.host.live(), before);
      return {
        run(times) {
          for (let i = 0; i < times; i++) startEach();
        },
      };
    },
  };
}

/** What a guest's memory costs. */
export const memory: readonly Benchmark[] = [
  footprint("64kb", 1),
  footprint("512kb", 8),
  footprint("1mb", 16),
  footprint("2mb", 32),
  scaling(1),
  scaling(10),
  scaling(50),
  {
    kind: "benchmark",
    isolation: "slot",
    id: "memory/grow-within-limit",
    why: "Grows a memory page by page to its limit and is refused one page beyond: what growing and the limit cost.",
    guests: ["grow"],
    prepare({ host, module }) {
      const compiled = module("grow");
      const limitPages = 16;
      const growToLimit = () => {
        const guest = host.instantiate(compiled);
        const grow = host.entry(guest, "grow");
        for (let pages = 1; pages < limitPages; pages++) expectAnswer("grow(1)", grow(1), pages);
        expectAnswer("grow(1) beyond the limit", grow(1), -1);
        const bytes = guest.memoryBytes();
        host.dispose(guest);
        return bytes;
      };
      expectAnswer("the memory", growToLimit(), limitPages * pageBytes);
      return {
        run(times) {
          for (let i = 0; i < times; i++) growToLimit();
        },
      };
    },
  },
  sequential(1),
  sequential(5),
  sequential(10),
  sequential(25),
  sequential(50),
];
