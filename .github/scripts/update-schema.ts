/** Writes the schemas for editors: of a configuration, and of results of other tools. */
import { mkdirSync, writeFileSync } from "node:fs";
import { editorSchema, resultFileEditorSchema } from "../../src/config/editor-schema.ts";

mkdirSync("schema", { recursive: true });
for (const [file, schema] of [
  ["config.json", editorSchema()],
  ["results.json", resultFileEditorSchema()],
] as const) {
  writeFileSync(`schema/${file}`, `${JSON.stringify(schema, null, 2)}\n`);
}
