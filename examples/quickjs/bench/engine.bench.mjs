import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant } from "quickjs-emscripten-core";
import { Bench } from "tinybench";

const quickjs = await newQuickJSWASMModuleFromVariant(variant);
const context = quickjs.newContext();
context
  .unwrapResult(
    context.evalCode(`
      const words = Array.from({ length: 200 }, (_, i) => ((i * 7919) % 1009).toString(36));
      globalThis.sort = () => words.slice().sort().join(" ").length;
      globalThis.match = () => (words.join(" ").match(/[a-f]\\d/g) ?? []).length;
    `),
  )
  .dispose();

const bench = new Bench();
for (const [name, expected] of [
  ["sort", 592],
  ["match", 13],
]) {
  const operation = context.getProp(context.global, name);
  bench.add(name, () => {
    const result = context.unwrapResult(context.callFunction(operation, context.undefined));
    const answer = context.getNumber(result);
    if (answer !== expected) throw new Error(`${name} gave ${answer}, expected ${expected}`);
    result.dispose();
  });
}

export { bench };
