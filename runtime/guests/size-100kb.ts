import { rounds128 } from "./shared/work";

function a(x: i32): i32 { return rounds128(x, 0x1c5c7fd1); }
function b(x: i32): i32 { return rounds128(x, 0x128b2f33); }
function c(x: i32): i32 { return rounds128(x, 0xd23f0825); }
function d(x: i32): i32 { return rounds128(x, 0x992f902b); }
function e(x: i32): i32 { return rounds128(x, 0x1818e811); }
function f(x: i32): i32 { return rounds128(x, 0x5d9dc9f9); }
function g(x: i32): i32 { return rounds128(x, 0x9531985d); }
function h(x: i32): i32 { return rounds128(x, 0x1ed90475); }
function i(x: i32): i32 { return rounds128(x, 0xf8e25d95); }
function j(x: i32): i32 { return rounds128(x, 0x91e74ef5); }
function k(x: i32): i32 { return rounds128(x, 0x36f675cd); }
function l(x: i32): i32 { return rounds128(x, 0x199950d9); }
function m(x: i32): i32 { return rounds128(x, 0x1600a35b); }
function n(x: i32): i32 { return rounds128(x, 0x7f03675b); }
function o(x: i32): i32 { return rounds128(x, 0x7b0d549b); }
function p(x: i32): i32 { return rounds128(x, 0x11e20b8f); }
function q(x: i32): i32 { return rounds128(x, 0x3d9c1725); }
function r(x: i32): i32 { return rounds128(x, 0x1738f7d9); }
function s(x: i32): i32 { return rounds128(x, 0x9d116ecf); }
function t(x: i32): i32 { return rounds128(x, 0x7cad4a27); }

/** Runs all 100 KB of the code once: what code size costs. */
export function run(x: i32): i32 {
  x = j(i(h(g(f(e(d(c(b(a(x))))))))));
  return t(s(r(q(p(o(n(m(l(k(x))))))))));
}
