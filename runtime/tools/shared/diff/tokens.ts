import { Bytes, lengthOfUtf8, loadUtf8 } from "../bytes";
import { isSpace, isWordPart } from "../characters";

/** Lines with what they end with, so that an end that is missing is a difference. */
export function lineTokens(text: Bytes): Bytes[] {
  const tokens: Bytes[] = [];
  let from = text.at;
  const end = text.at + text.size;
  for (let at = from; at < end; at++) {
    if (load<u8>(at) != 0x0a) continue;
    tokens.push(new Bytes(from, <i32>(at + 1 - from)));
    from = at + 1;
  }
  if (from < end) tokens.push(new Bytes(from, <i32>(end - from)));
  return tokens;
}

/** Words, white space, and everything else by character. */
export function wordTokens(text: Bytes): Bytes[] {
  const tokens: Bytes[] = [];
  let at = text.at;
  const end = text.at + text.size;
  while (at < end) {
    const from = at;
    const kind = kindOf(loadUtf8(at));
    do at += lengthOfUtf8(load<u8>(at));
    while (kind != 0 && at < end && kindOf(loadUtf8(at)) == kind);
    tokens.push(new Bytes(from, <i32>(at - from)));
  }
  return tokens;
}

/** 1 in words, 2 for white space, 0 for what stands by itself. */
function kindOf(point: u32): i32 {
  return isSpace(point) ? 2 : isWordPart(point) || point == 0x5f ? 1 : 0;
}

export function characterTokens(text: Bytes): Bytes[] {
  const tokens: Bytes[] = [];
  const end = text.at + text.size;
  for (let at = text.at; at < end; ) {
    const size = lengthOfUtf8(load<u8>(at));
    tokens.push(new Bytes(at, size));
    at += size;
  }
  return tokens;
}
