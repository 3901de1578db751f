import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Bench } from "tinybench";
import { Language, Parser } from "web-tree-sitter";

await Parser.init();
const require = createRequire(import.meta.url);
const grammar = require.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm");
const parser = new Parser();
parser.setLanguage(await Language.load(await readFile(grammar)));

const text = Array.from(
  { length: 40 },
  (_, number) => `function f${number}(a, b = [${number}]) { return b.map((x) => x ?? { a, k: \`\${x}\` }); }`,
).join("\n");

export default new Bench().add("40 functions", () => {
  const tree = parser.parse(text);
  if (tree === null || tree.rootNode.hasError) throw new Error("the text has not been understood");
  if (tree.rootNode.namedChildCount !== 40)
    throw new Error(`${tree.rootNode.namedChildCount} functions, expected 40`);
  tree.delete();
});
