/** Builds the packages that host code may import, and makes everything else use what was built. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin, RolldownOptions } from "rolldown";
import { isRuntimePackage, type RuntimePackage } from "../../src/bundle/packages.ts";
import { thirdPartyLicenses } from "./third-party-licenses.ts";

const { resolve } = createRequire(import.meta.url);

/** Files beside the entry point that a package starts threads with, name to source. */
const threadEntries: Partial<Record<RuntimePackage, Record<string, string>>> = {
  piscina: { worker: join(dirname(resolve("piscina")), "worker.js") },
};

/** Packages that are ES modules, whose exports need not be listed. */
const esModules: ReadonlySet<string> = new Set([
  "css-select",
  "htmlparser2",
  "minisearch",
  "parse5",
  "smol-toml",
  "zod",
]);

/** A package as a folder of modules that import each other and modules of Node, and nothing else. */
export function runtimePackage(name: RuntimePackage): Pick<RolldownOptions, "input" | "plugins" | "output"> {
  const folder = `packages/${name}`;
  return {
    input: { index: `entry:${name}`, ...threadEntries[name] },
    plugins: [namedExports(), moduleThreads(), withoutAddOns(), thirdPartyLicenses(`${folder}/licenses.txt`)],
    output: {
      dir: "dist",
      format: "esm",
      // in a bundle, no package.json says that they are modules
      entryFileNames: `${folder}/[name].mjs`,
      chunkFileNames: `${folder}/[name].mjs`,
      comments: { legal: false, jsdoc: false, annotation: true },
      minify: true,
    },
  };
}

/** Programs of this package take the prebuilt packages that start threads: their files are found only there. */
export function usePrebuiltPackages(): Plugin {
  return {
    name: "prebuilt-packages",
    resolveId: (id) =>
      isRuntimePackage(id) && threadEntries[id] !== undefined
        ? { id: `./packages/${id}/index.mjs`, external: "relative" }
        : null,
  };
}

/** CommonJS has one export for a bundler; these are the ones that Node finds in it. */
function namedExports(): Plugin {
  return {
    name: "named-exports",
    resolveId: (id) => (id.startsWith("entry:") ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith("\0entry:")) return null;
      const specifier = id.slice("\0entry:".length);
      const exported = Object.keys(await import(specifier));
      if (esModules.has(specifier)) {
        const ofDefault = exported.includes("default") ? `export { default } from "${specifier}";` : "";
        return `export * from "${specifier}";\n${ofDefault}`;
      }
      const names = exported.filter((name) => /^(?!default$)[\w$]+$/.test(name));
      return [
        `import all from "${specifier}";`,
        "export default all;",
        ...names.sort().map((name) => `export const ${name} = all.${name};`),
      ].join("\n");
    },
  };
}

/** Threads start in an ES module, like everything here. */
function moduleThreads(): Plugin {
  const named = "(__dirname, 'worker.js')";
  return {
    name: "module-threads",
    transform(code, id) {
      if (!id.endsWith("/piscina/dist/index.js")) return null;
      if (!code.includes(named)) this.error(`${id} no longer says ${named}: see how it starts its threads`);
      return code.replace(named, "(import.meta.dirname, 'worker.mjs')");
    },
  };
}

/** Native code: piscina does without it, and cannot make its threads nicer. */
function withoutAddOns(): Plugin {
  return {
    name: "without-add-ons",
    resolveId: (id) => (id === "@napi-rs/nice" ? "\0add-on" : null),
    load: (id) => (id === "\0add-on" ? 'throw new Error("native add-ons are left out");' : null),
  };
}
