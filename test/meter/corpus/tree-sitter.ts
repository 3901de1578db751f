import { digest, type Job, packageFile, sequence, type Workload } from "./workload.ts";

/**
 * Tree-sitter parsing TypeScript. The grammar is a side module that the runtime links itself: both share a memory and a table, and the
 * runtime's loader walks the exports of both.
 */
export const treeSitter: Workload = {
  name: "tree-sitter",
  bytes: async () => packageFile("web-tree-sitter/web-tree-sitter.wasm"),
  async load(webassembly): Promise<Job> {
    globalThis.WebAssembly = webassembly;
    const { Language, Parser } = await import("web-tree-sitter");
    await Parser.init();
    const language = await Language.load(grammar());
    const text = source(20);
    return {
      run() {
        const parser = new Parser();
        parser.setLanguage(language);
        const tree = parser.parse(text);
        if (!tree) throw new Error("The parser gave up.");
        const output = tree.rootNode.toString();
        if (tree.rootNode.hasError) throw new Error(`The generated source does not parse: ${output}`);
        tree.delete();
        parser.delete();
        return digest(output);
      },
    };
  },
};

/** The side module. */
export function grammar(): Uint8Array<ArrayBuffer> {
  return packageFile("@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm");
}

/** So many classes with methods, of all the sorts of syntax that the templates have. */
function source(classes: number): string {
  const below = sequence();
  const expression = (depth: number): string => {
    const inner = () => expression(depth - 1);
    const leaves = [
      `v${below(9)}`,
      `${below(1000)}`,
      `"s${below(99)}"`,
      "this.held",
      "null",
      `/r${below(9)}+/g`,
    ];
    if (depth === 0) return leaves[below(leaves.length)] ?? "0";
    const forms = [
      () => `${inner()} + ${inner()} * ${inner()}`,
      () => `call${below(5)}(${inner()}, ${inner()})`,
      () => `[${inner()}, ...list, ${inner()}]`,
      () => `{ a: ${inner()}, [key]: ${inner()} }`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () => `(async (x: number) => ${inner()})`,
      () => `\`text \${${inner()}} end\``,
      () => `(${inner()} as Thing<string, number[]>)`,
    ];
    return forms[below(forms.length)]?.() ?? "0";
  };
  const statement = (): string => {
    const forms = [
      () => `const v${below(9)}: Map<string, number> | undefined = ${expression(2)};`,
      () => `if (${expression(1)}) { return ${expression(2)}; } else { throw new Error(${expression(1)}); }`,
      () => `for (const item of ${expression(1)}) { list.push(${expression(2)}); }`,
      () => `switch (v1) { case 1: break; default: f(${expression(2)}); }`,
      () => `try { ${`g(${expression(1)});`} } catch (error) { log(error); } finally { done(); }`,
    ];
    return forms[below(forms.length)]?.() ?? ";";
  };
  const method = (number: number) =>
    `  protected async method${number}<T extends object>(a: T, b?: string): Promise<void> {\n    ${Array.from({ length: 6 }, statement).join("\n    ")}\n  }`;
  return Array.from(
    { length: classes },
    (_, number) =>
      `/** Class ${number}. */\nexport class C${number} extends Base<C${number}> implements I {\n  private readonly held = ${expression(2)};\n${Array.from({ length: 4 }, (_, at) => method(at)).join("\n")}\n}\n`,
  ).join("\n");
}
