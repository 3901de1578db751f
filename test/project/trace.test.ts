import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { traceFiles } from "../../src/project/trace.ts";

async function traced(files: Readonly<Record<string, string>>, entry: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "fuelgauge-trace-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) await writeFile(join(folder, path), content);
  return [...(await traceFiles({ folder, root: folder }, [entry])).files.keys()];
}

test("programs of threads are found with all that they import, whatever their ending", async () => {
  const endings = ["js", "mjs", "cjs", "ts", "mts", "cts"];
  const found = await traced(
    {
      "package.json": '{ "type": "module" }',
      "a.mjs": `import { Worker } from "node:worker_threads";
        ${endings.map((ending) => `new Worker(new URL("./t.${ending}", import.meta.url));`).join("\n")}`,
      ...Object.fromEntries(
        endings.flatMap((ending) => [
          [
            `t.${ending}`,
            ending.startsWith("c") ? `require("./of-${ending}.cjs")` : `import "./of-${ending}.cjs"`,
          ],
          [`of-${ending}.cjs`, ""],
        ]),
      ),
    },
    "a.mjs",
  );
  for (const ending of endings) expect(found).toContain(`of-${ending}.cjs`);
});
