import { Bytes } from "../shared/bytes";
import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";
import { Difference } from "../shared/diff/difference";
import { jsonPatch } from "../shared/diff/json-patch";
import { applied } from "./patch";
import { characterTokens, lineTokens, wordTokens } from "../shared/diff/tokens";
import { unified } from "./unified";

export function run(): void {
  const given = input();
  const operation = given.textOf("operation", "lines");
  if (operation == "apply") {
    give(applied(textOf(given, "before"), textOf(given, "patch"), given.flagOf("reverse", false)));
    return;
  }
  if (operation == "json") {
    const operations = jsonPatch(valueOf(given, "before"), valueOf(given, "after"));
    give(Json.object().set("equal", Json.boolean(operations.length == 0)).set("operations", operations));
    return;
  }
  const before = textOf(given, "before");
  const after = textOf(given, "after");
  const result = Json.object();
  if (operation == "lines") {
    const difference = new Difference(lineTokens(before), lineTokens(after));
    const names = [given.textOf("beforeName", "before"), given.textOf("afterName", "after")];
    const context = <i32>given.numberOf("context", 3);
    difference.summarize(result);
    result.set("unified", Json.bytes(unified(difference, names[0], names[1], context)));
  } else {
    const isWords = operation == "words";
    const tokens = isWords ? wordTokens(before) : characterTokens(before);
    const difference = new Difference(tokens, isWords ? wordTokens(after) : characterTokens(after));
    difference.summarize(result);
    result.set("changes", difference.changes());
  }
  give(result);
}

function valueOf(given: Json, name: string): Json {
  const value = given.get(name);
  if (value === null) refuse("this operation needs `" + name + "`");
  return value!;
}

function textOf(given: Json, name: string): Bytes {
  const value = valueOf(given, name);
  if (!value.isText) refuse("`" + name + "` is a text for this operation");
  return value.bytes;
}
