import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import type { Plugin } from "rolldown";

const compilerOptions = [
  ...["--ignoreConfig", "--declaration", "--emitDeclarationOnly", "--allowImportingTsExtensions"],
  ...["--target", "es2024", "--lib", "es2024,dom", "--module", "nodenext", "--types", "node", "--strict"],
];

/**
 * Puts the type declarations of an entry and of all that they mention into the folder `types` of the output, as they lie in the
 * project: rolldown leaves types out.
 *
 * @param entry relative to the project
 */
export function declarations(entry: string): Plugin {
  return {
    name: "declarations",
    generateBundle() {
      const out = mkdtempSync(join(tmpdir(), "fuelgauge-types-"));
      try {
        execFileSync("tsc", [...compilerOptions, "--rootDir", ".", "--outDir", out, entry], {
          stdio: "inherit",
        });
        const wanted = [entry.replace(/\.ts$/, "")];
        for (const path of wanted) {
          const text = readFileSync(join(out, `${path}.d.ts`), "utf8");
          const source = text.replace(/(from "\.{1,2}\/[\w./-]+)\.ts"/g, '$1.js"');
          this.emitFile({ type: "asset", fileName: `types/${path}.d.ts`, source });
          for (const [, next = ""] of text.matchAll(/from "(\.{1,2}\/[\w./-]+)\.ts"/g)) {
            const mentioned = posix.join(posix.dirname(path), next);
            if (!wanted.includes(mentioned)) wanted.push(mentioned);
          }
        }
      } finally {
        rmSync(out, { recursive: true });
      }
    },
  };
}
