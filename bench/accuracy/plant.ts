import { readLayout, type Section, sectionOrder } from "../../runtime/meter/layout.ts";
import { Reader } from "../../runtime/meter/reader.ts";
import { leb, signedLeb, Writer } from "../../runtime/meter/writer.ts";

/** What is put before every call of one exported function. */
export interface Plant {
  /** The exported function. */
  readonly entry: string;
  /** Turns of a loop whose every turn needs the result of the one before. */
  readonly turns: number;
  /** Executes one instruction more: a `nop`. */
  readonly nop?: true | null;
}

/** Export by which the number of turns can be changed in an instance: a global. */
export const turnsExport = "fuelgauge:turns";

/** Units of fuel that a plant burns beyond one without turns. A turn is twelve instructions, entering and leaving the loop four. */
export function plantedFuel({ turns, nop }: Pick<Plant, "turns" | "nop">): number {
  return (turns === 0 ? 0 : 12 * turns + 4) + (nop ? 1 : 0);
}

const [functions, globals, exports, code] = [3, 6, 7, 10] as const;
const [i32, i64] = [0x7f, 0x7e] as const;
const mutable = 1;
const [functionKind, globalKind] = [0, 3] as const;

/**
 * The module with a slower way into one of its exported functions: a new function of the same type burns its turns and
 * calls the old one, and takes its place among the exports. All else stays as it is, byte for byte.
 *
 * The number of turns is the initial value of a new global, so that modules with different numbers have the same code, and
 * an instance can be given another number while it runs. What the loop computes goes into a second global from which the
 * next call goes on, so that no compiler can take the loop away.
 *
 * Format: https://webassembly.github.io/spec/core/binary/modules.html
 */
export function plant(module: Uint8Array, { entry, turns, nop }: Plant): Uint8Array<ArrayBuffer> {
  const layout = readLayout(module);
  const original = layout.exportedFunctions.get(entry);
  const type = layout.functions[original ?? -1];
  const signature = layout.signatures[type ?? -1];
  if (original === undefined || type === undefined || !signature)
    throw new Error(`the module exports no function called ${entry}`);
  if (layout.exportNames.has(turnsExport))
    throw new Error("something has been planted in this module before");

  const turnsGlobal = layout.globals.length;
  const wrapper = layout.functions.length;
  const body = wrapperBody({
    parameters: signature.parameters.length,
    original,
    turnsGlobal,
    stateGlobal: turnsGlobal + 1,
    nop: nop ?? false,
  });
  const added: Record<number, number[][]> = {
    [functions]: [leb(type)],
    [globals]: [
      [i32, mutable, 0x41, ...signedLeb(BigInt(turns)), 0x0b],
      [i64, mutable, 0x42, 1, 0x0b],
    ],
    [exports]: [[...encodedName(turnsExport), globalKind, ...leb(turnsGlobal)]],
    [code]: [[...leb(body.length), ...body]],
  };

  const out = new Writer(module.length + 1024);
  out.copy(module, 0, 8);
  const missing = new Set(Object.keys(added).map(Number));
  for (const section of layout.sections) {
    if (section.id !== 0) addSectionsBefore(section.id);
    const elements = added[section.id];
    if (section.id === 0 || elements === undefined) out.copy(module, section.start, section.end);
    else writeSection(section.id, elements, section);
    missing.delete(section.id);
  }
  addSectionsBefore(null);
  return out.finish();

  function addSectionsBefore(next: number | null): void {
    const place = next === null ? sectionOrder.length : sectionOrder.indexOf(next);
    for (const id of sectionOrder.slice(0, place)) {
      if (!missing.delete(id)) continue;
      writeSection(id, added[id] ?? [], null);
    }
  }

  function writeSection(id: number, elements: readonly number[][], section: Section | null): void {
    out.byte(id);
    const length = out.reserveLength();
    const reader = section && new Reader(module, section.content, section.end);
    const own = reader?.u32() ?? 0;
    out.unsigned(own + elements.length);
    if (reader && id === exports) copyExports(reader, own);
    else if (reader) out.copy(module, reader.position, reader.end);
    for (const element of elements) out.all(Uint8Array.from(element));
    out.setLength(length);
  }

  /** All as they are but the one that is planted in. */
  function copyExports(reader: Reader, count: number): void {
    for (let i = 0; i < count; i++) {
      const start = reader.position;
      const isEntry = reader.name() === entry;
      const kindAt = reader.position;
      const kind = reader.byte();
      reader.u32();
      if (!isEntry || kind !== functionKind) {
        out.copy(module, start, reader.position);
        continue;
      }
      out.copy(module, start, kindAt + 1);
      out.unsigned(wrapper);
    }
  }
}

/**
 *     if (i = turns) { x = state; do { x = x * 6364136223846793005 + 1442695040888963407; i-- } while (i); state = x }
 *     nop?; call original
 *
 * The numbers are those of Knuth's generator: no two steps of it can be taken at once without a compiler that does algebra.
 */
function wrapperBody(options: {
  parameters: number;
  original: number;
  turnsGlobal: number;
  stateGlobal: number;
  nop: boolean;
}): number[] {
  const { parameters, original, turnsGlobal, stateGlobal, nop } = options;
  const i = leb(parameters);
  const x = leb(parameters + 1);
  const [get, set, tee, getGlobal, setGlobal] = [0x20, 0x21, 0x22, 0x23, 0x24];
  return [
    ...[2, 1, i32, 1, i64],
    ...[getGlobal, ...leb(turnsGlobal), tee, ...i],
    ...[0x04, 0x40],
    ...[getGlobal, ...leb(stateGlobal), set, ...x],
    ...[0x03, 0x40],
    ...[get, ...x, 0x42, ...signedLeb(6364136223846793005n), 0x7e],
    ...[0x42, ...signedLeb(1442695040888963407n), 0x7c, set, ...x],
    ...[get, ...i, 0x41, 1, 0x6b, tee, ...i, 0x0d, 0, 0x0b],
    ...[get, ...x, setGlobal, ...leb(stateGlobal)],
    0x0b,
    ...(nop ? [0x01] : []),
    ...Array.from({ length: parameters }, (_, at) => [get, ...leb(at)]).flat(),
    ...[0x10, ...leb(original)],
    0x0b,
  ];
}

function encodedName(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...leb(bytes.length), ...bytes];
}
