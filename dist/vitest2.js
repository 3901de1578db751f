import { t as FuelgaugeError } from "./errors.js";
import { t as Bench } from "./tinybench2.js";
import { format } from "node:util";
// src/measure/bench/vitest.ts
let current = newSuite("", "run", null, () => {});
function newSuite(name, mode, parent, make) {
	return {
		name,
		mode,
		parent,
		make,
		suites: [],
		benches: [],
		hooks: {
			beforeAll: [],
			beforeEach: [],
			afterEach: []
		}
	};
}
function beginFile() {
	current = newSuite("", "run", null, () => {});
}
async function collectFile() {
	const file = current;
	await makeSuites(file);
	current = file;
	const all = benchesIn(file);
	const someOnly = all.some((each) => modesOf(each).includes("only"));
	const wanted = all.filter((each) => {
		const modes = modesOf(each);
		return !modes.includes("skip") && !modes.includes("todo") && (!someOnly || modes.includes("only"));
	});
	const begun = /* @__PURE__ */ new Map();
	return wanted.map((each) => asked(each, begun));
}
async function makeSuites(suite) {
	current = suite;
	await suite.make();
	for (const inner of suite.suites) await makeSuites(inner);
}
function benchesIn(suite) {
	return [...suite.suites.flatMap(benchesIn), ...suite.benches];
}
function suitesAround({ suite }) {
	const around = [];
	for (let each = suite; each !== null; each = each.parent) around.unshift(each);
	return around;
}
function modesOf(recorded) {
	return [recorded.mode, ...suitesAround(recorded).map(({ mode }) => mode)];
}
function asked(recorded, begun) {
	const { setup, teardown, ...options } = recorded.options;
	const bench = new Bench({
		...setup && { setup },
		...teardown && { teardown }
	});
	bench.add(recorded.name, recorded.fn, options);
	const around = suitesAround(recorded);
	const name = [...around.map((suite) => suite.name).filter((each) => each !== ""), recorded.name].join("/");
	let cleanups = [];
	return {
		name,
		bench,
		async before() {
			for (const suite of around) {
				if (!begun.has(suite)) begun.set(suite, call(suite.hooks.beforeAll));
				await begun.get(suite);
			}
			cleanups = (await call(around.flatMap(({ hooks }) => hooks.beforeEach))).filter((each) => typeof each === "function").toReversed();
		},
		async after() {
			await call([...around.toReversed().flatMap(({ hooks }) => hooks.afterEach), ...cleanups]);
		}
	};
}
async function call(hooks) {
	const given = [];
	for (const hook of hooks) given.push(await hook({}));
	return given;
}
function nameOf(name) {
	return typeof name === "string" ? name : name.name || "<anonymous>";
}
function benchIn(mode) {
	return (name, fn, options = {}) => {
		const isMeasured = typeof fn === "function";
		const suite = current;
		suite.benches.push({
			name: nameOf(name),
			mode: isMeasured ? mode : "todo",
			suite,
			fn: fn ?? (() => {}),
			options: typeof options === "object" ? options : {}
		});
	};
}
const plainBench = benchIn("run");
const skippedBench = benchIn("skip");
const bench = Object.assign(benchIn("run"), {
	skip: skippedBench,
	only: benchIn("only"),
	todo: benchIn("todo"),
	skipIf: (condition) => condition ? skippedBench : plainBench,
	runIf: (condition) => condition ? plainBench : skippedBench
});
function suiteIn(mode) {
	return (name, ...rest) => {
		const make = rest.find((each) => typeof each === "function");
		const options = Object(rest.find((each) => typeof each === "object" && each !== null));
		const told = [
			"skip",
			"only",
			"todo"
		].find((each) => options[each] === true);
		current.suites.push(newSuite(nameOf(name), told ?? mode, current, make ?? (() => {})));
	};
}
function suitesOf(mode, spreads) {
	return (rows, ...rest) => {
		if (rest.length > 0) throw notProvided("describe.each with a table in a template");
		return (name, make) => {
			for (const [index, row] of rows.entries()) {
				const values = Array.isArray(row) ? row : [row];
				const given = spreads ? values : [row];
				suiteIn(mode)(titleOf(nameOf(name), values, index), () => make(...given));
			}
		};
	};
}
function titleOf(template, values, index) {
	const numbered = template.replaceAll("%#", String(index));
	const places = numbered.match(/%[sdifjoOc]/g)?.length ?? 0;
	const [row] = values;
	return format(numbered, ...values.slice(0, places)).replace(/\$(\w+)/g, (whole, key) => typeof row === "object" && row !== null && key in row ? String(Object(row)[key]) : whole);
}
function describing(mode) {
	return Object.assign(suiteIn(mode), {
		each: suitesOf(mode, true),
		for: suitesOf(mode, false)
	});
}
const run = describing("run");
const skipped = describing("skip");
const modes = {
	skip: skipped,
	only: describing("only"),
	todo: describing("todo"),
	skipIf: (condition) => condition ? skipped : run,
	runIf: (condition) => condition ? run : skipped
};
const describe = Object.assign(describing("run"), modes, {
	concurrent: Object.assign(describing("run"), modes),
	sequential: Object.assign(describing("run"), modes),
	shuffle: Object.assign(describing("run"), modes)
});
const adding = (name) => (hook) => void current.hooks[name].push(hook);
const beforeAll = adding("beforeAll");
const beforeEach = adding("beforeEach");
const afterEach = adding("afterEach");
const afterAll = (_hook) => {};
function notProvided(what) {
	return new FuelgaugeError({
		happened: `The benchmark file uses \`${what}\` of vitest, which Fuelgauge does not provide.`,
		expected: "bench, describe, beforeAll, beforeEach, afterEach and afterAll",
		remedy: "Do without it: check an answer by throwing an error where it is wrong. Or leave the file out with `benches` in the configuration."
	});
}
function missing(name) {
	const refuse = () => {
		throw notProvided(name);
	};
	return new Proxy(() => {}, {
		apply: refuse,
		get: refuse,
		construct: refuse
	});
}
const aroundAll = missing("aroundAll");
const aroundEach = missing("aroundEach");
const assert = missing("assert");
const assertType = missing("assertType");
const BenchmarkRunner = missing("BenchmarkRunner");
const chai = missing("chai");
const createExpect = missing("createExpect");
const EvaluatedModules = missing("EvaluatedModules");
const expect = missing("expect");
const expectTypeOf = missing("expectTypeOf");
const inject = missing("inject");
const it = missing("it");
const onTestFailed = missing("onTestFailed");
const onTestFinished = missing("onTestFinished");
const recordArtifact = missing("recordArtifact");
const should = missing("should");
const Snapshots = missing("Snapshots");
const test = missing("test");
const TestRunner = missing("TestRunner");
const vi = missing("vi");
const vitest = missing("vitest");
export { onTestFailed as C, test as D, should as E, vi as O, it as S, recordArtifact as T, createExpect as _, afterAll as a, expectTypeOf as b, aroundEach as c, beforeAll as d, beforeEach as f, collectFile as g, chai as h, TestRunner as i, vitest as k, assert as l, bench as m, EvaluatedModules as n, afterEach as o, beginFile as p, Snapshots as r, aroundAll as s, BenchmarkRunner as t, assertType as u, describe as v, onTestFinished as w, inject as x, expect as y };
