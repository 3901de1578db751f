import fc from "fast-check";

/** One change of a module. Places are fractions, so that they mean something for any module. */
export type Mutation = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

/** Changes that keep no structure, changes of one number, of sections, and of code, after which all lengths are right again. */
export function mutation(): fc.Arbitrary<Mutation> {
  return fc.oneof(
    { weight: 3, arbitrary: overwritten },
    { weight: 1, arbitrary: truncated },
    { weight: 2, arbitrary: spliced },
    { weight: 3, arbitrary: renumbered },
    { weight: 3, arbitrary: sectioned },
    { weight: 3, arbitrary: withinSection },
    { weight: 12, arbitrary: withinBody },
  );
}

/** All places alike; `fc.double` would prefer those near the beginning. */
const place = fc.noBias(fc.maxSafeNat()).map((drawn) => drawn / 2 ** 53);
const byte = fc.integer({ min: 0, max: 255 });

const overwritten = fc.tuple(place, byte).map(
  ([at, value]): Mutation =>
    (bytes) =>
      replaced(bytes, Math.floor(at * bytes.length), 1, [value]),
);

const truncated = place.map(
  (at): Mutation =>
    (bytes) =>
      bytes.slice(0, Math.floor(at * bytes.length)),
);

/** A stretch of the module is put in another place, over what is there or between it. */
const spliced = fc.tuple(place, place, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })).map(
  ([from, to, length, over]): Mutation =>
    (bytes) => {
      const start = Math.floor(from * bytes.length);
      return replaced(bytes, Math.floor(to * bytes.length), over, bytes.slice(start, start + length));
    },
);

/** What is written where a number in LEB128 may be: extremes, forms that are longer than need be, and without an end. */
const numbers: readonly (readonly number[])[] = [
  [0],
  [0x7f],
  [0x80, 0x00],
  [0x81, 0x80, 0x80, 0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0x1f],
  [0x80, 0x80, 0x80, 0x80, 0x10],
  [0x80, 0x80, 0x80, 0x80, 0x78],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f],
  new Array<number>(12).fill(0x80),
];

const renumbered = fc.tuple(place, fc.constantFrom(...numbers, "padded" as const)).map(
  ([at, form]): Mutation =>
    (bytes) => {
      const start = Math.floor(at * bytes.length);
      const { value, end } = unsignedAt(bytes, start);
      return replaced(bytes, start, end - start, form === "padded" ? padded(value) : form);
    },
);

const sectioned = fc.tuple(fc.constantFrom("swap", "repeat", "drop", "custom", "recount"), place, place).map(
  ([how, one, other]): Mutation =>
    (bytes) => {
      const sections = sectionsOf(bytes);
      if (sections === null) return bytes;
      const from = Math.floor(one * sections.length);
      const to = Math.floor(other * sections.length);
      const section = sections[from];
      if (section === undefined) return bytes;
      switch (how) {
        case "swap":
          sections[from] = sections[to] ?? section;
          sections[to] = section;
          break;
        case "repeat":
          sections.splice(to, 0, section);
          break;
        case "drop":
          sections.splice(from, 1);
          break;
        case "custom":
          sections.splice(to, 0, { id: 0, content: Uint8Array.of(1, 0x78, ...section.content.slice(0, 9)) });
          break;
        case "recount": {
          const { value, end } = unsignedAt(section.content, 0);
          const count = padded(Math.max(0, value + (to % 2 ? 1 : -1)));
          sections[from] = { ...section, content: replaced(section.content, 0, end, count) };
        }
      }
      return joined(sections);
    },
);

/** Some bytes of a section become others, and its length with them. */
const withinSection = fc
  .tuple(place, place, fc.integer({ min: 0, max: 6 }), fc.array(byte, { maxLength: 6 }))
  .map(
    ([which, at, over, bytes]): Mutation =>
      (module) =>
        withSection(module, which, ({ content }) =>
          replaced(content, Math.floor(at * content.length), over, bytes),
        ),
  );

const small = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: byte },
);
const blockType = fc.constantFrom([0x40], [0x7f], [0x00], [0x70], [0x64, 0x00], [0x63, 0x70]);
const branchTable = fc.tuple(fc.array(small, { maxLength: 5 }), small);
const catches = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), small, small), { maxLength: 3 });

