import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readImported } from "../../src/project/results.ts";

const home = await mkdtemp(join(tmpdir(), "fuelgauge-results-"));
let root = home;
let count = 0;

beforeEach(async () => {
  root = join(home, String(count++));
  await mkdir(join(root, "out"), { recursive: true });
});

afterAll(() => rm(home, { recursive: true, force: true }));

const sort = { name: "sort", metric: "time", unit: "ms", direction: "lower", samples: [1, 2.5] };

async function written(document: unknown, path = "out/bench.json"): Promise<string> {
  await writeFile(join(root, path), typeof document === "string" ? document : JSON.stringify(document));
  return path;
}

const read = (...patterns: string[]) => readImported({ folder: root, root }, patterns);

describe("results of other tools", () => {
  it("are read from a list, and from an object that holds one", async () => {
    const figure = { case: "results/sort", metric: "time", unit: "ns", direction: "lower", arm: "head" };
    const list = await written([sort]);
    expect(await read(list)).toEqual([{ ...figure, samples: [1e6, 2.5e6] }]);
    const object = await written({ $schema: "https://example.com", results: [sort] }, "out/other.json");
    expect(await read(object)).toEqual([{ ...figure, samples: [1e6, 2.5e6] }]);
    expect(await read()).toEqual([]);
  });

  it.each([
    ["us", "ns", 1e3],
    ["s", "ns", 1e9],
    ["KiB", "bytes", 1024],
    ["MB", "bytes", 1e6],
    ["B/op", "bytes", 1],
    ["allocs/op", "count", 1],
    ["MB/s", "MB/s", 1],
    ["constructor", "constructor", 1],
  ])("in %s are kept in %s", async (unit, kept, factor) => {
    const file = await written([{ ...sort, unit, samples: [3] }]);
    expect(await read(file)).toMatchObject([{ unit: kept, samples: [3 * factor] }]);
  });

  it("are found by a glob, each file once, and have names without spaces", async () => {
    await written([{ ...sort, name: " quick sort, of 1000 " }], "out/a.json");
    await written([{ ...sort, name: "heap" }], "out/b.json");
    expect((await read("out/*.json", "out/b.json")).map((figure) => figure.case)).toEqual([
      "results/quick-sort-of-1000",
      "results/heap",
    ]);
  });

  it.each([
    [{ ...sort, sampels: [1] }, "[0].sampels is not known; did you mean samples?"],
    [{ ...sort, direction: "lover" }, '[0].direction is "lover"; did you mean lower?'],
    [{ ...sort, samples: [] }, "[0].samples is [], not a list of 1 to 1000 numbers"],
    [{ ...sort, samples: [1, -2] }, "[0].samples[1] is -2, not a number that is not negative"],
    [{ ...sort, samples: ["1"] }, '[0].samples[0] is "1", not a number'],
    [{ ...sort, metric: "<img>" }, '[0].metric is "<img>", not 1 to 40 letters'],
    [{ ...sort, unit: "ms | x" }, '[0].unit is "ms | x", not a unit of at most 16 letters'],
    [{ ...sort, name: " " }, '[0].name is " ", not a text of 1 to 200 characters'],
    [{ name: "sort" }, "[0].metric is missing"],
  ])("that hold %j are refused by path and nearest right word", async (entry, problem) => {
    const file = await written([entry]);
    await expect(read(file)).rejects.toThrow(`  - ${problem}`);
    await expect(read(file)).rejects.toMatchObject({
      happened: expect.stringMatching(/^out\/bench\.json has /),
    });
  });

  it("are told by their path inside an object, too", async () => {
    const file = await written({ results: [{ ...sort, unitt: "ms" }], resluts: [] });
    await expect(read(file)).rejects.toThrow("results[0].unitt is not known; did you mean unit?");
    await expect(read(file)).rejects.toThrow("resluts is not known; did you mean results?");
  });

  it("that are not there end the run before it measures", async () => {
    await expect(read("out/missing*.json")).rejects.toThrow(
      'No file matches the results "out/missing*.json"',
    );
  });

  it("are one for each name and metric", async () => {
    await written([sort], "out/a.json");
    await written([{ ...sort, unit: "s" }], "out/b.json");
    await expect(read("out/*.json")).rejects.toThrow(
      "results/sort has two results of the metric time: in out/a.json and in out/b.json",
    );
  });

  it("are bounded", async () => {
    const samples = new Array(1000).fill(1);
    const file = await written(Array.from({ length: 101 }, (_, n) => ({ ...sort, name: `n${n}`, samples })));
    await expect(read(file)).rejects.toThrow("101 figures with 101000 samples");
    const long = await written(`[${" ".repeat(16 * 1024 * 1024)}]`, "out/long.json");
    await expect(read(long)).rejects.toThrow("16777218 bytes long, more than 16777216");
    const many = await written(
      Array.from({ length: 1001 }, (_, n) => ({ ...sort, name: `n${n}` })),
      "out/many.json",
    );
    await expect(read(many)).rejects.toThrow("not a list of at most 1000 results");
  });

  it("are read from JSON files of the checkout alone, and nothing of another is quoted", async () => {
    const secret = join(home, "secret.json");
    await writeFile(secret, '"hunter2"');
    await symlink(secret, join(root, "out/link.json"));
    await writeFile(join(root, "out/credentials"), "hunter2");
    for (const pattern of ["out/link.json", "../secret.json", "out/credentials"]) {
      const refusal = await read(pattern).catch((thrown: Error) => thrown);
      expect(String(refusal)).toContain("it is no .json file of the checkout");
      expect(String(refusal)).not.toContain("hunter2");
    }
    const broken = await written("hunter2");
    const refusal = await read(broken).catch((thrown: Error) => thrown);
    expect(String(refusal)).toContain("The results in out/bench.json cannot be read: it is no JSON.");
    expect(String(refusal)).not.toContain("hunter2");
  });
});
