import { constants, inflateSync } from "node:zlib";
import fc from "fast-check";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";
import { chunk, makePng, readPng } from "./png.ts";

const kernel = await kernelWithTools();

function call(image: Uint8Array | string, steps?: object[]) {
  const text = typeof image === "string" ? image : Buffer.from(image).toString("base64");
  return callTool(kernel, "image_processor", { image: text, ...(steps && { steps }) });
}

async function process(image: Uint8Array | string, steps: object[]) {
  const { result, error } = await call(image, steps);
  if (result === null) throw new Error(error ?? "");
  return {
    ...(result as { source: Record<string, unknown>; width: number; height: number }),
    ...readPng(result.image as string),
  };
}

const forms = fc
  .record({
    kind: fc.constantFrom(
      ...[1, 2, 4, 8, 16].map((depth) => ({ colour: 0, depth })),
      ...[1, 2, 4, 8].map((depth) => ({ colour: 3, depth })),
      ...[2, 4, 6].flatMap((colour) => [8, 16].map((depth) => ({ colour, depth }))),
    ),
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 20 }),
    interlaced: fc.boolean(),
    filter: fc.integer({ min: 0, max: 4 }),
    noise: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    transparency: fc.boolean(),
    zlib: fc.record({
      level: fc.constantFrom(0, 1, 6, 9),
      strategy: fc.constantFrom(
        constants.Z_DEFAULT_STRATEGY,
        constants.Z_FIXED,
        constants.Z_HUFFMAN_ONLY,
        constants.Z_RLE,
      ),
    }),
  })
  .map(({ kind, ...form }) => ({ ...form, ...kind }))
  // indices are filtered, too, and would leave the palette
  .map((form) => (form.colour === 3 ? { ...form, filter: 0 } : form));

test("every form of PNG is read as another reader reads it, and what is written is the same picture", async () => {
  await fc.assert(
    fc.asyncProperty(forms, async (form) => {
      const image = makePng(form);
      const expected = PNG.sync.read(image);
      const { source, width, height, data } = await process(image, []);
      expect(source).toMatchObject({
        width: form.width,
        height: form.height,
        bitDepth: form.depth,
        interlaced: form.interlaced,
      });
      expect([width, height]).toEqual([form.width, form.height]);
      expect(data).toEqual(expected.data);
    }),
    { numRuns: 150 },
  );
});

test("our deflate is one that zlib reads, for bytes of any kind", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 3_000 }),
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 3_000 }))
      .map(([unit, times]) =>
        Uint8Array.from({ length: unit.length * times }, (_, at) => unit[at % unit.length] ?? 0),
      ),
    // frequencies that make codes longer than they may be
    fc.constant(
      Uint8Array.from({ length: 60_000 }, (_, at) => Math.floor(Math.log(1 + ((at * 7919) % 60_000)) * 23)),
    ),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (given) => {
      const png = new PNG({
        width: given.length,
        height: 1,
        colorType: 0,
        inputColorType: 0,
        inputHasAlpha: false,
      });
      png.data = Buffer.from(given);
      const image = PNG.sync.write(png, { colorType: 0, inputColorType: 0, inputHasAlpha: false });
      const { data } = await process(image, []);
      expect(Array.from(given.keys(), (at) => data[4 * at])).toEqual([...given]);
    }),
    { numRuns: 25 },
  );
});

test("a large picture takes no more room than zlib would need, and half as much again", async () => {
  const png = new PNG({ width: 700, height: 500 });
  png.data.fill(255);
  for (let at = 0; at < 700 * 500; at++) {
    const [x, y] = [at % 700, Math.floor(at / 700)];
    png.data.set([x ^ y, (x * y) >> 8, Math.hypot(x, y) / 3], 4 * at);
  }
  const image = PNG.sync.write(png, { colorType: 2 });
  const { result } = await call(image, []);
  expect(readPng(result?.image as string).data.equals(png.data)).toBe(true);
  expect(result?.bytes).toBeLessThan(1.5 * image.length);
});

