/** Inner steps after which a part is taken as changed altogether. */
const mostSteps: i32 = 3_000_000;

/**
 * A shortest way from one sequence of numbers to another: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in linear
 * space (section 4b).
 */
export class Comparison {
  /** For each item, whether it is only in its own sequence. */
  readonly removed: StaticArray<bool>;
  readonly added: StaticArray<bool>;
  /** Whether there is no shorter way: false when looking for it would have taken too long. */
  minimal: bool = true;
  private forward: StaticArray<i32>;
  private backward: StaticArray<i32>;
  private middle: i32;
  private steps: i32 = 0;
  private splitX: i32 = 0;
  private splitY: i32 = 0;

  constructor(
    private before: StaticArray<i32>,
    private after: StaticArray<i32>,
  ) {
    const size = before.length + after.length + 3;
    this.removed = new StaticArray<bool>(before.length);
    this.added = new StaticArray<bool>(after.length);
    this.forward = new StaticArray<i32>(size);
    this.backward = new StaticArray<i32>(size);
    this.middle = after.length + 1;
    this.compare(0, before.length, 0, after.length);
  }

  /** Compares items `x0` to `x1` of the one with `y0` to `y1` of the other. */
  private compare(fromX: i32, toX: i32, fromY: i32, toY: i32): void {
    let x0 = fromX;
    let x1 = toX;
    let y0 = fromY;
    let y1 = toY;
    while (x0 < x1 && y0 < y1 && this.same(x0, y0)) {
      x0++;
      y0++;
    }
    while (x0 < x1 && y0 < y1 && this.same(x1 - 1, y1 - 1)) {
      x1--;
      y1--;
    }
    if (x0 == x1 || y0 == y1 || !this.split(x0, x1, y0, y1)) {
      for (let x = x0; x < x1; x++) this.removed[x] = true;
      for (let y = y0; y < y1; y++) this.added[y] = true;
      return;
    }
    const x = this.splitX;
    const y = this.splitY;
    this.compare(x0, x, y0, y);
    this.compare(x, x1, y, y1);
  }

  private same(x: i32, y: i32): bool {
    return unchecked(this.before[x] == this.after[y]);
  }

  /** Finds where a shortest way passes, from both ends at once. @returns whether there was time for it */
  private split(x0: i32, x1: i32, y0: i32, y1: i32): bool {
    const forward = this.forward;
    const backward = this.backward;
    const middle = this.middle;
    const lowest = x0 - y1;
    const highest = x1 - y0;
    const start = x0 - y0;
    const end = x1 - y1;
    const odd = ((start - end) & 1) != 0;
    let forwardLow = start;
    let forwardHigh = start;
    let backwardLow = end;
    let backwardHigh = end;
    unchecked((forward[middle + start] = x0));
    unchecked((backward[middle + end] = x1));
    while (this.steps < mostSteps) {
      // diagonals that leave the area are left out
      if (forwardLow > lowest) unchecked((forward[middle + --forwardLow - 1] = -1));
      else forwardLow++;
      if (forwardHigh < highest) unchecked((forward[middle + ++forwardHigh + 1] = -1));
      else forwardHigh--;
      for (let diagonal = forwardHigh; diagonal >= forwardLow; diagonal -= 2) {
        const below = unchecked(forward[middle + diagonal - 1]);
        const above = unchecked(forward[middle + diagonal + 1]);
        let x = below >= above ? below + 1 : above;
        let y = x - diagonal;
        while (x < x1 && y < y1 && this.same(x, y)) {
          x++;
          y++;
          this.steps++;
        }
        unchecked((forward[middle + diagonal] = x));
        if (odd && backwardLow <= diagonal && diagonal <= backwardHigh && unchecked(backward[middle + diagonal]) <= x) {
          this.splitX = x;
          this.splitY = y;
          return true;
        }
      }
      if (backwardLow > lowest) unchecked((backward[middle + --backwardLow - 1] = i32.MAX_VALUE));
      else backwardLow++;
      if (backwardHigh < highest) unchecked((backward[middle + ++backwardHigh + 1] = i32.MAX_VALUE));
      else backwardHigh--;
      for (let diagonal = backwardHigh; diagonal >= backwardLow; diagonal -= 2) {
        const below = unchecked(backward[middle + diagonal - 1]);
        const above = unchecked(backward[middle + diagonal + 1]);
        let x = below < above ? below : above - 1;
        let y = x - diagonal;
        while (x > x0 && y > y0 && this.same(x - 1, y - 1)) {
          x--;
          y--;
          this.steps++;
        }
        unchecked((backward[middle + diagonal] = x));
        if (!odd && forwardLow <= diagonal && diagonal <= forwardHigh && x <= unchecked(forward[middle + diagonal])) {
          this.splitX = x;
          this.splitY = y;
          return true;
        }
      }
      this.steps += (forwardHigh - forwardLow + backwardHigh - backwardLow) / 2 + 2;
    }
    this.minimal = false;
    return false;
  }
}
