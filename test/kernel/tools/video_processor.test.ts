import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";
import { readPng } from "./png.ts";

const kernel = await kernelWithTools();

async function call(video: Uint8Array, more: Record<string, unknown> = {}) {
  return callTool(kernel, "video_processor", { video: Buffer.from(video).toString("base64"), ...more });
}

/** How many points of a line and a column share their colours. */
const chromas = {
  "420jpeg": [2, 2],
  "420mpeg2": [2, 2],
  "422": [2, 1],
  "411": [4, 1],
  "444": [1, 1],
  mono: [0, 0],
} as const;

const videos = fc
  .record({
    chroma: fc.constantFrom(...(Object.keys(chromas) as (keyof typeof chromas)[])),
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 7 }),
    count: fc.integer({ min: 1, max: 4 }),
    full: fc.boolean(),
    noise: fc.uint8Array({ minLength: 5, maxLength: 200 }),
  })
  .map(({ chroma, width, height, count, full, noise }) => {
    const [across, down] = chromas[chroma];
    const chromaWidth = across === 0 ? 0 : Math.ceil(width / across);
    const plane = across === 0 ? 0 : chromaWidth * Math.ceil(height / down);
    let at = 0;
    const frames = Array.from({ length: count }, () =>
      Uint8Array.from({ length: width * height + 2 * plane }, () => noise[at++ % noise.length] ?? 0),
    );
    const header = `YUV4MPEG2 W${width} H${height} F30000:1001 Ip A1:1 C${chroma}${full ? " XCOLORRANGE=FULL" : ""}\n`;
    const file = Buffer.concat([
      Buffer.from(header),
      ...frames.flatMap((frame, index) => [Buffer.from(index % 2 === 0 ? "FRAME\n" : "FRAME Ip\n"), frame]),
    ]);
    return { file, frames, width, height, full, across, down, chromaWidth, plane };
  });

type Video = typeof videos extends fc.Arbitrary<infer T> ? T : never;

/** A point of a frame, by the formulas of BT.601 with fractions. */
function point(
  { width, height, full, across, down, chromaWidth, plane }: Video,
  frame: Uint8Array,
  x: number,
  y: number,
) {
  const place = across === 0 ? 0 : Math.floor(y / down) * chromaWidth + Math.floor(x / across);
  const sample = (at: number) => frame[at] ?? 0;
  const colour = (from: number) => (across === 0 ? 0 : (sample(from + place) - 128) / (full ? 255 : 224));
  const light = full ? sample(y * width + x) / 255 : (sample(y * width + x) - 16) / 219;
  const [blue, red] = [colour(width * height), colour(width * height + plane)];
  const green = (0.114 * 1.772 * blue + 0.299 * 1.402 * red) / 0.587;
  return [light + 1.402 * red, light - green, light + 1.772 * blue].map(
    (value) => 255 * Math.min(1, Math.max(0, value)),
  );
}

test("every frame of a video is the picture that the formulas give", async () => {
  await fc.assert(
    fc.asyncProperty(videos, async (video) => {
      for (const [frame, content] of video.frames.entries()) {
        const { result, error } = await call(video.file, { frame });
        expect(error).toBeNull();
        expect(result).toMatchObject({
          width: video.width,
          height: video.height,
          frames: video.frames.length,
          complete: true,
        });
        expect(result?.framesPerSecond).toBeCloseTo(29.97, 2);
        const { data } = readPng(result?.image as string);
        for (let at = 0; at < video.width * video.height; at++) {
          const expected = point(video, content, at % video.width, Math.floor(at / video.width));
          const misses = expected.map((value, channel) => Math.abs((data[4 * at + channel] ?? 0) - value));
          expect(Math.max(...misses)).toBeLessThanOrEqual(0.51);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("a file that is cut off anywhere has the frames that are whole; damaged ones are read or refused, and nothing traps", async () => {
  await fc.assert(
    fc.asyncProperty(
      videos,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(255),
      async ({ file, frames }, part, byte) => {
        const at = Math.min(file.length - 1, Math.floor(part * file.length));
        const { result, error } = await call(file.subarray(0, at));
        if (error !== null) expect(error).toContain("no YUV4MPEG2");
        else expect(result?.frames).toBeLessThan(frames.length);
        const broken = Buffer.from(file);
        broken[at] = byte;
        expect((await call(broken, { frame: 0 })).error ?? "").not.toMatch(/trapped|fuel|longer|memory/);
      },
    ),
    { numRuns: 60 },
  );
});
