import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** The part of an `action.yml` that a runner needs. */
const definitionSchema = z.looseObject({
  name: z.string(),
  description: z.string(),
  inputs: z
    .record(
      z.string(),
      z.looseObject({
        description: z.string(),
        required: z.boolean().optional(),
        // YAML reads an unquoted 90 as a number; GitHub takes every scalar as its text.
        default: z.union([z.string(), z.number(), z.boolean()]).transform(String).optional(),
      }),
    )
    .default({}),
  outputs: z.record(z.string(), z.looseObject({ description: z.string() })).default({}),
  runs: z.strictObject({ using: z.literal("node24"), main: z.string() }),
});
export type ActionDefinition = z.infer<typeof definitionSchema>;

/** Reads the `action.yml` of the folder; anything but a plain Node 24 action is refused. */
export function readAction(folder: string): ActionDefinition {
  const file = join(folder, "action.yml");
  const parsed = definitionSchema.safeParse(parse(readFileSync(file, "utf8")));
  if (!parsed.success)
    throw new Error(`${file} is not an action for node24:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** What the user gave, and for the rest the defaults with their `${{ github.… }}` filled in. */
export function resolveInputs(
  definition: ActionDefinition,
  given: Readonly<Record<string, string>>,
  githubContext: Readonly<Record<string, string>>,
): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [name, input] of Object.entries(definition.inputs)) {
    resolved[name] = given[name] ?? evaluate(input.default ?? "", githubContext);
  }
  return { ...resolved, ...given };
}

/** Inputs that the action does not declare: GitHub only warns about them. */
export function undeclared(declared: Readonly<Record<string, unknown>>, names: Iterable<string>): string[] {
  return [...names].filter((name) => !(name in declared));
}

function evaluate(text: string, githubContext: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (expression, path: string) => {
    const value = path.startsWith("github.") ? githubContext[path.slice("github.".length)] : undefined;
    if (value === undefined) throw new Error(`the runner cannot evaluate the default ${expression}`);
    return value;
  });
}

/** The name of the environment variable that carries an input. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}
