import { schemaAddress } from "../config/editor-schema.ts";
import type { Survey, SurveyedModule } from "./survey.ts";

/** A file to write, relative to the root of the checkout, or to the project's folder. */
export interface InitialFile {
  readonly where: "project" | "root";
  readonly path: string;
  readonly text: string;
}

/**
 * The configuration and the two workflows for a project.
 *
 * @param workingDirectory of the project in its checkout; `.` at its root
 */
export function initialFiles(survey: Survey, workingDirectory: string): InitialFile[] {
  return [
    configuration(survey),
    { where: "root", path: ".github/workflows/fuelgauge.yml", text: workflow(survey, workingDirectory) },
    {
      where: "root",
      path: ".github/workflows/fuelgauge-comment.yml",
      text: commentWorkflow(workingDirectory),
    },
  ];
}

function configuration(survey: Survey): InitialFile {
  const modules = survey.modules.map(({ file, calls }) =>
    calls.length === 0 ? { file } : { file, calls: calls.map((name) => ({ function: name })) },
  );
  const config = { modules, ...(survey.benches.length > 0 && { benches: [...survey.benches] }) };
  if (!survey.typescript) {
    const text = `${JSON.stringify({ $schema: schemaAddress, ...config }, null, 2)}\n`;
    return { where: "project", path: "fuelgauge.config.json", text };
  }
  const hints = survey.modules.flatMap(hint).map((line) => `// ${line}\n`);
  const text = `import { defineConfig } from "fuelgauge";\n\n${hints.join("")}export default defineConfig(${JSON.stringify(config, null, 2)});\n`;
  return { where: "project", path: "fuelgauge.config.ts", text };
}

/** What a module has that cannot be called without knowing it. */
export function hint({ file, kind, functions }: SurveyedModule): string[] {
  if (kind === "glued") {
    return [`${file} imports what only its own glue provides: a tinybench file that loads it measures more.`];
  }
  const [first] = functions;
  if (first === undefined) return [];
  const [name, count] = first;
  const values = Array.from({ length: count }, (_, index) => index + 1).join(", ");
  const others = functions.size === 1 ? "" : ` (and ${functions.size - 1} more)`;
  return [
    `${file} exports ${name}${others}: { function: "${name}", arguments: [${values}] } in its \`calls\` measures it.`,
  ];
}

function workflow({ steps, defaultBranch }: Survey, workingDirectory: string): string {
  const inFolder = workingDirectory === "." ? "" : `\n        working-directory: ${workingDirectory}`;
  const runs = steps.map((command) => `      - run: ${command}${inFolder}\n`).join("");
  return `name: fuelgauge
on:
  push:
    branches: [${defaultBranch}]
  pull_request:
permissions:
  contents: read
  actions: read
  pull-requests: write
jobs:
  fuelgauge:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
${runs}      - uses: fuelgauge/fuelgauge@v1
${withFolder(workingDirectory)}`;
}

function withFolder(workingDirectory: string): string {
  return workingDirectory === "." ? "" : `        with:\n          working-directory: ${workingDirectory}\n`;
}

function commentWorkflow(workingDirectory: string): string {
  const folder = workingDirectory === "." ? "" : `          working-directory: ${workingDirectory}\n`;
  return `# Pull requests of forks may not write comments; this workflow does it for them.
name: fuelgauge-comment
on:
  workflow_run:
    workflows: [fuelgauge]
    types: [requested, completed]
permissions:
  actions: read
  pull-requests: write
jobs:
  comment:
    if: github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: fuelgauge/fuelgauge@v1
        with:
          mode: comment
${folder}`;
}
