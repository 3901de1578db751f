/** PNG (https://www.w3.org/TR/png-3/). */
import { ByteWriter } from "./byte-writer";
import { crc32 } from "./checksums";
import { deflate } from "./deflate";
import { Image, pixelOf } from "./image";
import { Inflater } from "./inflate";
import { refuse } from "./kernel";

/** Pixels of a picture: a screen of 3840 × 2160 has fewer. */
export const mostPixels = 8_388_608;

const enum Colour {
  Grey = 0,
  Rgb = 2,
  Palette = 3,
  GreyAlpha = 4,
  RgbAlpha = 6,
}

const colourNames: string[] = ["grey", "", "rgb", "palette", "grey-alpha", "", "rgb-alpha"];

const chunkHeader = 0x49484452;
const chunkPalette = 0x504c5445;
const chunkTransparency = 0x74524e53;
const chunkData = 0x49444154;
const chunkEnd = 0x49454e44;

/** Where the seven passes of an interlaced picture begin, and their steps. */
const passX: StaticArray<i32> = [0, 4, 0, 2, 0, 1, 0];
const passY: StaticArray<i32> = [0, 0, 4, 0, 2, 0, 1];
const stepX: StaticArray<i32> = [8, 8, 4, 4, 2, 2, 1];
const stepY: StaticArray<i32> = [8, 8, 8, 4, 4, 2, 2];

/** Reads a PNG file. What is none ends the call. */
export class PngReader {
  width: i32 = 0;
  height: i32 = 0;
  bitDepth: i32 = 0;
  interlaced: bool = false;
  private colour: i32 = 0;
  private channels: i32 = 0;
  private palette: StaticArray<u32> = new StaticArray<u32>(256);
  private paletteSize: i32 = 0;
  private transparencyAt: usize = 0;
  private transparencySize: i32 = 0;
  private data: ByteWriter = new ByteWriter();

  constructor(at: usize, size: i32) {
    if (size < 8 || load<u64>(at) != 0x0a1a0a0d474e5089) wrong("its signature is not there");
    this.chunks(at + 8, at + size);
    this.header();
  }

  get colourName(): string {
    return colourNames[this.colour];
  }

  private chunks(from: usize, end: usize): void {
    let at = from;
    let ended = false;
    while (!ended) {
      if (end - at < 12) wrong("it ends too early");
      const size = bswap<u32>(load<u32>(at));
      const kind = bswap<u32>(load<u32>(at, 4));
      if (size > 0x7fffffff || <usize>size > end - at - 12) wrong("it ends too early");
      const content = at + 8;
      if (crc32(at + 4, <i32>size + 4) != bswap<u32>(load<u32>(content + size))) wrong("a checksum is wrong");
      if ((kind == chunkHeader) != (at == from)) wrong("it does not begin with its header");
      if (kind == chunkHeader) this.readHeader(content, size);
      else if (kind == chunkPalette) this.readPalette(content, size);
      else if (kind == chunkTransparency) this.readTransparency(content, size);
      else if (kind == chunkData) this.data.bytes(content, size);
      else if (kind == chunkEnd) ended = true;
      else if ((kind & 0x20000000) == 0) wrong("it has a critical chunk that is not known");
      at = content + size + 4;
    }
  }

  private readHeader(at: usize, size: i32): void {
    if (size != 13) wrong("its header is wrong");
    const width = bswap<u32>(load<u32>(at));
    const height = bswap<u32>(load<u32>(at, 4));
    this.bitDepth = load<u8>(at, 8);
    this.colour = load<u8>(at, 9);
    if (load<u8>(at, 10) != 0 || load<u8>(at, 11) != 0 || load<u8>(at, 12) > 1) wrong("its header is wrong");
    this.interlaced = load<u8>(at, 12) == 1;
    if (width == 0 || height == 0) wrong("it has no pixels");
    if (<u64>width * height > <u64>mostPixels) refuse("a picture may have " + mostPixels.toString() + " pixels");
    this.width = width;
    this.height = height;
  }

  private header(): void {
    const depth = this.bitDepth;
    const colour = this.colour;
    const small = depth == 1 || depth == 2 || depth == 4;
    const fits =
      colour == Colour.Grey
        ? small || depth == 8 || depth == 16
        : colour == Colour.Palette
          ? small || depth == 8
          : (colour == Colour.Rgb || colour == Colour.GreyAlpha || colour == Colour.RgbAlpha) && (depth == 8 || depth == 16);
    if (!fits) wrong("it has no such colours");
    if (colour == Colour.Palette && this.paletteSize == 0) wrong("it has no palette");
    this.channels = colour == Colour.Rgb ? 3 : colour == Colour.RgbAlpha ? 4 : colour == Colour.GreyAlpha ? 2 : 1;
  }

  private readPalette(at: usize, size: i32): void {
    if (size % 3 != 0 || size == 0 || size > 768) wrong("its palette is wrong");
    this.paletteSize = size / 3;
    for (let index = 0; index < this.paletteSize; index++) {
      const place = at + 3 * index;
      this.palette[index] = pixelOf(load<u8>(place), load<u8>(place, 1), load<u8>(place, 2), 255);
    }
  }