/** An instruction of any kind with the immediates that it takes, mostly small ones. */
const instruction: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc
    .tuple(fc.constantFrom(0x02, 0x03, 0x04, 0x06), blockType)
    .map(([opcode, type]) => [opcode, ...type, 0x00, 0x0b]),
  fc
    .tuple(blockType, catches)
    .map(([type, clauses]) => [
      ...[0x1f, ...type, clauses.length],
      ...clauses.flatMap(([kind, tag, label]) => (kind < 2 ? [kind, tag, label] : [kind, label])),
      ...[0x00, 0x0b],
    ]),
  fc.constantFrom(
    [0x04, 0x40, 0x05, 0x0b],
    [0x06, 0x40, 0x19, 0x0b],
    [0x06, 0x40, 0x07, 0, 0x00, 0x0b],
    [0x05],
    [0x19],
  ),
  fc.constantFrom(
    [0x06, 0x40, 0x18, 0],
    [0x06, 0x40, 0x00, 0x19, 0x09, 0, 0x0b],
    [0x0b],
    [0x02, 0x40],
    [0x18, 0],
  ),
  branchTable.map(([labels, last]) => [0x0e, labels.length, ...labels, last]),
  fc.constantFrom([0x00], [0x01], [0x0f], [0x1a], [0x1b], [0x0a], [0xd1], [0xd3], [0xd4]),
  fc
    .tuple(
      fc.constantFrom(
        0x08,
        0x09,
        0x0c,
        0x0d,
        0x10,
        0x12,
        0x14,
        0x15,
        0x20,
        0x21,
        0x22,
        0x23,
        0x24,
        0x25,
        0x26,
      ),
      small,
    )
    .map(([opcode, index]) => [opcode, index]),
  fc
    .tuple(fc.constantFrom(0xd0, 0xd2, 0xd5, 0xd6, 0x3f, 0x40), small)
    .map(([opcode, index]) => [opcode, index]),
  fc.tuple(fc.constantFrom(0x11, 0x13), small, small).map(([opcode, type, table]) => [opcode, type, table]),
  fc
    .tuple(fc.integer({ min: 0x28, max: 0x3e }), memoryArgument())
    .map(([opcode, memory]) => [opcode, ...memory]),
  fc
    .tuple(fc.constantFrom(0x41, 0x42), fc.constantFrom(...numbers))
    .map(([opcode, number]) => [opcode, ...number]),
  fc.integer({ min: 0x45, max: 0xc4 }).map((opcode) => [opcode]),
  fc.constantFrom([0x43, 0, 0, 0, 0x41], [0x44, 0, 0, 0, 0, 0, 0, 0, 0x40], [0x1c, 1, 0x7f], [0x1c, 0]),
  fc
    .tuple(fc.integer({ min: 0, max: 0x1e }), small, small)
    .map(([opcode, ...rest]) => [0xfb, opcode, ...rest]),
  fc
    .tuple(fc.integer({ min: 0, max: 0x16 }), small, small, fc.boolean())
    .map(([opcode, one, other, long]) => [
      0xfc,
      ...(long ? padded(opcode) : [opcode]),
      ...(opcode < 8 ? [] : [0x09, 0x0b, 0x0d, 0x0f, 0x10, 0x11].includes(opcode) ? [one] : [one, other]),
    ]),
  fc.integer({ min: 0, max: 0x113 }).chain(vectorInstruction),
  fc
    .tuple(fc.integer({ min: 0, max: 0x4e }), memoryArgument())
    .map(([opcode, memory]) => [0xfe, opcode, ...(opcode === 3 ? [0] : memory)]),
);

function memoryArgument(): fc.Arbitrary<number[]> {
  return fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(...numbers))
      .map(([align, offset]) => [align, ...offset]),
    fc.tuple(fc.integer({ min: 0x40, max: 0x44 }), small, small).map((all) => all),
  );
}

function vectorInstruction(opcode: number): fc.Arbitrary<number[]> {
  const encoded = opcode < 0x80 ? [opcode] : [(opcode & 0x7f) | 0x80, opcode >> 7];
  const start = fc.constant([0xfd, ...encoded]);
  const rest =
    opcode <= 0x0b || (opcode >= 0x5c && opcode <= 0x5d)
      ? memoryArgument()
      : opcode <= 0x0d
        ? fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 16, maxLength: 16 })
        : opcode >= 0x54 && opcode <= 0x5b
          ? fc.tuple(memoryArgument(), fc.constantFrom(0, 1)).map(([memory, lane]) => [...memory, lane])
          : opcode >= 0x15 && opcode <= 0x22
            ? fc.constantFrom([0], [1])
            : fc.constant([]);
  return fc.tuple(start, rest).map(([one, other]) => [...one, ...other]);
}

/**
 * Instructions at a place in a function's code. Between `block unreachable` and `unreachable end` they are valid whatever they take
 * from the stack, if their immediates are; at the front of a body, where an instruction is sure to begin, mostly.
 */
