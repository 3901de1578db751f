import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The official test suite, https://github.com/WebAssembly/testsuite. It is not part of this repository. */
export type Suite =
  | { readonly kind: "found"; readonly scripts: readonly Script[] }
  | { readonly kind: "missing"; readonly why: string };

export interface Script {
  /** Its path in the suite. */
  readonly name: string;
  read(): Uint8Array;
}

const variable = "FUELGAUGE_SPEC_TESTSUITE";

/** Looks where the variable says, else beside the project. */
export function findSuite(): Suite {
  const project = resolve(import.meta.dirname, "../../..");
  const folder = resolve(project, process.env[variable] ?? "../shared/spec/testsuite");
  if (!existsSync(join(folder, "i32.wast"))) {
    const why = `${folder} does not hold the WebAssembly test suite; check out WebAssembly/testsuite and set ${variable} to its folder`;
    return { kind: "missing", why };
  }
  const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".wast"))
    .toSorted()
    .map((name) => ({ name, read: () => readFileSync(join(folder, name)) }));
  return { kind: "found", scripts };
}
