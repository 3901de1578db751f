/** The same plugin call by Extism's js-sdk: eight bytes in, eight bytes out. */
import type { Plugin } from "@extism/extism";
import type { HostFunctions } from "../../runtime/executor/index.ts";
import { repeated } from "./calls.ts";
import { type Figure, middle, rates, ratios, times } from "./figure.ts";
import { assemble } from "./modules.ts";
import { accepted, Records } from "./recorded-executor.ts";
import { type Arm, type Arms, takeTurns } from "./turns.ts";

export const arms: Arms = {
  "same plugin": samePlugin,
  "same work": sameWork,
  reused: () => reused({}),
  created: () => created({}),
  "worker, reused": () => reused(inWorker),
  "worker, created": () => created(inWorker),
};

/** A deadline, which Extism has only in workers. */
const inWorker = { runInWorker: true, timeoutMs: 30_000 };

const ways = [
  ["created", "a plugin for each call: isolated, no limits"],
  ["worker, created", "a worker for each call: isolated, deadline"],
  ["worker, reused", "one worker: not isolated, deadline"],
  ["reused", "one plugin in process: not isolated, no limits"],
] as const;

export async function extism(rounds: number): Promise<Figure[]> {
  const seen = await takeTurns(import.meta.url, Object.keys(arms), { rounds, warmUp: 3, turns: 3 });
  const figure = (arm: string, what: string, way: string, label: string): Figure => {
    const ours = seen.medians(arm, "us");
    const peer = seen.medians(way, "us");
    const ratio = ratios(peer, ours);
    return {
      what: `plugin call, 8 bytes in and out; ${what}; all on`,
      ours: rates(ours),
      peer: `Extism, ${label}: ${rates(peer)}`,
      ratio: times(ratio),
      target: "≥ 10 ×",
      reached: middle(ratio) >= 10,
    };
  };
  return [
    ...ways.map(([way, label]) =>
      figure("same plugin", "the same bytes, Extism's functions by our host", way, label),
    ),
    ...ways.map(([way, label]) => figure("same work", "the same work on values", way, label)),
  ];
}

/** What a call does in a fresh instance, in both modules: it reads and changes a global and both ends of a page. */
const work = `
  (memory (export "memory") 1)
  (data (i32.const 1024) "\\2a")
  (global $calls (mut i64) (i64.const 7))
  (func $work (param $n i64) (result i64)
    (local $found i64)
    (local.set $found
      (i64.add (global.get $calls) (i64.add (i64.load (i32.const 1024)) (i64.load (i32.const 65528)))))
    (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
    (i64.store (i32.const 1024) (local.get $n))
    (i64.store (i32.const 65528) (i64.const -1))
    (i64.add (local.get $found) (local.get $n)))`;

/** What `work` returns in an instance that nothing has touched. */
const worked = (n: number) => BigInt(n) + 49n;

/** Source of the functions: https://github.com/extism/js-sdk/blob/main/src/call-context.ts */
const plugin = () =>
  assemble(`(module
    (import "extism:host/env" "input_load_u64" (func $input (param i64) (result i64)))
    (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
    (import "extism:host/env" "store_u64" (func $store (param i64 i64)))
    (import "extism:host/env" "output_set" (func $output (param i64 i64)))
    ${work}
    (func (export "answer") (result i32)
      (local $block i64)
      (local.set $block (call $alloc (i64.const 8)))
      (call $store (local.get $block) (call $work (call $input (i64.const 0))))
      (call $output (local.get $block) (i64.const 8))
      (i32.const 0)))`);

/** The plugin of Extism in an executor: its four functions, on a buffer for each execution. */
async function samePlugin(): Promise<Arm> {
  const records = await Records.open();
  let input = 0n;
  let output = 0n;
  let end = 0n;
  const blocks = new DataView(new ArrayBuffer(1_024));
  const hostFunctions: HostFunctions = {
    "extism:host/env": {
      input_load_u64: () => input,
      alloc: (_, length) => {
        const start = end;
        end += BigInt(length);
        return start;
      },
      store_u64: (_, at, value) => {
        blocks.setBigUint64(Number(at), BigInt(value), true);
        return undefined;
      },
      output_set: (_, at) => {
        output = blocks.getBigUint64(Number(at), true);
        return undefined;
      },
    },
  };
  const executor = records.executor({ hostFunctions });
  const module = accepted(executor.load(await plugin()));
  let executions = 0;
  return {
    async turn() {
      const sample = await repeated(100, async (first, size) => {
        for (let number = first; number < first + size; number++) {
          input = BigInt(number);
          end = 0n;
          const { outcome } = await executor.run(module, "answer");
          if (outcome.kind !== "returned") throw new Error(`It failed: ${JSON.stringify(outcome)}.`);
          check(output, number);
        }
      });
      executions += sample.calls;
      return [sample];
    },
    end: () => records.end(executions),
  };
}

async function sameWork(): Promise<Arm> {
  const records = await Records.open();
  const executor = records.executor();
  const module = accepted(executor.load(await assemble(`(module ${work} (export "work" (func $work)))`)));
  let executions = 0;
  return {
    async turn() {
      const sample = await repeated(100, async (first, size) => {
        for (let number = first; number < first + size; number++) {
          const { outcome } = await executor.run(module, "work", [BigInt(number)]);
          check(outcome.kind === "returned" ? outcome.values[0] : outcome.kind, number);
        }
      });
      executions += sample.calls;
      return [sample];
    },
    end: () => records.end(executions),
  };
}

type Options = { readonly runInWorker?: boolean; readonly timeoutMs?: number };

/** State is left from call to call, so that only the first answer is what a fresh instance gives. */
async function reused(options: Options): Promise<Arm> {
  const create = await creator(options);
  const plugin = await create();
  check(await answer(plugin, 1), 1);
  if ((await answer(plugin, 1)) === worked(1))
    throw new Error("A plugin that is used again was isolated after all.");
  return {
    turn: async () => [
      await repeated(20, async (first, size) => {
        for (let number = first; number < first + size; number++) {
          await answer(plugin, number);
        }
      }),
    ],
    end: () => plugin.close(),
  };
}

async function created(options: Options): Promise<Arm> {
  const create = await creator(options);
  return {
    turn: async () => [
      await repeated(options.runInWorker ? 1 : 20, async (first, size) => {
        for (let number = first; number < first + size; number++) {
          const plugin = await create();
          check(await answer(plugin, number), number);
          await plugin.close();
        }
      }),
    ],
  };
}

/** Of a compiled module, so that compiling is no part of what is measured. */
async function creator(options: Options): Promise<() => Promise<Plugin>> {
  const { createPlugin } = await import("@extism/extism");
  const module = await WebAssembly.compile(await plugin());
  return () => createPlugin(module, options);
}

async function answer(plugin: Plugin, number: number): Promise<bigint> {
  const input = new Uint8Array(8);
  new DataView(input.buffer).setBigUint64(0, BigInt(number), true);
  const output = await plugin.call("answer", input);
  if (output === null) throw new Error("The plugin gave no answer.");
  const { buffer, byteOffset } = output.bytes();
  return new DataView(buffer, byteOffset).getBigUint64(0, true);
}

function check(found: unknown, number: number): void {
  if (found !== worked(number)) throw new Error(`${number} gave ${found}; expected ${worked(number)}.`);
}