test("a broken stream is refused where zlib refuses it", async () => {
  const base = makePng({
    width: 16,
    height: 16,
    colour: 2,
    depth: 8,
    interlaced: false,
    filter: 0,
    noise: Uint8Array.from({ length: 97 }, (_, at) => (at * at) % 11),
    transparency: false,
    zlib: {},
  });
  const begin = base.indexOf("IDAT") + 4;
  const stream = base.subarray(begin, begin + base.readUInt32BE(begin - 8));
  const change = fc.tuple(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.nat(stream.length),
      async (changes, length) => {
        const broken = Buffer.from(length % 3 === 0 ? stream.subarray(0, length) : stream);
        for (const [at, mask] of changes) if (at < broken.length) broken[at] = (broken[at] ?? 0) ^ mask;
        let expected: Buffer | null = null;
        try {
          expected = inflateSync(broken);
        } catch {
          // refused
        }
        const fits =
          expected !== null &&
          expected.length === 16 * 49 &&
          expected.every((byte, at) => at % 49 !== 0 || byte < 5);
        const image = Buffer.concat([
          base.subarray(0, begin - 8),
          chunk("IDAT", broken),
          chunk("IEND", Buffer.alloc(0)),
        ]);
        const { error } = await call(image, []);
        if (fits) expect(error).toBeNull();
        else expect(error).toContain("no PNG");
      },
    ),
    { numRuns: 150 },
  );
});

test("files that are cut off or damaged anywhere are refused, and nothing traps", async () => {
  const image = makePng({
    width: 9,
    height: 9,
    colour: 3,
    depth: 4,
    interlaced: true,
    filter: 0,
    noise: new Uint8Array([7, 77]),
    transparency: true,
    zlib: {},
  });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(image.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (at, mask, cut) => {
        const broken = Buffer.from(cut ? image.subarray(0, at) : image);
        if (!cut) broken[at] = (broken[at] ?? 0) ^ mask;
        expect((await call(broken, [])).error).toMatch(/no PNG|may have/);
      },
    ),
    { numRuns: 100 },
  );
});

test("a picture that says it is huge is refused before there is room made for it", async () => {
  const header = Buffer.from("7fffffff7fffffff0802000000", "hex");
  const image = Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  expect((await call(image)).error).toContain("may have 8388608 pixels");
});

const picture = fc
  .record({
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 12 }),
    noise: fc.uint8Array({ minLength: 8, maxLength: 600 }),
  })
  .map((form) =>
    makePng({ ...form, colour: 6, depth: 8, interlaced: false, filter: 0, transparency: false, zlib: {} }),
  );

test("turning four times, or flipping twice, changes nothing; a half turn is two flips", async () => {
  await fc.assert(
    fc.asyncProperty(picture, async (image) => {
      const { data } = PNG.sync.read(image);
      const quarter = { operation: "rotate", degrees: 90 };
      const [horizontal, vertical] = ["horizontal", "vertical"].map((direction) => ({
        operation: "flip",
        direction,
      }));
      expect((await process(image, [quarter, quarter, quarter, quarter])).data).toEqual(data);
      expect((await process(image, [quarter, { operation: "rotate", degrees: 270 }])).data).toEqual(data);
      expect((await process(image, [horizontal ?? {}, horizontal ?? {}])).data).toEqual(data);
      const half = await process(image, [{ operation: "rotate", degrees: 180 }]);
      expect(half.data).toEqual((await process(image, [horizontal ?? {}, vertical ?? {}])).data);
    }),
    { numRuns: 15 },
  );
});

test("a quarter turn goes clockwise", async () => {
  const png = new PNG({ width: 2, height: 1 });
  png.data.set([255, 0, 0, 255, 0, 0, 255, 255]);
  const { width, height, data } = await process(PNG.sync.write(png), [{ operation: "rotate", degrees: 90 }]);
  expect([width, height, ...data]).toEqual([1, 2, 255, 0, 0, 255, 0, 0, 255, 255]);
});

