import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";

/**
 * A program as trees of instructions: the operands of one are evaluated before it. Everything is an i32, and every node is one
 * instruction but `guarded`, which is some.
 */
export interface Program {
  readonly functions: readonly Procedure[];
  /** Which of V8's two kinds of exception handling it uses; a module may not mix them. */
  readonly exceptions: "legacy" | "standard";
}

export interface Procedure {
  /** Whether it returns an i32. It always takes two. */
  readonly returns: boolean;
  /** Besides the parameters. */
  readonly locals: number;
  readonly body: readonly Instruction[];
}

export type Binary = (typeof binaries)[number];
const binaries = ["add", "sub", "mul", "and", "xor", "shl", "lt_s", "gt_u", "eq", "div_s", "rem_u"] as const;

export type Instruction =
  | { readonly op: "nop" | "unreachable" | "memory.size" }
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "local.get"; readonly local: number }
  | { readonly op: "local.set" | "local.tee"; readonly local: number; readonly operands: Operands }
  | { readonly op: "global.get" }
  | { readonly op: "binary"; readonly operator: Binary; readonly operands: Operands }
  | {
      readonly op:
        | ("global.set" | "drop" | "select" | "eqz" | "load" | "store" | "memory.grow" | "memory.fill")
        | ("memory.copy" | "log" | "reenter" | "return" | "throw");
      readonly operands: Operands;
    }
  | { readonly op: "call" | "return_call"; readonly callee: number; readonly operands: Operands }
  | { readonly op: "call_indirect"; readonly returns: boolean; readonly operands: Operands }
  | { readonly op: "br" | "br_if"; readonly depth: number; readonly operands: Operands }
  | { readonly op: "br_table"; readonly depths: readonly number[]; readonly operands: Operands }
  | { readonly op: "block" | "loop"; readonly body: readonly Instruction[] }
  | {
      readonly op: "if";
      readonly value: boolean;
      readonly operands: Operands;
      readonly body: readonly Instruction[];
      readonly otherwise: readonly Instruction[] | null;
    }
  | {
      /** The body, and a handler with the exception's value in a local; labels of both are the same. */
      readonly op: "try";
      readonly how: "catch" | "catch_all" | "delegate";
      readonly body: readonly Instruction[];
      readonly local: number;
      readonly handler: readonly Instruction[];
    }
  | {
      /**
       * `(block $done (local.set (block $caught (result i32) (try_table (catch 0 $caught) body) (br $done))))`,
       * of which the body sees three labels.
       */
      readonly op: "guarded";
      readonly body: readonly Instruction[];
      readonly local: number;
    };
export type Operands = readonly Instruction[];

/**
 * Programs that end: loops count down in locals of their own, and functions call those that come after them only. What they do to
 * their stacks, their memory and each other is arbitrary, traps and exceptions included.
 */
export function program(): fc.Arbitrary<Program> {
  return fc
    .array(fc.noBias(fc.nat(255)), { minLength: 100, maxLength: 1000, size: "max" })
    .map((tape) => new Author(tape).program());
}

/** What may be branched to. A label that takes a value is never branched to. */
type Label = "plain" | "loop" | "value";

interface Scope {
  readonly index: number;
  readonly returns: boolean;
  readonly labels: readonly Label[];
}

/** Writes a program by decisions read from a tape; when that is used up, everything is as short as can be. */
class Author {
  readonly #tape: readonly number[];
  #at = 0;
  #signatures: boolean[] = [];
  #locals = 0;
  #standard = false;

  constructor(tape: readonly number[]) {
    this.#tape = tape;
  }

  program(): Program {
    this.#standard = this.#pick(2) === 1;
    this.#signatures = Array.from({ length: this.#pick(5) }, () => this.#pick(2) === 1);
    this.#signatures.push(true);
    const functions = this.#signatures.map((returns, index) => {
      this.#locals = 5;
      const scope: Scope = { index, returns, labels: [returns ? "value" : "plain"] };
      const body = this.#sequence(scope, 4, 2 + this.#pick(5));
      const result = returns ? [this.#value(scope, 2)] : [];
      const spare = this.#pick(8) === 1 ? 40 : 0;
      return { returns, locals: this.#locals - 2 + spare, body: [...body, ...result] };
    });
    return { functions, exceptions: this.#standard ? "standard" : "legacy" };
  }

  #pick(below: number): number {
    return (this.#tape[this.#at++] ?? 0) % below;
  }

  #sequence(scope: Scope, depth: number, length = this.#pick(5)): Instruction[] {
    return Array.from({ length }, () => this.#statement(scope, depth)).flat();
  }

  #within(scope: Scope, ...labels: Label[]): Scope {
    return { ...scope, labels: [...labels, ...scope.labels] };
  }

