const numbers = memory.data(65536, 4);

/** Sorts so many pseudo-random numbers, at most 16,384, and sums them by place. */
export function quicksort(count: i32, seed: u32): i32 {
  for (let at = 0; at < count; at++) {
    seed = seed * 1664525 + 1013904223;
    write(at, seed >>> 8);
  }
  sort(0, count - 1);
  let checksum = 0;
  for (let at = 0; at < count; at++) checksum += (at + 1) * read(at);
  return checksum;
}

function sort(first: i32, last: i32): void {
  if (first >= last) return;
  const pivot = read((first + last) >> 1);
  let low = first;
  let high = last;
  while (low <= high) {
    while (read(low) < pivot) low++;
    while (read(high) > pivot) high--;
    if (low > high) break;
    const swapped = read(low);
    write(low++, read(high));
    write(high--, swapped);
  }
  sort(first, high);
  sort(low, last);
}

function read(at: i32): i32 {
  return load<i32>(numbers + (at << 2));
}

function write(at: i32, value: i32): void {
  store<i32>(numbers + (at << 2), value);
}
