import type { Binary, Instruction, Program } from "./program.ts";

/** What a program did, and the fuel that it burned by the contract: counted one by one, and not by blocks. */
export interface Reference {
  readonly outcome: Outcome;
  /** The arguments of `host.log`. */
  readonly log: readonly number[];
  /** Of each, what had been burned by then, the call included. */
  readonly burnedAtLog: readonly number[];
  readonly burned: number;
  readonly memory: Uint8Array;
  readonly global: number;
  /** Whether an exception was thrown, caught or not. Blocks that it left had been charged to their ends. */
  readonly threw: boolean;
}

export type Outcome =
  | { readonly kind: "returned"; readonly value: number | undefined }
  | { readonly kind: "trapped" }
  | { readonly kind: "threw" };

class Trap extends Error {}
class Thrown extends Error {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
}
/** The program does more than is worth the wait. */
class TooLong extends Error {}

const pageBytes = 65_536;
const greatestPages = 3;
const localsPerUnit = 16;
const bytesPerUnit = 16;
/** Where a sequence ends up: behind itself, or at the label so far out. Returning is a label further out than any. */
const onward = -1;
const outermost = Number.MAX_SAFE_INTEGER;

/** Interprets function 0 of a program. Nothing when that takes more than so many units. */
export function interpret(
  program: Program,
  parameters: readonly [number, number],
  most: number,
): Reference | null {
  try {
    return new Interpreter(program, most).run(parameters);
  } catch (thrown) {
    if (thrown instanceof TooLong) return null;
    throw thrown;
  }
}

class Interpreter {
  readonly #program: Program;
  readonly #most: number;
  readonly #log: number[] = [];
  readonly #burnedAtLog: number[] = [];
  #memory = new DataView(new ArrayBuffer(pageBytes));
  #global = 5;
  #burned = 0;
  #threw = false;
  /** Of the function at hand. */
  #locals: number[] = [];
  #result: number | undefined;

  constructor(program: Program, most: number) {
    this.#program = program;
    this.#most = most;
  }

  run(parameters: readonly [number, number]): Reference {
    return {
      outcome: this.#outcome(parameters),
      log: this.#log,
      burnedAtLog: this.#burnedAtLog,
      burned: this.#burned,
      memory: new Uint8Array(this.#memory.buffer),
      global: this.#global,
      threw: this.#threw,
    };
  }

  #outcome(parameters: readonly [number, number]): Outcome {
    try {
      return { kind: "returned", value: this.#call(0, parameters) };
    } catch (thrown) {
      if (thrown instanceof Trap) return { kind: "trapped" };
      if (thrown instanceof Thrown) return { kind: "threw" };
      throw thrown;
    }
  }

  #burn(units: number): void {
    this.#burned += units;
    if (this.#burned > this.#most) throw new TooLong();
  }

  #call(index: number, parameters: readonly number[]): number | undefined {
    const callee = this.#program.functions[index];
    if (!callee) throw new Trap("no such function");
    const locals = this.#locals;
    this.#burn(Math.floor(callee.locals / localsPerUnit));
    this.#locals = [...parameters, ...new Array<number>(callee.locals).fill(0)];
    this.#result = undefined;
    try {
      const statements = callee.returns ? callee.body.slice(0, -1) : callee.body;
      const value = callee.returns ? callee.body.at(-1) : undefined;
      if (this.#sequence(statements) === onward && value) this.#result = this.#value(value);
      return callee.returns ? this.#result : undefined;
    } finally {
      this.#locals = locals;
    }
  }

  /** @returns the label to go on behind (or, for a loop, at), counted from the sequence's own block outwards, or `onward` */
  #sequence(instructions: readonly Instruction[]): number {
    for (const instruction of instructions) {
      const target = this.#statement(instruction);
      if (target !== onward) return target;
    }
    return onward;
  }

