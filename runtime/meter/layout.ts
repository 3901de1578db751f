import { skipConstant } from "./constant.ts";
import { MalformedModule } from "./malformed.ts";
import { type Limits, Reader } from "./reader.ts";

/** A section as it stands in the bytes. */
export interface Section {
  readonly id: number;
  /** Where its identifier is. */
  readonly start: number;
  /** Where its content begins, and where it ends. */
  readonly content: number;
  readonly end: number;
  /** Of a custom section. */
  readonly name?: string;
}

export interface GlobalType {
  /** The first byte of its value type. */
  readonly type: number;
  readonly mutable: boolean;
}

/** A table or memory that a module declares or imports, and where its limits stand in the bytes. */
export interface Limited {
  readonly limits: Limits;
  readonly limitsStart: number;
  readonly limitsEnd: number;
  readonly imported: boolean;
}

/** What a function takes and gives, as the first bytes of value types. */
export interface Signature {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

/** What has to be known of a module to meter it. Indices count imports first, as in the format. */
export interface Layout {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  /** Null where a type is of something else than functions. */
  readonly signatures: ReadonlyArray<Signature | null>;
  /** The type of each function. */
  readonly functions: readonly number[];
  readonly importedFunctions: number;
  readonly tables: readonly Limited[];
  readonly memories: readonly Limited[];
  readonly globals: readonly GlobalType[];
  readonly importedGlobals: number;
  /** Whether globals, tables or segments hold references to anything but functions and what the host gave. */
  readonly holdsObjects: boolean;
  /** Whether objects are allocated when an instance is made. */
  readonly allocatesObjects: boolean;
  readonly exportNames: ReadonlySet<string>;
  /** Functions that code outside may call: exported, or put somewhere as a reference. */
  readonly reachable: ReadonlySet<number>;
  readonly exportedFunctions: ReadonlyMap<string, number>;
  /** What imported functions are called, in their order. */
  readonly importedNames: readonly string[];
  readonly startFunction: number | null;
  /** Where each body's size stands. */
  readonly bodies: ReadonlyArray<{ readonly start: number; readonly end: number }>;
}

/** Sections other than custom ones, in the order that the format asks for. */
export const sectionOrder: readonly number[] = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

const externalKinds = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;
const objectTypes = new Set([0x63, 0x64, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e]);

/** Reads all but the code of a module. Throws `MalformedModule`. */
export function readLayout(bytes: Uint8Array): Layout {
  return new LayoutReader(bytes).read();
}

class LayoutReader {
  readonly #bytes: Uint8Array;
  readonly #signatures: (Signature | null)[] = [];
  readonly #functions: number[] = [];
  readonly #tables: Limited[] = [];
  readonly #memories: Limited[] = [];
  readonly #globals: GlobalType[] = [];
  readonly #exportNames = new Set<string>();
  readonly #reachable = new Set<number>();
  readonly #exportedFunctions = new Map<string, number>();
  readonly #importedNames: string[] = [];
  readonly #bodies: { start: number; end: number }[] = [];
  /** What sections hold that are vectors, by their identifiers. */
  readonly #elements: Readonly<Record<number, (reader: Reader) => void>> = {
    1: (reader) => this.#typeGroup(reader),
    2: (reader) => this.#import(reader),
    3: (reader) => this.#functions.push(this.#typeIndex(reader)),
    4: (reader) => this.#table(reader),
    5: (reader) => this.#memories.push(memory(reader, false)),
    6: (reader) => this.#global(reader),
    7: (reader) => this.#export(reader),
    9: (reader) => this.#element(reader),
    10: (reader) => this.#body(reader),
    11: (reader) => this.#data(reader),
    13: (reader) => this.#tag(reader),
  };
  #tags = 0;
  #importedFunctions = 0;
  #importedGlobals = 0;
  #holdsObjects = false;
  #allocatesObjects = false;
  #startFunction: number | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): Layout {
    const sections = readSections(this.#bytes);
    for (const section of sections) {
      const reader = new Reader(this.#bytes, section.content, section.end);
      this.#section(section.id, reader);
      if (section.id !== 0 && !reader.done) reader.fail("a section is longer than what is in it");
    }
    if (this.#bodies.length !== this.#functions.length - this.#importedFunctions) {
      throw new MalformedModule("functions and bodies differ in number", this.#bytes.length);
    }
    return {
      bytes: this.#bytes,
      sections,
      signatures: this.#signatures,
      functions: this.#functions,
      importedFunctions: this.#importedFunctions,
      tables: this.#tables,
      memories: this.#memories,
      globals: this.#globals,
      importedGlobals: this.#importedGlobals,
      holdsObjects: this.#holdsObjects || this.#allocatesObjects,
      allocatesObjects: this.#allocatesObjects,
      exportNames: this.#exportNames,
      reachable: this.#reachable,
      exportedFunctions: this.#exportedFunctions,
      importedNames: this.#importedNames,
      startFunction: this.#startFunction,
      bodies: this.#bodies,
    };
  }

  #section(id: number, reader: Reader): void {
    const element = this.#elements[id];
    if (element !== undefined) repeat(reader, () => element(reader));
    else if (id === 8) this.#startFunction = this.#functionIndex(reader);
    // the count of data segments
    else if (id === 12) reader.u32();
  }

  #typeGroup(reader: Reader): void {
    if (this.#bytes[reader.position] === 0x4e) {
      reader.byte();
      repeat(reader, () => this.#type(reader));
    } else this.#type(reader);
  }

  #type(reader: Reader): void {
    let form = reader.byte();
    if (form === 0x50 || form === 0x4f) {
      repeat(reader, () => reader.u32());
      form = reader.byte();
    }
    // references to types that are not there are V8's to refuse: the meter's own types come in groups of their own
    const anyType = Number.POSITIVE_INFINITY;
    let signature: Signature | null = null;
    if (form === 0x60) {
      const parameters: number[] = [];
      const results: number[] = [];
      repeat(reader, () => parameters.push(reader.valueType(anyType)));
      repeat(reader, () => results.push(reader.valueType(anyType)));
      signature = { parameters, results };
    } else if (form === 0x5f) repeat(reader, () => fieldType(reader));
    else if (form === 0x5e) fieldType(reader);
    else reader.fail(`0x${form.toString(16)} is no form of type`);
    this.#signatures.push(signature);
  }

