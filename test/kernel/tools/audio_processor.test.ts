import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools();

const encodings = { pcm8: 1, pcm16: 2, pcm24: 3, pcm32: 4, float32: 4 } as const;
type Encoding = keyof typeof encodings;

interface Wav {
  readonly encoding: Encoding;
  readonly rate: number;
  readonly channels: number;
  /** From -1 to 1, the channels of a moment beside each other. */
  readonly samples: readonly number[];
}

/** A WAVE file, written straight from the specification; in the extensible form where that is asked for. */
function wavFile({ encoding, rate, channels, samples }: Wav, extensible = false): Buffer {
  const width = encodings[encoding];
  const data = Buffer.alloc(samples.length * width);
  samples.forEach((sample, at) => {
    const level = (scale: number) => Math.max(-scale, Math.min(scale - 1, Math.round(sample * scale)));
    if (encoding === "pcm8") data.writeUInt8(level(128) + 128, at);
    else if (encoding === "float32") data.writeFloatLE(sample, 4 * at);
    else data.writeIntLE(level(2 ** (8 * width - 1)), width * at, width);
  });
  const code = encoding === "float32" ? 3 : 1;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : code, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * channels * width, 8);
  format.writeUInt16LE(channels * width, 12);
  format.writeUInt16LE(8 * width, 14);
  if (extensible) format.writeUInt16LE(code, 24);
  const chunk = (kind: string, content: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(content.length);
    return Buffer.concat([Buffer.from(kind), size, content, Buffer.alloc(content.length % 2)]);
  };
  const body = Buffer.concat([
    Buffer.from("WAVE"),
    chunk("LIST", Buffer.from("odd")),
    chunk("fmt ", format),
    chunk("data", data),
  ]);
  return chunk("RIFF", body);
}

function readWav(base64: string): Wav {
  const file = Buffer.from(base64, "base64");
  const [code, channels, rate] = [file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(24)];
  const width = file.readUInt16LE(34) / 8;
  const size = file.readUInt32LE(40);
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  const samples = Array.from({ length: size / width }, (_, at) => {
    const place = 44 + at * width;
    if (code === 3) return file.readFloatLE(place);
    return width === 1
      ? (file.readUInt8(place) - 128) / 128
      : file.readIntLE(place, width) / 2 ** (8 * width - 1);
  });
  const encoding =
    code === 3 ? "float32" : ((["pcm8", "pcm16", "pcm24", "pcm32"] as const)[width - 1] ?? "pcm8");
  return { encoding, rate, channels, samples };
}

function call(file: Uint8Array, more: Record<string, unknown> = {}) {
  return callTool(kernel, "audio_processor", { audio: Buffer.from(file).toString("base64"), ...more });
}

async function process(wav: Wav, steps: object[], encoding?: Encoding) {
  const { result, error } = await call(wavFile(wav), { steps, ...(encoding && { encoding }) });
  if (result === null) throw new Error(error ?? "");
  return { ...readWav(result.audio as string), clipped: result.clipped as number };
}

const sample = fc.oneof(fc.constantFrom(-1, 0, 0.5), fc.double({ min: -1, max: 0.99, noNaN: true }));
const wavs = fc.record({
  encoding: fc.constantFrom(...(Object.keys(encodings) as Encoding[])),
  rate: fc.constantFrom(8_000, 44_100, 48_000),
  channels: fc.integer({ min: 1, max: 3 }),
  frames: fc.array(fc.tuple(sample, sample, sample), { maxLength: 30 }),
});
const sounds = wavs.map(
  ({ frames, ...wav }): Wav => ({ ...wav, samples: frames.flatMap((frame) => frame.slice(0, wav.channels)) }),
);
const runs = { numRuns: 60 };

test("a file of any encoding is read and written exactly", async () => {
  await fc.assert(
    fc.asyncProperty(sounds, fc.boolean(), async (wav, extensible) => {
      const file = wavFile(wav, extensible);
      const { result } = await call(file, { steps: [] });
      expect(result).toMatchObject({
        source: {
          encoding: wav.encoding,
          rate: wav.rate,
          channels: wav.channels,
          frames: wav.samples.length / wav.channels,
        },
        clipped: 0,
      });
      expect(Buffer.from(result?.audio as string, "base64").subarray(44)).toEqual(
        Buffer.from(wavFile(wav).subarray(56)),
      );
    }),
    runs,
  );
});

test("more bits say the same, and fewer the nearest that there is", async () => {
  const encoding = fc.constantFrom(...(Object.keys(encodings) as Encoding[]));
  await fc.assert(
    fc.asyncProperty(sounds, encoding, async (wav, to) => {
      const { samples } = await process(wav, [], to);
      const before = readWav((await call(wavFile(wav), { steps: [] })).result?.audio as string).samples;
      const step = to === "float32" ? 2 ** -24 : 2 ** (1 - 8 * encodings[to]);
      samples.forEach((value, at) => {
        expect(Math.abs(value - Math.min(before[at] ?? 0, 1 - step))).toBeLessThanOrEqual(step / 2);
      });
    }),
    runs,
  );
});

