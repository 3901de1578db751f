import { Json } from "../shared/json";
import { give, input } from "../shared/kernel";
import { SchemaReader } from "./schema";
import { Validator } from "./validator";

export function run(): void {
  const given = input();
  const schema = new SchemaReader(given.get("schema")!).read();
  const validator = new Validator(<i32>given.numberOf("maxErrors", 20), given.flagOf("formats", true));
  const valid = validator.validate(schema, given.get("data")!);
  const errors = Json.array();
  for (let at = 0; at < validator.errors.length; at++) errors.push(validator.errors[at]);
  give(Json.object().set("valid", Json.boolean(valid)).set("errors", errors));
}