/** The mean of what lies under each pixel, straight from the definition. */
function areaMean({ width, height, data }: PNG, toWidth: number, toHeight: number): number[] {
  const result: number[] = [];
  for (let y = 0; y < toHeight; y++)
    for (let x = 0; x < toWidth; x++) {
      const sums = [0, 0, 0, 0];
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++) {
          const overlap = (at: number, to: number, from: number, size: number) =>
            Math.max(0, Math.min(((at + 1) * size) / to, from + 1) - Math.max((at * size) / to, from)) /
            (size / to);
          const share = overlap(x, toWidth, column, width) * overlap(y, toHeight, row, height);
          const pixel = data.subarray(4 * (row * width + column));
          const alpha = (pixel[3] ?? 0) * share;
          for (let channel = 0; channel < 3; channel++)
            sums[channel] = (sums[channel] ?? 0) + alpha * (pixel[channel] ?? 0);
          sums[3] = (sums[3] ?? 0) + alpha;
        }
      const alpha = sums[3] ?? 0;
      result.push(...sums.slice(0, 3).map((sum) => (alpha === 0 ? 0 : sum / alpha)), alpha);
    }
  return result;
}

test("area is the mean of what lies under a pixel", async () => {
  await fc.assert(
    fc.asyncProperty(
      picture,
      fc.integer({ min: 1, max: 15 }),
      fc.integer({ min: 1, max: 15 }),
      async (image, width, height) => {
        const { data } = await process(image, [{ operation: "resize", width, height }]);
        areaMean(PNG.sync.read(image), width, height).forEach((expected, at) => {
          // where almost nothing is to be seen, colours are what rounding makes of them
          if ((data[at | 3] ?? 0) > 2) expect(Math.abs((data[at] ?? 0) - expected)).toBeLessThanOrEqual(1);
        });
      },
    ),
    { numRuns: 30 },
  );
});

test("a picture of one colour keeps it, whatever its size and the filter", async () => {
  const filter = fc.constantFrom("area", "bilinear", "nearest");
  const size = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(
      filter,
      size,
      size,
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      async (name, width, height, colour) => {
        fc.pre((colour[3] ?? 0) > 0);
        const png = new PNG({ width: 5, height: 3 });
        for (let at = 0; at < 15; at++) png.data.set(colour, 4 * at);
        const { data } = await process(PNG.sync.write(png), [
          { operation: "resize", width, height, filter: name },
        ]);
        expect(
          Array.from({ length: width * height }, (_, at) => [...data.subarray(4 * at, 4 * at + 4)]),
        ).toEqual(Array(width * height).fill([...colour]));
      },
    ),
    { numRuns: 40 },
  );
});

test("bilinear goes evenly from one pixel to the next, and keeps to the edge beyond them", async () => {
  const png = new PNG({ width: 2, height: 1 });
  png.data.set([0, 0, 0, 255, 200, 200, 200, 255]);
  const { data } = await process(PNG.sync.write(png), [
    { operation: "resize", width: 4, height: 1, filter: "bilinear" },
  ]);
  expect([0, 1, 2, 3].map((at) => data[4 * at])).toEqual([0, 50, 150, 200]);
});

test("a resized picture keeps its proportions when one side is named", async () => {
  const png = PNG.sync.write(new PNG({ width: 30, height: 20 }));
  expect(await process(png, [{ operation: "resize", height: 10 }])).toMatchObject({ width: 15, height: 10 });
  expect((await call(png, [{ operation: "resize" }])).error).toContain("width");
});

test("a photograph's worth of pixels is made small within its limits", async () => {
  const png = new PNG({ width: 2_000, height: 1_500 });
  for (let at = 0; at < png.data.length; at++) png.data[at] = at % 4 === 3 ? 255 : (at >> 4) * (at >> 11);
  const { result, error } = await call(PNG.sync.write(png, { deflateLevel: 1 }), [
    { operation: "resize", width: 400 },
  ]);
  expect(error).toBeNull();
  expect(result).toMatchObject({ width: 400, height: 300 });
});
