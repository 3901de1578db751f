import { n as messageOf } from "./errors.js";
import { n as programEntry } from "./programs.js";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
// src/config/program.ts
registerHooks({ resolve: (specifier, context, next) => specifier === "fuelgauge" ? {
	url: programEntry("define-config").href,
	shortCircuit: true
} : next(specifier, context) });
const [, , path = ""] = process.argv;
try {
	const { default: exported } = await import(pathToFileURL(path).href);
	if (exported === void 0) throw new Error("it exports nothing by default");
	process.send?.({
		kind: "document",
		document: writable(await exported, [])
	});
} catch (thrown) {
	process.send?.({
		kind: "failed",
		message: messageOf(thrown)
	});
}
function writable(value, path) {
	switch (typeof value) {
		case "bigint": return `${value}n`;
		case "function":
		case "symbol": throw new Error(`${path.join(".") || "what it exports"} is a ${typeof value}, which no configuration holds`);
		case "object":
			if (value === null) return null;
			if (path.length > 20) throw new Error("it is nested more than 20 deep, or holds itself");
			if (Array.isArray(value)) return value.map((each, index) => writable(each, [...path, String(index)]));
			return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== void 0).map(([key, each]) => [key, writable(each, [...path, key])]));
		default: return value;
	}
}
export {};
