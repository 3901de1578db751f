const left = memory.data(32768, 8);
const right = memory.data(32768, 8);

/** Multiplies two square matrices of whole numbers, at most 64 wide, and sums the product with alternating signs. */
export function matrix(width: i32): f64 {
  for (let at = 0; at < width * width; at++) {
    store<f64>(left + (at << 3), <f64>((at * 7) % 31));
    store<f64>(right + (at << 3), <f64>((at * 11) % 29));
  }
  let checksum: f64 = 0;
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < width; column++) {
      let sum: f64 = 0;
      for (let k = 0; k < width; k++) {
        sum += load<f64>(left + ((row * width + k) << 3)) * load<f64>(right + ((k * width + column) << 3));
      }
      checksum += (row + column) & 1 ? -sum : sum;
    }
  }
  return checksum;
}
