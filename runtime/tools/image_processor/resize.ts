import { Image, pixelOf } from "../shared/image";

/** Every pixel is the one that lies under its middle. */
export function resizeNearest(image: Image, width: i32, height: i32): Image {
  const resized = new Image(width, height);
  for (let y = 0; y < height; y++) {
    const fromY = <i32>(((<i64>2 * y + 1) * image.height) / (2 * height));
    for (let x = 0; x < width; x++) resized.set(x, y, image.get(<i32>(((<i64>2 * x + 1) * image.width) / (2 * width)), fromY));
  }
  return resized;
}

/** What a row or column is made of: `count` ones of the source from `first` on, with weights that add up to 1. */
class Share {
  constructor(
    public first: i32,
    public weights: f32[],
  ) {}
}

/** Two neighbours, weighted by nearness of their middles; over the edge lies the edge. */
function linearShares(from: i32, to: i32): Share[] {
  const shares: Share[] = [];
  for (let at = 0; at < to; at++) {
    const middle = ((<f64>at + 0.5) * from) / to - 0.5;
    const first = <i32>Math.floor(middle);
    const second = <f32>(middle - Math.floor(middle));
    if (first < 0) shares.push(new Share(0, [1]));
    else if (first >= from - 1) shares.push(new Share(from - 1, [1]));
    else shares.push(new Share(first, [1 - second, second]));
  }
  return shares;
}

/** All that lies under it, weighted by how much of it does. */
function areaShares(from: i32, to: i32): Share[] {
  const shares: Share[] = [];
  const size = <f64>from / to;
  for (let at = 0; at < to; at++) {
    const start = at * size;
    const end = start + size;
    const first = <i32>Math.floor(start);
    const weights: f32[] = [];
    for (let each = first; each < from && <f64>each < end - 1e-9; each++) {
      weights.push(<f32>((min<f64>(end, each + 1) - max<f64>(start, each)) / size));
    }
    shares.push(new Share(first, weights));
  }
  return shares;
}

/** Columns first, then rows, with colours multiplied by their opacity, so that what is not seen does not shine through. */
export function resizeSmoothly(image: Image, width: i32, height: i32, area: bool): Image {
  const columns = area ? areaShares(image.width, width) : linearShares(image.width, width);
  const rows = area ? areaShares(image.height, height) : linearShares(image.height, height);
  const resized = new Image(width, height);
  const line = new StaticArray<f32>(4 * width);
  const sums = new StaticArray<f32>(4 * width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const share = rows[y];
    for (let at = 0; at < share.weights.length; at++) {
      squeeze(image, share.first + at, columns, line);
      for (let index = 0; index < sums.length; index++) unchecked((sums[index] += share.weights[at] * line[index]));
    }
    for (let x = 0; x < width; x++) resized.set(x, y, pixelOfSums(sums, 4 * x));
  }
  return resized;
}

function squeeze(image: Image, y: i32, columns: Share[], line: StaticArray<f32>): void {
  for (let x = 0; x < columns.length; x++) {
    const share = unchecked(columns[x]);
    let red: f32 = 0;
    let green: f32 = 0;
    let blue: f32 = 0;
    let alpha: f32 = 0;
    for (let at = 0; at < share.weights.length; at++) {
      const pixel = image.get(share.first + at, y);
      const opacity = unchecked(share.weights[at]) * <f32>(pixel >> 24);
      red += opacity * <f32>(pixel & 255);
      green += opacity * <f32>((pixel >> 8) & 255);
      blue += opacity * <f32>((pixel >> 16) & 255);
      alpha += opacity;
    }
    line[4 * x] = red;
    line[4 * x + 1] = green;
    line[4 * x + 2] = blue;
    line[4 * x + 3] = alpha;
  }
}

function pixelOfSums(sums: StaticArray<f32>, at: i32): u32 {
  const alpha = sums[at + 3];
  if (alpha <= 0) return 0;
  return pixelOf(byte(sums[at] / alpha), byte(sums[at + 1] / alpha), byte(sums[at + 2] / alpha), byte(alpha));
}

function byte(value: f32): u32 {
  return <u32>min<f32>(max<f32>(value + 0.5, 0), 255);
}