  #statement(scope: Scope, depth: number): Instruction[] {
    const value = () => this.#value(scope, this.#pick(3));
    const address = () => this.#address(scope);
    const few = () => this.#masked(value(), 0xff);
    const body = (...labels: Label[]) => this.#sequence(this.#within(scope, ...labels), depth - 1);
    const choice = depth === 0 ? this.#pick(17) : this.#pick(32);
    switch (choice) {
      case 0:
        return [{ op: "nop" }];
      case 1:
      case 2:
        return [{ op: "local.set", local: this.#pick(5), operands: [value()] }];
      case 3:
        return [{ op: "global.set", operands: [value()] }];
      case 4:
      case 5:
        return [{ op: "log", operands: [value()] }];
      case 6:
        return [{ op: "store", operands: [address(), value()] }];
      case 7:
        return [{ op: "drop", operands: [value()] }];
      case 8:
        return [{ op: "memory.fill", operands: [address(), value(), few()] }];
      case 9:
        return [{ op: "memory.copy", operands: [address(), address(), few()] }];
      case 10:
      case 11:
        return this.#call(scope);
      case 12:
        return this.#branch(scope, "br_if", [value()]);
      case 13:
        return this.#rarely({ op: "return", operands: scope.returns ? [value()] : [] });
      case 14:
        return this.#rarely({ op: "throw", operands: [value()] });
      case 15:
        return this.#tailCall(scope);
      case 16:
        return this.#rarely({ op: "unreachable" });
      case 17:
        return this.#branch(scope, "br", []);
      case 18:
        return this.#branchTable(scope, value());
      case 19:
        return [{ op: "block", body: body("plain") }];
      case 20:
        return [{ op: "if", value: false, operands: [value()], body: body("plain"), otherwise: null }];
      case 21:
      case 22: {
        const operands = [value()];
        return [{ op: "if", value: false, operands, body: body("plain"), otherwise: body("plain") }];
      }
      case 23:
      case 24:
        return this.#exceptions(scope, depth);
      default:
        return this.#loop(scope, depth);
    }
  }

  /** In most places where it could be, it would leave nothing after it to be done. */
  #rarely(instruction: Instruction): Instruction[] {
    return [this.#pick(6) === 1 ? instruction : { op: "nop" }];
  }

  #loop(scope: Scope, depth: number): Instruction[] {
    const counter = this.#locals++;
    const inside = this.#within(scope, "loop", "plain");
    const less: Instruction = {
      op: "binary",
      operator: "sub",
      operands: [
        { op: "local.get", local: counter },
        { op: "const", value: 1 },
      ],
    };
    const leave: Instruction = {
      op: "br_if",
      depth: 1,
      operands: [{ op: "eqz", operands: [{ op: "local.tee", local: counter, operands: [less] }] }],
    };
    const body = this.#sequence(inside, depth - 1);
    const again: Instruction =
      this.#pick(2) === 0
        ? { op: "br", depth: 0, operands: [] }
        : { op: "br_if", depth: 0, operands: [this.#value(inside, 1)] };
    return [
      { op: "local.set", local: counter, operands: [{ op: "const", value: 1 + this.#pick(9) }] },
      { op: "block", body: [{ op: "loop", body: [leave, ...body, again] }] },
    ];
  }

  #exceptions(scope: Scope, depth: number): Instruction[] {
    const local = this.#pick(5);
    if (this.#standard) {
      const inside = this.#within(scope, "plain", "value", "plain");
      return [{ op: "guarded", local, body: this.#throwing(inside, depth - 1) }];
    }
    const how = (["catch", "catch_all", "delegate"] as const)[this.#pick(3)] ?? "catch";
    const inside = this.#within(scope, "plain");
    const body = this.#throwing(inside, depth - 1);
    const handler = how === "delegate" ? [] : this.#sequence(inside, depth - 1);
    return [{ op: "try", how, local, body, handler }];
  }

  /** Throws at the end, at times. */
  #throwing(scope: Scope, depth: number): Instruction[] {
    const body = this.#sequence(scope, depth);
    if (this.#pick(2) === 0) return body;
    const value = this.#value(scope, 1);
    const raised: Instruction[] = [{ op: "throw", operands: [this.#value(scope, 1)] }];
    return [...body, { op: "if", value: false, operands: [value], body: raised, otherwise: null }];
  }

  /** Depths of labels that can be branched to from here. */
  #targets({ labels }: Scope): number[] {
    return labels.flatMap((label, depth) => (label === "value" ? [] : [depth]));
  }

  #branch(scope: Scope, op: "br" | "br_if", operands: Operands): Instruction[] {
    const targets = this.#targets(scope);
    const depth = targets[this.#pick(targets.length || 1)];
    return depth === undefined ? [{ op: "nop" }] : [{ op, depth, operands }];
  }

  #branchTable(scope: Scope, index: Instruction): Instruction[] {
    const targets = this.#targets(scope);
    if (targets.length === 0) return [{ op: "nop" }];
    const depths = Array.from({ length: 1 + this.#pick(4) }, () => targets[this.#pick(targets.length)] ?? 0);
    return [{ op: "br_table", depths, operands: [this.#masked(index, 3)] }];
  }

  #call(scope: Scope): Instruction[] {
    if (this.#pick(4) === 1) {
      const slot = this.#slot(scope, false);
      if (slot === null) return [{ op: "nop" }];
      const operands = [...this.#arguments(scope), slot];
      return [{ op: "call_indirect", returns: false, operands }];
    }
    const callee = this.#callee(scope);
    if (callee === null) return [{ op: "log", operands: [this.#value(scope, 1)] }];
    const call: Instruction = { op: "call", callee, operands: this.#arguments(scope) };
    return [this.#signatures[callee] ? { op: "drop", operands: [call] } : call];
  }

  #tailCall(scope: Scope): Instruction[] {
    const callee = this.#callee(scope);
    if (callee === null || this.#signatures[callee] !== scope.returns) return [{ op: "nop" }];
    return this.#rarely({ op: "return_call", callee, operands: this.#arguments(scope) });
  }

  #arguments(scope: Scope): Instruction[] {
    return [this.#value(scope, 1), this.#value(scope, 1)];
  }

  /** Some function after this one. */
  #callee({ index }: Scope): number | null {
    const after = this.#signatures.length - 1 - index;
    return after === 0 ? null : index + 1 + this.#pick(after);
  }

  /** A place in the table: of a function after this one and of the right type; seldom of any type, empty, or none at all. */
  #slot(scope: Scope, returns: boolean): Instruction | null {
    const after = this.#signatures.flatMap((other, index) =>
      index > scope.index && other === returns ? [index] : [],
    );
    const chosen = after[this.#pick(after.length || 1)];
    if (this.#pick(8) !== 1) return chosen === undefined ? null : { op: "const", value: chosen };
    const first: Instruction = { op: "const", value: scope.index + 1 };
    const count: Instruction = { op: "const", value: this.#signatures.length - scope.index + 1 };
    const random: Instruction = {
      op: "binary",
      operator: "rem_u",
      operands: [this.#value(scope, 1), count],
    };
    return { op: "binary", operator: "add", operands: [first, random] };
  }

  /** Within the first page, mostly. */
  #address(scope: Scope): Instruction {
    return this.#masked(this.#value(scope, 1), this.#pick(12) === 1 ? 0x3ffff : 0x7fff);
  }

  #masked(value: Instruction, mask: number): Instruction {
    return { op: "binary", operator: "and", operands: [value, { op: "const", value: mask }] };
  }

  /** Something that leaves one value and branches nowhere. */
  #value(scope: Scope, depth: number): Instruction {
    const value = () => this.#value(scope, depth - 1);
    switch (depth === 0 ? this.#pick(5) : this.#pick(17)) {
      case 0:
        return { op: "const", value: this.#pick(7) - 1 };
      case 1:
      case 2:
        return { op: "local.get", local: this.#pick(5) };
      case 3:
        return { op: "global.get" };
      case 4:
        return { op: "memory.size" };
      case 5:
        return { op: "eqz", operands: [value()] };
      case 6:
        return { op: "load", operands: [this.#address(scope)] };
      case 7:
        return { op: "memory.grow", operands: [this.#masked(value(), 1)] };
      case 8:
        return { op: "select", operands: [value(), value(), value()] };
      case 9:
        return { op: "local.tee", local: this.#pick(5), operands: [value()] };
      case 10: {
        const operands = [value()];
        return { op: "if", value: true, operands, body: [value()], otherwise: [value()] };
      }
      case 11: {
        const callee = this.#callee(scope);
        if (callee === null || !this.#signatures[callee]) return { op: "const", value: 3 };
        return { op: "call", callee, operands: this.#arguments(scope) };
      }
      case 12: {
        const slot = this.#slot(scope, true);
        if (slot === null) return { op: "const", value: 5 };
        const operands = [...this.#arguments(scope), slot];
        return { op: "call_indirect", returns: true, operands };
      }
      case 13:
        // the host calls the last function, which must not call the host
        if (this.#callee(scope) === null) return { op: "const", value: 4 };
        return { op: "reenter", operands: [value()] };
      default: {
        const operator = binaries[this.#pick(binaries.length)] ?? "add";
        const divides = operator === "div_s" || operator === "rem_u";
        const other: Instruction =
          divides && this.#pick(9) > 0 ? { op: "const", value: 1 + this.#pick(9) } : value();
        return { op: "binary", operator, operands: [value(), other] };
      }
    }
  }
}

/**
 * The module of a program. It exports its functions as `f0`, `f1` …, its memory as `memory` and its global as `global`, and imports
 * `host.log` (i32) and `host.reenter` (i32) → i32, which is to call the last function with that value twice.
 */
export async function assembled({ functions }: Program): Promise<Uint8Array<ArrayBuffer>> {
  const type = (returns: boolean) => (returns ? "$function" : "$procedure");
  const bodies = functions.map(
    ({ returns, locals, body }, index) =>
      `(func $f${index} (export "f${index}") (type ${type(returns)}) (local ${"i32 ".repeat(locals)}) ${text(body)})`,
  );
  const names = functions.map((_, index) => `$f${index}`);
  return Uint8Array.from(
    await parse(`(module
      (type $function (func (param i32 i32) (result i32)))
      (type $procedure (func (param i32 i32)))
      (import "host" "log" (func $log (param i32)))
      (import "host" "reenter" (func $reenter (param i32) (result i32)))
      (memory (export "memory") 1 3)
      (table ${functions.length + 1} funcref)
      (elem (i32.const 0) func ${names.join(" ")})
      (global $g (export "global") (mut i32) (i32.const 5))
      (tag $e (param i32))
      ${bodies.join("\n")})`),
  );
}

function text(sequence: readonly Instruction[]): string {
  return sequence.map(instructionText).join("\n");
}

function instructionText(instruction: Instruction): string {
  const operands = "operands" in instruction ? text(instruction.operands) : "";
  switch (instruction.op) {
    case "const":
      return `(i32.const ${instruction.value})`;
    case "local.get":
    case "local.set":
    case "local.tee":
      return `(${instruction.op} ${instruction.local} ${operands})`;
    case "global.get":
    case "global.set":
      return `(${instruction.op} $g ${operands})`;
    case "binary":
      return `(i32.${instruction.operator} ${operands})`;
    case "eqz":
    case "load":
    case "store":
      return `(i32.${instruction.op} ${operands})`;
    case "log":
    case "reenter":
      return `(call $${instruction.op} ${operands})`;
    case "throw":
      return `(throw $e ${operands})`;
    case "call":
    case "return_call":
      return `(${instruction.op} $f${instruction.callee} ${operands})`;
    case "call_indirect":
      return `(call_indirect (type ${instruction.returns ? "$function" : "$procedure"}) ${operands})`;
    case "br":
    case "br_if":
      return `(${instruction.op} ${instruction.depth} ${operands})`;
    case "br_table":
      return `(br_table ${instruction.depths.join(" ")} ${operands})`;
    case "block":
    case "loop":
      return `(${instruction.op} ${text(instruction.body)})`;
    case "if": {
      const otherwise = instruction.otherwise ? `(else ${text(instruction.otherwise)})` : "";
      const type = instruction.value ? "(result i32)" : "";
      return `(if ${type} ${operands} (then ${text(instruction.body)}) ${otherwise})`;
    }
    case "try": {
      const { how, body, local, handler } = instruction;
      if (how === "delegate") return `try ${text(body)} delegate 0`;
      const start = how === "catch" ? `catch $e local.set ${local}` : "catch_all";
      return `try ${text(body)} ${start} ${text(handler)} end`;
    }
    case "guarded":
      return `(block (local.set ${instruction.local} (block (result i32)
        (try_table (catch $e 0) ${text(instruction.body)}) (br 1))))`;
    default:
      return `(${instruction.op} ${operands})`;
  }
}
