/** Steps until the points of a square grid over the Mandelbrot set escape, summed; no point takes more than `most`. */
export function mandelbrot(width: i32, most: i32): i32 {
  let steps = 0;
  for (let row = 0; row < width; row++) {
    const y = (<f64>row * 2) / <f64>width - 1;
    for (let column = 0; column < width; column++) {
      const x = (<f64>column * 3) / <f64>width - 2;
      let re: f64 = 0;
      let im: f64 = 0;
      let step = 0;
      while (step < most && re * re + im * im <= 4) {
        const next = re * re - im * im + x;
        im = 2 * re * im + y;
        re = next;
        step++;
      }
      steps += step;
    }
  }
  return steps;
}
