/** Writes the table of tools in docs/kernel.md from their manifests. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { markdownTable } from "markdown-table";
import { toolManifestSchema } from "../../runtime/kernel/index.ts";

const page = "docs/kernel.md";
const folder = "runtime/tools";
const section = /(<!-- tools -->\n\n)[\s\S]*?(<!-- \/tools -->)/;

const text = readFileSync(page, "utf8");
if (!section.test(text)) throw new Error(`${page} has no <!-- tools --> … <!-- /tools --> section.`);
const manifests = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map(({ name }) =>
    toolManifestSchema.parse(JSON.parse(readFileSync(`${folder}/${name}/tool.json`, "utf8"))),
  )
  .sort((a, b) => (a.name < b.name ? -1 : 1));
const rows = manifests.map(({ name, description, capabilities }) => [
  `\`${name}\``,
  firstSentence(description).replaceAll("|", "\\|").replaceAll("*", "\\*"),
  capabilities.filter((each) => each !== "library").join(", "),
]);
const table = markdownTable([["tool", "what it does", "needs"], ...rows]);
writeFileSync(
  page,
  text.replace(section, (_match, start: string, end: string) => `${start}${table}\n\n${end}`),
);

function firstSentence(description: string): string {
  return /^.*?\.(?= |$)(?<!e\.g\.|i\.e\.)/.exec(description)?.[0] ?? description;
}