test("gain multiplies, what is too loud is counted, and normalise ends at the peak that was asked for", async () => {
  await fc.assert(
    fc.asyncProperty(sounds, fc.integer({ min: -20, max: 20 }), async (wav, decibels) => {
      const plain = await process(wav, [], "float32");
      const { samples } = await process(wav, [{ operation: "gain", decibels }], "float32");
      samples.forEach((value, at) => {
        expect(value).toBeCloseTo((plain.samples[at] ?? 0) * 10 ** (decibels / 20), 5);
      });
      const loud = samples.filter(
        (value) => Math.round(value * 32_768) > 32_767 || Math.round(value * 32_768) < -32_768,
      ).length;
      const { clipped } = await process(wav, [{ operation: "gain", decibels }], "pcm16");
      expect(clipped).toBe(loud);
      const peak = Math.max(
        0,
        ...(await process(wav, [{ operation: "normalise", decibels: -6 }], "float32")).samples.map(Math.abs),
      );
      expect(peak).toBeCloseTo(plain.samples.some((value) => value !== 0) ? 10 ** (-6 / 20) : 0, 5);
    }),
    runs,
  );
});

test("trimming takes a part, mixing adds, mono is the mean, stereo is twice the same", async () => {
  await fc.assert(
    fc.asyncProperty(sounds, fc.nat(30), fc.nat(30), async (wav, one, other) => {
      const { samples } = await process(wav, [], "float32");
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const trim = { operation: "trim", from: from / wav.rate, to: to / wav.rate };
      expect((await process(wav, [trim], "float32")).samples).toEqual(
        samples.slice(from * wav.channels, to * wav.channels),
      );
      const audio = wavFile(wav).toString("base64");
      const mix = { operation: "mix", audio, at: 2 / wav.rate };
      const mixed = (await process(wav, [mix], "float32")).samples;
      expect(mixed).toHaveLength(samples.length + 2 * wav.channels);
      mixed.forEach((value, at) => {
        expect(value).toBeCloseTo((samples[at] ?? 0) + (samples[at - 2 * wav.channels] ?? 0), 6);
      });
      const frames = Array.from({ length: samples.length / wav.channels }, (_, at) =>
        samples.slice(at * wav.channels, (at + 1) * wav.channels),
      );
      const mono = (await process(wav, [{ operation: "mono" }], "float32")).samples;
      mono.forEach((value, at) => {
        expect(value).toBeCloseTo((frames[at] ?? []).reduce((sum, each) => sum + each, 0) / wav.channels, 6);
      });
      const stereo = (await process(wav, [{ operation: "stereo" }], "float32")).samples;
      expect(stereo).toEqual(
        frames.flatMap((frame) => (wav.channels === 1 ? [frame[0], frame[0]] : frame.slice(0, 2))),
      );
    }),
    { numRuns: 30 },
  );
});

const sine = (hertz: number, rate: number, count: number) =>
  Array.from({ length: count }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / rate));

test.each([
  [44_100, 48_000],
  [48_000, 44_100],
  [48_000, 16_000],
  [8_000, 44_100],
])("a tone keeps its shape from %i to %i Hz, and the other channel stays silent", async (rate, to) => {
  const samples = sine(1_000, rate, 2_000).flatMap((value) => [value, 0]);
  const made = await process({ encoding: "float32", rate, channels: 2, samples }, [
    { operation: "resample", rate: to },
  ]);
  expect(made).toMatchObject({ rate: to, channels: 2 });
  const frames = made.samples.length / 2;
  expect(frames).toBe(Math.round((2_000 * to) / rate));
  const expected = sine(1_000, to, frames);
  for (let at = Math.round(frames * 0.2); at < frames * 0.8; at++) {
    expect(Math.abs((made.samples[2 * at] ?? 0) - (expected[at] ?? 0))).toBeLessThan(0.001);
    expect(made.samples[2 * at + 1]).toBe(0);
  }
});

test("a tone that the lower rate cannot hold does not come back as another", async () => {
  const samples = sine(15_000, 48_000, 4_000);
  const made = await process({ encoding: "float32", rate: 48_000, channels: 1, samples }, [
    { operation: "resample", rate: 16_000 },
  ]);
  const middle = made.samples.slice(300, 1_000);
  expect(Math.max(...middle.map(Math.abs))).toBeLessThan(0.001);
});

test("files that are cut off or damaged anywhere are read or refused, and nothing traps", async () => {
  const file = wavFile({ encoding: "pcm24", rate: 8_000, channels: 2, samples: sine(500, 8_000, 40) }, true);
  const steps = [{ operation: "resample", rate: 11_025 }, { operation: "stereo" }];
  await fc.assert(
    fc.asyncProperty(fc.nat(90), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
      const broken = Buffer.from(cut ? file.subarray(0, at) : file);
      if (!cut) broken[at] = byte;
      expect((await call(broken, { steps })).error ?? "").not.toMatch(/trapped|fuel|longer|memory/);
    }),
    { numRuns: 120 },
  );
});

test("a sound that would be too large is refused", async () => {
  const wav: Wav = { encoding: "pcm8", rate: 1_000, channels: 1, samples: Array(100_000).fill(0) };
  expect((await call(wavFile(wav), { steps: [{ operation: "resample", rate: 384_000 }] })).error).toContain(
    "16777216 samples",
  );
  const audio = wavFile(wav).toString("base64");
  expect((await call(wavFile(wav), { steps: [{ operation: "mix", audio, at: 1e300 }] })).error).toMatch(
    /too long|samples/,
  );
});
