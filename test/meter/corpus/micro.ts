import { digest, type Job, type Workload } from "./workload.ts";

/** Nothing but calls. */
export const fib = micro(
  "fib",
  `(module
    (func $fib (export "run") (param $n i32) (result i32)
      (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
        (then (local.get $n))
        (else (i32.add
          (call $fib (i32.sub (local.get $n) (i32.const 1)))
          (call $fib (i32.sub (local.get $n) (i32.const 2))))))))`,
  30,
);

/** Nothing but a loop that stores: a mebibyte, so many times, and a sum of what is there then. */
export const fill = micro(
  "memory fill",
  `(module
    (memory 16)
    (func (export "run") (param $times i32) (result i32) (local $at i32) (local $sum i32)
      (loop $again
        (local.set $at (i32.const 0))
        (loop $bytes
          (i32.store8 (local.get $at) (i32.add (local.get $at) (local.get $times)))
          (br_if $bytes (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x100000))))
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
      (loop $words
        (local.set $at (i32.sub (local.get $at) (i32.const 4)))
        (local.set $sum (i32.rotl (i32.add (local.get $sum) (i32.load (local.get $at))) (i32.const 1)))
        (br_if $words (local.get $at)))
      (local.get $sum)))`,
  16,
);

/** A module of one function without glue. */
function micro(name: string, text: string, argument: number): Workload {
  const bytes = async () => {
    const { parse } = await import("@bytecodealliance/jco-transpile/wasm-tools");
    return Uint8Array.from(await parse(text));
  };
  return {
    name,
    bytes,
    async load(webassembly): Promise<Job> {
      const { instance } = await webassembly.instantiate(await bytes());
      const run = instance.exports.run as (argument: number) => number;
      return { run: () => digest(String(run(argument))) };
    },
  };
}
