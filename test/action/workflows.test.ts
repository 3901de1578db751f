import { globSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { initialFiles } from "../../src/init/files.ts";
import { readAction } from "../rig/action-definition.ts";
import { actionFolder } from "./support.ts";

// The parser imports JSON without saying that it is JSON, which bundlers accept and Node does not.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
  "@actions/workflow-parser"
);
const { parseAction } = await import("@actions/workflow-parser/actions/action-parser");

interface Workflow {
  /** `README.md:12`, the line on which it starts */
  readonly name: string;
  readonly content: string;
}

function read(path: string): Workflow {
  return { name: path, content: readFileSync(join(actionFolder, path), "utf8") };
}

/** Blocks of YAML in a page that are workflows: they have jobs. */
function workflowsIn({ name, content }: Workflow): Workflow[] {
  return [...content.matchAll(/^( *)```ya?ml\n([\s\S]*?)^\1```$/gm)]
    .map(({ index, 1: indent = "", 2: block = "" }) => ({
      name: `${name}:${content.slice(0, index).split("\n").length + 1}`,
      content: block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }))
    .filter((block) => /^jobs:/m.test(block.content));
}

/** What GitHub would say about a workflow, and the inputs of ours that do not exist. */
async function complaintsAbout(workflow: Workflow): Promise<string[]> {
  const { context, value } = parseWorkflow(workflow, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  const complaints = context.errors.getErrors().map(({ message }) => message);
  return complaints.length > 0 ? complaints : unknownInputs(workflow);
}

const workflowSchema = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      steps: z
        .array(z.object({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() }))
        .default([]),
    }),
  ),
});

/** GitHub itself only warns about inputs that an action does not have. */
function unknownInputs({ name, content }: Workflow): string[] {
  const known = Object.keys(readAction(actionFolder).inputs);
  return Object.values(workflowSchema.parse(parse(content)).jobs)
    .flatMap(({ steps }) => steps)
    .filter(({ uses = "" }) => uses === "./" || /\/fuelgauge@/.test(uses))
    .flatMap((step) => Object.keys(step.with ?? {}))
    .filter((input) => !known.includes(input))
    .map((input) => `${name}: there is no input "${input}"`);
}

const files = globSync(".github/workflows/*.{yml,yaml}", { cwd: actionFolder }).map(read);
const pages = globSync(["README.md", "docs/**/*.md"], { cwd: actionFolder }).map(read);
const shown = pages.flatMap(workflowsIn);

test("there are workflows to look at, in files and on the first page", () => {
  expect(files.length).toBeGreaterThan(0);
  expect(shown.filter(({ name }) => name.startsWith("README.md:")).length).toBeGreaterThan(0);
});

test.each([...files, ...shown])("GitHub understands the workflow $name", async (workflow) => {
  expect(await complaintsAbout(workflow)).toEqual([]);
});

test("GitHub understands action.yml", () => {
  const { context } = parseAction(read("action.yml"), new NoOperationTraceWriter());
  expect(context.errors.getErrors()).toEqual([]);
});

const right = `
on: pull_request
permissions:
  pull-requests: write
jobs:
  judge:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/fuelgauge@v1
        with:
          suites: execution/*
      - run: echo \${{ github.sha }}
`;

test.each([
  ["an unknown key", "runs-on", "run-on", "Unexpected value 'run-on'"],
  ["an unknown permission", "pull-requests", "pull-request", "Unexpected value 'pull-request'"],
  ["an unknown event", "pull_request", "pull", "Unexpected value 'pull'"],
  ["an unknown context", "github.sha", "git.sha", "Unrecognized named-value: 'git'"],
  ["an input that does not exist", "suites", "suite", 'there is no input "suite"'],
])("%s would be noticed", async (_, old, replacement, complaint) => {
  expect(await complaintsAbout({ name: "right", content: right })).toEqual([]);
  const wrong = { name: "wrong", content: right.replace(old, replacement) };
  expect((await complaintsAbout(wrong)).join("\n")).toContain(complaint);
});

test("an action.yml for an unknown runner would be noticed", () => {
  const { name, content } = read("action.yml");
  const wrong = { name, content: content.replace("using: node24", "using: node99") };
  const { context } = parseAction(wrong, new NoOperationTraceWriter());
  expect(context.errors.getErrors().map(({ message }) => message)).toEqual([
    expect.stringContaining("Unexpected value 'node99'"),
  ]);
});

test("a workflow inside a list of a page is found", () => {
  const page = {
    name: "page.md",
    content: `1. So:\n\n   \`\`\`yaml${right.replaceAll("\n", "\n   ")}\n   \`\`\`\n`,
  };
  expect(workflowsIn(page)).toEqual([
    { name: "page.md:4", content: expect.stringContaining("\njobs:\n  judge:") },
  ]);
});

test.each([
  ["at the root", ".", []],
  [
    "in a folder, with steps",
    "packages/parser",
    ["npm ci", "npm run build", "cargo build --release --target wasm32-wasip1"],
  ],
])("the workflows that init writes for a project %s are ones", async (_where, workingDirectory, steps) => {
  const survey = { benches: [], modules: [], steps, typescript: true, defaultBranch: "main" };
  const written = initialFiles(survey, workingDirectory).filter(({ where }) => where === "root");
  expect(written).toHaveLength(2);
  for (const { path, text } of written)
    expect(await complaintsAbout({ name: path, content: text })).toEqual([]);
});
