import { assemble } from "./assembler.ts";
import { sections } from "./bytes.ts";
import { type Expression, type List, readExpressions } from "./expression.ts";

/** A module as a script gives it. */
export type ModuleSource =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "binary"; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Text that is not UTF-8, which no assembler has to read. */
  | { readonly kind: "not text" };

export type NumericType = "i32" | "i64" | "f32" | "f64" | "v128";

export type Argument =
  | { readonly kind: "number"; readonly type: NumericType; readonly bits: bigint }
  | { readonly kind: "null" }
  | { readonly kind: "host"; readonly id: number };

/** What a script expects of one result. */
export type Expected =
  | {
      readonly kind: "number";
      readonly type: NumericType;
      readonly bits: bigint;
      /** Lanes of which any NaN of a class will do; `bits` holds zero there. */
      readonly nans: readonly NanLane[];
    }
  | { readonly kind: "null" }
  | { readonly kind: "host"; readonly id: number }
  | { readonly kind: "reference" }
  | { readonly kind: "either"; readonly of: readonly Expected[] };

export interface NanLane {
  /** Of the lane's lowest bit. */
  readonly offset: number;
  readonly width: 32 | 64;
  readonly canonical: boolean;
}

export interface Action {
  readonly kind: "invoke" | "get";
  readonly instance: string | undefined;
  readonly field: string;
  readonly args: readonly Argument[];
}

/** How the action of a command is to end. */
export type Ending =
  | { readonly kind: "any" }
  | { readonly kind: "returned"; readonly results: readonly Expected[] }
  | { readonly kind: "trapped" }
  | { readonly kind: "thrown" }
  | { readonly kind: "exhausted" };

type Instruction =
  | { readonly kind: "module"; readonly name: string | undefined; readonly source: ModuleSource }
  | { readonly kind: "definition"; readonly name: string | undefined; readonly source: ModuleSource }
  | { readonly kind: "instance"; readonly name: string | undefined; readonly of: string | undefined }
  | { readonly kind: "register"; readonly as: string; readonly instance: string | undefined }
  | { readonly kind: "action"; readonly action: Action; readonly ending: Ending }
  /** A module that must not pass validation; `because` is the name of the assertion. */
  | { readonly kind: "refused"; readonly because: string; readonly source: ModuleSource }
  /** A valid module that must not come to life. */
  | { readonly kind: "stillborn"; readonly because: string; readonly source: ModuleSource };

export type Command = Instruction & { readonly line: number };

const moduleFields = new Set([
  "type",
  "rec",
  "import",
  "func",
  "table",
  "memory",
  "global",
  "export",
  "start",
  "elem",
  "data",
  "tag",
]);

/**
 * The commands of a `.wast` script. Its number literals are read by the assembler, so they are as exact as the modules.
 * @throws Error for a form that the suite did not have when this was written
 */
export async function readScript(source: Uint8Array): Promise<Command[]> {
  const script = readExpressions(source);
  const [first] = script.items;
  if (first !== undefined && moduleFields.has(head(first))) {
    const text = `(module ${Buffer.from(source).toString("utf8")})`;
    return [{ kind: "module", name: undefined, source: { kind: "text", text }, line: 1 }];
  }
  const reader = new ScriptReader(source, await readLiterals(script, source));
  return script.items.map((form) => reader.command(form));
}

class ScriptReader {
  readonly #source: Uint8Array;
  readonly #literals: ReadonlyMap<List, Literal>;

  constructor(source: Uint8Array, literals: ReadonlyMap<List, Literal>) {
    this.#source = source;
    this.#literals = literals;
  }

