/** Writes schema/config.json, the schema of policy files for editors. */
import { mkdirSync, writeFileSync } from "node:fs";
import { editorSchema } from "../../src/config/editor-schema.ts";

mkdirSync("schema", { recursive: true });
writeFileSync("schema/config.json", `${JSON.stringify(editorSchema(), null, 2)}\n`);
