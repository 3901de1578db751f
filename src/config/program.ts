/** Evaluates a configuration file in a process of its own, and tells its parent what it exports: `program.ts fuelgauge.config.ts`. */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { messageOf } from "../errors.ts";
import { programEntry } from "../programs.ts";

registerHooks({
  resolve: (specifier, context, next) =>
    // whether or not the package is installed where the configuration lies
    specifier === "fuelgauge"
      ? { url: programEntry("define-config").href, shortCircuit: true }
      : next(specifier, context),
});

const [, , path = ""] = process.argv;
try {
  const { default: exported }: { default?: unknown } = await import(pathToFileURL(path).href);
  if (exported === undefined) throw new Error("it exports nothing by default");
  process.send?.({ kind: "document", document: writable(await exported, []) });
} catch (thrown) {
  process.send?.({ kind: "failed", message: messageOf(thrown) });
}

/** What JSON can hold of a value; integers of 64 bits are written as `"42n"`. */
function writable(value: unknown, path: readonly string[]): unknown {
  switch (typeof value) {
    case "bigint":
      return `${value}n`;
    case "function":
    case "symbol":
      throw new Error(
        `${path.join(".") || "what it exports"} is a ${typeof value}, which no configuration holds`,
      );
    case "object":
      if (value === null) return null;
      if (path.length > 20) throw new Error("it is nested more than 20 deep, or holds itself");
      if (Array.isArray(value)) return value.map((each, index) => writable(each, [...path, String(index)]));
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .map(([key, each]) => [key, writable(each, [...path, key])]),
      );
    default:
      return value;
  }
}
