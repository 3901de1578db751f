import fc from "fast-check";

const point = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0x80, max: 0x7ff }),
  fc.integer({ min: 0x800, max: 0xffff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);

/** Characters of all lengths in UTF-8, lone surrogates and control characters among them. */
export const anyString = fc.array(point, { maxLength: 40 }).map((points) => String.fromCodePoint(...points));
