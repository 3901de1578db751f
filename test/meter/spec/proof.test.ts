import { expect, test } from "vitest";
import { MalformedModule } from "../../../runtime/meter/index.ts";
import { emptyTally, prove } from "./proof.ts";
import { readScript } from "./script.ts";
import { ways } from "./ways.ts";
import type { Fuel, Prepared, Way } from "./world.ts";

const script = `
(module
  (func $print (import "spectest" "print_i32") (param i32))
  (memory (export "memory") 1)
  (func (export "number") (result i32) (i32.const 0x1234))
  (func (export "nan") (result f32) (f32.const nan:0x200001))
  (func (export "vector") (param v128) (result v128 i32)
    (v128.and (local.get 0) (v128.const i64x2 -1 0x1122334455667788)) (i32.const 1))
  (func (export "trap") (drop (i32.const 0x4321)) (unreachable))
  (func (export "store") (i32.store8 (i32.const 9) (i32.const 0x55)))
  (func (export "print") (call $print (i32.const 0x777)))
)
(assert_return (invoke "number") (i32.const 0x1234))
(assert_return (invoke "nan") (f32.const nan:0x200001))
(assert_return (invoke "vector" (v128.const f32x4 1 2 3 nan)) (v128.const i32x4 0x3f800000 0x40000000 0x40400000 0x11000000) (i32.const 1))
(assert_trap (invoke "trap") "unreachable")
(invoke "store")
(invoke "print")
(assert_invalid (module (func (result i32) (i64.const 0x1111))) "type mismatch")
(assert_malformed (module binary "\\00asm" "\\01\\00\\00\\00" "\\ff") "malformed section id")
`;

/** A module with nothing in it. */
const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

test("the script of these tests does metered what it does as it is", async () => {
  expect(await differences(...ways)).toEqual([]);
});

test.each([
  ["another result", tampering("41b424", "41b524")],
  ["another payload of a NaN", tampering("430100a07f", "430100a1 7f")],
  ["another lane of a vector", tampering("8877665544332211", "8877665544332210")],
  ["another trap", tampering("41a186011a000b", "4100 4100 6d1a0b")],
  ["no trap", tampering("41a186011a000b", "41a186011a010b")],
  ["something else in memory", tampering("410941d500", "410841d500")],
  ["something else printed", tampering("41f70e", "41f80e")],
])("a meter that makes %s is caught", async (_, way) => {
  expect(await differences(way)).toHaveLength(1);
});

test("a meter that makes an invalid module valid is caught", async () => {
  const [difference, ...others] = await differences(tampering("429122", "419122"));
  expect(difference?.what).toMatch(/^metering makes valid what V8 refuses/);
  expect(others).toEqual([]);
});

test("a meter that throws anything but MalformedModule is caught", async () => {
  const way = preparing((bytes) => {
    if (bytes.at(-1) === 0xff) throw new RangeError("index out of range");
    return plain(bytes);
  });
  expect((await differences(way)).map(({ what }) => what)).toEqual([
    "the meter threw RangeError: index out of range",
  ]);
});

test("a meter that refuses a valid module is caught", async () => {
  const way = preparing((bytes) => {
    throw new MalformedModule("no", bytes.length);
  });
  expect((await differences(way)).map(({ what }) => what)).toEqual([
    expect.stringMatching(/^the meter refuses what V8 accepts/),
  ]);
});

test("a meter that loses exports is caught", async () => {
  const commands = await readScript(Buffer.from(`(module (func (export "f")))`));
  const found = await prove(commands, [preparing(() => plain(empty))], emptyTally());
  expect(found.map(({ what }) => what)).toEqual([expect.stringMatching(/^the exports become \[\]/)]);
});

test("ways that count differently are caught, and so is a profile that does not add up", async () => {
  const counting = (units: number, profiled: number | undefined): Way =>
    preparing((bytes) => {
      let readings = 0;
      const fuel: Fuel = {
        used: () => units * ++readings,
        profiled: () => profiled && profiled * readings,
        stopped: () => undefined,
        refill: () => {},
      };
      return { ...plain(bytes), begin: () => fuel };
    });
  expect(await differences(counting(3, 3), counting(3, undefined))).toEqual([]);
  expect((await differences(counting(3, undefined), counting(4, undefined))).at(-1)?.what).toMatch(
    /4 units, but 3/,
  );
  expect((await differences(counting(3, 2))).at(-1)?.what).toBe("its functions used 2 units of 3");
});

test("what the original does against the script is told", async () => {
  const tally = emptyTally();
  await prove(
    await readScript(Buffer.from(script.replace("(i32.const 0x1234))\n(assert", "(i32.const 1))\n(assert"))),
    [],
    tally,
  );
  expect(tally.unexpected).toEqual([expect.stringContaining("returned i32 0x1234")]);
});

async function differences(...tried: Way[]) {
  const tally = emptyTally();
  const found = await prove(await readScript(Buffer.from(script)), tried, tally);
  expect(tally.unexpected).toEqual([]);
  return found;
}

function preparing(prepare: (bytes: Uint8Array<ArrayBuffer>) => Prepared): Way {
  return { name: "tried", prepare };
}

function plain(bytes: Uint8Array<ArrayBuffer>): Prepared {
  return { bytes, added: [], begin: () => undefined };
}

/** A way that writes some bytes, in hexadecimal, wherever it finds others. */
function tampering(from: string, to: string): Way {
  return preparing((bytes) => {
    const hex = Buffer.from(bytes).toString("hex").replaceAll(from, to.replaceAll(" ", ""));
    return plain(Uint8Array.from(Buffer.from(hex, "hex")));
  });
}
