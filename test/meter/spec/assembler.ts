import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { unfoldTry } from "./legacy.ts";

/** What became of a module's source. Text that does not parse has no bytes; `why` is the assembler's reason. */
export type Assembled =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "refused"; readonly why: string };

const assembled = new Map<string, Assembled>();

/** Characters that change the direction of writing; the assembler takes them as escapes only. */
const directionMarks = /[\u202a-\u202e\u2066-\u206f]/g;

/** The binary of a module in the text format. Validates nothing but the syntax. */
export async function assemble(text: string): Promise<Assembled> {
  const known = assembled.get(text);
  if (known !== undefined) return known;
  const result = await bytesOf(text);
  assembled.set(text, result);
  return result;
}

async function bytesOf(text: string): Promise<Assembled> {
  try {
    const escaped = text.replace(directionMarks, (mark) => `\\u{${mark.charCodeAt(0).toString(16)}}`);
    return { kind: "bytes", bytes: Uint8Array.from(await parse(unfoldTry(escaped))) };
  } catch (error) {
    return { kind: "refused", why: reason(error) };
  }
}

/** The assembler's error is a dump of its own data, of which the kind of the error is of use. */
function reason(error: unknown): string {
  const text = String(error);
  return /kind: Custom\("(.*?)"\)/.exec(text)?.[1] ?? /kind: (\w+)/.exec(text)?.[1] ?? text.slice(0, 200);
}
