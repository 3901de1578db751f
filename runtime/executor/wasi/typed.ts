import { moduleName, signatures } from "./abi.ts";

/** Codes of the binary format. Source: https://webassembly.github.io/spec/core/binary/ */
const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const section = { type: 1, import: 2, export: 7 };
const functionType = 0x60;
const functionKind = 0x00;
const valueTypes: Readonly<Record<string, number>> = { i: 0x7f, I: 0x7e };

let adapter: WebAssembly.Module | undefined;

/**
 * Gives JavaScript functions the types of the calls, by passing them through a module that imports and exports them.
 * A JavaScript function can be imported under any type; a typed one only under its own. So a hostile program cannot
 * make the calls meet operands, or the engine meet results, of types that they do not have. Engines see through
 * such an export: it costs nothing at a call.
 */
export function typed(functions: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  adapter ??= new WebAssembly.Module(adapterBytes());
  return new WebAssembly.Instance(adapter, { [moduleName]: functions }).exports as WebAssembly.ModuleImports;
}

function adapterBytes(): Uint8Array<ArrayBuffer> {
  const names = Object.keys(signatures);
  const types = Object.entries(signatures).map(([name, operands]) => [
    functionType,
    ...vector(Array.from(operands, (operand) => [valueTypes[operand] ?? 0])),
    ...vector(name === "proc_exit" ? [] : [[0x7f]]),
  ]);
  const imports = names.map((name, index) => [...text(moduleName), ...text(name), functionKind, index]);
  const exports = names.map((name, index) => [...text(name), functionKind, index]);
  return Uint8Array.from([
    ...header,
    ...sectionOf(section.type, types),
    ...sectionOf(section.import, imports),
    ...sectionOf(section.export, exports),
  ]);
}

function sectionOf(id: number, entries: readonly (readonly number[])[]): number[] {
  const content = vector(entries);
  return [id, ...unsigned(content.length), ...content];
}

function vector(entries: readonly (readonly number[])[]): number[] {
  return [...unsigned(entries.length), ...entries.flat()];
}

function text(string: string): number[] {
  return vector(Array.from(string, (character) => [character.charCodeAt(0)]));
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
