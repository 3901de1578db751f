/**
 * V8 keeps one native module for identical bytes: two modules of the same bytes share machine code, so a base and a
 * head that happen to be equal would be measured as one program, tiered up by each other. A custom section at the end
 * changes the bytes without changing the program, and adds the same length to every arm.
 *
 * Section format: https://webassembly.github.io/spec/core/binary/modules.html#custom-section
 */

const name = new TextEncoder().encode("fuelgauge.arm");
const nonceBytes = 16;
const header = Uint8Array.of(0, 1 + name.length + nonceBytes, name.length, ...name);

/** The module with a section that holds `nonce` (16 bytes) appended. */
export function makeDistinct(module: Uint8Array, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  if (nonce.length !== nonceBytes)
    throw new RangeError(`a nonce has ${nonceBytes} bytes, not ${nonce.length}`);
  const distinct = new Uint8Array(module.length + header.length + nonceBytes);
  distinct.set(module);
  distinct.set(header, module.length);
  distinct.set(nonce, module.length + header.length);
  return distinct;
}

/** Changes the nonce of bytes that `makeDistinct` made, in place: the next of 2⁶⁴ equal programs. */
export function nextDistinct(distinct: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const counter = new DataView(distinct.buffer, distinct.byteOffset + distinct.length - 8, 8);
  counter.setBigUint64(0, counter.getBigUint64(0) + 1n);
  return distinct;
}
