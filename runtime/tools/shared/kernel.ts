/** What a tool is given, and what it gives. docs/kernel.md has the contract. */
import { Bytes } from "./bytes";
import { Json, parse } from "./json";
import { Text } from "./text";

declare function input_size(): i32;
declare function input_read(to: usize): void;
declare function output(from: usize, size: i32): void;
declare function fail(from: usize, size: i32): void;
declare function ask(request: usize, size: i32, body: usize, bodySize: i32): i32;
declare function answer_size(): i32;
declare function answer_read(to: usize): void;
declare function body_size(): i32;
declare function body_read(to: usize): void;
declare function progress(done: f64, total: f64): void;

/** The arguments. They fit the tool's schema. */
export function input(): Json {
  const size = input_size();
  const at = heap.alloc(size);
  input_read(at);
  const read = parse(at, size);
  if (read === null) refuse("the arguments are no JSON");
  return read!;
}

/** The result, an object. */
export function give(result: Json): void {
  const text = new Text();
  result.write(text);
  output(text.start, text.size);
}

/** The result as the text of an object. */
export function giveText(json: Bytes): void {
  output(json.at, json.size);
}

/** Ends the call with a message for whoever made it. */
export function refuse(message: string): void {
  const bytes = String.UTF8.encode(message);
  fail(changetype<usize>(bytes), bytes.byteLength);
  unreachable();
}

/** How far the tool has come, of `total`; 0 when that is not known. */
export function report(done: i32, total: i32): void {
  progress(<f64>done, <f64>total);
}

/** What came of an operation. */
export class Answer {
  constructor(
    public ok: bool,
    /** What it gave, or an object with `kind` and `message` when it came to nothing. */
    public json: Json,
    public bodyAt: usize,
    public bodySize: i32,
  ) {}

  /** Why it came to nothing. */
  get message(): string {
    return this.json.textOf("message", "");
  }

  /** The body as text. Bytes that are no UTF-8 become U+FFFD, or what the encoding makes of them. */
  get bodyText(): string {
    return String.UTF8.decodeUnsafe(this.bodyAt, this.bodySize);
  }
}

/** Has the kernel do something, and waits for it. */
export function tryOperation(name: string, request: Json, bodyAt: usize = 0, bodySize: i32 = 0): Answer {
  return asked(name, request, bodyAt, bodySize, new Text(0));
}

/** The same, with the body of the answer in place of what `into` held: for those that ask for many, because no memory is ever freed. */
export function tryOperationInto(name: string, request: Json, into: Text): Answer {
  into.size = 0;
  return asked(name, request, 0, 0, into);
}

function asked(name: string, request: Json, bodyAt: usize, bodySize: i32, into: Text): Answer {
  request.set("operation", Json.text(name));
  const text = new Text(256);
  request.write(text);
  const ok = ask(text.start, text.size, bodyAt, bodySize) == 1;
  const size = answer_size();
  const at = heap.alloc(size);
  answer_read(at);
  const given = body_size();
  body_read(into.room(given));
  into.size = given;
  return new Answer(ok, parse(at, size)!, into.start, given);
}

/** The same, and the call ends when it comes to nothing. */
export function operation(name: string, request: Json, bodyAt: usize = 0, bodySize: i32 = 0): Answer {
  const answer = tryOperation(name, request, bodyAt, bodySize);
  if (!answer.ok) refuse(answer.message);
  return answer;
}
