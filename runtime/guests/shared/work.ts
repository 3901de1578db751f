/**
 * Code to fill a module with: rounds of a bit mixer. A round is inlined wherever it is used, with constants of its own,
 * so that no two places hold the same code and nothing can be merged.
 */
// @ts-ignore: decorators on functions are AssemblyScript's own
@inline
export function round(x: i32, key: i32): i32 {
  const mixed = (x ^ (x >>> 15)) * (key | 1);
  return mixed & 0x100 ? mixed + key : mixed ^ key;
}

// @ts-ignore
@inline
export function rounds4(x: i32, key: i32): i32 {
  return round(round(round(round(x, key), key * 3), key * 5), key * 7);
}

// @ts-ignore
@inline
export function rounds8(x: i32, key: i32): i32 {
  return rounds4(rounds4(x, key), key * 11);
}

// @ts-ignore
@inline
function rounds32(x: i32, key: i32): i32 {
  return rounds8(rounds8(rounds8(rounds8(x, key), key * 13), key * 17), key * 19);
}

// @ts-ignore
@inline
export function rounds128(x: i32, key: i32): i32 {
  return rounds32(rounds32(rounds32(rounds32(x, key), key * 23), key * 29), key * 31);
}
