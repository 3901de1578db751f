import { z } from "zod";
import { configSchema } from "../model/config.ts";
import { resultFileSchema } from "../model/imported.ts";

/** Where editors find `schema/config.json`. */
const schemaFolder = "https://raw.githubusercontent.com/fuelgauge/fuelgauge/v1/schema";
export const schemaAddress = `${schemaFolder}/config.json`;

/**
 * The JSON schema of a configuration, for editors. It accepts whatever `parseConfig` does, and a little more: that the unit of
 * a target fits its metric, and that each level is worse than the last, it cannot say.
 */
export function editorSchema(): object {
  // draft 7 is what editors understand
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: "input", target: "draft-7" });
  return {
    $schema,
    $id: schemaAddress,
    title: "Fuelgauge: fuelgauge.config.json",
    description:
      "What is measured of a repository, and how its runs are judged: what matters, what turns a run red, and what is accepted.",
    ...schema,
  };
}

/** The JSON schema of a file of results of another tool. It accepts whatever is read. */
export function resultFileEditorSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(resultFileSchema, { io: "input", target: "draft-7" });
  return {
    $schema,
    $id: `${schemaFolder}/results.json`,
    title: "Fuelgauge: results of another tool",
    description: "Figures that another tool measured, for `results` of a configuration.",
    ...schema,
  };
}
