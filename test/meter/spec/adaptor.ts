import { assemble } from "./assembler.ts";
import type { NumericType } from "./script.ts";
import { exportedSignatures, type Signature } from "./signature.ts";

/**
 * How an exported function is called from JavaScript.
 *
 * `direct`: as it is. `adapted`: through an instance of `module`, which takes and gives floats and vectors as integers of
 * the same bits: the JavaScript API knows no vectors and keeps no NaN's payload. `unreachable`: not at all, and `why`.
 */
export type Access =
  | { readonly kind: "direct"; readonly signature: Signature }
  | { readonly kind: "adapted"; readonly signature: Signature; readonly module: WebAssembly.Module }
  | { readonly kind: "unreachable"; readonly why: string };

/** What a value of a type is exchanged as. A vector is its low half, then its high half. */
const exchanged: Readonly<Record<NumericType, readonly ("i32" | "i64")[]>> = {
  i32: ["i32"],
  i64: ["i64"],
  f32: ["i32"],
  f64: ["i64"],
  v128: ["i64", "i64"],
};

const compiled = new Map<string, WebAssembly.Module>();

/**
 * How to call each function that a module exports, by export name.
 * @param bytes a module that V8 accepts
 */
export async function accesses(bytes: Uint8Array): Promise<ReadonlyMap<string, Access>> {
  const found = new Map<string, Access>();
  for (const [name, signature] of exportedSignatures(bytes)) found.set(name, await access(signature));
  return found;
}

export function isNumeric(type: string): type is NumericType {
  return type in exchanged;
}

async function access(signature: Signature): Promise<Access> {
  const types = [...signature.params, ...signature.results];
  if (types.some((type) => /exn\)$/.test(type))) {
    return { kind: "unreachable", why: "JavaScript cannot see references to exceptions" };
  }
  if (!types.some((type) => type === "f32" || type === "f64" || type === "v128"))
    return { kind: "direct", signature };
  // A type by index belongs to the module that declares it.
  if (signature.plain && !types.some((type) => /\d\)$/.test(type))) {
    return { kind: "adapted", signature, module: await adaptor(signature) };
  }
  if (!types.includes("v128")) return { kind: "direct", signature };
  return { kind: "unreachable", why: "a vector in a signature that no other module can write down" };
}

async function adaptor({ params, results }: Signature): Promise<WebAssembly.Module> {
  const key = `${params} -> ${results}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;

  const outer = (types: readonly string[]) =>
    types.flatMap((type): readonly string[] => (isNumeric(type) ? exchanged[type] : [type]));
  const outerParams = outer(params);
  let local = 0;
  const load = params.map((type) => {
    const value = `(local.get ${local++})`;
    if (type === "f32") return `(f32.reinterpret_i32 ${value})`;
    if (type === "f64") return `(f64.reinterpret_i64 ${value})`;
    if (type === "v128") return `(i64x2.replace_lane 1 (i64x2.splat ${value}) (local.get ${local++}))`;
    return value;
  });
  const firstResult = outerParams.length;
  const give = results.map((type, index) => {
    const value = `(local.get ${firstResult + index})`;
    if (type === "f32") return `(i32.reinterpret_f32 ${value})`;
    if (type === "f64") return `(i64.reinterpret_f64 ${value})`;
    if (type === "v128") return `(i64x2.extract_lane 0 ${value}) (i64x2.extract_lane 1 ${value})`;
    return value;
  });
  const keep = results.map((_, index) => `(local.set ${firstResult + index})`).reverse();
  const assembled = await assemble(`(module
    (import "adapted" "function" (func (param ${params.join(" ")}) (result ${results.join(" ")})))
    (func (export "call") (param ${outerParams.join(" ")}) (result ${outer(results).join(" ")})
      (local ${results.join(" ")})
      (call 0 ${load.join(" ")}) ${keep.join(" ")} ${give.join(" ")}))`);
  if (assembled.kind === "refused")
    throw new Error(`The adaptor for ${key} does not assemble: ${assembled.why}.`);
  const module = new WebAssembly.Module(assembled.bytes);
  compiled.set(key, module);
  return module;
}