  #statement(instruction: Instruction): number {
    switch (instruction.op) {
      case "br":
        this.#burn(1);
        return instruction.depth;
      case "br_if": {
        const [condition] = this.#operands(instruction.operands);
        this.#burn(1);
        return condition ? instruction.depth : onward;
      }
      case "br_table": {
        const [index = 0] = this.#operands(instruction.operands);
        this.#burn(1);
        return instruction.depths[index] ?? instruction.depths.at(-1) ?? onward;
      }
      case "return":
        [this.#result] = this.#operands(instruction.operands);
        this.#burn(1);
        return outermost;
      case "return_call": {
        const parameters = this.#operands(instruction.operands);
        this.#burn(1);
        this.#result = this.#call(instruction.callee, parameters);
        return outermost;
      }
      case "block":
        this.#burn(1);
        return left(this.#sequence(instruction.body));
      case "loop":
        for (;;) {
          this.#burn(1);
          const target = this.#sequence(instruction.body);
          if (target !== 0) return left(target);
        }
      case "if": {
        if (instruction.value) break;
        const [condition] = this.#operands(instruction.operands);
        this.#burn(1);
        return left(this.#sequence((condition ? instruction.body : instruction.otherwise) ?? []));
      }
      case "try":
        this.#burn(1);
        return left(
          this.#caught(
            () => this.#sequence(instruction.body),
            instruction.how === "delegate"
              ? null
              : (value) => {
                  if (instruction.how === "catch") this.#set(instruction.local, value);
                  return this.#sequence(instruction.handler);
                },
          ),
        );
      case "guarded":
        return this.#guarded(instruction);
      default:
    }
    this.#value(instruction);
    return onward;
  }

  /** Behind `try_table` stands a branch to the outer block; what is caught goes to the local before it. */
  #guarded({ body, local }: Extract<Instruction, { op: "guarded" }>): number {
    this.#burn(3);
    return this.#caught(
      () => {
        const target = this.#sequence(body);
        if (target > 0) return left(left(left(target)));
        this.#burn(1);
        return onward;
      },
      (value) => {
        this.#set(local, value);
        return onward;
      },
    );
  }

  #caught(body: () => number, handler: ((value: number) => number) | null): number {
    let value: number;
    try {
      return body();
    } catch (thrown) {
      if (!(thrown instanceof Thrown) || handler === null) throw thrown;
      value = thrown.value;
    }
    return handler(value);
  }

  /** What `local.set` does to an operand that is on the stack already. */
  #set(local: number, value: number): void {
    this.#burn(1);
    this.#locals[local] = value;
  }

  #operands(operands: readonly Instruction[]): number[] {
    return operands.map((operand) => this.#value(operand));
  }

  /** Of an instruction that leaves no value: 0. */
  #value(instruction: Instruction): number {
    const operands = "operands" in instruction ? this.#operands(instruction.operands) : [];
    const [first = 0, second = 0, third = 0] = operands;
    this.#burn(1);
    switch (instruction.op) {
      case "nop":
      case "drop":
        return 0;
      case "unreachable":
        throw new Trap();
      case "const":
        return instruction.value;
      case "local.get":
        return this.#locals[instruction.local] ?? 0;
      case "local.set":
      case "local.tee":
        this.#locals[instruction.local] = first;
        return first;
      case "global.get":
        return this.#global;
      case "global.set":
        this.#global = first;
        return 0;
      case "binary":
        return computed(instruction.operator, first, second);
      case "eqz":
        return first === 0 ? 1 : 0;
      case "select":
        return third ? first : second;
      case "if":
        return this.#value(((first ? instruction.body : instruction.otherwise) ?? [])[0] ?? { op: "nop" });
      case "load":
        return this.#within(first, 4).getInt32(first, true);
      case "store":
        this.#within(first, 4).setInt32(first, second, true);
        return 0;
      case "memory.size":
        return this.#memory.byteLength / pageBytes;
      case "memory.grow":
        this.#burn(first);
        return this.#grow(first);
      case "memory.fill":
        this.#burn(Math.floor(third / bytesPerUnit));
        new Uint8Array(this.#within(first, third).buffer).fill(second, first, first + third);
        return 0;
      case "memory.copy":
        this.#burn(Math.floor(third / bytesPerUnit));
        this.#within(first, third);
        new Uint8Array(this.#within(second, third).buffer).copyWithin(first, second, second + third);
        return 0;
      case "log":
        this.#log.push(first);
        this.#burnedAtLog.push(this.#burned);
        return 0;
      case "reenter":
        return this.#call(this.#program.functions.length - 1, [first, first]) ?? 0;
      case "call":
        return this.#call(instruction.callee, operands) ?? 0;
      case "call_indirect": {
        const callee = this.#program.functions[third];
        if (callee?.returns !== instruction.returns) throw new Trap();
        return this.#call(third, [first, second]) ?? 0;
      }
      case "throw":
        this.#threw = true;
        throw new Thrown(first);
      default:
        throw new Error(`${instruction.op} leaves no value`);
    }
  }

  #within(address: number, length: number): DataView {
    if (address + length > this.#memory.byteLength) throw new Trap();
    return this.#memory;
  }

  #grow(pages: number): number {
    const before = this.#memory.byteLength / pageBytes;
    if (before + pages > greatestPages) return -1;
    const grown = new Uint8Array((before + pages) * pageBytes);
    grown.set(new Uint8Array(this.#memory.buffer));
    this.#memory = new DataView(grown.buffer);
    return before;
  }
}

/** A target as seen from outside of a block. */
function left(target: number): number {
  return target === outermost ? outermost : Math.max(onward, target - 1);
}

function computed(operator: Binary, one: number, other: number): number {
  switch (operator) {
    case "add":
      return (one + other) | 0;
    case "sub":
      return (one - other) | 0;
    case "mul":
      return Math.imul(one, other);
    case "and":
      return one & other;
    case "xor":
      return one ^ other;
    case "shl":
      return one << (other & 31);
    case "lt_s":
      return one < other ? 1 : 0;
    case "gt_u":
      return one >>> 0 > other >>> 0 ? 1 : 0;
    case "eq":
      return one === other ? 1 : 0;
    case "div_s":
      if (other === 0 || (one === -(2 ** 31) && other === -1)) throw new Trap();
      return (one / other) | 0;
    case "rem_u":
      if (other === 0) throw new Trap();
      return ((one >>> 0) % (other >>> 0)) | 0;
  }
}
