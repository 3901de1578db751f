import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";

export async function assemble(source: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await parse(source));
}

/** What `touch` finds in a fresh instance: a global, and a word of a data segment. */
const untouched = 7 + 42;

/** What `touch(number)` returns in an instance that nothing has touched. */
export function touched(number: number): number {
  return (untouched + number) | 0;
}

/** `touch(n)` returns n and all that it finds in a global and at both ends of its memory, and writes to each of them. */
export function touching(pages: number): Promise<Uint8Array<ArrayBuffer>> {
  const last = 65_536 * pages - 4;
  return assemble(`(module
    (memory (export "memory") ${pages})
    (data (i32.const 1024) "\\2a")
    (global $calls (mut i32) (i32.const 7))
    (func (export "touch") (param $n i32) (result i32)
      (local $found i32)
      (local.set $found
        (i32.add (global.get $calls) (i32.add (i32.load (i32.const 1024)) (i32.load (i32.const ${last})))))
      (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
      (i32.store (i32.const 1024) (local.get $n))
      (i32.store (i32.const ${last}) (i32.const -1))
      (i32.add (local.get $found) (local.get $n))))`);
}
