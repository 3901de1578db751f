import { Json } from "../shared/json";
import { give, input, operation, refuse } from "../shared/kernel";

function valueOf(name: string): Json | null {
  const value = operation("environment.read", Json.object().set("name", Json.text(name))).json.get("value")!;
  return value.isNull ? null : value;
}

export function run(): void {
  const given = input();
  const variables = Json.object();
  const unset = Json.array();
  const names = given.itemsOf("names");
  for (let at = 0; at < names.length; at++) {
    const name = names[at].string;
    if (name.length == 0 || name.includes("=") || name.includes("\0")) refuse('"' + name + '" is no name of a variable');
    const value = valueOf(name);
    if (value === null) unset.push(Json.text(name));
    else variables.set(name, value);
  }
  const prefix = given.get("prefix");
  if (prefix !== null || !given.has("names")) {
    const beginning = prefix === null ? "" : prefix.string;
    const granted = operation("environment.names", Json.object()).json.itemsOf("names");
    for (let at = 0; at < granted.length; at++) {
      const name = granted[at].string;
      if (!name.startsWith(beginning)) continue;
      const value = valueOf(name);
      if (value !== null) variables.set(name, value);
    }
  }
  give(Json.object().set("variables", variables).set("unset", unset));
}
