import * as vitest from "vitest";
import { describe as about, expect, test } from "vitest";
import * as recorder from "../../src/measure/bench/vitest.ts";

const { bench, describe, beginFile, collectFile } = recorder;

/** Names of what a file asks for. */
async function asked(file: () => unknown): Promise<string[]> {
  beginFile();
  await file();
  return (await collectFile()).map(({ name }) => name);
}

const noop = () => {};

test("whatever vitest exports can be imported, and says what to do when it is not provided", () => {
  expect(Object.keys(recorder)).toEqual(expect.arrayContaining(Object.keys(vitest)));
  const { vi, test: ofVitest } = recorder as unknown as typeof vitest;
  const refusal = [
    "The benchmark file uses `vi` of vitest, which Fuelgauge does not provide.",
    "  expected: bench, describe, beforeAll, beforeEach, afterEach and afterAll",
    "  to do: Do without it: check an answer by throwing an error where it is wrong. Or leave the file out with `benches` in the configuration.",
  ].join("\n");
  expect(() => vi.fn()).toThrow(refusal);
  expect(() => ofVitest("a", noop)).toThrow("uses `test` of vitest");
});

about("benchmarks of a file", () => {
  test("have the names of their suites before them, which are made when what is around them is read", async () => {
    const order: string[] = [];
    const names = await asked(() => {
      describe("outer", async () => {
        order.push("outer");
        bench("one", noop);
        describe(class inner {}, () => {
          order.push("inner");
          bench("two", noop, { time: 1 });
        });
        await Promise.resolve();
        bench("three", noop);
      });
      bench(noop, noop);
      order.push("file");
    });
    expect(names).toEqual(["outer/inner/two", "outer/one", "outer/three", "noop"]);
    expect(order).toEqual(["file", "outer", "inner"]);
  });

  test("are left out as vitest leaves them out", async () => {
    const file = () => {
      bench("a", noop);
      bench.skip("b", noop);
      bench.todo("c");
      bench.skipIf(true)("d", noop);
      bench.runIf(true)("e", noop);
      describe.skip("s", () => bench("f", noop));
      describe("o", { skip: true }, () => bench("g", noop));
      describe.todo("t");
    };
    expect(await asked(file)).toEqual(["a", "e"]);
    const { only } = bench;
    const onlyOne = () => {
      file();
      only("h", noop);
    };
    expect(await asked(onlyOne)).toEqual(["h"]);
    const { only: onlySuite } = describe;
    const inOnly = () => {
      file();
      onlySuite("i", () => {
        bench("j", noop);
        bench.skip("k", noop);
      });
    };
    expect(await asked(inOnly)).toEqual(["i/j"]);
  });

  test("are made for each row", async () => {
    const given: unknown[] = [];
    const names = await asked(() => {
      describe.each([
        ["short", 10],
        ["long", 1000],
      ])("%s of %i", (name, size) => {
        given.push(name, size);
        bench("parse", noop);
      });
      describe.for([{ size: 3 }])("$size, number %#", (row) => {
        given.push(row);
        bench("parse", noop);
      });
    });
    expect(names).toEqual(["short of 10/parse", "long of 1000/parse", "3, number 0/parse"]);
    expect(given).toEqual(["short", 10, "long", 1000, { size: 3 }]);
  });
});

test("hooks are called around a benchmark, outermost first and in the end innermost first", async () => {
  const calls: string[] = [];
  const log = (text: string) => () => void calls.push(text);
  beginFile();
  recorder.beforeAll(log("all"));
  recorder.beforeEach(() => {
    calls.push("each");
    return log("undone");
  });
  recorder.afterEach(log("over"));
  describe("inner", () => {
    recorder.beforeAll(log("all inner"));
    recorder.beforeEach(log("each inner"));
    recorder.afterEach(log("over inner"));
    bench("a", noop);
  });
  bench("b", noop);
  const [inner, outer] = await collectFile();
  for (const each of [inner, outer]) {
    await each?.before();
    await each?.after();
  }
  expect(calls).toEqual([
    ...["all", "all inner", "each", "each inner", "over inner", "over", "undone"],
    ...["each", "over", "undone"],
  ]);
});
