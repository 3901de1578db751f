import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Plugin } from "rolldown";

const compilerOptions = [
  ...["--ignoreConfig", "--declaration", "--emitDeclarationOnly", "--allowImportingTsExtensions"],
  ...["--target", "es2024", "--lib", "es2024,dom", "--module", "nodenext", "--types", "node", "--strict"],
];

/**
 * Puts the type declarations of an entry and of all that they mention into a folder of the output: rolldown leaves types out.
 */
export function declarations(entry: string, folder: string): Plugin {
  return {
    name: "declarations",
    generateBundle() {
      const out = mkdtempSync(join(tmpdir(), "fuelgauge-types-"));
      try {
        execFileSync("tsc", [...compilerOptions, "--outDir", out, entry], { stdio: "inherit" });
        const declared = new Map<string, string>();
        const wanted = [basename(entry, ".ts")];
        for (const name of wanted) {
          const text = readFileSync(join(out, `${name}.d.ts`), "utf8");
          declared.set(name, text.replace(/(from "\.\/\w+)\.ts"/g, '$1.js"'));
          for (const [, next = ""] of text.matchAll(/from "\.\/(\w+)\.ts"/g)) {
            if (!wanted.includes(next)) wanted.push(next);
          }
        }
        for (const [name, source] of declared) {
          this.emitFile({ type: "asset", fileName: `${folder}/${name}.d.ts`, source });
        }
      } finally {
        rmSync(out, { recursive: true });
      }
    },
  };
}
