import { decimalOf } from "../shared/decimal";
import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";

/** Nested parentheses and signs. */
const mostDepth = 100;

/** Reads and evaluates an expression at once, by precedence climbing. */
class Expression {
  private at: i32 = 0;
  private depth: i32 = 0;

  constructor(
    private text: string,
    private variables: Json,
  ) {}

  evaluate(): f64 {
    const value = this.sum();
    if (this.peek() != 0) this.unexpected();
    return value;
  }

  private sum(): f64 {
    let value = this.product();
    for (;;) {
      if (this.take(0x2b)) value += this.product();
      else if (this.take(0x2d)) value -= this.product();
      else break;
    }
    return value;
  }

  private product(): f64 {
    let value = this.signed();
    for (;;) {
      // a second star makes it a power, which `signed` has taken
      if (this.take(0x2a)) value *= this.signed();
      else if (this.take(0x2f)) value = this.quotient(value, this.signed());
      else if (this.take(0x25)) value = this.remainder(value, this.signed());
      else break;
    }
    return value;
  }

  private quotient(dividend: f64, divisor: f64): f64 {
    if (divisor == 0) refuse("division by zero");
    return dividend / divisor;
  }

  private remainder(dividend: f64, divisor: f64): f64 {
    if (divisor == 0) refuse("division by zero");
    return dividend % divisor;
  }

  /** A sign binds less than a power: -2^2 is -4. */
  private signed(): f64 {
    if (++this.depth > mostDepth) refuse("the expression is nested too deeply");
    let value: f64;
    if (this.take(0x2d)) value = -this.signed();
    else if (this.take(0x2b)) value = this.signed();
    else value = this.power();
    this.depth--;
    return value;
  }

  /** Powers are taken from the right: 2^3^2 is 2^9. */
  private power(): f64 {
    const base = this.operand();
    const isPower = this.take(0x5e) || this.takeStars();
    return isPower ? Math.pow(base, this.signed()) : base;
  }

  private takeStars(): bool {
    if (this.peek() != 0x2a || this.unit(this.at + 1) != 0x2a) return false;
    this.at += 2;
    return true;
  }

  private operand(): f64 {
    const next = this.peek();
    if (this.take(0x28)) {
      const value = this.sum();
      this.expect(0x29);
      return value;
    }
    if (isDigit(next) || next == 0x2e) return this.number();
    if (isLetter(next)) return this.named();
    this.unexpected();
    return 0;
  }

  private number(): f64 {
    const from = this.at;
    let whole: i64 = 0;
    for (; isDigit(this.unit(this.at)); this.at++) whole = whole * 10 + (this.unit(this.at) - 0x30);
    const next = this.unit(this.at);
    // a double holds fifteen digits exactly
    if (this.at > from && this.at - from <= 15 && next != 0x2e && (next | 0x20) != 0x65) return <f64>whole;
    if (this.unit(this.at) == 0x2e) {
      this.at++;
      while (isDigit(this.unit(this.at))) this.at++;
    }
    if ((this.unit(this.at) | 0x20) == 0x65) {
      const sign = this.unit(this.at + 1) == 0x2b || this.unit(this.at + 1) == 0x2d ? 1 : 0;
      if (isDigit(this.unit(this.at + 1 + sign))) {
        this.at += 1 + sign;
        while (isDigit(this.unit(this.at))) this.at++;
      }
    }
    const text = this.text.substring(from, this.at);
    if (text == ".") this.unexpected();
    return decimalOf(text);
  }

  private named(): f64 {
    const from = this.at;
    while (isLetter(this.unit(this.at)) || isDigit(this.unit(this.at))) this.at++;
    const name = this.text.substring(from, this.at);
    if (this.take(0x28)) return this.applied(name);
    const variable = this.variables.get(name);
    if (variable !== null) return variable.value;
    if (name == "pi") return Math.PI;
    if (name == "e") return Math.E;
    if (name == "tau") return 2 * Math.PI;
    refuse('there is no variable or constant "' + name + '"');
    return 0;
  }

