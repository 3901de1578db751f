/** Pixels of four bytes: red, green, blue and opacity, which the colours are not multiplied by. */
export class Image {
  start: usize;

  constructor(
    public width: i32,
    public height: i32,
  ) {
    this.start = heap.alloc(<usize>width * height * 4);
  }

  get count(): i32 {
    return this.width * this.height;
  }

  // @ts-ignore: decorator
  @inline
  get(x: i32, y: i32): u32 {
    return load<u32>(this.start + ((<usize>y * this.width + x) << 2));
  }

  // @ts-ignore: decorator
  @inline
  set(x: i32, y: i32, pixel: u32): void {
    store<u32>(this.start + ((<usize>y * this.width + x) << 2), pixel);
  }
}

// @ts-ignore: decorator
@inline
export function pixelOf(red: u32, green: u32, blue: u32, alpha: u32): u32 {
  return red | (green << 8) | (blue << 16) | (alpha << 24);
}
