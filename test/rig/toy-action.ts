import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

/** What an action writes as the default of its token input. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's, not of JavaScript's
export const tokenDefault = "${{ github.token }}";

/** A small action on disk, for tests of the rig itself. It may import the packages of this project. */
export interface ToyAction extends Disposable {
  readonly folder: string;
}

export function toyAction(parts: {
  main: string;
  inputs?: Readonly<Record<string, { default?: string }>>;
  outputs?: readonly string[];
  using?: string;
}): ToyAction {
  const folder = mkdtempSync(join(tmpdir(), "rig-action-"));
  const described = (value: object): object => ({ description: "for a test", ...value });
  const definition = {
    name: "Toy",
    description: "For a test of the rig",
    inputs: Object.fromEntries(
      Object.entries(parts.inputs ?? {}).map(([name, input]) => [name, described(input)]),
    ),
    outputs: Object.fromEntries((parts.outputs ?? []).map((name) => [name, described({})])),
    runs: { using: parts.using ?? "node24", main: "main.mjs" },
  };
  writeFileSync(join(folder, "action.yml"), stringify(definition));
  writeFileSync(join(folder, "main.mjs"), parts.main);
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(folder, "node_modules"));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