  private readTransparency(at: usize, size: i32): void {
    const colour = this.colour;
    if (colour == Colour.Palette ? size > this.paletteSize : size != (colour == Colour.Grey ? 2 : colour == Colour.Rgb ? 6 : -1)) {
      wrong("its transparency is wrong");
    }
    this.transparencyAt = at;
    this.transparencySize = size;
    for (let index = 0; colour == Colour.Palette && index < size; index++) {
      this.palette[index] = (this.palette[index] & 0xffffff) | (<u32>load<u8>(at + index) << 24);
    }
  }

  private get pixelBits(): i32 {
    return this.channels * this.bitDepth;
  }

  private rowSize(width: i32): i32 {
    return (width * this.pixelBits + 7) >> 3;
  }

  private widthOf(pass: i32): i32 {
    return (this.width - passX[pass] + stepX[pass] - 1) / stepX[pass];
  }

  private heightOf(pass: i32): i32 {
    return (this.height - passY[pass] + stepY[pass] - 1) / stepY[pass];
  }

  /** The pixels, of 8 bits a channel. */
  read(): Image {
    let size = 0;
    if (!this.interlaced) size = this.height * (1 + this.rowSize(this.width));
    for (let pass = 0; this.interlaced && pass < 7; pass++) {
      if (this.widthOf(pass) > 0) size += this.heightOf(pass) * (1 + this.rowSize(this.widthOf(pass)));
    }
    const raw = heap.alloc(size);
    const inflater = new Inflater(this.data.start, this.data.start + this.data.size, raw, size);
    const read = inflater.read();
    if (inflater.problem != "") wrong("its data: " + inflater.problem);
    if (read < size) wrong("its data: there is less than there should be");
    const image = new Image(this.width, this.height);
    if (!this.interlaced) {
      this.unfilter(raw, this.width, this.height);
      this.pixels(raw, image, this.width, this.height, 0, 0, 1, 1);
      return image;
    }
    let at = raw;
    for (let pass = 0; pass < 7; pass++) {
      const width = this.widthOf(pass);
      const height = this.heightOf(pass);
      if (width <= 0 || height <= 0) continue;
      this.unfilter(at, width, height);
      this.pixels(at, image, width, height, passX[pass], passY[pass], stepX[pass], stepY[pass]);
      at += height * (1 + this.rowSize(width));
    }
    return image;
  }

  /** Undoes the filters of rows, in their place. */
  private unfilter(from: usize, width: i32, height: i32): void {
    const size = this.rowSize(width);
    const back = max(this.pixelBits >> 3, 1);
    const zeros = heap.alloc(size);
    memory.fill(zeros, 0, size);
    let above = zeros;
    let row = from;
    for (let y = 0; y < height; y++) {
      const filter = load<u8>(row++);
      if (filter > 4) wrong("its data: a row has no known filter");
      if (filter != 0) unfilterRow(filter, row, above, size, back);
      above = row;
      row += size;
    }
  }

  private pixels(from: usize, image: Image, width: i32, height: i32, x0: i32, y0: i32, dx: i32, dy: i32): void {
    const size = this.rowSize(width);
    for (let y = 0; y < height; y++) {
      const row = from + <usize>y * (size + 1) + 1;
      for (let x = 0; x < width; x++) image.set(x0 + x * dx, y0 + y * dy, this.pixel(row, x));
    }
  }

  private pixel(row: usize, x: i32): u32 {
    const channels = this.channels;
    if (this.colour == Colour.Palette) {
      const index = <i32>this.sample(row, x);
      if (index >= this.paletteSize) wrong("its palette has no colour " + index.toString());
      return this.palette[index];
    }
    const first = this.sample(row, x * channels);
    if (channels <= 2) {
      const grey = this.eightBits(first);
      const clear = channels == 1 && this.transparencySize > 0 && first == this.transparent(0);
      const alpha = channels == 2 ? this.eightBits(this.sample(row, x * 2 + 1)) : clear ? 0 : 255;
      return pixelOf(grey, grey, grey, alpha);
    }
    const green = this.sample(row, x * channels + 1);
    const blue = this.sample(row, x * channels + 2);
    let alpha: u32 = 255;
    if (channels == 4) alpha = this.eightBits(this.sample(row, x * 4 + 3));
    else if (this.transparencySize > 0 && first == this.transparent(0) && green == this.transparent(1) && blue == this.transparent(2)) alpha = 0;
    return pixelOf(this.eightBits(first), this.eightBits(green), this.eightBits(blue), alpha);
  }

  private transparent(channel: i32): u32 {
    return <u32>bswap<u16>(load<u16>(this.transparencyAt + 2 * channel)) & ((1 << this.bitDepth) - 1);
  }

