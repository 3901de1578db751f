import fc from "fast-check";
import { expect, test } from "vitest";
import { importedBy, renameImports } from "../../src/bundle/script.ts";

test.each([
  ['import { a } from "./a.ts";', ["./a.ts"]],
  ["import {\n  a,\n  type B,\n} from \"./a.ts\";\nimport * as c from '../c.ts';", ["./a.ts", "../c.ts"]],
  [
    'import "./a.ts";\nexport * from "./b.ts";\nexport { c } from "node:fs";',
    ["./a.ts", "./b.ts", "node:fs"],
  ],
  ['const a = await import("./a.ts");', ["./a.ts"]],
  ['import type { A } from "./a.ts";\nexport type { B } from "./b.ts";', []],
  ['// import "./a.ts"\n/**\n * import { a } from "./a.ts"\n */\nconst text = "./b.ts";', []],
  [
    'const a = new URL("./a.ts", import.meta.url);\nconst b = new URL("./b.ts", c), d = new URL("./d", import.meta.url);',
    ["./a.ts"],
  ],
  ['export const from = "./a.ts";\nexport function f() {\n  return "./b.ts";\n}', []],
])("the imports of %j", (source, imports) => {
  expect(importedBy(source)).toEqual(imports);
});

test("renaming touches the relative imports and nothing else", () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  const path = fc.tuple(fc.constantFrom("./", "../", "./x/"), name).map((parts) => parts.join(""));
  fc.assert(
    fc.property(path, name, (file, word) => {
      const rest = `const ${word}_ = "${file}.ts"; // from "${file}.ts"\nimport "node:${word}";\n`;
      expect(renameImports("host/index.ts", `import { ${word} } from "${file}.ts";\n${rest}`)).toBe(
        `import { ${word} } from "${file}.mjs";\n${rest}`,
      );
    }),
  );
});

test.each([
  ["index.ts", "./packages/prom-client/index.mjs"],
  ["host/index.ts", "../packages/prom-client/index.mjs"],
  ["executor/wasi/clock.ts", "../../packages/prom-client/index.mjs"],
])("a package is imported by %s from its place in the bundle", (path, renamed) => {
  expect(renameImports(path, 'import { Counter } from "prom-client";\n')).toBe(
    `import { Counter } from "${renamed}";\n`,
  );
});

test("the file that a thread is started with is renamed like an import", () => {
  expect(renameImports("a.ts", 'new Worker(new URL("./b.ts", import.meta.url));\n')).toBe(
    'new Worker(new URL("./b.mjs", import.meta.url));\n',
  );
});
