import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { builtTools } from "./support.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a process does that measures: it may read the package and nothing else. */
const program = `
  const { readdir, readFile } = await import("node:fs/promises");
  const { openKernel } = await import(process.argv[1] + "runtime/host/index.ts");
  const folder = process.argv[2];
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const tools = await Promise.all(names.map(async (name) => ({
    manifest: await readFile(folder + "/" + name, "utf8"),
    module: await readFile(folder + "/" + name.replace(/json$/, "wasm")),
  })));
  const kernel = await openKernel({ tools });
  const session = kernel.open();
  for (const { manifest } of tools) {
    const { name, examples } = JSON.parse(manifest);
    const params = { name, arguments: examples[0].arguments };
    const request = { jsonrpc: "2.0", id: 1, method: "tools/call", params };
    const { result, error } = JSON.parse(await session.receive(JSON.stringify(request)));
    console.log(name + ": " + (error ? "refused" : result.isError ? result._meta["fuelgauge/outcome"] : "done"));
  }
  session.close();
  await kernel.close();
`;

test("in a process that may read nothing but the package, every tool works or says that it has no grant", () => {
  const node = ["--permission", `--allow-fs-read=${root}`, "--disable-warning=ExperimentalWarning"];
  const said = execFileSync(
    process.execPath,
    [...node, "--input-type=module", "-e", program, root, builtTools],
    {
      encoding: "utf8",
    },
  );
  const lines = said.trim().split("\n");
  expect(lines).toHaveLength(30);
  for (const line of lines) expect(line).toMatch(/: (?:done|failed)$/);
  expect(lines).toContain("calculator: done");
});
