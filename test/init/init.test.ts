import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "../../src/config/read.ts";
import { surveyProject } from "../../src/init/survey.ts";
import { actionFolder } from "../action/support.ts";
import { wat } from "../executor/assemble.ts";

const root = mkdtempSync(join(tmpdir(), "fuelgauge-init-"));
afterAll(() => rmSync(root, { recursive: true }));

function projectWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(root, "project-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function init(folder: string): string {
  const program = join(actionFolder, "dist/cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "init"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

const library = await wat(`(module (memory (export "memory") 1)
  (func (export "run")) (func (export "parse") (param i32 i32) (result i32) (i32.const 0)))`);

test("init writes a configuration of what it finds, and two workflows", async () => {
  const folder = projectWith({
    ".git/HEAD": "ref: refs/heads/trunk\n",
    "package.json": '{ "scripts": { "build": "make" } }',
    "package-lock.json": "{}",
    "tsconfig.json": "{}",
    "bench/a.bench.ts": "",
    "build/library.wasm": library,
    "build/deps/library.wasm": library,
    "node_modules/other/other.wasm": library,
  });
  const said = init(folder);
  expect(said).toContain("Benchmark files: bench/a.bench.ts");
  expect(said).toContain("Modules: build/library.wasm (library)");
  expect(said).toContain("Wrote fuelgauge.config.ts");
  expect(said).toContain('{ function: "parse", arguments: [1, 2] }');
  const { config } = await readConfig(folder, null);
  expect(config.benches).toEqual(["bench/a.bench.ts"]);
  expect(config.modules).toMatchObject([{ file: "build/library.wasm", calls: [{ function: "run" }] }]);
  const workflow = readFileSync(join(folder, ".github/workflows/fuelgauge.yml"), "utf8");
  expect(workflow).toContain("branches: [trunk]");
  expect(workflow).toContain(
    "      - run: npm ci\n      - run: npm run build\n      - uses: fuelgauge/fuelgauge@v1\n",
  );
});

test("init overwrites nothing, whatever the configuration is called", () => {
  const folder = projectWith({
    ".git/HEAD": "ref: refs/heads/main\n",
    "fuelgauge.config.mjs": "export default {};",
    ".github/workflows/fuelgauge.yml": "mine",
  });
  const said = init(folder);
  expect(said).toContain("Kept fuelgauge.config.mjs, which was there.");
  expect(said).toContain("Kept .github/workflows/fuelgauge.yml, which was there.");
  expect(readFileSync(join(folder, ".github/workflows/fuelgauge.yml"), "utf8")).toBe("mine");
  expect(existsSync(join(folder, "fuelgauge.config.json"))).toBe(false);
});

test.each([
  [
    "a program in Rust",
    { "Cargo.toml": "[package]", "src/main.rs": "" },
    ["rustup target add wasm32-wasip1", "cargo build --release --target wasm32-wasip1"],
  ],
  [
    "a library of wasm-bindgen",
    { "Cargo.toml": '[dependencies]\nwasm-bindgen = "0.2"' },
    ["cargo install wasm-pack --locked", "wasm-pack build --release --target nodejs"],
  ],
  ["Go", { "go.mod": "module x" }, ["GOOS=wasip1 GOARCH=wasm go build -o build/ ./..."]],
  [
    "pnpm and AssemblyScript",
    { "package.json": '{ "scripts": { "asbuild": "asc" } }', "pnpm-lock.yaml": "" },
    ["corepack enable && pnpm install --frozen-lockfile", "pnpm run asbuild"],
  ],
])("the build of %s is known", async (_what, files, steps) => {
  const folder = projectWith(files as Record<string, string>);
  expect((await surveyProject(folder, folder)).steps).toEqual(steps);
});
