/** Fails unless `dist/` is, byte for byte, what the sources build. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const rebuilt = mkdtempSync(join(tmpdir(), "fuelgauge-dist-"));
try {
  execFileSync("npm", ["run", "build", "--", "--dir", rebuilt], { stdio: "inherit" });
  const names = new Set([...filesIn("dist"), ...filesIn(rebuilt)]);
  const different = [...names].filter((name) => contentOf("dist", name) !== contentOf(rebuilt, name));
  if (different.length > 0) {
    console.error(`dist is not what the sources build: ${different.join(", ")}`);
    console.error("Run npm run build and commit dist with the change.");
    process.exitCode = 1;
  } else {
    console.log(`dist is what the sources build (${names.size} files).`);
  }
} finally {
  rmSync(rebuilt, { recursive: true });
}

/** Paths of all files below a folder, relative to it. */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

function contentOf(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), "latin1");
  } catch {
    return null;
  }
}
