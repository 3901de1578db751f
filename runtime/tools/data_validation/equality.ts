import { Json, Kind } from "../shared/json";

/** Whether two values are equal as JSON Schema has it: by value, whatever the order of members. */
export function equal(one: Json, other: Json): bool {
  if (one.kind != other.kind) return false;
  switch (one.kind) {
    case Kind.Null:
      return true;
    case Kind.Boolean:
      return one.flag == other.flag;
    case Kind.Number:
      return one.value == other.value;
    case Kind.String:
      return one.string == other.string;
  }
  if (one.length != other.length) return false;
  for (let at = 0; at < one.length; at++) {
    const counterpart = one.isArray ? other.items[at] : other.get(one.names[at]);
    if (counterpart === null || !equal(one.items[at], counterpart)) return false;
  }
  return true;
}

/** A number that equal values share. */
export function hash(value: Json): u32 {
  switch (value.kind) {
    case Kind.Null:
      return 1;
    case Kind.Boolean:
      return value.flag ? 2 : 3;
    case Kind.Number: {
      // zero and minus zero are equal
      const bits = reinterpret<u64>(value.value == 0 ? 0 : value.value);
      return mix(mix(4, <u32>bits), <u32>(bits >> 32));
    }
    case Kind.String:
      return textHash(value.string);
    case Kind.Array: {
      let sum: u32 = 5;
      for (let at = 0; at < value.length; at++) sum = mix(sum, hash(value.items[at]));
      return sum;
    }
  }
  let sum: u32 = 6;
  for (let at = 0; at < value.length; at++) sum += mix(textHash(value.names[at]), hash(value.items[at]));
  return sum;
}

/** FNV-1a over 16-bit units. */
function textHash(text: string): u32 {
  let sum: u32 = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = (sum ^ text.charCodeAt(at)) * 0x01000193;
  return sum;
}

function mix(sum: u32, next: u32): u32 {
  return rotl<u32>(sum ^ (next * 0x9e3779b1), 13) * 0x85ebca6b + 0xc2b2ae35;
}
