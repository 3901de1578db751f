import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { type ModuleCase, minifiedName, moduleCase, publishedFile } from "./module-case.ts";

const module = publishedFile("@jitl/quickjs-wasmfile-release-sync/wasm");
const call = minifiedName("@jitl/quickjs-wasmfile-release-sync/emscripten-module", "_QTS_Call");

const program = `
  let state = 7;
  const next = (below) => (state = (state * 16807) % 2147483647) % below;
  const words = Array.from({ length: 300 }, () => "w" + next(1e6).toString(36));
  const text = words.join(" ");
  globalThis.sort = () => words.slice().sort().length;
  globalThis.regexp = () => text.match(/\\bw(\\d+)([a-f]+)/g).length;
  globalThis.closures = () => {
    const counters = Array.from({ length: 20 }, (_, by) => { let n = 0; return () => (n += by); });
    let sum = 0;
    for (let i = 0; i < 3000; i++) sum += counters[i % 20]();
    return sum;
  };
`;

function callOf(name: string): ModuleCase["load"] {
  return async ({ instantiateWasm }) => {
    const published = await import("@jitl/quickjs-wasmfile-release-sync");
    // its types are those of its CommonJS form, which has one more `default`
    const own = (published.default ?? published) as unknown as QuickJSSyncVariant;
    const quickjs = await newQuickJSWASMModuleFromVariant(
      newVariant(own, { emscriptenModule: { instantiateWasm } }),
    );
    const context = quickjs.newContext();
    context.unwrapResult(context.evalCode(program)).dispose();
    const operation = context.getProp(context.global, name);
    return () => {
      const result = context.unwrapResult(context.callFunction(operation, context.undefined));
      const answer = context.getNumber(result);
      result.dispose();
      return answer;
    };
  };
}

export const quickjs: readonly ModuleCase[] = [
  moduleCase({
    id: "quickjs/sort",
    why: "QuickJS sorts 300 strings",
    module,
    entry: call,
    answer: 300,
    load: callOf("sort"),
  }),
  moduleCase({
    id: "quickjs/regexp",
    why: "QuickJS searches text with a regular expression",
    module,
    entry: call,
    answer: 37,
    load: callOf("regexp"),
  }),
  moduleCase({
    id: "quickjs/closures",
    why: "QuickJS makes closures and calls them 3,000 times",
    module,
    entry: call,
    answer: 2_151_750,
    load: callOf("closures"),
  }),
];
