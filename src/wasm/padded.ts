/** A length is written in five bytes, which is allowed whatever it is. */
const lengthBytes = 5;

/**
 * A module of exactly so many bytes that does the same: a custom section without a name fills the rest with zeros.
 * Throws a `RangeError` when there is no room for one.
 *
 * Section format: https://webassembly.github.io/spec/core/binary/modules.html#custom-section
 */
export function paddedModule(module: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const content = bytes - module.length - 1 - lengthBytes;
  // the name's length is part of the content
  if (content < 1) throw new RangeError(`a module of ${module.length} bytes cannot be padded to ${bytes}`);
  const padded = new Uint8Array(bytes);
  padded.set(module);
  for (let at = 0; at < lengthBytes; at++) {
    const more = at < lengthBytes - 1 ? 0x80 : 0;
    padded[module.length + 1 + at] = ((content >>> (7 * at)) & 0x7f) | more;
  }
  return padded;
}
