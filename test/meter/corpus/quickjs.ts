import type { QuickJSSyncVariant } from "quickjs-emscripten-core";
import { digest, type Job, packageFile, type Workload } from "./workload.ts";

const program = `
(() => {
  const out = [];
  let state = 7;
  const next = (below) => (state = (state * 16807) % 2147483647) % below;

  const words = Array.from({ length: 4000 }, () => "w" + next(100000).toString(36));
  words.sort();
  const numbers = Array.from({ length: 4000 }, () => next(1e6)).sort((a, b) => a - b);
  out.push(words.slice(0, 20).join(), numbers.filter((_, i) => i % 400 === 0).join());

  let text = "";
  for (let i = 0; i < 3000; i++) text += words[i] + (i % 7 ? " " : "\\n");
  const found = text.match(/\\bw(\\d+)([a-f]+)\\b/g) ?? [];
  out.push(found.length, text.replace(/([a-z])(\\d)/g, "$2$1").length, text.split(/\\s+/).length);

  const counters = Array.from({ length: 50 }, (_, by) => { let n = 0; return () => (n += by); });
  let sum = 0;
  for (let i = 0; i < 30000; i++) sum += counters[i % 50]();
  out.push(sum);

  class Node { constructor(key) { this.key = key; this.left = this.right = null; } }
  let root = null;
  const insert = (node, key) => {
    if (!node) return new Node(key);
    if (key < node.key) node.left = insert(node.left, key);
    else if (key > node.key) node.right = insert(node.right, key);
    return node;
  };
  for (let i = 0; i < 1500; i++) root = insert(root, next(1e6));
  const depth = (node) => node ? 1 + Math.max(depth(node.left), depth(node.right)) : 0;
  out.push(depth(root));

  const grid = Array.from({ length: 40 }, (_, y) => Float64Array.from({ length: 40 }, (_, x) => Math.sin(x * y)));
  let trace = 0;
  for (let i = 0; i < 40; i++) for (let j = 0; j < 40; j++) for (let k = 0; k < 12; k++) trace += grid[i][k] * grid[k][j];
  out.push(trace.toFixed(6));

  const counted = new Map();
  for (const word of words) counted.set(word[1], (counted.get(word[1]) ?? 0) + 1);
  out.push(JSON.stringify([...counted].sort()));
  out.push(JSON.stringify(JSON.parse(JSON.stringify({ words, nested: { numbers } }))).length);

  function* squares(n) { for (let i = 0n; i < n; i++) yield i * i; }
  let total = 0n;
  for (const square of squares(3000n)) total += square << 70n;
  out.push(total.toString());

  let caught = 0;
  for (let i = 0; i < 1000; i++) try { if (i % 3) throw new RangeError("x" + i); } catch (error) { caught += error.message.length; }
  out.push(caught);
  return out.join("|");
})()
`;

/** QuickJS evaluating a program: sorting, regular expressions, closures, a tree, strings, big integers, exceptions. */
export const quickjs: Workload = {
  name: "QuickJS",
  bytes: async () => packageFile("@jitl/quickjs-wasmfile-release-sync/wasm"),
  async load(webassembly): Promise<Job> {
    globalThis.WebAssembly = webassembly;
    const { newQuickJSWASMModuleFromVariant } = await import("quickjs-emscripten-core");
    const variant = await import("@jitl/quickjs-wasmfile-release-sync");
    // its types are those of its CommonJS form, which has one more `default`
    const quickjs = await newQuickJSWASMModuleFromVariant(variant as unknown as QuickJSSyncVariant);
    return {
      run() {
        const context = quickjs.newContext();
        const result = context.unwrapResult(context.evalCode(program));
        const output = context.getString(result);
        result.dispose();
        context.dispose();
        return digest(output);
      },
    };
  },
};