const withinBody = fc
  .tuple(
    place,
    place,
    fc.oneof({ weight: 2, arbitrary: fc.constant("front" as const) }, fc.constant("anywhere" as const)),
    fc.constantFrom("unreachable", "unreachable", "reachable", "guarded"),
    fc.integer({ min: 0, max: 3 }),
    fc.array(instruction, { maxLength: 3 }),
  )
  .map(
    ([section, which, where, how, over, instructions]): Mutation =>
      (module) =>
        withSection(
          module,
          section,
          ({ content }) => {
            const bodies = bodiesOf(content);
            const chosen = Math.floor(which * (bodies?.length ?? 0));
            const body = bodies?.[chosen];
            if (bodies === null || body === undefined) return content;
            const code = instructions.flat();
            const inserted = {
              unreachable: [0x02, 0x40, 0x00, ...code, 0x00, 0x0b],
              guarded: [0x41, 0x00, 0x04, 0x40, ...code, 0x00, 0x0b],
              reachable: code,
            }[how];
            const front = localsEnd(body);
            bodies[chosen] =
              where === "front"
                ? replaced(body, front, 0, inserted)
                : replaced(body, front + Math.floor(section * (body.length - front)), over, inserted);
            return concatenated([
              Uint8Array.from(padded(bodies.length)),
              ...bodies.flatMap((one) => [Uint8Array.from(padded(one.length)), one]),
            ]);
          },
          10,
        ),
  );

interface Section {
  readonly id: number;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Nothing when the lengths of the sections are wrong. */
function sectionsOf(bytes: Uint8Array<ArrayBuffer>): Section[] | null {
  const sections: Section[] = [];
  let position = 8;
  while (position < bytes.length) {
    const id = bytes[position] ?? 0;
    const { value, end } = unsignedAt(bytes, position + 1);
    if (end + value > bytes.length) return null;
    sections.push({ id, content: bytes.slice(end, end + value) });
    position = end + value;
  }
  return sections;
}

/** The bodies of a code section. Nothing when their lengths are wrong. */
function bodiesOf(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] | null {
  const bodies: Uint8Array<ArrayBuffer>[] = [];
  const count = unsignedAt(content, 0);
  let position = count.end;
  for (let i = 0; i < count.value; i++) {
    const { value, end } = unsignedAt(content, position);
    if (end + value > content.length || end === position) return null;
    bodies.push(content.slice(end, end + value));
    position = end + value;
  }
  return bodies;
}

/** Where the code of a body begins, if its locals are of types of one byte. */
function localsEnd(body: Uint8Array): number {
  const groups = unsignedAt(body, 0);
  let position = groups.end;
  for (let i = 0; i < groups.value && position < body.length; i++)
    position = unsignedAt(body, position).end + 1;
  return Math.min(position, body.length);
}

function joined(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const header = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const parts = sections.flatMap(({ id, content }) => [
    Uint8Array.of(id, ...padded(content.length)),
    content,
  ]);
  return concatenated([header, ...parts]);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Changes the content of one section, of a given kind if there is one. */
function withSection(
  bytes: Uint8Array<ArrayBuffer>,
  which: number,
  change: (section: Section) => Uint8Array<ArrayBuffer>,
  id?: number,
): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(bytes);
  const among = sections?.filter((section) => id === undefined || section.id === id);
  const chosen = among?.[Math.floor(which * among.length)];
  if (!sections || !chosen) return bytes;
  const at = sections.indexOf(chosen);
  sections[at] = { ...chosen, content: change(chosen) };
  return joined(sections);
}

function replaced(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  over: number,
  by: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(
    Math.min(at, bytes.length) + by.length + Math.max(0, bytes.length - at - over),
  );
  result.set(bytes.subarray(0, at));
  result.set(by, Math.min(at, bytes.length));
  result.set(bytes.subarray(at + over), Math.min(at, bytes.length) + by.length);
  return result;
}

function unsignedAt(bytes: Uint8Array, position: number): { value: number; end: number } {
  let value = 0;
  let end = position;
  for (let scale = 1; end < bytes.length && end - position < 5; scale *= 128) {
    const next = bytes[end++] ?? 0;
    value += (next & 0x7f) * scale;
    if (next < 0x80) break;
  }
  return { value, end };
}

/** A number of 32 bits in all the five bytes of LEB128 that it may have. */
function padded(value: number): number[] {
  return [0, 7, 14, 21, 28].map(
    (shift, at) => ((value >>> shift) & (at < 4 ? 0x7f : 0x0f)) | (at < 4 ? 0x80 : 0),
  );
}
