import type { Layout } from "./layout.ts";
import { Reader } from "./reader.ts";

const functionNames = 1;

/**
 * What each function that has a body is called: by the name section, else as it is exported, else by its index.
 *
 * Source: https://webassembly.github.io/spec/core/appendix/custom.html#name-section
 */
export function namesOfFunctions(layout: Layout): string[] {
  const named = namesInSection(layout);
  const exported = new Map(Array.from(layout.exportedFunctions, ([name, index]) => [index, name]));
  const names: string[] = [];
  for (let index = layout.importedFunctions; index < layout.functions.length; index++) {
    names.push(named.get(index) ?? exported.get(index) ?? `function ${index}`);
  }
  return names;
}

/** Empty when there is no such section, or none that can be read: names are a courtesy, not a part of the module. */
function namesInSection({ bytes, sections }: Layout): Map<number, string> {
  const names = new Map<number, string>();
  const section = sections.find(({ id, name }) => id === 0 && name === "name");
  if (!section) return names;
  try {
    const reader = new Reader(bytes, section.content, section.end);
    reader.name();
    while (!reader.done) {
      const kind = reader.byte();
      const start = reader.skipVector();
      if (kind !== functionNames) continue;
      const list = new Reader(bytes, start, reader.position);
      for (let count = list.u32(); count > 0; count--) names.set(list.u32(), list.name());
    }
  } catch {
    return names;
  }
  return names;
}
