import { Json, parse, parseText } from "../shared/json";
import { give, input, operation, refuse } from "../shared/kernel";
import { Text } from "../shared/text";
import { Dialect, readCsv, writeCsv } from "./csv";
import { indented } from "./indented";

export function run(): void {
  const given = input();
  const dialect = Dialect.of(given.get("csv"));
  const indent = <i32>given.numberOf("indent", 2);
  const value = read(given.textOf("from", ""), given.textOf("content", ""), dialect);
  const content = write(given.textOf("to", ""), value, dialect, indent);
  const result = Json.object().set("content", Json.text(content));
  if (value.isArray) result.set("records", Json.number(value.length));
  give(result);
}

function read(format: string, content: string, dialect: Dialect): Json {
  if (format == "csv") return readCsv(content, dialect);
  if (format == "json") {
    const value = parseText(content);
    if (value === null) refuse("the content is no JSON");
    return value!;
  }
  const value = ask(format + ".parse", Json.object(), content);
  const read = parse(value.start, value.size);
  if (read === null) refuse("the content is nested too deeply");
  if (format == "toml") return read!;
  // several documents are an array of them
  return read!.length == 1 ? read!.items[0] : read!;
}

function write(format: string, value: Json, dialect: Dialect, indent: i32): string {
  if (format == "csv") return writeCsv(value, dialect);
  if (format == "json") return indent == 0 ? value.toString() : indented(value, indent);
  const request = Json.object();
  if (format == "yaml") request.set("indent", Json.number(max(indent, 1)));
  if (format == "toml") {
    if (!value.isObject) refuse("TOML is made of an object, and this is none");
    refuseNull(value, "");
  }
  return ask(format + ".stringify", request, value.toString()).toString();
}

function ask(name: string, request: Json, body: string): Text {
  const bytes = new Text(body.length + 16);
  bytes.append(body);
  const answer = operation(name, request, bytes.start, bytes.size);
  const result = new Text(answer.bodySize + 16);
  result.bytes(answer.bodyAt, answer.bodySize);
  return result;
}

function refuseNull(value: Json, path: string): void {
  if (value.isNull) refuse("TOML has no null, and there is one at " + path);
  for (let at = 0; at < value.length; at++) {
    refuseNull(value.items[at], path + "/" + (value.isArray ? at.toString() : value.names[at]));
  }
}
