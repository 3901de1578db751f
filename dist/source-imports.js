// src/suites/project/source-imports.ts
const sourceMark = "#fuelgauge.source";
const declared = /\bimport\s+source\s+([\w$]+)\s+from\s*(["'])([^"'\n]+)\2/g;
const called = /\bimport\s*\.\s*source\s*\(/g;
function markSourceImports(script) {
	return script.replace(declared, (_, name, quote, from) => `import ${name} from ${quote}${from}${sourceMark}${quote}`).replace(called, `(async (from) => (await import(from + "${sourceMark}")).default)(`);
}
function plainSourceImports(script) {
	return script.replace(declared, "import $1 from $2$3$2").replace(called, "import(");
}
export { plainSourceImports as n, sourceMark as r, markSourceImports as t };
