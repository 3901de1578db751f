/** Numbers in the order of their keys; equal keys in the order of the numbers. */
export class Heap {
  private keys: f64[] = [];
  private values: i32[] = [];

  get isEmpty(): bool {
    return this.keys.length == 0;
  }

  get leastKey(): f64 {
    return this.keys[0];
  }

  push(key: f64, value: i32): void {
    let at = this.keys.length;
    this.keys.push(key);
    this.values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(key, value, parent)) break;
      this.move(parent, at);
      at = parent;
    }
    this.keys[at] = key;
    this.values[at] = value;
  }

  /** The value of the least key. */
  pop(): i32 {
    const least = this.values[0];
    const key = this.keys.pop();
    const value = this.values.pop();
    const size = this.keys.length;
    if (size == 0) return least;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.isBefore(this.keys[child + 1], this.values[child + 1], child)) child++;
      if (this.isBefore(key, value, child)) break;
      this.move(child, at);
      at = child;
    }
    this.keys[at] = key;
    this.values[at] = value;
    return least;
  }

  private isBefore(key: f64, value: i32, at: i32): bool {
    return key < this.keys[at] || (key == this.keys[at] && value < this.values[at]);
  }

  private move(from: i32, to: i32): void {
    this.keys[to] = this.keys[from];
    this.values[to] = this.values[from];
  }
}
