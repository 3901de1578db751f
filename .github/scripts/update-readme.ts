/** Writes the input and output tables of README.md from action.yml. With --check it only tells whether they are right. */
import { readFileSync, writeFileSync } from "node:fs";
import { markdownTable } from "markdown-table";
import { parse } from "yaml";
import { z } from "zod";

const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

const { inputs, outputs } = actionSchema.parse(parse(readFileSync("action.yml", "utf8")));
const inputRows = Object.entries(inputs).map(([name, input]) => [
  `\`${name}\``,
  input.default === "" ? "" : `\`${input.default}\``,
  cell(input.description),
]);
const outputRows = Object.entries(outputs).map(([name, output]) => [`\`${name}\``, cell(output.description)]);

const before = readFileSync("README.md", "utf8");
const withInputs = replaceSection(
  before,
  "inputs",
  markdownTable([["input", "default", "meaning"], ...inputRows]),
);
const after = replaceSection(withInputs, "outputs", markdownTable([["output", "meaning"], ...outputRows]));

if (process.argv.includes("--check")) {
  if (after !== before) {
    console.error("The tables of README.md are not those of action.yml. Run npm run docs.");
    process.exitCode = 1;
  }
} else {
  writeFileSync("README.md", after);
}

function replaceSection(text: string, name: string, content: string): string {
  const section = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!section.test(text)) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} --> section.`);
  return text.replace(section, (_match, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ").trim();
}
