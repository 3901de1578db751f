import { readFileSync } from "node:fs";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import binaryen from "binaryen";
import { describe, expect, test } from "vitest";
import { Executor } from "../../runtime/executor/index.ts";
import { type MeterOptions, meter, meteredWebAssembly } from "../../runtime/meter/index.ts";
import { microWorkloads, realWorkloads } from "./corpus/index.ts";
import { largeModules } from "./corpus/large.ts";
import { type Lap, type Order, startWorkload, type Trace } from "./corpus/process.ts";
import { grammar } from "./corpus/tree-sitter.ts";
import { packageFile } from "./corpus/workload.ts";

const workloads = [...realWorkloads, ...microWorkloads];
const modules = [
  ...workloads,
  { name: "tree-sitter's TypeScript", bytes: async () => grammar() },
  {
    name: "tree-sitter's regular expressions",
    bytes: async () => packageFile("@vscode/tree-sitter-wasm/wasm/tree-sitter-regex.wasm"),
  },
];

/** Loading, and two runs, in a fresh process. */
async function laps(order: Order): Promise<{ laps: Lap[]; trace: Trace }> {
  await using process = await startWorkload(order);
  return { laps: [process.loaded, await process.run(), await process.run()], trace: await process.trace() };
}

describe.each(workloads)("$name, started by its own glue code", ({ name }) => {
  const outputs = ({ laps }: { laps: Lap[] }) => laps.map(({ digest }) => digest);
  const fuel = ({ laps }: { laps: Lap[] }) => laps.map(({ fuel }) => fuel);

  test("gives the same output metered, and burns the same fuel in every mode and every fresh instance", async () => {
    const plain = await laps({ workload: name, mode: "off" });
    const fast = await laps({ workload: name, mode: "fast" });
    const exact = await laps({ workload: name, mode: "exact" });
    expect(outputs(fast)).toEqual(outputs(plain));
    expect(outputs(exact)).toEqual(outputs(plain));
    expect(fuel(fast)[1]).toBeGreaterThan(1_000_000);
    expect(fuel(exact)).toEqual(fuel(fast));

    const profiled = await laps({ workload: name, mode: "fast", profile: true });
    expect(outputs(profiled)).toEqual(outputs(plain));
    expect(fuel(profiled)).toEqual(fuel(fast));
    for (const { fuel, profile } of profiled.trace) {
      expect(profile.reduce((sum, each) => sum + each.fuel, 0)).toBe(fuel);
    }
  });
});

describe("a profile", () => {
  const functions = async (workload: string) =>
    (await laps({ workload, mode: "fast", profile: true })).trace.flatMap(({ profile }) => profile);

  test("names functions as the name section does, or their exports", async () => {
    const [first, ...others] = await functions("fib");
    expect(first).toEqual({ function: "fib", fuel: expect.any(Number) });
    expect(others).toEqual([]);
    const names = (await functions("tree-sitter")).map((each) => each.function);
    expect(names).toEqual(expect.arrayContaining(["ts_parser_parse_wasm", "tree_sitter_typescript"]));
  });
});

describe.each(modules)("the module of $name", ({ bytes }) => {
  const ways: readonly MeterOptions[] = [
    { mode: "fast" },
    {
      mode: "exact",
      profile: true,
      stackLimit: 1000,
      isolation: true,
      memoryLimit: 2 ** 28,
      tableLimit: 2 ** 20,
    },
  ];

  test("is valid metered, to binaryen too", async () => {
    for (const options of ways) {
      const module = binaryen.readBinary(meter(await bytes(), options).bytes);
      module.setFeatures(binaryen.Features.All);
      expect(module.validate()).toBe(1);
      module.dispose();
    }
  });

  test("looks the same metered: exports, imports, and names", async () => {
    const original = new WebAssembly.Module(await bytes());
    for (const options of ways) {
      const namespace = meteredWebAssembly(options);
      const metered = new namespace.Module(await bytes());
      expect(metered).toBeInstanceOf(WebAssembly.Module);
      expect(namespace.Module.exports(metered)).toEqual(WebAssembly.Module.exports(original));
      expect(namespace.Module.imports(metered)).toEqual(WebAssembly.Module.imports(original));
      expect(namespace.Module.customSections(metered, "name")).toEqual(
        WebAssembly.Module.customSections(original, "name"),
      );
    }
  });
});

describe("code that walks an instance", () => {
  const named = `(module
    (memory (export "memory") 1) (global (export "global") i32 (i32.const 4)) (table (export "table") 1 funcref)
    (func $inner (if (i32.load (i32.const 0)) (then unreachable)))
    (func $outer (export "run") (i32.store (i32.const 0) (i32.const 1)) (call $inner)))`;
  const bytes = async () => Uint8Array.from(await parse(named));
  const all: MeterOptions = { profile: true, isolation: true, stackLimit: 1000 };

  test("finds nothing of the meter's, however the instance came to be", async () => {
    const own = ["memory", "global", "table", "run"];
    const namespace = meteredWebAssembly(all);
    const module = await namespace.compile(await bytes());
    const instances = [
      new namespace.Instance(module),
      await namespace.instantiate(module),
      (await namespace.instantiate(await bytes())).instance,
      (await namespace.instantiateStreaming(wasmResponse(await bytes()))).instance,
    ];
    for (const { exports } of instances) {
      expect(Reflect.ownKeys(exports)).toEqual(own);
      expect(Object.entries(exports).map(([name]) => name)).toEqual(own);
      expect(Object.isFrozen(exports)).toBe(true);
      expect(Object.getPrototypeOf(exports)).toBeNull();
      expect(exports["fuelgauge:remaining"]).toBeUndefined();
    }
  });

  test.each(["fast", "exact"] as const)(
    "sees the functions of a trap by their names, in %s mode",
    async (mode) => {
      const { instance } = await meteredWebAssembly({ ...all, mode }).instantiate(await bytes());
      const run = instance.exports.run as () => void;
      let stack = "";
      try {
        run();
      } catch (thrown) {
        stack = thrown instanceof WebAssembly.RuntimeError ? (thrown.stack ?? "") : "";
      }
      expect(stack.match(/at (?:\S+\.)?(\w+) \(wasm/g)?.map((line) => /(\w+) \(/.exec(line)?.[1])).toEqual([
        "inner",
        "outer",
      ]);
    },
  );
});

describe("modules over 10 MB", () => {
  const paths = largeModules();

  test.skipIf(paths.length === 0)(
    "are refused by the executor, can be metered, and V8 takes what comes of it (skipped where none is installed)",
    () => {
      for (const path of paths) {
        const bytes = readFileSync(path);
        expect(new Executor().load(bytes), path).toMatchObject({ kind: "refused", reason: "module-size" });
        for (const mode of ["fast", "exact"] as const) {
          expect(WebAssembly.validate(meter(bytes, { mode }).bytes), `${path}, ${mode}`).toBe(true);
        }
      }
    },
  );
});

function wasmResponse(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, { headers: { "content-type": "application/wasm" } });
}
