import { crc32, deflateSync, type ZlibOptions } from "node:zlib";
import { PNG } from "pngjs";

/** Pixels of an image, four bytes each, as another reader sees them. */
export function readPng(base64: string): { width: number; height: number; data: Buffer } {
  return PNG.sync.read(Buffer.from(base64, "base64"));
}

export interface PngForm {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with opacity, 6 RGB with opacity. */
  readonly colour: number;
  readonly depth: number;
  readonly interlaced: boolean;
  readonly filter: number;
  /** Bits of all rows, taken round and round. */
  readonly noise: Uint8Array;
  readonly transparency: boolean;
  readonly zlib: ZlibOptions;
}

const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A PNG file of any form, with pixels of noise. Filters are only named, so that their bytes are noise, too. */
export function makePng(form: PngForm): Buffer {
  const { width, height, colour, depth, interlaced, filter, noise, transparency, zlib } = form;
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 1;
  const rows: Buffer[] = [];
  let at = 0;
  const addRows = (columns: number, count: number) => {
    for (let row = 0; row < count && columns > 0; row++) {
      const size = Math.ceil((columns * channels * depth) / 8);
      rows.push(
        Buffer.from([filter, ...Array.from({ length: size }, () => noise[at++ % noise.length] ?? 0)]),
      );
    }
  };
  if (!interlaced) addRows(width, height);
  else {
    for (const [x, y, dx, dy] of passes) addRows(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const palette = Buffer.from(
    Array.from({ length: 3 * 2 ** Math.min(depth, 8) }, (_, index) => (index * 37) & 255),
  );
  const clear = colour === 3 ? Buffer.from([0, 128]) : Buffer.alloc(colour === 0 ? 2 : 6);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    ...(colour === 3 ? [chunk("PLTE", palette)] : []),
    ...(transparency && [0, 2, 3].includes(colour) ? [chunk("tRNS", clear)] : []),
    chunk("IDAT", deflateSync(Buffer.concat(rows), zlib)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export function chunk(kind: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}