  command(form: Expression): Command {
    return { ...this.#instruction(form), line: list(form).line };
  }

  #instruction(form: Expression): Instruction {
    const name = head(form);
    const [subject, ...rest] = list(form).items.slice(1);
    switch (name) {
      case "module":
        return this.#module(list(form));
      case "register":
        return { kind: "register", as: string(subject), instance: identifier(rest[0]) };
      case "invoke":
      case "get":
        return { kind: "action", action: this.#action(form), ending: { kind: "any" } };
      case "assert_return": {
        const results = rest.map((expected) => this.#expected(expected));
        return { kind: "action", action: this.#action(subject), ending: { kind: "returned", results } };
      }
      case "assert_trap":
        if (head(subject) === "module")
          return { kind: "stillborn", because: name, source: this.#moduleSource(list(subject)) };
        return { kind: "action", action: this.#action(subject), ending: { kind: "trapped" } };
      case "assert_exception":
        return { kind: "action", action: this.#action(subject), ending: { kind: "thrown" } };
      case "assert_exhaustion":
        return { kind: "action", action: this.#action(subject), ending: { kind: "exhausted" } };
      case "assert_unlinkable":
        return { kind: "stillborn", because: name, source: this.#moduleSource(list(subject)) };
      case "assert_invalid":
      case "assert_malformed":
      case "assert_invalid_custom":
      case "assert_malformed_custom":
        return { kind: "refused", because: name, source: this.#moduleSource(list(subject)) };
      default:
        throw this.#unknown(form);
    }
  }

  #module(form: List): Instruction {
    const [, second, third, fourth] = form.items;
    if (isAtom(second, "instance"))
      return { kind: "instance", name: identifier(third), of: identifier(fourth) };
    const isDefinition = isAtom(second, "definition");
    return {
      kind: isDefinition ? "definition" : "module",
      name: identifier(isDefinition ? third : second),
      source: this.#moduleSource(form),
    };
  }

  #moduleSource(form: List): ModuleSource {
    const strings = form.items.filter((item) => item.kind === "string").map(({ bytes }) => bytes);
    if (form.items.some((item) => isAtom(item, "binary"))) {
      return { kind: "binary", bytes: Uint8Array.from(Buffer.concat(strings)) };
    }
    const isQuote = form.items.some((item) => isAtom(item, "quote"));
    const bytes = isQuote
      ? Buffer.from(strings.map((bytes) => Buffer.from(bytes).toString("latin1")).join("\n"), "latin1")
      : this.#source.subarray(form.start, form.end);
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      // Quoted text may leave out the parentheses around the module; `definition` is a word of scripts only.
      if (!isQuote) return { kind: "text", text: text.replace(/^\(module\s+definition\b/, "(module") };
      return { kind: "text", text: /^\s*\(module\b/.test(text) ? text : `(module ${text}\n)` };
    } catch {
      return { kind: "not text" };
    }
  }

  #action(form: Expression | undefined): Action {
    const kind = head(form);
    if (form === undefined || (kind !== "invoke" && kind !== "get")) throw this.#unknown(form);
    const [, ...items] = list(form).items;
    const instance = identifier(items[0]);
    const [field, ...args] = instance === undefined ? items : items.slice(1);
    return { kind, instance, field: string(field), args: args.map((arg) => this.#argument(arg)) };
  }

  #argument(form: Expression): Argument {
    const literal = this.#literals.get(list(form));
    if (literal !== undefined) return { kind: "number", type: literal.type, bits: literal.bits };
    const name = head(form);
    if (name === "ref.null") return { kind: "null" };
    if (name === "ref.extern" || name === "ref.host")
      return { kind: "host", id: Number(atom(list(form).items[1])) };
    throw this.#unknown(form);
  }

  #expected(form: Expression): Expected {
    const literal = this.#literals.get(list(form));
    if (literal !== undefined) return { kind: "number", ...literal };
    const [, second, ...rest] = list(form).items;
    const name = head(form);
    if (name === "either") {
      const of = [second, ...rest].filter((item) => item !== undefined).map((item) => this.#expected(item));
      return { kind: "either", of };
    }
    if (name === "ref.null") return { kind: "null" };
    if ((name === "ref.extern" || name === "ref.host") && second !== undefined) {
      return { kind: "host", id: Number(atom(second)) };
    }
    if (name.startsWith("ref.")) return { kind: "reference" };
    throw this.#unknown(form);
  }

  #unknown(form: Expression | undefined): Error {
    const line = form?.kind === "list" ? form.line : "?";
    return new Error(
      `The form "${head(form)}" at line ${line} of the script is not known; teach script.ts what it means.`,
    );
  }
}

interface Literal {
  readonly type: NumericType;
  readonly bits: bigint;
  readonly nans: readonly NanLane[];
}

/** Every `(t.const …)` among arguments and expected results, read by the assembler as one function of constants. */
async function readLiterals(script: List, source: Uint8Array): Promise<ReadonlyMap<List, Literal>> {
  const forms: { form: List; nans: NanLane[]; text: string }[] = [];
  const collect = (form: Expression) => {
    if (form.kind !== "list") return;
    const name = head(form);
    if (/^(i32|i64|f32|f64|v128)\.const$/.test(name))
      forms.push({ form, ...withoutNanClasses(form, source) });
    else if (name !== "module") form.items.forEach(collect);
  };
  script.items.forEach(collect);
  if (forms.length === 0) return new Map();

  const assembled = await assemble(`(module (func ${forms.map(({ text }) => text).join("\n")}))`);
  if (assembled.kind === "refused")
    throw new Error(`The script's numbers do not assemble: ${assembled.why}.`);
  const constants = readConstants(assembled.bytes);
  return new Map(
    forms.map(({ form, nans }, index) => {
      const constant = constants[index];
      if (constant === undefined) throw new Error("The assembler gave fewer constants than the script has.");
      return [form, { ...constant, nans }];
    }),
  );
}

/** A constant as the assembler reads it, with zero in place of each class of NaN. */
function withoutNanClasses(form: List, source: Uint8Array): { nans: NanLane[]; text: string } {
  const words = form.items.map((item) =>
    Buffer.from(source.subarray(item.start, item.end)).toString("latin1"),
  );
  const width = words[0]?.startsWith("f64") || words[1] === "f64x2" ? 64 : 32;
  const firstLane = words[0] === "v128.const" ? 2 : 1;
  const nans: NanLane[] = [];
  words.forEach((word, index) => {
    if (word !== "nan:canonical" && word !== "nan:arithmetic") return;
    nans.push({ offset: (index - firstLane) * width, width, canonical: word === "nan:canonical" });
    words[index] = "0";
  });
  return { nans, text: words.join(" ") };
}

/** The constants in the body of a module's only function. */
function readConstants(bytes: Uint8Array): { type: NumericType; bits: bigint }[] {
  for (const { id, body } of sections(bytes)) {
    if (id !== 10) continue;
    body.unsigned();
    body.unsigned();
    body.unsigned();
    const constants: { type: NumericType; bits: bigint }[] = [];
    for (let opcode = body.byte(); opcode !== 0x0b; opcode = body.byte()) {
      if (opcode === 0x41) constants.push({ type: "i32", bits: BigInt.asUintN(32, body.signed()) });
      else if (opcode === 0x42) constants.push({ type: "i64", bits: BigInt.asUintN(64, body.signed()) });
      else if (opcode === 0x43) constants.push({ type: "f32", bits: body.littleEndian(4) });
      else if (opcode === 0x44) constants.push({ type: "f64", bits: body.littleEndian(8) });
      else {
        body.unsigned();
        constants.push({ type: "v128", bits: body.littleEndian(16) });
      }
    }
    return constants;
  }
  return [];
}

function head(form: Expression | undefined): string {
  const first = form?.kind === "list" ? form.items[0] : undefined;
  return first?.kind === "atom" ? first.text : "";
}

function isAtom(form: Expression | undefined, text: string): boolean {
  return form?.kind === "atom" && form.text === text;
}

function identifier(form: Expression | undefined): string | undefined {
  return form?.kind === "atom" && form.text.startsWith("$") ? form.text : undefined;
}

function list(form: Expression | undefined): List {
  if (form?.kind === "list") return form;
  throw new Error(
    `The script has ${form?.kind ?? "nothing"} where a list is expected, at byte ${form?.start}.`,
  );
}

function atom(form: Expression | undefined): string {
  if (form?.kind === "atom") return form.text;
  throw new Error(
    `The script has ${form?.kind ?? "nothing"} where a word is expected, at byte ${form?.start}.`,
  );
}

function string(form: Expression | undefined): string {
  if (form?.kind === "string") return Buffer.from(form.bytes).toString("utf8");
  throw new Error(
    `The script has ${form?.kind ?? "nothing"} where a string is expected, at byte ${form?.start}.`,
  );
}