  private applied(name: string): f64 {
    const args: f64[] = [];
    if (!this.take(0x29)) {
      do {
        args.push(this.sum());
      } while (this.take(0x2c));
      this.expect(0x29);
    }
    return apply(name, args);
  }

  private peek(): u32 {
    while (isSpace(this.unit(this.at))) this.at++;
    return this.unit(this.at);
  }

  private take(unit: u32): bool {
    if (this.peek() != unit) return false;
    // two stars are one operator
    if (unit == 0x2a && this.unit(this.at + 1) == 0x2a) return false;
    this.at++;
    return true;
  }

  private expect(unit: u32): void {
    if (!this.take(unit)) this.unexpected();
  }

  private unit(at: i32): u32 {
    return at < this.text.length ? this.text.charCodeAt(at) : 0;
  }

  private unexpected(): void {
    const place = " at character " + (this.at + 1).toString();
    if (this.at >= this.text.length) refuse("the expression ends too early" + place);
    refuse('unexpected "' + this.text.charAt(this.at) + '"' + place);
  }
}

function apply(name: string, args: f64[]): f64 {
  if (name == "min" || name == "max") return extreme(name, args);
  if (name == "pow" || name == "atan2" || name == "hypot") {
    needs(name, args, 2);
    if (name == "pow") return Math.pow(args[0], args[1]);
    return name == "atan2" ? Math.atan2(args[0], args[1]) : Math.hypot(args[0], args[1]);
  }
  needs(name, args, 1);
  const x = args[0];
  if (name == "sqrt") {
    if (x < 0) refuse("the square root of a negative number");
    return Math.sqrt(x);
  }
  if (name == "ln" || name == "log" || name == "log2" || name == "log10") {
    if (x <= 0) refuse("the logarithm of a number that is not above zero");
    if (name == "log2") return Math.log2(x);
    return name == "log10" ? Math.log10(x) : Math.log(x);
  }
  if (name == "abs") return Math.abs(x);
  if (name == "floor") return Math.floor(x);
  if (name == "ceil") return Math.ceil(x);
  if (name == "round") return x < 0 ? -Math.floor(0.5 - x) : Math.floor(x + 0.5);
  if (name == "trunc") return Math.trunc(x);
  if (name == "sign") return Math.sign(x);
  if (name == "exp") return Math.exp(x);
  if (name == "sin") return Math.sin(x);
  if (name == "cos") return Math.cos(x);
  if (name == "tan") return Math.tan(x);
  if (name == "asin") return Math.asin(x);
  if (name == "acos") return Math.acos(x);
  if (name == "atan") return Math.atan(x);
  if (name == "cbrt") return Math.cbrt(x);
  refuse('there is no function "' + name + '"');
  return 0;
}

function extreme(name: string, args: f64[]): f64 {
  if (args.length == 0) refuse(name + " needs an argument");
  let found = args[0];
  for (let at = 1; at < args.length; at++) found = name == "min" ? Math.min(found, args[at]) : Math.max(found, args[at]);
  return found;
}

function needs(name: string, args: f64[], count: i32): void {
  if (args.length == count) return;
  refuse(name + " takes " + count.toString() + (count == 1 ? " argument" : " arguments") + ", not " + args.length.toString());
}

function isDigit(unit: u32): bool {
  return unit >= 0x30 && unit <= 0x39;
}

function isLetter(unit: u32): bool {
  return ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) || unit == 0x5f;
}

function isSpace(unit: u32): bool {
  return unit == 0x20 || unit == 0x09 || unit == 0x0a || unit == 0x0d;
}

export function run(): void {
  const given = input();
  const variables = given.get("variables");
  const result = new Expression(given.textOf("expression", ""), variables === null ? Json.object() : variables).evaluate();
  if (!isFinite(result)) refuse("the result is no finite number");
  give(Json.object().set("result", Json.number(result)));
}