  // @ts-ignore: decorator
  @inline
  private sample(row: usize, index: i32): u32 {
    const depth = this.bitDepth;
    if (depth == 8) return load<u8>(row + index);
    if (depth == 16) return bswap<u16>(load<u16>(row + 2 * index));
    const bit = index * depth;
    return (load<u8>(row + (bit >> 3)) >> <u8>(8 - depth - (bit & 7))) & ((1 << depth) - 1);
  }

  // @ts-ignore: decorator
  @inline
  private eightBits(sample: u32): u32 {
    const depth = this.bitDepth;
    if (depth == 8) return sample;
    if (depth == 16) return (sample * 255 + 32_767) / 65_535;
    return (sample * 255) / ((1 << depth) - 1);
  }
}

function wrong(message: string): void {
  refuse("no PNG: " + message);
}

function unfilterRow(filter: i32, row: usize, above: usize, size: i32, back: i32): void {
  for (let at = 0; at < size; at++) {
    const left = at >= back ? <i32>load<u8>(row + at - back) : 0;
    const up = <i32>load<u8>(above + at);
    const corner = at >= back ? <i32>load<u8>(above + at - back) : 0;
    store<u8>(row + at, <u8>(<i32>load<u8>(row + at) + predicted(filter, left, up, corner)));
  }
}

// @ts-ignore: decorator
@inline
function predicted(filter: i32, left: i32, up: i32, corner: i32): i32 {
  if (filter == 1) return left;
  if (filter == 2) return up;
  if (filter == 3) return (left + up) >> 1;
  if (filter == 0) return 0;
  const toLeft = abs(up - corner);
  const toUp = abs(left - corner);
  const toCorner = abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** A PNG file of an image, with as few channels as it needs. */
export function encodePng(image: Image): ByteWriter {
  let grey = true;
  let opaque = true;
  for (let at = 0; at < image.count && (grey || opaque); at++) {
    const pixel = load<u32>(image.start + (<usize>at << 2));
    grey = grey && (pixel & 255) == ((pixel >> 8) & 255) && (pixel & 255) == ((pixel >> 16) & 255);
    opaque = opaque && pixel >> 24 == 255;
  }
  const channels = (grey ? 1 : 3) + (opaque ? 0 : 1);
  const colour = (grey ? 0 : 2) + (opaque ? 0 : 4);
  const png = new ByteWriter(1024);
  png.u32be(0x89504e47);
  png.u32be(0x0d0a1a0a);
  const header = new ByteWriter(16);
  header.u32be(image.width);
  header.u32be(image.height);
  header.u32(8 | (colour << 8));
  header.byte(0);
  chunk(png, chunkHeader, header);
  const rows = filteredRows(image, channels);
  chunk(png, chunkData, deflate(rows.start, rows.size));
  chunk(png, chunkEnd, new ByteWriter(16));
  return png;
}

function chunk(png: ByteWriter, kind: u32, content: ByteWriter): void {
  png.u32be(content.size);
  const from = png.size;
  png.u32be(kind);
  png.bytes(content.start, content.size);
  png.u32be(crc32(png.start + from, content.size + 4));
}

/** Rows, each with the filter that leaves the least. */
function filteredRows(image: Image, channels: i32): ByteWriter {
  const size = image.width * channels;
  const rows = new ByteWriter((size + 1) * image.height + 16);
  let row = heap.alloc(size);
  let above = heap.alloc(size);
  memory.fill(above, 0, size);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const pixel = image.get(x, y);
      const to = row + x * channels;
      store<u8>(to, pixel);
      if (channels == 2) store<u8>(to, pixel >> 24, 1);
      if (channels < 3) continue;
      store<u8>(to, pixel >> 8, 1);
      store<u8>(to, pixel >> 16, 2);
      if (channels == 4) store<u8>(to, pixel >> 24, 3);
    }
    const filter = bestFilter(row, above, size, channels);
    const to = rows.room(size + 1);
    store<u8>(to, filter);
    for (let at = 0; at < size; at++) store<u8>(to + 1 + at, filtered(filter, row, above, at, channels));
    rows.size += size + 1;
    const before = above;
    above = row;
    row = before;
  }
  return rows;
}

/** The filter whose bytes, taken as signed ones, are the smallest. */
function bestFilter(row: usize, above: usize, size: i32, back: i32): i32 {
  let best = 0;
  let least = i32.MAX_VALUE;
  for (let filter = 0; filter < 5; filter++) {
    let sum = 0;
    for (let at = 0; at < size && sum < least; at++) sum += abs(<i32>(<i8>filtered(filter, row, above, at, back)));
    if (sum >= least) continue;
    least = sum;
    best = filter;
  }
  return best;
}

// @ts-ignore: decorator
@inline
function filtered(filter: i32, row: usize, above: usize, at: i32, back: i32): u8 {
  const left = at >= back ? <i32>load<u8>(row + at - back) : 0;
  const corner = at >= back ? <i32>load<u8>(above + at - back) : 0;
  return <u8>(<i32>load<u8>(row + at) - predicted(filter, left, <i32>load<u8>(above + at), corner));
}
