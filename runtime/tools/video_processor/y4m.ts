/** YUV4MPEG2, the format of uncompressed video that ends in `.y4m` (https://wiki.multimedia.cx/index.php/YUV4MPEG2). */
import { Image, pixelOf } from "../shared/image";
import { refuse } from "../shared/kernel";
import { mostPixels } from "../shared/png";

/** Longer lines are no headers. */
const mostLine = 1024;

export class Y4m {
  width: i32 = 0;
  height: i32 = 0;
  /** Frames a second, as a fraction; 0 when it is not known. */
  rate: i32 = 0;
  rateDivisor: i32 = 1;
  interlacing: string = "?";
  aspect: string = "0:0";
  chroma: string = "420";
  fullRange: bool = false;
  frames: i32 = 0;
  /** Whether the file ends where a frame ends. */
  complete: bool = true;
  private chromaWidth: i32 = 0;
  private chromaHeight: i32 = 0;
  private places: usize[] = [];

  constructor(
    private at: usize,
    private end: usize,
  ) {
    const words = this.line().split(" ");
    if (words[0] != "YUV4MPEG2") wrong("its signature is not there");
    for (let index = 1; index < words.length; index++) this.parameter(words[index]);
    if (this.width < 1 || this.height < 1) wrong("its header has no width or no height");
    if (<i64>this.width * this.height > mostPixels) refuse("a picture may have " + mostPixels.toString() + " pixels");
    this.subsampling();
    this.count();
  }

  /** A line without its end; empty when there is none. */
  private line(): string {
    const from = this.at;
    const limit = min(this.end, from + mostLine);
    while (this.at < limit && load<u8>(this.at) != 0x0a) this.at++;
    if (this.at >= limit) wrong("a header has no end");
    const text = String.UTF8.decodeUnsafe(from, this.at - from);
    this.at++;
    return text;
  }

  private parameter(word: string): void {
    if (word.length == 0) return;
    const value = word.substring(1);
    switch (word.charCodeAt(0)) {
      case 0x57:
        this.width = natural(value);
        return;
      case 0x48:
        this.height = natural(value);
        return;
      case 0x46: {
        const parts = value.split(":");
        if (parts.length != 2) wrong("its frame rate is no fraction");
        this.rate = natural(parts[0]);
        this.rateDivisor = natural(parts[1]);
        return;
      }
      case 0x49:
        this.interlacing = value;
        return;
      case 0x41:
        this.aspect = value;
        return;
      case 0x43:
        this.chroma = value;
        return;
      case 0x58:
        if (value == "COLORRANGE=FULL") this.fullRange = true;
    }
  }

  private subsampling(): void {
    const chroma = this.chroma;
    let across = 1;
    let down = 1;
    if (chroma == "420" || chroma == "420jpeg" || chroma == "420mpeg2" || chroma == "420paldv") {
      across = 2;
      down = 2;
    } else if (chroma == "422") {
      across = 2;
    } else if (chroma == "411") {
      across = 4;
    } else if (chroma == "mono") {
      return;
    } else if (chroma != "444") {
      refuse("colours of the kind " + chroma + " are not supported; 420, 422, 444, 411 and mono of 8 bits are");
    }
    this.chromaWidth = (this.width + across - 1) / across;
    this.chromaHeight = (this.height + down - 1) / down;
  }

  private get frameSize(): i32 {
    return this.width * this.height + 2 * this.chromaWidth * this.chromaHeight;
  }

  private count(): void {
    while (this.at < this.end) {
      if (this.end - this.at < 6 || !isFrame(this.at)) {
        this.complete = false;
        return;
      }
      this.line();
      if (this.end - this.at < <usize>this.frameSize) {
        this.complete = false;
        return;
      }
      this.places.push(this.at);
      this.at += this.frameSize;
      this.frames++;
    }
  }

  /** A frame as a picture, by the matrix of ITU-R BT.601; the colours of a point are those that lie nearest. */
  frame(index: i32): Image {
    if (index >= this.frames) refuse("there is no frame " + index.toString() + ": the first of " + this.frames.toString() + " is 0");
    const luma = this.places[index];
    const blueness = luma + this.width * this.height;
    const redness = blueness + this.chromaWidth * this.chromaHeight;
    const image = new Image(this.width, this.height);
    for (let y = 0; y < this.height; y++) {
      const row = this.chromaHeight == this.height ? y : y >> 1;
      for (let x = 0; x < this.width; x++) {
        const light = <i32>load<u8>(luma + y * this.width + x);
        let blue = 0;
        let red = 0;
        if (this.chromaWidth > 0) {
          const place = row * this.chromaWidth + this.column(x);
          blue = <i32>load<u8>(blueness + place) - 128;
          red = <i32>load<u8>(redness + place) - 128;
        }
        image.set(x, y, this.fullRange ? fullPixel(light, blue, red) : limitedPixel(light - 16, blue, red));
      }
    }
    return image;
  }

  private column(x: i32): i32 {
    return this.chromaWidth == this.width ? x : x / (this.chroma == "411" ? 4 : 2);
  }
}

/** Coefficients of BT.601 in 65,536ths. */
function fullPixel(light: i32, blue: i32, red: i32): u32 {
  const base = (light << 16) + 32_768;
  return pixelOf(byte(base + 91_881 * red), byte(base - 22_553 * blue - 46_802 * red), byte(base + 116_130 * blue), 255);
}

/** The same for light from 16 to 235 and colours from 16 to 240. */
function limitedPixel(light: i32, blue: i32, red: i32): u32 {
  const base = 76_309 * light + 32_768;
  return pixelOf(byte(base + 104_597 * red), byte(base - 25_675 * blue - 53_279 * red), byte(base + 132_201 * blue), 255);
}

function byte(value: i32): u32 {
  return <u32>min(max(value >> 16, 0), 255);
}

function isFrame(at: usize): bool {
  // "FRAM", "E", and a space or the end of the line
  const next = load<u8>(at, 5);
  return load<u32>(at) == 0x4d415246 && load<u8>(at, 4) == 0x45 && (next == 0x20 || next == 0x0a);
}

function natural(text: string): i32 {
  let value: i64 = 0;
  if (text.length == 0 || text.length > 10) wrong("its header has no number where there should be one");
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) wrong("its header has no number where there should be one");
    value = value * 10 + digit;
  }
  if (value > i32.MAX_VALUE) wrong("its header has a number that is too large");
  return <i32>value;
}

function wrong(message: string): void {
  refuse("no YUV4MPEG2: " + message);
}