  #import(reader: Reader): void {
    const module = reader.name();
    const name = reader.name();
    const kind = reader.byte();
    switch (kind) {
      case externalKinds.function:
        this.#functions.push(this.#typeIndex(reader));
        this.#importedNames.push(`${module}.${name}`);
        this.#importedFunctions++;
        return;
      case externalKinds.table:
        this.#holds(reader.valueType(this.#signatures.length));
        this.#tables.push(limited(reader, true));
        return;
      case externalKinds.memory:
        this.#memories.push(memory(reader, true));
        return;
      case externalKinds.global:
        this.#globals.push(this.#globalType(reader));
        this.#importedGlobals++;
        return;
      case externalKinds.tag:
        this.#tag(reader);
        return;
      default:
        reader.fail(`an import of the unknown kind ${kind}`);
    }
  }

  #tag(reader: Reader): void {
    if (reader.byte() !== 0) reader.fail("a tag of an unknown kind");
    this.#typeIndex(reader);
    this.#tags++;
  }

  #table(reader: Reader): void {
    const initialised = this.#bytes[reader.position] === 0x40;
    if (initialised) {
      reader.byte();
      if (reader.byte() !== 0) reader.fail("a table of an unknown kind");
    }
    this.#holds(reader.valueType(this.#signatures.length));
    this.#tables.push(limited(reader, false));
    if (initialised) this.#constant(reader);
  }

  #globalType(reader: Reader): GlobalType {
    const type = reader.valueType(this.#signatures.length);
    this.#holds(type);
    const mutability = reader.byte();
    if (mutability > 1) reader.fail("a global of an unknown kind");
    return { type, mutable: mutability === 1 };
  }

  #global(reader: Reader): void {
    const type = this.#globalType(reader);
    this.#constant(reader);
    this.#globals.push(type);
  }

  #holds(type: number): void {
    if (objectTypes.has(type)) this.#holdsObjects = true;
  }

  #export(reader: Reader): void {
    const name = reader.name();
    this.#exportNames.add(name);
    const kind = reader.byte();
    switch (kind) {
      case externalKinds.function: {
        const index = this.#functionIndex(reader);
        this.#reachable.add(index);
        this.#exportedFunctions.set(name, index);
        return;
      }
      case externalKinds.table:
        reader.index(this.#tables.length, "table");
        return;
      case externalKinds.memory:
        reader.index(this.#memories.length, "memory");
        return;
      case externalKinds.global:
        reader.index(this.#globals.length, "global");
        return;
      case externalKinds.tag:
        reader.index(this.#tags, "tag");
        return;
      default:
        reader.fail(`an export of the unknown kind ${kind}`);
    }
  }

  /** Flags: bit 0 not active, bit 1 has a table or is declarative, bit 2 holds expressions. */
  #element(reader: Reader): void {
    const flags = reader.u32();
    if (flags > 7) reader.fail(`an element segment of the unknown kind ${flags}`);
    if (!(flags & 1)) {
      if (flags & 2) reader.index(this.#tables.length, "table");
      // without this, the table that the meter adds would take the place of the one that is not there
      else if (this.#tables.length === 0) reader.fail("there is no table 0");
      this.#constant(reader);
    }
    const expressions = (flags & 4) !== 0;
    if (flags & 3) {
      if (expressions) reader.valueType(this.#signatures.length);
      else if (reader.byte() !== 0) reader.fail("an element segment of something else than functions");
    }
    repeat(reader, () => {
      if (expressions) this.#constant(reader);
      else this.#reachable.add(this.#functionIndex(reader));
    });
  }

  #data(reader: Reader): void {
    const flags = reader.u32();
    if (flags > 2) reader.fail(`a data segment of the unknown kind ${flags}`);
    if (flags === 2) reader.u32();
    if (flags !== 1) this.#constant(reader);
    reader.skipVector();
  }

  #body(reader: Reader): void {
    const start = reader.skipVector();
    this.#bodies.push({ start, end: reader.position });
  }

  #constant(reader: Reader): void {
    skipConstant(reader, {
      types: this.#signatures.length,
      globals: this.#globals.length,
      functions: this.#functions.length,
      onFunction: (index) => this.#reachable.add(index),
      onObject: () => {
        this.#allocatesObjects = true;
      },
    });
  }

  #typeIndex(reader: Reader): number {
    return reader.index(this.#signatures.length, "type");
  }

  #functionIndex(reader: Reader): number {
    return reader.index(this.#functions.length, "function");
  }
}

/** Reads a vector. Every element is a byte at least, so a count that lies ends with the bytes. */
function repeat(reader: Reader, element: () => unknown): void {
  const count = reader.u32();
  for (let i = 0; i < count; i++) element();
}

function fieldType(reader: Reader): void {
  const form = reader.bytes[reader.position];
  // packed types
  if (form === 0x78 || form === 0x77) reader.byte();
  else reader.valueType(Number.POSITIVE_INFINITY);
  reader.byte();
}

function limited(reader: Reader, imported: boolean): Limited {
  const limitsStart = reader.position;
  const limits = reader.limits();
  // a maximum that is lowered later must not make a module valid that is not
  if (limits.maximum !== null && limits.maximum < limits.minimum) {
    reader.fail(`a maximum of ${limits.maximum} is below the minimum of ${limits.minimum}`);
  }
  return { limits, limitsStart, limitsEnd: reader.position, imported };
}

/** Pages that memories with 32-bit and with 64-bit addresses can have. */
const mostPages = { narrow: 2n ** 16n, wide: 2n ** 48n };
const wideFlag = 4;

function memory(reader: Reader, imported: boolean): Limited {
  const memory = limited(reader, imported);
  const { flags, minimum, maximum } = memory.limits;
  const most = flags & wideFlag ? mostPages.wide : mostPages.narrow;
  if ((maximum ?? minimum) > most) reader.fail(`a memory of ${maximum ?? minimum} pages`);
  return memory;
}

/** `\0asm`, as a big-endian number, and the versions that may follow it. */
const magic = 0x0061736d;
const coreVersion = 0x01000000;
/** The half of the version that says what layer of the format it is: 1 is a component. */
const componentLayer = 1;

function readSections(bytes: Uint8Array): Section[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0) !== magic) {
    throw new MalformedModule('this is no WebAssembly: it does not start with "\\0asm" and a version', 0);
  }
  if (view.getUint32(4) !== coreVersion) {
    if (view.getUint16(6, true) === componentLayer) {
      throw new MalformedModule("this is a component, not a core module", 4, "component");
    }
    throw new MalformedModule(`version ${view.getUint32(4, true)} of WebAssembly is not known`, 4);
  }
  const sections: Section[] = [];
  const reader = new Reader(bytes, 8, bytes.length);
  let rank = -1;
  while (!reader.done) {
    const start = reader.position;
    const id = reader.byte();
    const content = reader.skipVector();
    const end = reader.position;
    if (id === 0) {
      sections.push({ id, start, content, end, name: new Reader(bytes, content, end).name() });
      continue;
    }
    const place = sectionOrder.indexOf(id);
    if (place <= rank) throw new MalformedModule(`section ${id} is unknown or out of order`, start);
    rank = place;
    sections.push({ id, start, content, end });
  }
  return sections;
}
