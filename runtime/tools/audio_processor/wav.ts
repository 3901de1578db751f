/** WAVE files (Microsoft, "Multimedia Programming Interface and Data Specifications 1.0"; "Multiple channel audio data and WAVE files"). */
import { ByteWriter } from "../shared/byte-writer";
import { refuse } from "../shared/kernel";

/** Samples of all channels together: eight minutes in stereo at 44,100 Hz would be more than a message holds. */
export const mostSamples = 16_777_216;

export const enum Encoding {
  Pcm8,
  Pcm16,
  Pcm24,
  Pcm32,
  Float32,
}

const encodingNames: string[] = ["pcm8", "pcm16", "pcm24", "pcm32", "float32"];
const bytesOfSamples: i32[] = [1, 2, 3, 4, 4];

export function encodingName(encoding: Encoding): string {
  return encodingNames[encoding];
}

export function encodingOf(name: string): Encoding {
  return encodingNames.indexOf(name);
}

/** Sound: samples from -1 to 1, the channels of a moment beside each other. */
export class Sound {
  samples: StaticArray<f64>;

  constructor(
    public rate: i32,
    public channels: i32,
    public frames: i32,
  ) {
    if (<i64>frames * channels > mostSamples) refuse("sound may have " + mostSamples.toString() + " samples");
    this.samples = new StaticArray<f64>(frames * channels);
  }

  /** A sample, and silence beyond both ends. */
  // @ts-ignore: decorator
  @inline
  at(frame: i32, channel: i32): f64 {
    return frame < 0 || frame >= this.frames ? 0 : unchecked(this.samples[frame * this.channels + channel]);
  }
}

const riff = 0x46464952;
const wave = 0x45564157;
const chunkFormat = 0x20746d66;
const chunkData = 0x61746164;

export class WavReader {
  encoding: Encoding = Encoding.Pcm16;
  rate: i32 = 0;
  channels: i32 = 0;
  frames: i32 = 0;
  private data: usize = 0;

  constructor(at: usize, size: i32) {
    if (size < 12 || load<u32>(at) != riff || load<u32>(at, 8) != wave) wrong("its signature is not there");
    const end = at + size;
    let place = at + 12;
    while (end - place >= 8 && this.data == 0) {
      const kind = load<u32>(place);
      const length = <usize>load<u32>(place, 4);
      place += 8;
      // whoever writes to a pipe does not know the length of the data
      const there = min(length, end - place);
      if (kind == chunkFormat) this.readFormat(place, <i32>there);
      else if (kind == chunkData) this.readData(place, <i32>there);
      if (length > end - place) break;
      place += length + (length & 1);
      if (place > end) break;
    }
    if (this.data == 0) wrong("it has no data");
  }

  private readFormat(at: usize, size: i32): void {
    if (size < 16) wrong("its format is too short");
    let format = <i32>load<u16>(at);
    this.channels = load<u16>(at, 2);
    const rate = load<u32>(at, 4);
    const bits = <i32>load<u16>(at, 14);
    // the extensible form says the same at another place
    if (format == 0xfffe && size >= 26) format = load<u16>(at, 24);
    if (format == 1 && bits == 8) this.encoding = Encoding.Pcm8;
    else if (format == 1 && bits == 16) this.encoding = Encoding.Pcm16;
    else if (format == 1 && bits == 24) this.encoding = Encoding.Pcm24;
    else if (format == 1 && bits == 32) this.encoding = Encoding.Pcm32;
    else if (format == 3 && bits == 32) this.encoding = Encoding.Float32;
    else {
      const what = "format " + format.toString() + " of " + bits.toString() + " bits";
      refuse(what + " is not supported; PCM of 8, 16, 24 and 32 bits and floats of 32 are");
    }
    if (this.channels < 1 || this.channels > 64) wrong("it has " + this.channels.toString() + " channels");
    if (rate < 1 || rate > 1_000_000) wrong("its sample rate is " + rate.toString());
    this.rate = rate;
  }

  private readData(at: usize, size: i32): void {
    if (this.channels == 0) wrong("its data comes before its format");
    this.data = at;
    this.frames = size / (this.channels * bytesOfSamples[this.encoding]);
  }

  read(): Sound {
    const sound = new Sound(this.rate, this.channels, this.frames);
    const size = bytesOfSamples[this.encoding];
    for (let index = 0; index < sound.samples.length; index++) sound.samples[index] = this.sample(this.data + <usize>index * size);
    return sound;
  }

  private sample(at: usize): f64 {
    switch (this.encoding) {
      case Encoding.Pcm8:
        return (<f64>load<u8>(at) - 128) / 128;
      case Encoding.Pcm16:
        return <f64>load<i16>(at) / 32_768;
      case Encoding.Pcm24:
        return <f64>(<i32>load<u16>(at) | (<i32>load<i8>(at, 2) << 16)) / 8_388_608;
      case Encoding.Pcm32:
        return <f64>load<i32>(at) / 2_147_483_648;
    }
    const value = <f64>load<f32>(at);
    return isFinite(value) ? value : 0;
  }
}

export class WavFile {
  /** Samples that were beyond what the encoding can say, and became the loudest. */
  clipped: i32 = 0;
  bytes: ByteWriter;

  constructor(sound: Sound, encoding: Encoding) {
    const size = bytesOfSamples[encoding];
    const count = sound.samples.length;
    this.bytes = new ByteWriter(count * size + 64);
    this.header(sound, encoding, count * size);
    for (let index = 0; index < count; index++) this.write(sound.samples[index], encoding);
    if ((count * size) & 1) this.bytes.byte(0);
  }

  private header(sound: Sound, encoding: Encoding, size: i32): void {
    const width = bytesOfSamples[encoding];
    const bytes = this.bytes;
    bytes.u32(riff);
    bytes.u32(36 + size + (size & 1));
    bytes.u32(wave);
    bytes.u32(chunkFormat);
    bytes.u32(16);
    bytes.u16(encoding == Encoding.Float32 ? 3 : 1);
    bytes.u16(sound.channels);
    bytes.u32(sound.rate);
    bytes.u32(sound.rate * sound.channels * width);
    bytes.u16(sound.channels * width);
    bytes.u16(8 * width);
    bytes.u32(chunkData);
    bytes.u32(size);
  }

  private write(value: f64, encoding: Encoding): void {
    if (encoding == Encoding.Float32) {
      this.bytes.u32(reinterpret<u32>(<f32>value));
      return;
    }
    const scale: f64 = encoding == Encoding.Pcm8 ? 128 : encoding == Encoding.Pcm16 ? 32_768 : encoding == Encoding.Pcm24 ? 8_388_608 : 2_147_483_648;
    const whole = Math.floor(value * scale + 0.5);
    const level = <i32>min<f64>(max<f64>(whole, -scale), scale - 1);
    if (<f64>level != whole) this.clipped++;
    if (encoding == Encoding.Pcm8) this.bytes.byte(level + 128);
    else if (encoding == Encoding.Pcm32) this.bytes.u32(level);
    else {
      this.bytes.u16(level & 0xffff);
      if (encoding == Encoding.Pcm24) this.bytes.byte((level >> 16) & 255);
    }
  }
}

function wrong(message: string): void {
  refuse("no WAVE file: " + message);
}
