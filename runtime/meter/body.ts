import type { Additions } from "./additions.ts";
import type { Layout, Limited } from "./layout.ts";
import { MalformedModule } from "./malformed.ts";
import { globalCheck, type Phrases, phrasesOf } from "./phrases.ts";
import { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

export interface BodyOptions {
  /** Whether every block is checked, or only entries, loops and exits. */
  readonly exact: boolean;
  readonly profile: boolean;
  readonly stackGuard: boolean;
  readonly taint: boolean;
  /**
   * Whether the host is asked for more when the fuel runs out. If not, the program just traps, and the engine need not
   * prepare for going on: a call in a loop, even one that is never made, costs registers.
   */
  readonly callOut: boolean;
}

/** What was seen in code and matters to whoever runs it. */
export interface Uses {
  /** Some function ends by calling another in its place. */
  tailCalls: boolean;
  /** Objects are allocated that no limit of memory or tables counts. */
  objects: boolean;
  /** A thread may be made to wait, which burns no fuel. */
  waits: boolean;
  sharedMemory: boolean;
}

/**
 * How the counter is kept in a function.
 *
 * `once`: in the global, charged once; for a function without calls and loops.
 * `leaf`: as `cached`, for a function without calls and loops: it ends soon, so its entry is not checked.
 * `cached`: in a local, written to the global before whatever may look at it.
 * `global`: in the global, for functions that catch exceptions: a handler cannot know whether local or global is right.
 */
type Keeping = "once" | "leaf" | "cached" | "global";

/**
 * Where the truth about the counter is. `global`: in the global alone. `local`: in the local alone. `both`: they agree.
 */
type Truth = "global" | "local" | "both";

/** The most that one charge can take: a signed number of two bytes. Longer blocks are charged in parts. */
const greatestCharge = 8191;
/** What engines take of locals, and of bytes of a function. Source: https://webassembly.github.io/spec/js-api/#limits */
const mostLocals = 50_000;
const mostBody = 7_654_321;
/** A function's locals are set to zero at every call; this many cost a unit. */
const localsPerUnit = 16;

const frame = { function: 0, block: 1, loop: 2, if: 3, else: 4, try: 5, catch: 6 } as const;
const frameDead = 8;

/** What follows an opcode of one byte, and what matters about it. */
const shape = { special: 0, none: 1, local: 2, memory: 3, number: 4, trap: 5, none4: 6, none8: 7 } as const;
const shapes = shapesOfOpcodes();

function shapesOfOpcodes(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(shape.none, 0x45, 0xc5);
  table.fill(shape.memory, 0x28, 0x3f);
  table.fill(shape.local, 0x20, 0x23);
  for (const opcode of [0x01, 0x1a, 0x1b, 0xd1, 0xd3]) table[opcode] = shape.none;
  for (const opcode of [0x41, 0x42]) table[opcode] = shape.number;
  table[0x43] = shape.none4;
  table[0x44] = shape.none8;
  // divisions, remainders, conversions of floats to integers
  table.fill(shape.trap, 0x6d, 0x71);
  table.fill(shape.trap, 0x7f, 0x83);
  table.fill(shape.trap, 0xa8, 0xac);
  table.fill(shape.trap, 0xae, 0xb2);
  return table;
}

/**
 * Copies function bodies and inserts charges. Nothing is moved or removed, so every label and index means what it meant.
 *
 * A **block** is a run of instructions that control enters at its beginning only. Its charge stands before its first
 * instruction and takes what the whole block costs; how much that is, is written when the end of the block is known.
 */
export class BodyMeter {
  readonly uses: Uses;
  readonly #layout: Layout;
  readonly #added: Additions;
  readonly #options: BodyOptions;
  readonly #out: Writer;
  readonly #bytes: Uint8Array;
  readonly #types: number;
  /** Functions whose every exit is checked, because whoever called them may be no WebAssembly. */
  readonly #checksExits: (index: number) => boolean;
  readonly #checkOfGlobal: Uint8Array;
  readonly #ofGlobal: Phrases;
  /** By the local that holds the counter. */
  readonly #ofLocal: Phrases[] = [];

  // the function at hand
  #end = 0;
  #position = 0;
  #copied = 0;
  #function = 0;
  #locals = 0;
  /** Those that are no parameters. */
  #declared = 0;
  /** Groups of declared locals, and where they stand. */
  #groups = 0;
  #groupsAt = 0;
  /** What it costs to set them up. */
  #entryCost = 0;
  #counter = 0;
  #keeping: Keeping = "cached";
  /** Whether a local holds the counter. */
  #inLocal = true;
  #phrases: Phrases;
  #truth: Truth = "global";
  /** Control may come to a label from another depth of the stack. */
  #levels = false;
  #checkExit = false;
  #unchecked = false;
  /** The next charge is checked whatever the mode: it is the first of a function or a loop. */
  #checkNext = false;
  #dead = false;
  #charged = false;
  #blockOpen = false;
  #cost = 0;
  #chargeAt = -1;
  #profileAt = -1;
  /** What is open, outermost first: kinds of frames, with `frameDead` added where the code before was dead. */
  #frames = new Uint8Array(256);
  #depth = 0;

  constructor(
    layout: Layout,
    added: Additions,
    options: BodyOptions,
    out: Writer,
    checksExits: (index: number) => boolean,
  ) {
    this.#layout = layout;
    const sharedMemory = layout.memories.some(({ limits }) => (limits.flags & 2) !== 0);
    this.uses = { tailCalls: false, objects: false, waits: false, sharedMemory };
    this.#bytes = layout.bytes;
    this.#types = layout.signatures.length;
    this.#added = added;
    this.#options = options;
    this.#out = out;
    this.#checksExits = checksExits;
    this.#checkOfGlobal = Uint8Array.from(globalCheck(added, options.callOut));
    this.#ofGlobal = phrasesOf(added, null, options.callOut);
    this.#phrases = this.#ofGlobal;
  }

  /** Writes a metered body, its size in front. `start` and `end`: the original, without its size. */
  meter(index: number, start: number, end: number): void {
    const body = this.#out.reserveLength();
    this.#function = index;
    this.#end = end;
    this.#checkExit = !this.#options.exact && this.#checksExits(index);
    const code = this.#localsOf(start);
    this.#levels = false;
    let keeping: Keeping = this.#options.exact || this.#checkExit ? "cached" : "once";
    for (;;) {
      this.#begin(code, keeping);
      const instead = this.#instructions(code);
      if (instead === null) break;
      keeping = instead;
      this.#out.rewind(body);
    }
    this.#out.setLength(body);
    if (end - start <= mostBody && this.#out.length - body > mostBody) {
      throw new MalformedModule("a function has no room for what is added", start, "limit");
    }
  }

  /** Counts the function's locals and returns where its code begins. */
  #localsOf(start: number): number {
    const type = this.#layout.functions[this.#function];
    const signature = type === undefined ? null : this.#layout.signatures[type];
    if (!signature) {
      throw new MalformedModule(`function ${this.#function} is of a type that is no function's`, start);
    }
    this.#position = start;
    this.#groups = this.#u32();
    this.#groupsAt = this.#position;
    let locals = 0;
    for (let groups = this.#groups; groups > 0; groups--) {
      locals += this.#u32();
      if (locals > mostLocals) throw new MalformedModule("a function has too many locals", start, "limit");
      const form = this.#bytes[this.#position] as number;
      if (form >= firstNumericType && form < 0x80 && this.#position < this.#end) this.#position++;
      else this.#valueType();
    }
    this.#declared = locals;
    this.#locals = signature.parameters.length + locals;
    this.#counter = this.#locals;
    this.#entryCost = Math.floor(locals / localsPerUnit);
    return this.#position;
  }

  #begin(code: number, keeping: Keeping): void {
    const { stackGuard, exact } = this.#options;
    const out = this.#out;
    this.#keeping = keeping;
    this.#inLocal = keeping === "cached" || keeping === "leaf";
    this.#phrases = this.#phrasesNow();
    this.#truth = "global";
    if (keeping === "global") this.#levels = true;
    this.#charged = false;
    this.#unchecked = false;
    this.#checkNext = exact || keeping === "cached" || keeping === "global";
    this.#dead = false;
    this.#blockOpen = false;
    this.#chargeAt = -1;
    this.#profileAt = -1;
    this.#depth = 0;
    this.#push(frame.function);

    const added = (this.#inLocal ? 1 : 0) + (stackGuard ? 1 : 0);
    if (this.#declared + added > mostLocals) {
      throw new MalformedModule("a function has no room for another local", code, "limit");
    }
    out.unsigned(this.#groups + added);
    out.copy(this.#bytes, this.#groupsAt, code);
    if (this.#inLocal) out.all(oneI64);
    if (stackGuard) out.all(oneI32);
    this.#copied = code;
    if (stackGuard) this.#enterStack();
    if (this.#entryCost > 0) this.#openBlock(code, this.#entryCost);
  }

  #phrasesNow(): Phrases {
    if (!this.#inLocal) return this.#ofGlobal;
    const known = this.#ofLocal[this.#counter];
    if (known !== undefined) return known;
    const phrases = phrasesOf(this.#added, this.#counter, this.#options.callOut);
    this.#ofLocal[this.#counter] = phrases;
    return phrases;
  }

  /**
   * Walks the code once. Returns null when the body is written, or how the counter has to be kept instead when something
   * came up that the present way cannot serve.
   */
  #instructions(code: number): Keeping | null {
    const bytes = this.#bytes;
    const end = this.#end;
    const locals = this.#locals;
    const { exact } = this.#options;
    let position = code;
    // what the open block may still cost, which is all that most instructions change
    let room = greatestCharge - this.#cost;
    while (position < end) {
      const start = position;
      // all reads are checked against the end before anything is made of them
      const opcode = bytes[position++] as number;
      const kind = shapes[opcode];
      if (kind === shape.special) {
        this.#cost = greatestCharge - room;
        this.#position = position;
        const instead = this.#special(opcode, start);
        if (instead !== null) return instead;
        position = this.#position;
        room = greatestCharge - this.#cost;
        if (this.#depth === 0) {
          if (position !== end) throw new MalformedModule("code goes on after its end", position);
          this.#copyTo(end);
          return null;
        }
        continue;
      }
      if (this.#blockOpen) room--;
      else {
        const instead = this.#openBlock(start, 1);
        if (instead !== null) return instead;
        room = greatestCharge - this.#cost;
      }
      switch (kind) {
        case shape.local: {
          let index = bytes[position++] as number;
          if (index >= 0x80) {
            this.#position = position - 1;
            index = this.#u32();
            position = this.#position;
          }
          if (index >= locals) throw new MalformedModule(`there is no local ${index}`, start);
          break;
        }
        case shape.number:
          while ((bytes[position++] as number) >= 0x80);
          break;
        case shape.memory: {
          const flags = bytes[position++] as number;
          if (flags >= 0x40) {
            this.#position = position - 1;
            if (this.#u32() & 0x40) this.#u32();
            position = this.#position;
          }
          while ((bytes[position++] as number) >= 0x80);
          if (exact) this.#flushBefore(start);
          break;
        }
        case shape.trap:
          if (exact) this.#flushBefore(start);
          break;
        case shape.none4:
          position += 4;
          break;
        case shape.none8:
          position += 8;
          break;
      }
      if (room <= 0) {
        this.#cost = greatestCharge;
        this.#closeBlock();
        room = greatestCharge - this.#cost;
      }
    }
    throw new MalformedModule("code ends without its end", position);
  }

  // ── instructions that are more than an opcode and a number ──

  #special(opcode: number, start: number): Keeping | null {
    switch (opcode) {
      case 0x05: // else
      case 0x07: // catch
      case 0x19: // catch_all
        return this.#nextArm(opcode, start);
      case 0x0b: // end
        return this.#endFrame(start);
      case 0x18: // delegate
        this.#u32();
        return this.#endFrame(start);
      case 0x03: // loop
        return this.#loop(start);
    }
    if (isCall(opcode) && (this.#keeping === "once" || this.#keeping === "leaf")) return "cached";
    if (!this.#blockOpen) {
      const instead = this.#openBlock(start, 1);
      if (instead !== null) return instead;
    } else this.#count(1, start);
    switch (opcode) {
      case 0x00: // unreachable
        this.#flushBefore(start);
        this.#die();
        return null;
      case 0x02: // block
        this.#blockType();
        this.#push(frame.block);
        return null;
      case 0x04: // if
        this.#settleBefore(start);
        this.#blockType();
        this.#push(frame.if);
        this.#closeBlock();
        return null;
      case 0x06: // try
      case 0x1f: // try_table
        if (this.#keeping !== "global") return "global";
        this.#blockType();
        if (opcode === 0x1f) this.#catchClauses();
        this.#push(opcode === 0x06 ? frame.try : frame.block);
        this.#closeBlock();
        return null;
      case 0x08: // throw
      case 0x09: // rethrow
        this.#u32();
        this.#flushBefore(start);
        this.#die();
        return null;
      case 0x0a: // throw_ref
        this.#flushBefore(start);
        this.#die();
        return null;
      case 0x0c: // br
        this.#branch(this.#u32(), start);
        this.#die();
        return null;
      case 0x0d: // br_if
      case 0xd5: // br_on_null
      case 0xd6: // br_on_non_null
        this.#conditionalBranch(this.#u32(), start);
        return null;
      case 0x0e: // br_table
        return this.#branchTable(start);
      case 0x0f: // return
        this.#exitBefore(start);
        this.#die();
        return null;
      case 0x10: // call
        this.#index(this.#layout.functions.length, "function");
        this.#call(start);
        return null;
      case 0x11: // call_indirect
        this.#index(this.#types, "type");
        this.#index(this.#layout.tables.length, "table");
        this.#call(start);
        return null;
      case 0x14: // call_ref
        this.#index(this.#types, "type");
        this.#call(start);
        return null;
      case 0x12: // return_call
        this.#index(this.#layout.functions.length, "function");
        return this.#tailCall(start);
      case 0x13: // return_call_indirect
        this.#index(this.#types, "type");
        this.#index(this.#layout.tables.length, "table");
        return this.#tailCall(start);
      case 0x15: // return_call_ref
        this.#index(this.#types, "type");
        return this.#tailCall(start);
      case 0x1c: // select with types
        for (let types = this.#u32(); types > 0; types--) this.#valueType();
        return null;
      case 0x23: // global.get
        this.#index(this.#layout.globals.length, "global");
        return null;
      case 0x24: // global.set
        this.#setGlobal(this.#index(this.#layout.globals.length, "global"), start);
        return null;
      case 0x25: // table.get
        this.#index(this.#layout.tables.length, "table");
        this.#mayTrap(start);
        return null;
      case 0x26: // table.set
        this.#index(this.#layout.tables.length, "table");
        this.#mayTrap(start);
        this.#taintBefore(start);
        return null;
      case 0x3f: // memory.size
        this.#u32();
        return null;
      case 0x40: // memory.grow
        this.#grow(this.#layout.memories[this.#u32()], start);
        return null;
      case 0xd0: // ref.null
        this.#heapType();
        return null;
      case 0xd2: // ref.func
        this.#index(this.#layout.functions.length, "function");
        return null;
      case 0xd4: // ref.as_non_null
        this.#mayTrap(start);
        return null;
      case 0xfb:
        return this.#object(start);
      case 0xfc:
        this.#bulk(start);
        return null;
      case 0xfd:
        this.#vector(start);
        return null;
      case 0xfe:
        this.#atomic(start);
        return null;
      default:
        throw new MalformedModule(`0x${opcode.toString(16)} is no instruction`, start);
    }
  }

  #object(start: number): Keeping | null {
    const opcode = this.#u32();
    if (opcode <= 0x13 && opcode !== 0x0f) this.#index(this.#types, "type");
    switch (opcode) {
      case 0x00: // struct.new
      case 0x01: // struct.new_default
        this.uses.objects = true;
        return null;
      case 0x02: // struct.get
      case 0x03: // struct.get_s
      case 0x04: // struct.get_u
        this.#u32();
        this.#mayTrap(start);
        return null;
      case 0x05: // struct.set
        this.#u32();
        this.#mayTrap(start);
        this.#taintObjectsBefore(start);
        return null;
      case 0x06: // array.new
      case 0x07: // array.new_default
        this.uses.objects = true;
        return this.#byElement(start);
      case 0x08: // array.new_fixed
        this.uses.objects = true;
        return this.#count(this.#u32(), start);
      case 0x09: // array.new_data
      case 0x0a: // array.new_elem
        this.#u32();
        this.uses.objects = true;
        return this.#byElement(start);
      case 0x0b: // array.get
      case 0x0c: // array.get_s
      case 0x0d: // array.get_u
      case 0x0f: // array.len
        this.#mayTrap(start);
        return null;
      case 0x0e: // array.set
        this.#mayTrap(start);
        this.#taintObjectsBefore(start);
        return null;
      case 0x10: // array.fill
        this.#taintObjectsBefore(start);
        return this.#byElement(start);
      case 0x11: // array.copy
        this.#index(this.#types, "type");
        this.#taintObjectsBefore(start);
        return this.#byElement(start);
      case 0x12: // array.init_data
      case 0x13: // array.init_elem
        this.#u32();
        this.#taintObjectsBefore(start);
        return this.#byElement(start);
      case 0x14: // ref.test
      case 0x15: // ref.test null
        this.#heapType();
        return null;
      case 0x16: // ref.cast
      case 0x17: // ref.cast null
        this.#heapType();
        this.#mayTrap(start);
        return null;
      case 0x18: // br_on_cast
      case 0x19: {
        // br_on_cast_fail
        this.#position++;
        const label = this.#u32();
        this.#heapType();
        this.#heapType();
        this.#conditionalBranch(label, start);
        return null;
      }
      case 0x1a: // any.convert_extern
      case 0x1b: // extern.convert_any
      case 0x1c: // ref.i31
        return null;
      case 0x1d: // i31.get_s
      case 0x1e: // i31.get_u
        this.#mayTrap(start);
        return null;
      default:
        throw new MalformedModule(`0xfb ${opcode} is no instruction`, start);
    }
  }

  #bulk(start: number): void {
    const { tables, memories } = this.#layout;
    const opcode = this.#u32();
    switch (opcode) {
      case 0x08: // memory.init
        this.#u32();
        this.#u32();
        this.#byLength("bytes", undefined, start);
        return;
      case 0x09: // data.drop
      case 0x0d: // elem.drop
        this.#u32();
        this.#taintBefore(start);
        return;
      case 0x0a: // memory.copy
        this.#byLength("bytes", narrower(memories[this.#u32()], memories[this.#u32()]), start);
        return;
      case 0x0b: // memory.fill
        this.#byLength("bytes", memories[this.#u32()], start);
        return;
      case 0x0c: // table.init
        this.#u32();
        this.#index(tables.length, "table");
        this.#taintBefore(start);
        this.#byLength("elements", undefined, start);
        return;
      case 0x0e: {
        // table.copy
        const one = tables[this.#index(tables.length, "table")];
        const other = tables[this.#index(tables.length, "table")];
        this.#taintBefore(start);
        this.#byLength("elements", narrower(one, other), start);
        return;
      }
      case 0x0f: // table.grow
        this.#grow(tables[this.#index(tables.length, "table")], start);
        return;
      case 0x11: {
        // table.fill
        const table = tables[this.#index(tables.length, "table")];
        this.#taintBefore(start);
        this.#byLength("elements", table, start);
        return;
      }
      case 0x10: // table.size
        this.#index(tables.length, "table");
        return;
      default:
        // saturating conversions and wide arithmetic
        if (opcode > 0x07 && !(opcode >= 0x13 && opcode <= 0x16)) {
          throw new MalformedModule(`0xfc ${opcode} is no instruction`, start);
        }
    }
  }

  #vector(start: number): void {
    const opcode = this.#u32();
    if (opcode <= 0x0b || (opcode >= 0x54 && opcode <= 0x5d)) {
      this.#memoryArgument();
      if (opcode >= 0x54 && opcode <= 0x5b) this.#position++;
      this.#mayTrap(start);
    } else if (opcode === 0x0c || opcode === 0x0d) this.#position += 16;
    else if (opcode >= 0x15 && opcode <= 0x22) this.#position++;
    else if (opcode > 0x113) throw new MalformedModule(`0xfd ${opcode} is no instruction`, start);
  }

  #atomic(start: number): void {
    const opcode = this.#u32();
    if (opcode === 0x03) {
      this.#position++;
      return;
    }
    if (opcode > 0x4e) throw new MalformedModule(`0xfe ${opcode} is no instruction`, start);
    if (opcode === 0x01 || opcode === 0x02) this.uses.waits = true;
    this.#memoryArgument();
    this.#mayTrap(start);
  }

  // ── control ──

  #push(kind: number): void {
    if (this.#depth === this.#frames.length) {
      const deeper = new Uint8Array(2 * this.#depth);
      deeper.set(this.#frames);
      this.#frames = deeper;
    }
    this.#frames[this.#depth++] = this.#dead ? kind | frameDead : kind;
  }

  #loop(start: number): Keeping | null {
    if (this.#keeping === "once" || this.#keeping === "leaf") return "cached";
    this.#settleBefore(start);
    this.#closeBlock();
    this.#blockType();
    this.#push(frame.loop);
    if (this.#dead) return null;
    // the loop's own unit is charged inside it: a branch to a loop executes it again
    this.#checkNext = true;
    if (this.#levels) this.#stayAt(this.#position);
    this.#openBlock(this.#position, 1);
    // whatever traps in the loop, the global is a turn behind at most
    if (!this.#options.exact) this.#flushBefore(this.#position);
    return null;
  }

  #nextArm(opcode: number, start: number): Keeping | null {
    const top = this.#depth - 1;
    const opened = this.#frames[top] ?? 0;
    const kind = opened & ~frameDead;
    const fits = opcode === 0x05 ? kind === frame.if : kind === frame.try || kind === frame.catch;
    if (!fits) throw new MalformedModule("an arm of a block that has none", start);
    this.#settleBefore(start);
    this.#closeBlock();
    if (opcode === 0x07) this.#u32();
    this.#frames[top] = (opcode === 0x05 ? frame.else : frame.catch) | (opened & frameDead);
    this.#join((opened & frameDead) !== 0);
    if (this.#levels) this.#stayAt(this.#position);
    return null;
  }

  #endFrame(start: number): Keeping | null {
    const opened = this.#frames[this.#depth - 1] ?? 0;
    const kind = opened & ~frameDead;
    if (kind === frame.function) {
      this.#exitBefore(start);
      this.#closeBlock();
      this.#depth--;
      return null;
    }
    // a loop's end is reached from within only, so nothing meets there
    if (kind === frame.loop) {
      this.#depth--;
      return null;
    }
    this.#settleBefore(start);
    this.#closeBlock();
    this.#depth--;
    this.#join((opened & frameDead) !== 0);
    if (this.#levels) this.#stayAt(this.#position);
    return null;
  }

  /** Control comes together here from several places, all of which left the counter in the local if there is one. */
  #join(dead: boolean): void {
    this.#dead = dead;
    this.#blockOpen = dead;
    this.#truth = this.#inLocal ? "local" : "global";
    this.#unchecked = true;
  }

  #die(): void {
    this.#closeBlock();
    this.#dead = true;
    this.#blockOpen = true;
  }

  #branch(label: number, start: number): void {
    if (this.#leavesFunction(label, start)) this.#exitBefore(start);
    else this.#settleBefore(start);
  }

  #conditionalBranch(label: number, start: number): void {
    this.#branch(label, start);
    this.#closeBlock();
    if (this.#leavesFunction(label, start) && !this.#dead) this.#stayAt(this.#position);
  }

  #branchTable(start: number): Keeping | null {
    let leaves = false;
    let stays = false;
    for (let labels = this.#u32() + 1; labels > 0; labels--) {
      if (this.#leavesFunction(this.#u32(), start)) leaves = true;
      else stays = true;
    }
    if (leaves && stays && !this.#levels) {
      this.#levels = true;
      return this.#keeping;
    }
    if (stays) this.#settleBefore(start);
    if (leaves) this.#exitBefore(start);
    this.#die();
    return null;
  }

  #leavesFunction(label: number, start: number): boolean {
    const outermost = this.#depth - 1;
    if (label > outermost) throw new MalformedModule(`there is no label ${label}`, start);
    return label === outermost;
  }

  #call(start: number): void {
    this.#flushBefore(start);
    if (this.#dead) return;
    this.#truth = "global";
    this.#unchecked = true;
    this.#stayAt(this.#position);
  }

  #tailCall(start: number): null {
    this.uses.tailCalls = true;
    this.#exitBefore(start);
    this.#die();
    return null;
  }

  // ── charges ──

  /** Puts the charge of a new block before the instruction at `start`. */
  #openBlock(start: number, cost: number): Keeping | null {
    if (this.#keeping === "once" && this.#charged) return "leaf";
    const { profile } = this.#added;
    const out = this.#out;
    const check = this.#options.exact || this.#checkNext;
    this.#copyTo(start);
    const from = this.#truth === "global" ? this.#phrases.charges.global : this.#phrases.charges.local;
    const charge = from[check ? 1 : 0];
    this.#chargeAt = out.length + charge.amount;
    out.all(charge.bytes);
    if (this.#inLocal) this.#truth = "local";
    if (this.#options.profile) {
      const counter = profile + this.#function - this.#layout.importedFunctions;
      out.instruction(0x23, counter);
      out.byte(0x42);
      this.#profileAt = out.reserveShort();
      out.byte(0x7c);
      out.instruction(0x24, counter);
    }
    this.#charged = true;
    this.#blockOpen = true;
    this.#cost = 0;
    this.#unchecked = !check;
    this.#checkNext = false;
    return this.#count(cost, start);
  }

  /** Adds to the cost of the open block; what one charge cannot take goes to more of them. */
  #count(cost: number, start: number): Keeping | null {
    let rest = cost;
    while (this.#cost + rest > greatestCharge) {
      rest -= greatestCharge - this.#cost;
      this.#cost = greatestCharge;
      if (this.#dead) return null;
      this.#closeBlock();
      const instead = this.#openBlock(start, 0);
      if (instead !== null) return instead;
    }
    this.#cost += rest;
    return null;
  }

  #closeBlock(): void {
    if (this.#chargeAt >= 0) this.#out.setShort(this.#chargeAt, this.#cost);
    if (this.#chargeAt >= 0 && this.#options.profile) this.#out.setShort(this.#profileAt, this.#cost);
    this.#chargeAt = -1;
    this.#blockOpen = this.#dead;
    this.#cost = 0;
  }

  /** Charges a bulk instruction by the length on top of the stack, just before it is done. */
  #byLength(unit: "bytes" | "elements", of: Limited | undefined, start: number): void {
    if (this.#dead) return;
    const added = this.#added;
    const wide = isWide(of);
    this.#flushBefore(start);
    this.#copyTo(start);
    if (unit === "bytes") this.#out.instruction(0x10, wide ? added.chargeBytes64 : added.chargeBytes32);
    else this.#out.instruction(0x10, wide ? added.chargeElements64 : added.chargeElements32);
    if (this.#options.profile) {
      const counter = added.profile + this.#function - this.#layout.importedFunctions;
      this.#out.instruction(0x23, counter);
      this.#out.instruction(0x23, added.bulk);
      this.#out.byte(0x7c);
      this.#out.instruction(0x24, counter);
    }
    if (this.#inLocal) this.#truth = "global";
  }

  #byElement(start: number): null {
    this.#byLength("elements", undefined, start);
    return null;
  }

  // ── where the counter is ──

  #copyTo(position: number): void {
    this.#out.copy(this.#bytes, this.#copied, position);
    this.#copied = position;
  }

  /** Writes the counter to the global, for whatever looks at it next. */
  #flushBefore(position: number): void {
    if (this.#dead || this.#truth !== "local") return;
    this.#copyTo(position);
    this.#out.all(this.#phrases.flush);
    this.#truth = "both";
  }

  /** Reads the counter into the local, where it has to be wherever control meets. */
  #settleBefore(position: number): void {
    if (this.#dead || !this.#inLocal || this.#truth !== "global") return;
    this.#copyTo(position);
    this.#out.all(this.#phrases.settle);
    this.#truth = "both";
  }

  #mayTrap(start: number): void {
    if (this.#options.exact) this.#flushBefore(start);
  }

  #exitBefore(start: number): void {
    if (this.#dead) return;
    this.#copyTo(start);
    this.#flushBefore(start);
    if (this.#checkExit && this.#unchecked) {
      this.#out.all(this.#checkOfGlobal);
      // the check may have been given more
      if (this.#inLocal) this.#truth = "global";
      this.#unchecked = false;
    }
    if (this.#options.stackGuard) {
      this.#out.instruction(0x20, this.#level);
      this.#out.all(plusOne);
      this.#out.instruction(0x24, this.#added.depth);
    }
  }

  // ── stack guard ──

  get #level(): number {
    return this.#locals + (this.#inLocal ? 1 : 0);
  }

  #enterStack(): void {
    const { depth, overflow } = this.#added;
    const out = this.#out;
    out.instruction(0x23, depth);
    out.all(minusOne);
    out.instruction(0x22, this.#level);
    out.instruction(0x24, depth);
    out.instruction(0x20, this.#level);
    out.all(ifNegative32);
    out.instruction(0x10, overflow);
    out.byte(0x0b);
  }

  /** Puts the depth back to this function's own, after others may have left it at theirs. */
  #stayAt(position: number): void {
    if (!this.#options.stackGuard || this.#dead) return;
    this.#copyTo(position);
    this.#out.instruction(0x20, this.#level);
    this.#out.instruction(0x24, this.#added.depth);
  }

  // ── taint ──

  #grow(of: Limited | undefined, start: number): void {
    this.#taintBefore(start);
    this.#byLength("elements", of, start);
    if (!this.#options.taint || this.#dead) return;
    const { grown32, grown64 } = this.#added;
    this.#copyTo(this.#position);
    this.#out.instruction(0x10, isWide(of) ? grown64 : grown32);
  }

  #setGlobal(index: number, start: number): void {
    const type = this.#layout.globals[index]?.type ?? 0;
    if (type < firstNumericType) this.#taintBefore(start);
  }

  #taintObjectsBefore(start: number): void {
    if (this.#layout.holdsObjects) this.#taintBefore(start);
  }

  #taintBefore(start: number): void {
    if (!this.#options.taint || this.#dead) return;
    this.#copyTo(start);
    this.#out.all(one);
    this.#out.instruction(0x24, this.#added.taint);
  }

  // ── immediates ──

  #u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.#position >= this.#end) break;
      const byte = this.#bytes[this.#position++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new MalformedModule("a number that has no end", this.#position);
  }

  #index(count: number, what: string): number {
    const index = this.#u32();
    if (index >= count) throw new MalformedModule(`there is no ${what} ${index}`, this.#position);
    return index;
  }

  /** Reads what seldom occurs with the reader that is used for everything but code. */
  #read(read: (reader: Reader) => void): void {
    const reader = new Reader(this.#bytes, this.#position, this.#end);
    read(reader);
    this.#position = reader.position;
  }

  #heapType(): void {
    this.#read((reader) => reader.heapType(this.#types));
  }

  #valueType(): void {
    this.#read((reader) => reader.valueType(this.#types));
  }

  #blockType(): void {
    const form = this.#bytes[this.#position] as number;
    if (form === 0x40) this.#position++;
    else if (form > 0x40 && form < 0x80) this.#valueType();
    else this.#heapType();
  }

  #memoryArgument(): void {
    this.#read((reader) => {
      if (reader.u32() & 0x40) reader.u32();
      reader.skipNumber();
    });
  }

  #catchClauses(): void {
    this.#read((reader) => {
      for (let clauses = reader.u32(); clauses > 0; clauses--) {
        const kind = reader.byte();
        if (kind > 3) reader.fail("a catch clause of an unknown kind");
        if (kind < 2) reader.u32();
        reader.u32();
      }
    });
  }
}

/** i32.const 0, i32.lt_s, if */
const ifNegative32 = Uint8Array.of(0x41, 0, 0x48, 0x04, 0x40);
/** i32.const 1, i32.add */
const plusOne = Uint8Array.of(0x41, 1, 0x6a);
/** i32.const 1, i32.sub */
const minusOne = Uint8Array.of(0x41, 1, 0x6b);
const one = Uint8Array.of(0x41, 1);
/** A group of locals. */
const oneI64 = Uint8Array.of(1, 0x7e);
const oneI32 = Uint8Array.of(1, 0x7f);
/** Value types from here on are numbers and vectors, below are references. */
const firstNumericType = 0x7b;

/** Whether it is addressed with 64 bits. */
function isWide(of: Limited | undefined): boolean {
  return of !== undefined && (of.limits.flags & 4) !== 0;
}

/** What the operands of a copy are counted in: 64 bits only when both sides are. */
function narrower(one: Limited | undefined, other: Limited | undefined): Limited | undefined {
  return isWide(one) ? other : one;
}

/** Instructions for which one charge in the global is not the right way to count: calls. */
function isCall(opcode: number): boolean {
  return opcode >= 0x10 && opcode <= 0x15;
}
