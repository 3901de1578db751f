import { type ByteReader, sections } from "./bytes.ts";

/** The types of a function, each as the text format writes it; a type by index is `(ref 3)` or `(ref null 3)`. */
export interface Signature {
  readonly params: readonly string[];
  readonly results: readonly string[];
  /** Whether a module that writes these types down imports the function: no supertypes, open to no subtypes, in no group. */
  readonly plain: boolean;
}

const plainTypes: Readonly<Record<number, string>> = {
  127: "i32",
  126: "i64",
  125: "f32",
  124: "f64",
  123: "v128",
  120: "i8",
  119: "i16",
};

const heapTypes: Readonly<Record<number, string>> = {
  116: "noexn",
  115: "nofunc",
  114: "noextern",
  113: "none",
  112: "func",
  111: "extern",
  110: "any",
  109: "eq",
  108: "i31",
  107: "struct",
  106: "array",
  105: "exn",
};

/**
 * The signatures of the functions that a module exports, by export name. The JavaScript API does not tell them.
 * @param bytes a module that V8 accepts
 */
export function exportedSignatures(bytes: Uint8Array): ReadonlyMap<string, Signature> {
  let types: (Signature | undefined)[] = [];
  const functions: number[] = [];
  const exported = new Map<string, Signature>();
  for (const { id, body } of sections(bytes)) {
    if (id === 1) types = body.vector(() => recursiveTypes(body)).flat();
    if (id === 2) functions.push(...body.vector(() => importedFunction(body)).flat());
    if (id === 3) functions.push(...body.vector(() => body.unsigned()));
    if (id === 7) {
      body.vector(() => {
        const name = body.name();
        const isFunction = body.byte() === 0;
        const signature = types[functions[body.unsigned()] ?? -1];
        if (isFunction && signature !== undefined) exported.set(name, signature);
      });
    }
  }
  return exported;
}

function recursiveTypes(body: ByteReader): (Signature | undefined)[] {
  if (body.peek() !== 0x4e) return [subtype(body)];
  body.byte();
  const group = body.vector(() => subtype(body));
  return group.length === 1 ? group : group.map((signature) => signature && { ...signature, plain: false });
}

function subtype(body: ByteReader): Signature | undefined {
  let form = body.byte();
  let plain = true;
  if (form === 0x50 || form === 0x4f) {
    const supertypes = body.vector(() => body.unsigned());
    plain = form === 0x4f && supertypes.length === 0;
    form = body.byte();
  }
  if (form === 0x60) {
    const params = body.vector(() => valueType(body));
    return { params, results: body.vector(() => valueType(body)), plain };
  }
  const field = () => {
    valueType(body);
    body.byte();
  };
  if (form === 0x5f) body.vector(field);
  else field();
  return undefined;
}

function valueType(body: ByteReader): string {
  const code = body.byte();
  const plain = plainTypes[code];
  if (plain !== undefined) return plain;
  const heap = heapTypes[code];
  if (heap !== undefined) return `(ref null ${heap})`;
  const abstract = heapTypes[body.peek()];
  const target = abstract ?? body.signed();
  if (abstract !== undefined) body.byte();
  return code === 0x63 ? `(ref null ${target})` : `(ref ${target})`;
}

/** The type index of an imported function; nothing for other imports. */
function importedFunction(body: ByteReader): number[] {
  body.name();
  body.name();
  switch (body.byte()) {
    case 0:
      return [body.unsigned()];
    case 1:
      valueType(body);
      limits(body);
      return [];
    case 2:
      limits(body);
      return [];
    case 3:
      valueType(body);
      body.byte();
      return [];
    default:
      body.byte();
      body.unsigned();
      return [];
  }
}

function limits(body: ByteReader): void {
  const flags = body.byte();
  body.signed();
  if ((flags & 1) !== 0) body.signed();
}
