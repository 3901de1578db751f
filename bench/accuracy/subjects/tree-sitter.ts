import { createRequire } from "node:module";
import type * as TreeSitter from "web-tree-sitter";
import { sequence } from "../../../test/meter/corpus/workload.ts";
import { type Loading, type ModuleCase, moduleCase, publishedFile } from "./module-case.ts";

const module = publishedFile("web-tree-sitter/web-tree-sitter.wasm");
const entry = "ts_parser_parse_wasm";
/** The grammar is a side module that the runtime links itself. */
const grammar = "javascript";
const others = new Map([
  [grammar, publishedFile("@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm")],
]);

const path = createRequire(import.meta.url)
  .resolve("web-tree-sitter")
  .replace(/\.cjs$/, ".js");
let copies = 0;

/** The glue keeps its module for good, so that each has a copy of the glue. */
async function load({ instantiateWasm, bytes }: Loading) {
  const { Edit, Language, Parser } = (await import(`${path}?${copies++}`)) as typeof TreeSitter;
  await Parser.init({ instantiateWasm } as Parameters<typeof Parser.init>[0]);
  const parser = new Parser();
  parser.setLanguage(await Language.load(bytes(grammar)));
  return { parser, Edit };
}

const text = source(8);
/** Where a number stands in the middle of it. */
const editedAt = text.indexOf("v * ", text.length / 2) + "v * ".length;
const edited = `${text.slice(0, editedAt)}(a - ${text.slice(editedAt, editedAt + 1)})${text.slice(editedAt + 1)}`;

function source(functions: number): string {
  const below = sequence();
  return Array.from(
    { length: functions },
    (_, number) =>
      `function f${number}(a, b) { const x = [a, ...b, ${below(99)}].map((v) => v * ${below(9)}); ` +
      `if (x.length > ${below(5)}) return x[${below(3)}] ?? { k: "s${below(99)}", [a]: b }; ` +
      `return (async () => { await a(${below(9)}); })(); }`,
  ).join("\n");
}

/** Nodes of the tree, which is given up. */
function sizeOf(tree: TreeSitter.Tree | null): number {
  if (!tree) throw new Error("the parser gave up");
  const size = tree.rootNode.hasError ? 0 : tree.rootNode.descendantCount;
  tree.delete();
  return size;
}

export const treeSitter: readonly ModuleCase[] = [
  moduleCase({
    id: "tree-sitter/parse",
    why: "Tree-sitter parses eight functions of JavaScript",
    module,
    entry,
    others,
    answer: 913,
    async load(loading) {
      const { parser } = await load(loading);
      return () => sizeOf(parser.parse(text));
    },
  }),
  moduleCase({
    id: "tree-sitter/edit",
    why: "Tree-sitter parses them again after an edit",
    module,
    entry,
    others,
    answer: 919,
    async load(loading) {
      const { parser, Edit } = await load(loading);
      const before = parser.parse(text);
      if (!before) throw new Error("the parser gave up");
      const row = text.slice(0, editedAt).split("\n").length - 1;
      const column = editedAt - (text.lastIndexOf("\n", editedAt) + 1);
      const added = edited.length - text.length;
      const edit = new Edit({
        startIndex: editedAt,
        oldEndIndex: editedAt + 1,
        newEndIndex: editedAt + 1 + added,
        startPosition: { row, column },
        oldEndPosition: { row, column: column + 1 },
        newEndPosition: { row, column: column + 1 + added },
      });
      return () => {
        const old = before.copy();
        old.edit(edit);
        const size = sizeOf(parser.parse(edited, old));
        old.delete();
        return size;
      };
    },
  }),
];
