import { C as ZodError, D as prettifyError, E as _isoDate, O as NEVER, _ as strictObject, a as _null, b as union, d as literal, f as looseObject, g as record, h as preprocess, i as _instanceof, l as discriminatedUnion, m as object, o as array, p as number, r as _enum, s as boolean, t as ZodISODate, u as int, v as string, x as unknown, y as tuple } from "./schemas.js";
import { _ as failureSchema, a as seededRandom, b as metricNames, c as controlsOf$1, d as demandsOf, g as arms, h as profileChangeSchema, n as sampleNs, o as shuffled, p as reportSchema, s as controls, u as casesOfProjects, v as measurementSchema, x as metrics, y as isMetric } from "./operation-cost.js";
import { n as messageOf, t as FuelgaugeError } from "./errors.js";
import { C as projectFolder, S as pathInProject, a as wantsRuntime, b as filesOf$1, d as hasFuel, f as timedMetricsOf, i as wantsProject, o as wantsTools, r as selectCases, u as floorOf, v as matchesCase, w as wasmValue, x as isOfProject, y as manifestSchema } from "./catalog.js";
import { n as programEntry, t as packageFolder } from "./programs.js";
import { n as withGrant } from "./refusals.js";
import "./meter2.js";
import { t as version$1 } from "./version.js";
import { promisify } from "node:util";
import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { createHash, randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import fs, { access, lstat, mkdir, mkdtemp, opendir, readFile, readdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import { appendFileSync, createReadStream, existsSync, realpathSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { execFile, fork, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
// node_modules/zod/v4/classic/iso.js
function date(params) {
	return _isoDate(ZodISODate, params);
}
// src/model/history.ts
const historyEntrySchema = strictObject({
	sha: string().nullable(),
	baseSha: string().nullable().default(null),
	at: string(),
	verdict: string(),
	cpu: string(),
	fuelContract: int().nullable().default(null),
	head: record(string(), number()),
	base: record(string(), number()),
	change: record(string(), tuple([
		number(),
		number(),
		number()
	])).default({})
});
// src/model/round-figure.ts
function roundFigure(samples, direction) {
	const ascending = new Float64Array(samples).sort();
	const half = Math.ceil(ascending.length / 2);
	const start = direction === "lower" ? 0 : ascending.length - half;
	let sum = 0;
	for (let i = start; i < start + half; i++) sum += ascending[i] ?? 0;
	return half === 0 ? null : sum / half;
}
// src/analysis/signed-rank.ts
function median(values) {
	return middle$1(new Float64Array(values).sort());
}
function middle$1(sorted) {
	const low = sorted[Math.ceil(sorted.length / 2) - 1];
	const high = sorted[Math.floor(sorted.length / 2)];
	return low === void 0 || high === void 0 ? null : low + (high - low) / 2;
}
function signedRankInterval(values, confidence) {
	const tails = lowerTails$1(values.length);
	const beyond = (1 - confidence) / 2;
	const cut = tails.findIndex((tail) => tail > beyond) - 1;
	if (cut < 0) return null;
	const averages = walshAverages(values).sort();
	const low = averages[cut];
	const high = averages[averages.length - 1 - cut];
	const estimate = middle$1(averages);
	return low === void 0 || high === void 0 || estimate === null ? null : {
		low,
		estimate,
		high
	};
}
function signedRankP(values, hypothesis, side) {
	const averages = walshAverages(values);
	let others = 0;
	for (const average of averages) if (!(side === "above" ? average > hypothesis : average < hypothesis)) others++;
	return signedRankTail(values.length, others);
}
function signedRankTail(n, statistic) {
	if (statistic < 0) return 0;
	return lowerTails$1(n)[statistic] ?? 1;
}
function walshAverages(values) {
	const averages = new Float64Array(values.length * (values.length + 1) / 2);
	let index = 0;
	for (const [position, value] of values.entries()) for (let other = 0; other <= position; other++) averages[index++] = (value + (values[other] ?? value)) / 2;
	return averages;
}
const knownTails$1 = /* @__PURE__ */ new Map();
function lowerTails$1(n) {
	const known = knownTails$1.get(n);
	if (known) return known;
	const tails = new Float64Array(n * (n + 1) / 2 + 1);
	tails[0] = 1;
	for (let rank = 1; rank <= n; rank++) for (let w = rank * (rank + 1) / 2; w >= 0; w--) tails[w] = ((tails[w] ?? 0) + (tails[w - rank] ?? 0)) / 2;
	let below = 0;
	for (const [w, probability] of tails.entries()) {
		below += probability;
		tails[w] = below;
	}
	knownTails$1.set(n, tails);
	return tails;
}
// src/analysis/figures.ts
function figuresByCase(measurements, directionOf = (_caseId, metric) => metrics[metric].direction) {
	const byCase = Map.groupBy(measurements, (measurement) => measurement.case);
	return new Map([...byCase].map(([id, ofCase]) => [id, figuresOfCase(samplesOfCase(ofCase), (metric) => directionOf(id, metric))]));
}
function figureOf(rounds) {
	return median([...rounds.values()]);
}
function figuresOfCase(samples, directionOf) {
	return new Map(Array.from(samples, ([metric, arms]) => [metric, figuresOfArms(arms, directionOf(metric))]));
}
function figuresOfArms(samples, direction) {
	const of = (arm) => figuresOfRounds(samples[arm], direction);
	return {
		base: of("base"),
		head: of("head"),
		control: of("control")
	};
}
function samplesOfCase(measurements) {
	const byMetric = Map.groupBy(measurements, ({ metric }) => metric);
	return new Map(metricNames.flatMap((metric) => {
		const ofMetric = byMetric.get(metric);
		return ofMetric ? [[metric, samplesOfArms(ofMetric)]] : [];
	}));
}
function samplesOfArms(measurements) {
	const samplesOf = {
		base: /* @__PURE__ */ new Map(),
		head: /* @__PURE__ */ new Map(),
		control: /* @__PURE__ */ new Map()
	};
	for (const { arm, round, samples } of measurements) {
		const others = samplesOf[arm].get(round);
		samplesOf[arm].set(round, others === void 0 ? samples : [...others, ...samples]);
	}
	return samplesOf;
}
function figuresOfRounds(samplesOf, direction) {
	const figures = /* @__PURE__ */ new Map();
	for (const [round, samples] of samplesOf) {
		const figure = roundFigure(samples, direction);
		if (figure !== null) figures.set(round, figure);
	}
	return figures;
}
// src/analysis/history.ts
function historyEntry(whole) {
	const results = withoutControls(whole);
	const head = figuresOf$2("head", results);
	const measured = new Set(head.map(([key]) => key));
	const base = figuresOf$2("base", results).filter(([key]) => measured.has(key));
	return {
		sha: results.head.sha,
		baseSha: results.base.kind === "compared" ? results.base.sha : null,
		at: results.startedAt,
		verdict: results.verdict,
		cpu: results.machine.cpu,
		fuelContract: results.fuelContract,
		head: Object.fromEntries(head),
		base: Object.fromEntries(base),
		change: Object.fromEntries(results.comparisons.flatMap(timedChange))
	};
}
function withoutControls(results) {
	const controls = new Set(results.cases.filter(({ control }) => control).map(({ id }) => id));
	const isOwn = (row) => !controls.has(row.case);
	return {
		...results,
		measurements: results.measurements.filter(isOwn),
		comparisons: results.comparisons.filter(isOwn)
	};
}
function timedChange(row) {
	if (row.change === null || row.evidence.kind !== "rounds") return [];
	const { low, estimate, high } = row.change;
	return [[`${row.case} ${row.metric}`, [
		rounded(low),
		rounded(estimate),
		rounded(high)
	]]];
}
function rounded(value) {
	return Number(value.toPrecision(5));
}
function appendHistory(history, entry) {
	const known = entry.sha === null ? -1 : history.findIndex(({ sha }) => sha === entry.sha);
	if (known !== -1 && entry.baseSha === entry.sha) return [...history];
	return (known === -1 ? [...history, entry] : history.with(known, entry)).slice(-500);
}
function figuresOf$2(arm, { measurements, failures }) {
	const failed = new Set(failures.filter((failure) => failure.arm === arm).map((failure) => failure.case));
	return [...figuresByCase(measurements)].flatMap(([id, metrics]) => {
		if (failed.has(id)) return [];
		return [...metrics].flatMap(([metric, arms]) => {
			const figure = figureOf(arms[arm]);
			return figure === null ? [] : [[`${id} ${metric}`, figure]];
		});
	});
}
// src/bundle/read.ts
const manifestBytesLimit = 4194304;
async function readBundle(folder) {
	if (await isEmpty(folder)) return {
		kind: "unreadable",
		reason: "it holds no bundle"
	};
	try {
		const document = await readManifest(join(folder, "manifest.json"));
		const version = versionOf(document);
		if (version !== null && version !== 3) return {
			kind: "unreadable",
			reason: `its manifest has schema ${version}, and this Fuelgauge reads schema 3`
		};
		const manifest = parseManifest(document);
		refuseLooseEnds(manifest);
		const present = await listFiles(join(folder, "bundle"), manifest);
		for (const [path, { sha256, bytes }] of Object.entries(manifest.files)) {
			if (!present.has(path)) throw new Flaw(`${path} is missing`);
			const file = join(folder, "bundle", path);
			const { size } = await lstat(file);
			if (size !== bytes) throw new Flaw(`${path} has ${size} bytes instead of ${bytes}`);
			if (await digestOf(file) !== sha256) throw new Flaw(`the content of ${path} is not what the manifest says`);
		}
		return {
			kind: "ok",
			manifest,
			folder
		};
	} catch (thrown) {
		return {
			kind: "unusable",
			reason: messageOf(thrown)
		};
	}
}
var Flaw = class extends Error {};
async function isEmpty(folder) {
	const parts = ["manifest.json", "bundle"].map((name) => lstat(join(folder, name)).catch(() => null));
	return (await Promise.all(parts)).every((found) => found === null);
}
async function readManifest(file) {
	const found = await lstat(file).catch(() => null);
	if (!found?.isFile()) throw new Flaw("there is no manifest.json");
	if (found.size > manifestBytesLimit) throw new Flaw(`manifest.json has ${found.size} bytes, more than the ${manifestBytesLimit} that are read`);
	try {
		return JSON.parse(await readFile(file, "utf8"));
	} catch {
		throw new Flaw("manifest.json is not JSON");
	}
}
function versionOf(document) {
	return object({ schema: int() }).safeParse(document).data?.schema ?? null;
}
function parseManifest(document) {
	const parsed = manifestSchema.safeParse(document);
	if (!parsed.success) throw new Flaw(`manifest.json is not a manifest: ${prettifyError(parsed.error)}`);
	return parsed.data;
}
function refuseLooseEnds({ runtime, guests, project, files }) {
	const hosts = runtime === null ? [] : [runtime.host];
	const inputs = (project?.cases ?? []).flatMap(filesOf$1);
	for (const path of [
		...hosts,
		...Object.values(guests).map(({ file }) => file),
		...inputs
	]) if (!Object.hasOwn(files, path)) throw new Flaw(`the manifest names ${path}, but does not list it`);
}
async function listFiles(bundle, { files }) {
	if (!(await lstat(bundle).catch(() => null))?.isDirectory()) throw new Flaw("there is no folder bundle/");
	const found = /* @__PURE__ */ new Set();
	const folders = [""];
	for (const folder of folders) for await (const entry of await opendir(join(bundle, folder))) {
		const path = folder + entry.name;
		if (entry.isDirectory()) folders.push(`${path}/`);
		else if (!entry.isFile()) throw new Flaw(`${path} is a link or something else that is no file`);
		else if (!Object.hasOwn(files, path)) throw new Flaw(`${path} is there, but the manifest does not list it`);
		else found.add(path);
	}
	return found;
}
async function digestOf(file) {
	const hash = createHash("sha256");
	await pipeline(createReadStream(file), hash);
	return hash.digest("hex");
}
// src/model/imported.ts
const importedSuite = "results";
const shown$2 = { error: "1 to 40 letters, digits, spaces and any of . _ / % ( ) + -, a letter or digit first" };
const importedMetric = string(shown$2).regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/%()+-]{0,39}$/u, shown$2);
const unitWanted = { error: "a unit of at most 16 letters, digits and any of / % ° ^ -, such as \"ms\" or \"MB/s\"" };
const importedUnit = string(unitWanted).regex(/^[\p{L}%°][\p{L}\p{N}%°/^-]{0,15}$/u, unitWanted);
const mostSamplesOfFigure = 1e3;
const mostImportedSamples = 1e5;
const mostImported = 1e3;
const samplesWanted = `a list of 1 to ${mostSamplesOfFigure} numbers`;
const nameWanted$1 = "a text of 1 to 200 characters";
const reportedFigure = strictObject({
	name: string(nameWanted$1).max(200, nameWanted$1).regex(/\S/, nameWanted$1).describe("What was measured: its case is results/NAME, with dashes for spaces and commas."),
	metric: importedMetric.describe("What of it: time, or whatever the tool calls it."),
	unit: importedUnit.describe("What the samples are in. ns, us, ms, s, B, kB, MB, GB, KiB, MiB, GiB, ops/s, count and what go calls ns/op, B/op and allocs/op are understood; any other is shown as it is."),
	direction: _enum(["lower", "higher"]).describe("Which way is better."),
	samples: array(number("a number").nonnegative("a number that is not negative"), samplesWanted).min(1, samplesWanted).max(mostSamplesOfFigure, samplesWanted).describe("Every figure that was taken, in any order; not their mean.")
}).describe("One figure that another tool measured.");
const reportedFigures = array(reportedFigure).max(mostImported, `a list of at most ${mostImported} results`).describe("What another tool measured.");
const resultFileSchema = union([strictObject({
	$schema: string().optional().describe("Where editors find this schema."),
	results: reportedFigures
}), reportedFigures]).transform((written) => Array.isArray(written) ? written : written.results);
const importedSchema = strictObject({
	case: string(),
	metric: importedMetric,
	unit: importedUnit,
	direction: _enum(["lower", "higher"]),
	arm: _enum(["base", "head"]),
	samples: array(number()).min(1).max(mostSamplesOfFigure)
});
const knownUnits = {
	ns: ["ns", 1],
	us: ["ns", 1e3],
	µs: ["ns", 1e3],
	μs: ["ns", 1e3],
	ms: ["ns", 1e6],
	s: ["ns", 1e9],
	"ns/op": ["ns", 1],
	bytes: ["bytes", 1],
	B: ["bytes", 1],
	kB: ["bytes", 1e3],
	MB: ["bytes", 1e6],
	GB: ["bytes", 1e9],
	KiB: ["bytes", 1024],
	MiB: ["bytes", 1024 ** 2],
	GiB: ["bytes", 1024 ** 3],
	"B/op": ["bytes", 1],
	count: ["count", 1],
	"allocs/op": ["count", 1],
	units: ["units", 1],
	"ops/s": ["ops/s", 1]
};
const exactUnits = [
	"bytes",
	"count",
	"units"
];
function importedFigure(written) {
	const { name, metric, direction, samples } = written;
	const [unit, factor] = Object.hasOwn(knownUnits, written.unit) ? knownUnits[written.unit] ?? [written.unit, 1] : [written.unit, 1];
	return {
		case: `${importedSuite}/${name.trim().replace(/[\s,]+/g, "-")}`,
		metric,
		unit,
		direction,
		arm: "head",
		samples: factor === 1 ? samples : samples.map((sample) => sample * factor)
	};
}
function isExactly({ unit }, ...sides) {
	return exactUnits.includes(unit) && sides.every((samples) => new Set(samples).size === 1);
}
// src/model/comparison.ts
const intervalSchema = strictObject({
	low: number(),
	estimate: number(),
	high: number()
});
const confirmationSchema = strictObject({
	rounds: int().nonnegative(),
	change: intervalSchema.nullable(),
	bar: number(),
	p: number(),
	confirmed: boolean()
});
const evidenceSchema = discriminatedUnion("kind", [
	strictObject({
		kind: literal("exact"),
		against: _enum([
			"rerun",
			"stored",
			"imported"
		])
	}),
	strictObject({
		kind: literal("rounds"),
		rounds: int().nonnegative(),
		floor: number(),
		bar: number(),
		control: intervalSchema.nullable(),
		p: number().nullable(),
		detectable: number().nullable(),
		confirmation: confirmationSchema.nullable()
	}),
	strictObject({
		kind: literal("samples"),
		base: int().positive(),
		head: int().positive(),
		floor: number(),
		p: number().nullable(),
		detectable: number().nullable()
	})
]);
const waivedSchema = strictObject({
	reason: string(),
	ceiling: number(),
	expires: string(),
	standing: _enum([
		"applies",
		"exceeded",
		"expired"
	])
});
const row = {
	case: string(),
	metric: importedMetric,
	unit: importedUnit,
	direction: _enum(["lower", "higher"]),
	gating: boolean()
};
const compared = {
	...row,
	base: number(),
	head: number(),
	evidence: evidenceSchema,
	waiver: waivedSchema.nullable()
};
const comparisonSchema = discriminatedUnion("verdict", [
	strictObject({
		...compared,
		verdict: _enum([
			"regressed",
			"improved",
			"unchanged"
		]),
		change: intervalSchema
	}),
	strictObject({
		...compared,
		verdict: literal("suspected"),
		change: intervalSchema,
		reason: string()
	}),
	strictObject({
		...compared,
		verdict: literal("inconclusive"),
		change: intervalSchema.nullable(),
		reason: string()
	}),
	strictObject({
		...row,
		verdict: literal("nondeterministic"),
		change: _null(),
		base: number().nullable(),
		head: number().nullable(),
		runs: strictObject({
			base: array(number()),
			head: array(number())
		})
	}),
	strictObject({
		...row,
		verdict: literal("incomparable"),
		change: _null(),
		base: number().nullable(),
		head: number().nullable(),
		reason: string()
	}),
	strictObject({
		...row,
		verdict: literal("added"),
		change: _null(),
		base: _null(),
		head: number()
	}),
	strictObject({
		...row,
		verdict: literal("removed"),
		change: _null(),
		base: number(),
		head: _null()
	}),
	strictObject({
		...row,
		verdict: literal("failed"),
		change: _null(),
		base: number().nullable(),
		head: _null(),
		reason: string()
	})
]);
const runVerdicts = [
	"failed",
	"mixed",
	"regressed",
	"no-baseline",
	"inconclusive",
	"improved",
	"unchanged"
];
// src/model/drift.ts
const pointSchema = strictObject({
	sha: string().nullable(),
	at: string()
});
const driftSchema = strictObject({
	case: string(),
	metric: _enum(metricNames),
	direction: _enum(["lower", "higher"]),
	gating: boolean(),
	from: pointSchema,
	to: pointSchema,
	commits: int().positive(),
	ago: int().nonnegative(),
	change: intervalSchema,
	figures: strictObject({
		from: number(),
		to: number()
	}).nullable(),
	levels: array(number()),
	span: int().positive()
});
// src/model/target.ts
const targetLevels = [
	"met",
	"acceptable",
	"poor",
	"critical"
];
function isMissed({ level }) {
	return level === "poor" || level === "critical";
}
// src/model/waiver.ts
const waiverSchema = strictObject({
	case: string(),
	metric: _enum(metricNames),
	reason: string(),
	ceiling: number(),
	expires: string()
});
const readableVersions = [
	1,
	2,
	3
];
const machineSchema = strictObject({
	os: string(),
	arch: string(),
	cpu: string(),
	cores: int(),
	memoryBytes: number(),
	node: string(),
	v8: string()
});
const foundBase = {
	source: string(),
	sha: string().nullable(),
	wantedSha: string().nullable(),
	distance: int().nonnegative(),
	runId: int().nullable(),
	machine: machineSchema.nullable()
};
const baseSchema = discriminatedUnion("kind", [
	strictObject({
		kind: literal("compared"),
		...foundBase
	}),
	strictObject({
		kind: literal("stored"),
		...foundBase,
		reason: string()
	}),
	strictObject({
		kind: literal("absent"),
		reason: string()
	})
]);
const planSchema = strictObject({
	rounds: int().nonnegative(),
	neededRounds: int().nonnegative(),
	budgetSeconds: number(),
	reservedSeconds: number(),
	seed: int(),
	againFrom: int().nonnegative().nullable(),
	steadiness: strictObject({
		flags: array(string()),
		processor: int().nullable()
	})
});
const timingsSchema = strictObject({
	builtMs: number(),
	firstSampleMs: number().nullable(),
	measuredMs: number()
});
const secondRunnerSchema = strictObject({
	startedAt: string(),
	machine: machineSchema,
	plan: planSchema.omit({
		reservedSeconds: true,
		againFrom: true
	}),
	timings: timingsSchema
});
const caseInfoSchema = strictObject({
	id: string(),
	why: string(),
	isolation: _enum([
		"turns",
		"slot",
		"process"
	]),
	control: boolean(),
	repeat: int().positive(),
	rounds: int().nonnegative(),
	settling: strictObject({
		operations: int().nonnegative(),
		milliseconds: number().nonnegative(),
		settled: boolean()
	}).nullable()
});
const roundConditionsSchema = strictObject({
	round: int().nonnegative(),
	startMs: number(),
	durationMs: number(),
	load: number().nullable(),
	steal: number().nullable(),
	others: number().nullable(),
	mhz: number().nullable(),
	longestPauseMs: number().nullable(),
	disturbances: array(string())
});
const shardSchema = strictObject({
	index: int().positive(),
	division: array(array(string()))
});
const joinedShardSchema = discriminatedUnion("kind", [strictObject({
	kind: literal("joined"),
	index: int().positive(),
	cases: array(string()),
	startedAt: string(),
	machine: machineSchema,
	plan: planSchema,
	timings: timingsSchema,
	conditions: array(roundConditionsSchema)
}), strictObject({
	kind: literal("lost"),
	index: int().positive(),
	cases: array(string()),
	reason: string()
})]);
const caseSourceSchema = strictObject({
	case: string(),
	file: string(),
	line: int().positive()
});
const targetResultFields = {
	name: string(),
	case: string(),
	unit: _enum([
		"ns",
		"bytes",
		"ops/s",
		"units",
		"count",
		"ratio"
	]),
	measured: number().nullable(),
	level: _enum(targetLevels).nullable(),
	acceptable: number().nullable(),
	critical: number().nullable(),
	advice: array(string())
};
const targetResultSchema = union([strictObject({
	...targetResultFields,
	below: number()
}), strictObject({
	...targetResultFields,
	above: number()
})]);
const resultsSchema = strictObject({
	schema: literal(3),
	fuelgauge: string(),
	startedAt: string(),
	head: strictObject({ sha: string().nullable() }),
	base: baseSchema,
	machine: machineSchema,
	plan: planSchema,
	secondRunner: secondRunnerSchema.nullable().default(null),
	timings: timingsSchema,
	shard: shardSchema.nullable().default(null),
	shards: array(joinedShardSchema).nullable().default(null),
	cases: array(caseInfoSchema),
	conditions: array(roundConditionsSchema),
	measurements: array(measurementSchema),
	failures: array(failureSchema),
	imported: array(importedSchema).max(2 * mostImported).default([]),
	comparisons: array(comparisonSchema),
	fuelContract: int().nullable(),
	profileChanges: array(profileChangeSchema),
	targets: array(targetResultSchema),
	waivers: array(waiverSchema),
	changedBenchmarks: array(string()).default([]),
	replacedGlobals: array(strictObject({
		file: string(),
		base: array(string()),
		head: array(string())
	})).default([]),
	sources: array(caseSourceSchema).default([]),
	drift: array(driftSchema),
	verdict: _enum(runVerdicts)
});
const storedResultsSchema = preprocess((stored, context) => {
	try {
		return upgrade(stored);
	} catch (thrown) {
		if (!(thrown instanceof ZodError)) throw thrown;
		context.issues.push({
			code: "custom",
			input: stored,
			message: `not of an earlier version: ${thrown.issues[0]?.message}`
		});
		return NEVER;
	}
}, resultsSchema);
function upgrade(stored) {
	const older = looseObject({ schema: literal([1, 2]) }).safeParse(stored);
	if (!older.success) return stored;
	const { schema, ...results } = older.data;
	const fuel = schema === 1 ? {
		fuelContract: null,
		profileChanges: []
	} : {};
	return {
		...results,
		...fuel,
		schema: 3,
		plan: {
			...looseObject({}).parse(results.plan),
			...olderPlan
		},
		cases: array(looseObject({})).parse(results.cases).map((each) => ({
			...each,
			control: false,
			rounds: 0,
			settling: null
		})),
		comparisons: array(looseObject({})).parse(results.comparisons).map(upgradeComparison),
		targets: array(looseObject({})).parse(results.targets).map(upgradeTarget),
		conditions: [],
		waivers: [],
		drift: []
	};
}
const olderPlan = {
	reservedSeconds: 0,
	againFrom: null,
	steadiness: {
		flags: [],
		processor: null
	}
};
function upgradeTarget({ met, ...target }) {
	const level = met === null ? null : met ? "met" : "poor";
	return {
		...target,
		level,
		acceptable: null,
		critical: null
	};
}
function upgradeComparison(row) {
	const evidence = looseObject({ kind: string() }).safeParse(row.evidence);
	if (!evidence.success) return row;
	const news = evidence.data.kind === "exact" ? { against: "rerun" } : { confirmation: null };
	return {
		...row,
		evidence: {
			...evidence.data,
			...news
		},
		waiver: null
	};
}
// src/model/stored-results.ts
const flawsShown = 5;
function parseStoredResults(document) {
	const header = looseObject({ schema: int() }).safeParse(document);
	if (header.success && !readableVersions.includes(header.data.schema)) return {
		kind: "unusable",
		reason: `its results.json has schema ${header.data.schema}, this Fuelgauge reads ${readableVersions.join(", ")}`
	};
	const results = storedResultsSchema.safeParse(document);
	if (results.success) return {
		kind: "ok",
		results: results.data
	};
	const issues = results.error.issues.slice(0, flawsShown);
	return {
		kind: "unusable",
		reason: `its results.json is not valid: ${prettifyError({ issues })}`
	};
}
// src/baseline/folder.ts
const resultsFile = "results.json";
const historyFile = "history.ndjson";
const filesBesideBundle = [resultsFile, historyFile];
async function readBaselineFolder(folder) {
	const history = await readHistory(folder);
	const bundle = await readBundle(folder);
	if (bundle.kind === "unusable") return {
		...bundle,
		history
	};
	const results = await readResults(join(folder, resultsFile));
	if (bundle.kind === "unreadable") {
		const { reason } = bundle;
		return results.kind === "ok" ? {
			kind: "stored",
			reason,
			results: results.results,
			history
		} : {
			kind: "unusable",
			reason,
			history
		};
	}
	if (results.kind === "unusable") return {
		...results,
		history
	};
	return {
		kind: "ok",
		folder,
		manifest: bundle.manifest,
		results: results.results,
		history
	};
}
async function writeBaselineFolder(folder, results, history) {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, resultsFile), JSON.stringify(results));
	await writeHistory(folder, history);
}
async function writeHistory(folder, history) {
	await writeFile(join(folder, historyFile), history.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}
async function readResults(path) {
	let parsed;
	try {
		parsed = JSON.parse(await readFile(path, "utf8"));
	} catch (thrown) {
		return {
			kind: "unusable",
			reason: `its results.json cannot be read: ${messageOf(thrown)}`
		};
	}
	return parseStoredResults(parsed);
}
async function readHistory(folder) {
	return (await readFile(join(folder, historyFile), "utf8").catch(() => "")).split("\n").flatMap((line) => {
		const entry = historyEntrySchema.safeParse(parseJson$1(line));
		return entry.success ? [entry.data] : [];
	});
}
function parseJson$1(line) {
	try {
		return JSON.parse(line);
	} catch {
		return null;
	}
}
// src/child-environment.ts
const allowed = /* @__PURE__ */ new Set([
	"PATH",
	"HOME",
	"TMPDIR",
	"TMP",
	"TEMP",
	"TZ",
	"LANG",
	"LANGUAGE",
	"LC_ALL",
	"LC_COLLATE",
	"LC_CTYPE",
	"LC_MESSAGES",
	"LC_MONETARY",
	"LC_NUMERIC",
	"LC_TIME",
	"SYSTEMROOT",
	"SYSTEMDRIVE",
	"WINDIR",
	"COMSPEC",
	"PATHEXT",
	"USERPROFILE",
	"HOMEDRIVE",
	"HOMEPATH",
	"APPDATA",
	"LOCALAPPDATA"
]);
function childEnvironment(env) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => allowed.has(name.toUpperCase())));
}
// src/git.ts
async function headOfCheckout(folder) {
	try {
		const options = {
			cwd: dirname(process.execPath),
			env: childEnvironment(process.env)
		};
		const { stdout } = await promisify(execFile)("git", [
			"-C",
			folder,
			"rev-parse",
			"--verify",
			"HEAD"
		], options);
		return stdout.trim();
	} catch {
		return null;
	}
}
async function trackedFiles(root, paths) {
	if (paths.length === 0) return /* @__PURE__ */ new Set();
	try {
		const options = {
			cwd: dirname(process.execPath),
			env: childEnvironment(process.env)
		};
		const asked = [
			"-C",
			root,
			"ls-files",
			"-z",
			"--",
			...paths.map((path) => `:(literal)${path}`)
		];
		const { stdout } = await promisify(execFile)("git", asked, options);
		return new Set(stdout.split("\0"));
	} catch {
		return /* @__PURE__ */ new Set();
	}
}
function rootOfCheckout(folder) {
	for (let candidate = folder;; candidate = dirname(candidate)) {
		if (existsSync(join(candidate, ".git"))) return candidate;
		if (candidate === dirname(candidate)) return folder;
	}
}
// src/model/secrets.ts
const hidden = "***";
const fewestCharacters = 8;
const secretName = /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)[_-]?KEY)S?(?:$|[^A-Za-z])/i;
function looksSecret(name) {
	return secretName.test(name);
}
function secretsOf(config, variables) {
	const holders = new Map(Object.entries(variables).flatMap(([name, value = ""]) => looksSecret(name) ? [[value, name]] : []));
	return textsIn(config, []).flatMap(({ path, value }) => {
		const variable = holders.get(value) ?? null;
		const isNamed = path.at(-2) === "environment" && looksSecret(path.at(-1) ?? "");
		return value.length >= fewestCharacters && (variable !== null || isNamed) ? [{
			path: path.join("."),
			value,
			variable
		}] : [];
	});
}
function textsIn(value, path) {
	if (typeof value === "string") return [{
		path,
		value
	}];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]));
}
function withoutSecrets(text, secrets) {
	const parts = secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/)]);
	return [...new Set(parts)].filter(({ length }) => length >= fewestCharacters).sort((one, other) => other.length - one.length).reduce((rest, part) => rest.replaceAll(part, hidden), text);
}
function resultsWithoutSecrets(results, secrets) {
	return secrets.reduce((rest, { value }) => {
		const parsed = resultsSchema.safeParse(textsReplaced(rest, (text) => withoutSecrets(text, [value])));
		return parsed.success ? parsed.data : rest;
	}, results);
}
function textsReplaced(value, replace) {
	if (typeof value === "string") return replace(value);
	if (Array.isArray(value)) return value.every((each) => typeof each === "number") ? value : value.map((each) => textsReplaced(each, replace));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, textsReplaced(each, replace)]));
}
// src/base-program.ts
function baseProgram(found, { source, sha, wantedSha, distance, runId }) {
	const { results } = found;
	const origin = {
		source,
		sha,
		wantedSha,
		distance,
		runId,
		machine: results.machine
	};
	if (found.kind === "stored") return {
		kind: "stored",
		results,
		info: {
			kind: "stored",
			...origin,
			reason: found.reason
		}
	};
	const { folder, manifest } = found;
	const { imported } = results;
	return {
		kind: "found",
		folder,
		manifest,
		imported,
		info: {
			kind: "compared",
			...origin
		}
	};
}
// src/report/format.ts
const confidence$1 = "99 %";
const scales = {
	ns: [
		{
			suffix: " ns",
			factor: 1
		},
		{
			suffix: " µs",
			factor: 1e3
		},
		{
			suffix: " ms",
			factor: 1e6
		},
		{
			suffix: " s",
			factor: 1e9
		}
	],
	"ops/s": [
		{
			suffix: " ops/s",
			factor: 1
		},
		{
			suffix: " k ops/s",
			factor: 1e3
		},
		{
			suffix: " M ops/s",
			factor: 1e6
		},
		{
			suffix: " G ops/s",
			factor: 1e9
		}
	],
	bytes: [
		{
			suffix: " B",
			factor: 1
		},
		{
			suffix: " KiB",
			factor: 1024
		},
		{
			suffix: " MiB",
			factor: 1024 ** 2
		},
		{
			suffix: " GiB",
			factor: 1024 ** 3
		}
	],
	units: [
		{
			suffix: "",
			factor: 1
		},
		{
			suffix: " M",
			factor: 1e6
		},
		{
			suffix: " G",
			factor: 1e9
		}
	],
	count: [{
		suffix: "",
		factor: 1
	}]
};
function isUnit(unit) {
	return Object.hasOwn(scales, unit);
}
function scalesOf$1(unit) {
	return isUnit(unit) ? scales[unit] : [{
		suffix: ` ${unit}`,
		factor: 1
	}];
}
function scaleOf(value, unit) {
	const [first, ...larger] = scalesOf$1(unit);
	const fits = ({ factor }) => Number((Math.abs(value) / factor).toPrecision(3)) >= 1;
	return larger.findLast(fits) ?? first;
}
function commonScale(values, unit) {
	const sizes = values.map(Math.abs).filter((size) => size > 0);
	if (sizes.length === 0) return null;
	const scale = scaleOf(Math.min(...sizes), unit);
	return Math.max(...sizes) / scale.factor < 1e4 ? scale : null;
}
function formatFigure(value, unit, scale = scaleOf(value, unit)) {
	const scaled = value / scale.factor;
	switch (unit) {
		case "bytes":
		case "units":
		case "count": return shortest(scaled) + scale.suffix;
		default: return significant(scaled) + scale.suffix;
	}
}
function formatExactFigure(value, unit) {
	return groupThousands(value) + scalesOf$1(unit)[0].suffix;
}
function formatSigned(difference) {
	return `${signOf(difference)}${groupThousands(Math.abs(difference))}`;
}
function signOf(difference) {
	return difference < 0 ? "−" : "+";
}
function formatSpan(values, write) {
	if (values.length === 0) return null;
	const [low, high] = [write(Math.min(...values)), write(Math.max(...values))];
	return low === high ? high : `${low} to ${high}`;
}
function formatNumber(value) {
	return shortest(value);
}
function formatDuration(ms) {
	const seconds = Math.round(ms / 1e3);
	if (ms < 1e4) return `${shortest(Math.max(0, ms) / 1e3)} s`;
	if (seconds < 120) return `${seconds} s`;
	const minutes = `${Math.floor(seconds / 60)} min`;
	return seconds % 60 === 0 ? minutes : `${minutes} ${seconds % 60} s`;
}
function formatShare(share) {
	const percent = Math.abs(share) * 100;
	return `${percent >= 1e3 ? groupThousands(Math.round(percent)) : shortest(Number(percent.toPrecision(2)))} %`;
}
function formatBound(target, words = {
	below: "below",
	above: "above"
}) {
	return "below" in target ? `${words.below} ${formatLimit(target.below, target.unit)}` : `${words.above} ${formatLimit(target.above, target.unit)}`;
}
function formatLimit(value, unit) {
	if (unit === "ratio") return `${shortest(value)}x`;
	const scale = scaleOf(value, unit);
	return shortest(value / scale.factor) + scale.suffix;
}
function formatMeasured(value, unit) {
	return unit === "ratio" ? `${significant(value)}x` : formatFigure(value, unit);
}
function shortSha(sha) {
	return /^[0-9a-f]{12,64}$/.test(sha) ? sha.slice(0, 7) : sha;
}
function countOf(count, one, many = `${one}s`) {
	return `${groupThousands(count)} ${count === 1 ? one : many}`;
}
const slowerFaster = {
	worse: "slower",
	better: "faster",
	of: "",
	verb: "is"
};
const wordings = {
	time: slowerFaster,
	throughput: {
		worse: "less",
		better: "more",
		of: " throughput",
		verb: "has"
	},
	p50: slowerFaster,
	p90: slowerFaster,
	p95: slowerFaster,
	p99: slowerFaster,
	"p99.9": slowerFaster,
	max: slowerFaster,
	heap: {
		worse: "more",
		better: "less",
		of: " heap",
		verb: "has"
	},
	growth: {
		worse: "more",
		better: "less",
		of: " growth",
		verb: "has"
	},
	parse: slowerFaster,
	validate: slowerFaster,
	dispatch: slowerFaster,
	guest: slowerFaster,
	reply: slowerFaster,
	payload: {
		worse: "less",
		better: "more",
		of: " payload",
		verb: "has"
	},
	fuel: {
		worse: "more",
		better: "less",
		of: " fuel",
		verb: "burns"
	},
	size: {
		worse: "larger",
		better: "smaller",
		of: "",
		verb: "is"
	},
	memory: {
		worse: "more",
		better: "less",
		of: " memory",
		verb: "has"
	},
	exports: {
		worse: "more",
		better: "fewer",
		of: " exports",
		verb: "has"
	}
};
const lowerIsBetter = {
	worse: "more",
	better: "less",
	of: "",
	verb: "has"
};
function wordingOf(metric, direction) {
	const wording = isMetric(metric) ? wordings[metric] : lowerIsBetter;
	if (direction === (isMetric(metric) ? metrics[metric].direction : "lower")) return wording;
	return {
		...wording,
		worse: wording.better,
		better: wording.worse
	};
}
function verbOf(metric) {
	return isMetric(metric) ? wordings[metric].verb : lowerIsBetter.verb;
}
function isImported({ evidence }) {
	return evidence.kind === "samples" || evidence.kind === "exact" && evidence.against === "imported";
}
function formatChange(row) {
	if (row.evidence.kind === "exact") return formatDifference(row);
	return row.change === null ? "" : formatInterval(row.change, row.metric, row.direction);
}
function formatAgain({ evidence, metric, direction }) {
	if (evidence.kind !== "rounds" || evidence.confirmation === null) return "";
	const { change, rounds } = evidence.confirmation;
	if (change === null) return `no interval from ${countOf(rounds, "round")}`;
	return formatInterval(change, metric, direction);
}
function formatInterval(change, metric, direction) {
	const { worse, better, of } = wordingOf(metric, direction);
	const [low, high] = [headPerBase(change.low, direction), headPerBase(change.high, direction)];
	if (change.low >= 0) return `${formatRange(low, high)} ${worse}${of}`;
	if (change.high <= 0) return `${formatRange(high, low)} ${better}${of}`;
	const digits = percentDigits(high - low);
	const [gained, lost] = [percent(low - 1, digits), percent(high - 1, digits)];
	if (Number(gained) === 0) return `0 % to ${lost} % ${worse}${of}`;
	if (Number(lost) === 0) return `0 % to ${gained} % ${better}${of}`;
	return `${gained} % ${better} to ${lost} % ${worse}${of}`;
}
function percentOfBase({ estimate }, direction) {
	return Math.abs(headPerBase(estimate, direction) - 1) * 100;
}
function headPerBase(change, direction) {
	return direction === "lower" ? 1 + change : 1 / (1 + change);
}
function formatRange(near, far) {
	const [nearFactor, farFactor] = [factorOf(near), factorOf(far)];
	if (nearFactor >= 1.5 && Number.isFinite(farFactor)) {
		const digits = farFactor >= 100 ? 0 : farFactor - nearFactor < .2 ? 2 : 1;
		return `${factor(nearFactor, digits)} to ${factor(farFactor, digits)}`;
	}
	const digits = percentDigits(far - near);
	const [start, end] = [percent(near - 1, digits), percent(far - 1, digits)];
	return Number(start) === 0 ? `0 % to ${end} %` : `${start} % to ${end} %`;
}
function factorOf(ratio) {
	return ratio <= 0 ? Number.POSITIVE_INFINITY : Math.max(ratio, 1 / ratio);
}
function factor(value, digits) {
	return `${digits === 0 ? groupThousands(Math.round(value)) : value.toFixed(digits)}x`;
}
function percentDigits(width) {
	if (Math.abs(width) >= .1) return 0;
	return Math.abs(width) >= .002 ? 1 : 2;
}
function percent(share, digits) {
	const value = Math.abs(share) * 100;
	return digits === 0 ? groupThousands(Math.round(value)) : value.toFixed(digits);
}
function formatDifference({ base, head, unit, metric, direction }) {
	if (base === head) return "the same";
	const worse = direction === "lower" ? head > base : head < base;
	const wording = wordingOf(metric, direction);
	const difference = Math.abs(head - base);
	const amount = unit === "units" ? countOf(difference, "unit") : formatExactFigure(difference, unit);
	const size = unit === "units" ? signedSize(base, head) : relativeSize(base, head);
	return `${amount} ${worse ? wording.worse : wording.better}${wording.of}${size}`;
}
function signedSize(base, head) {
	if (base <= 0 || head <= 0) return "";
	if (Math.max(head / base, base / head) >= 1.5) return relativeSize(base, head);
	const share = Math.abs(head / base - 1);
	return share < 1e-8 ? " (less than 0.000001 %)" : ` (${signOf(head - base)}${formatShare(share)})`;
}
function relativeSize(base, head) {
	if (base <= 0 || head <= 0) return "";
	const times = Math.max(head / base, base / head);
	if (times >= 1.5) return ` (${shortest(times)}x)`;
	const share = Math.abs(head / base - 1);
	return share >= 5e-4 ? ` (${formatShare(share)})` : "";
}
function significant(value) {
	if (value === 0) return "0";
	const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(3)))));
	const digits = Math.min(Math.max(2 - magnitude, 0), 6);
	return groupThousands(value.toFixed(digits));
}
function shortest(value) {
	if (Math.abs(value) >= 1e3 || Number.isInteger(value)) return groupThousands(Math.round(value));
	return String(Number(significant(value)));
}
function groupThousands(number) {
	const [whole = "", fraction] = String(number).split(".");
	const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, "$&,");
	return fraction === void 0 ? grouped : `${grouped}.${fraction}`;
}
// src/report/groups.ts
function groupRows(results) {
	const { failures, base } = results;
	const isControl = controlsOf(results);
	const comparisons = ownRows(results);
	const failed = failedCases(comparisons, failures);
	const told = comparisons.filter(isCompared);
	const isKnown = (row) => row.waiver !== null && (row.verdict === "regressed" || row.verdict === "suspected");
	const isAccepted = (row) => isKnown(row) && row.waiver?.standing === "applies";
	const isAside = (row) => !row.gating && !isAccepted(row) && (row.verdict === "regressed" || row.verdict === "improved" && isExact$1(row));
	return {
		regressions: worstFirst$1(told.filter((row) => row.verdict === "regressed" && row.gating)),
		suspected: worstFirst$1(told.filter((row) => row.verdict === "suspected" && !isAccepted(row))),
		failures: failed,
		known: worstFirst$1(told.filter(isKnown)),
		notGating: told.filter(isAside),
		improvements: bestFirst(told.filter((row) => row.verdict === "improved" && !isAside(row))),
		inconclusive: comparisons.filter(isInconclusive).filter(({ gating }) => gating),
		inconclusiveAside: comparisons.filter(isInconclusive).filter(({ gating }) => !gating),
		incomparable: comparisons.filter((row) => row.verdict === "incomparable").filter((row) => !failed.some((failure) => failure.case === row.case)),
		nondeterministic: comparisons.filter((row) => row.verdict === "nondeterministic"),
		added: base.kind === "absent" ? [] : comparisons.filter((row) => row.verdict === "added"),
		removed: comparisons.filter((row) => row.verdict === "removed"),
		unchanged: told.filter((row) => row.verdict === "unchanged"),
		movedControls: results.comparisons.filter(({ case: id }) => isControl(id)).filter(isCompared).filter(({ verdict }) => verdict === "regressed" || verdict === "improved")
	};
}
function ownRows(results) {
	const isControl = controlsOf(results);
	return results.comparisons.filter((row) => row.verdict === "failed" || !isControl(row.case));
}
function controlsOf({ cases }) {
	const controls = new Set(cases.filter(({ control }) => control).map(({ id }) => id));
	return (id) => controls.has(id);
}
function isCompared(row) {
	return [
		"regressed",
		"suspected",
		"improved",
		"unchanged",
		"inconclusive"
	].includes(row.verdict);
}
function isExact$1({ evidence }) {
	return evidence.kind === "exact";
}
function isInconclusive(row) {
	return row.verdict === "inconclusive";
}
function worstFirst$1(rows) {
	return rows.toSorted((one, other) => (other.change?.low ?? 0) - (one.change?.low ?? 0));
}
function bestFirst(rows) {
	return rows.toSorted((one, other) => (one.change?.high ?? 0) - (other.change?.high ?? 0));
}
function failedCases(comparisons, failures) {
	const failedRows = new Map(comparisons.flatMap((row) => row.verdict === "failed" ? [[row.case, row.reason]] : []));
	return [.../* @__PURE__ */ new Set([...failedRows.keys(), ...failures.map((failure) => failure.case)])].map((id) => {
		const ofCase = failures.filter((failure) => failure.case === id);
		const inHead = ofCase.find(({ arm }) => arm === "head");
		const inBase = ofCase.find(({ arm }) => arm !== "head");
		return {
			case: id,
			where: inBase === void 0 ? "head" : inHead ? "base and head" : "base",
			message: (inHead ?? inBase)?.message ?? failedRows.get(id) ?? "",
			broken: failedRows.has(id)
		};
	}).toSorted((one, other) => Number(other.broken) - Number(one.broken));
}
// src/model/policy.ts
const isolations = [
	"turns",
	"slot",
	"process"
];
// src/report/conditions.ts
function conditionsText({ conditions, plan }, markup) {
	return [
		machineState(conditions),
		steadinessText(plan, markup),
		disturbedText(conditions, markup)
	].filter((part) => part !== "").join("; ");
}
function machineState(conditions) {
	const known = (of) => conditions.flatMap((round) => of(round) ?? []);
	const load = formatSpan(known((round) => round.load), (value) => value.toFixed(1));
	const steals = known(({ steal }) => steal);
	const steal = steals.length === 0 ? null : Math.max(...steals);
	const frequency = formatSpan(known(({ mhz }) => mhz), (mhz) => formatNumber(mhz / 1e3));
	return [
		load === null ? [] : `load ${load}`,
		steal === null ? [] : steal === 0 ? "no steal" : `steal up to ${formatShare(steal)}`,
		frequency === null ? [] : `${frequency} GHz`
	].flat().join(", ");
}
function steadinessText({ steadiness: { processor, flags } }, markup) {
	return [processor === null ? [] : `kept on processor ${processor}`, flags.length === 0 ? [] : `V8 made to compile at the same operation on both sides (${markup.name(flags.join(" "))})`].flat().join(", ");
}
const kindsShown = 3;
function disturbedText(conditions, markup) {
	const disturbed = conditions.filter(({ disturbances }) => disturbances.length > 0);
	if (disturbed.length === 0) return "";
	const kinds = kindsOf(disturbed.flatMap(({ disturbances }) => disturbances));
	const named = kinds.slice(0, kindsShown).map(({ text, count }) => `${markup.sentence(text, 80)} (${count})`).join(", ");
	const rest = kinds.length > kindsShown ? " and more" : "";
	return `${disturbed.length} of ${countOf(conditions.length, "round")} disturbed, and counted all the same: ${named}${rest}`;
}
function kindsOf(disturbances) {
	const figure = /\d+(?:\.\d+)?/;
	return [...Map.groupBy(disturbances, (text) => text.replace(figure, "#")).values()].map((ofKind) => {
		const sizeOf = (text) => Number(figure.exec(text)?.[0] ?? 0);
		const largest = ofKind.reduce((one, other) => sizeOf(other) > sizeOf(one) ? other : one);
		return {
			text: ofKind.some((text) => text !== largest) ? largest.replace(figure, "up to $&") : largest,
			count: ofKind.length
		};
	}).toSorted((one, other) => other.count - one.count);
}
// src/report/provenance.ts
function provenanceOf(results, markup) {
	return [
		{
			title: "Commits",
			text: commits(results, markup)
		},
		...results.base.kind !== "absent" ? [{
			title: "Base",
			text: baseOrigin(results.base, markup)
		}] : [],
		...results.shards === null ? machineOfRun(results, markup) : machinesOfShards(results.shards, markup),
		{
			title: "Measured",
			text: effort(results)
		},
		...secondRunner(results, markup),
		...unsettled(results, markup),
		...sight(results)
	];
}
function machineOfRun(results, markup) {
	const conditions = conditionsText(results, markup);
	return [{
		title: "Machine",
		text: machineText(results, markup)
	}, ...conditions === "" ? [] : [{
		title: "Conditions",
		text: conditions
	}]];
}
function machinesOfShards(shards, markup) {
	return shards.flatMap((shard) => {
		if (shard.kind === "lost") return [];
		const { index, cases, machine, plan } = shard;
		const text = [
			countOf(cases.length, "case"),
			describeMachine$1(machine, markup),
			countOf(plan.rounds, "round"),
			conditionsText(shard, markup)
		];
		return [{
			title: `Shard ${index} of ${shards.length}`,
			text: text.filter(Boolean).join("; ")
		}];
	});
}
function describeMachine$1({ cpu, cores, os, arch, node }, markup) {
	return [
		markup.name(cpu),
		countOf(cores, "core"),
		`${markup.sentence(os, 20)} ${markup.sentence(arch, 20)}`,
		`Node ${markup.sentence(node, 40)}`
	].join(", ");
}
function commits({ head, base }, markup) {
	const headText = head.sha === null ? "head (no commit)" : `head ${markup.commit(head.sha)}`;
	if (base.kind === "absent") return headText;
	return `${base.sha === null ? "base (no commit)" : `base ${markup.commit(base.sha)}`} → ${headText}${distance(base, markup)}`;
}
function distance(base, markup) {
	if (base.distance === 0) return "";
	const wanted = base.wantedSha === null ? "" : ` ${markup.commit(base.wantedSha)}`;
	return `; base is ${countOf(base.distance, "commit")} before the base commit${wanted}, the nearest with a baseline${tooFar(base.distance)}`;
}
function tooFar(distance) {
	return distance > 10 ? `; so far apart that no change turns the run red` : "";
}
function baseOrigin(base, markup) {
	const source = markup.sentence(base.source, 160);
	if (base.kind === "compared") return `${source}, run again here beside head`;
	return `${source}, whose stored results were used: ${markup.sentence(base.reason)}`;
}
function machineText({ machine, base, imported }, markup) {
	const here = describeMachine$1(machine, markup);
	if (base.kind === "absent" || base.machine === null || sameMachine(machine, base.machine)) return here;
	return `${here}. The baseline was stored by another one (${describeMachine$1(base.machine, markup)}); ${imported.some(({ arm }) => arm === "base") ? "of stored times only those of other tools were" : "no stored time was"} compared${base.kind === "compared" ? ", base was run again here" : ""}`;
}
function sameMachine(one, other) {
	return [
		"cpu",
		"cores",
		"os",
		"arch",
		"node",
		"v8"
	].every((part) => one[part] === other[part]);
}
function effort(results) {
	const { plan, timings } = results;
	const rounds = ownRows(results).filter(isCompared).flatMap(({ evidence }) => evidence.kind === "rounds" ? [evidence.rounds] : []);
	const kept = plan.reservedSeconds > 0 ? `, ${seconds(plan.reservedSeconds)} of it for a second look` : "";
	const within = `${formatDuration(timings.measuredMs - timings.builtMs)} of measuring (budget ${seconds(plan.budgetSeconds)}${kept})`;
	if (rounds.length === 0) return `${roundsSpan(roundsOfCases(results))} in ${within}`;
	return [
		roundsSpan(rounds),
		`${plan.neededRounds} needed`,
		...secondLook(results),
		`${confidence$1} confidence`,
		within
	].join(", ");
}
function seconds(amount) {
	return formatDuration(amount * 1e3);
}
function roundsSpan(rounds) {
	const [fewest, most] = [Math.min(...rounds), Math.max(0, ...rounds)];
	return fewest < most ? `${fewest} to ${countOf(most, "round")} a case` : countOf(most, "round");
}
function roundsOfCases({ measurements }) {
	const timed = measurements.filter(({ metric }) => metrics[metric].kind === "timed");
	return [...Map.groupBy(timed, (measurement) => measurement.case).values()].map((ofCase) => new Set(ofCase.map(({ round }) => round)).size);
}
function secondLook({ plan: { againFrom }, measurements }) {
	const again = measurements.filter(({ round }) => againFrom !== null && round >= againFrom);
	if (again.length === 0) return [];
	const rounds = new Set(again.map(({ round }) => round)).size;
	const cases = new Set(again.map((measurement) => measurement.case)).size;
	return [`${rounds} more looked again at ${countOf(cases, "case")}`];
}
function secondRunner({ secondRunner: runner }, markup) {
	if (runner === null) return [];
	const { machine, timings, plan } = runner;
	return [{
		title: "Second runner",
		text: `${describeMachine$1(machine, markup)}; ${formatDuration(timings.measuredMs - timings.builtMs)} of looking again (budget ${seconds(plan.budgetSeconds)})`
	}];
}
const unsettledShown = 2;
function unsettled({ cases }, markup) {
	const names = cases.flatMap(({ id, control, settling }) => settling !== null && !settling.settled && !control ? [markup.name(id)] : []);
	if (names.length === 0) return [];
	const shown = names.slice(0, unsettledShown);
	const rest = names.length - shown.length;
	const subject = rest > 0 ? `${shown.join(", ")} and ${countOf(rest, "other case")}` : shown.join(" and ");
	return [{
		title: "Not settled",
		text: names.length === 1 ? `${subject} was still getting faster after a quarter of a second of warming up: its time is not that of the finished code` : `${subject} were still getting faster after a quarter of a second of warming up: their times are not those of the finished code`
	}];
}
function sight(results) {
	if (groupRows(results).movedControls.length > 0) return [];
	const shares = results.comparisons.filter(isCompared).flatMap(({ gating, evidence }) => gating && evidence.kind === "rounds" && evidence.detectable !== null ? [evidence.detectable] : []).sort((one, other) => one - other);
	const [half, all] = [shares[Math.ceil(shares.length / 2) - 1], shares.at(-1)];
	if (half === void 0 || all === void 0) return [];
	return [{
		title: "Could have seen",
		text: shares.length === 1 ? `a change of ${formatShare(all)} and more` : `a change of ${formatShare(half)} and more in half of the ${shares.length} gating rows, of ${formatShare(all)} and more in all`
	}];
}
// src/report/caveats.ts
function caveats(results, markup) {
	const moved = groupRows(results).movedControls;
	return [
		...baseCaveat(results, markup),
		...lostCaveat(results, markup),
		...clockCaveat(moved, results.shards === null ? "run" : "shard", markup),
		...benchmarkCaveat(results, markup),
		...globalsCaveats(results, markup),
		...importedCaveat(results, markup)
	];
}
const filesShown = 3;
function benchmarkCaveat({ changedBenchmarks: files }, markup) {
	if (files.length === 0) return [];
	const named = files.slice(0, filesShown).map((file) => markup.name(file));
	const more = files.length > filesShown ? ` and ${files.length - filesShown} more` : "";
	const [what, whose] = files.length === 1 ? ["This benchmark file was itself changed", "its"] : ["These benchmark files were themselves changed", "their"];
	return [`${what}, so ${whose} cases may not do the same in base and head: ${named.join(", ")}${more}.`];
}
function globalsCaveats({ replacedGlobals }, markup) {
	return replacedGlobals.slice(0, filesShown).map(({ file, base, head }) => {
		const names = [.../* @__PURE__ */ new Set([...base, ...head])];
		const named = names.slice(0, filesShown).map((name) => markup.name(name));
		const more = names.length > filesShown ? ` and ${names.length - filesShown} more` : "";
		const where = base.length === 0 ? ", in head only" : head.length === 0 ? ", in base only" : "";
		return `${markup.name(file)} replaces ${named.join(", ")}${more} for all code of its process${where}.`;
	});
}
function importedCaveat({ imported, comparisons, base, machine }, markup) {
	const cases = new Set(imported.map((figure) => figure.case));
	const [first] = cases;
	if (first === void 0) return [];
	const named = cases.size === 1 ? markup.name(first) : `${markup.name(first)} and ${cases.size - 1} more`;
	const [were, them, they] = cases.size === 1 ? [
		"was",
		"it",
		"It does"
	] : [
		"were",
		"them",
		"They do"
	];
	if (!imported.some(({ arm }) => arm === "base")) return [`${named} ${were} measured by other tools, and nothing of ${them} was run again here.`];
	const before = base.kind === "absent" ? null : base.machine;
	return [`${named} ${were} measured by other tools, and nothing of ${them} could be run again. The base's figures are of ${before === null || sameMachine(before, machine) ? "another moment, and perhaps another machine" : `another moment and another machine (${markup.name(before.cpu)}, head here: ${markup.name(machine.cpu)})`}, so they may differ for other reasons than the change. ${comparisons.some((row) => row.gating && cases.has(row.case)) ? "The policy lets that turn the run red all the same" : `${they} not turn the run red`}.`];
}
function baseCaveat({ base }, markup) {
	switch (base.kind) {
		case "compared": return [];
		case "stored": return [`Only stored exact figures of the base were compared, because it could not be run here: ${markup.sentence(asSentence(base.reason))}`];
		case "absent": return [markup.sentence(asSentence(base.reason))];
	}
}
function lostCaveat({ shards }, markup) {
	return (shards ?? []).flatMap((shard) => {
		if (shard.kind !== "lost") return [];
		const cases = `${countOf(shard.cases.length, "case")} cannot be told`;
		return [`${markup.strong(`Shard ${shard.index} of ${shards?.length} is lost:`)} ${markup.sentence(shard.reason)}, so ${cases}.`];
	});
}
const controlsShown = 2;
function clockCaveat(moved, of, markup) {
	if (moved.length === 0) return [];
	const named = moved.slice(0, controlsShown).map((row) => `${markup.name(row.case)} came out ${formatChange(row)}`).join(" and ");
	const same = moved.length === 1 ? "it is the same program" : "they are the same program";
	return [`${markup.strong("Run it again:")} ${named} although ${same} on both sides, so the clock of this ${of} cannot be trusted and no timed row${of === "run" ? "" : " of it"} can be told.`];
}
function asSentence(text) {
	return /[.!?]\s*$/.test(text) ? text : `${text.trim()}.`;
}
// src/report/escape.ts
const nameLength = 100;
const sentenceLength = 300;
function visibleText(text, length = sentenceLength) {
	const line = text.slice(0, 32 * length).toWellFormed().replace(/[\s\p{Zl}\p{Zp}\u0085]+/gu, " ").replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, "�").trim();
	const characters = [...line];
	return characters.length <= length ? line : `${characters.slice(0, length - 1).join("")}…`;
}
function inlineCode(text, length = nameLength) {
	const visible = visibleText(text, length);
	if (visible === "") return "(empty)";
	return /[`|\\]/.test(visible) ? `<code>${references(visible)}</code>` : `\`${visible}\``;
}
function prose(text, length = sentenceLength) {
	const visible = visibleText(text, length);
	if (visible === "") return inlineCode(visible);
	return visible.split(/(?<=^|[\s(])`([^`]+)`(?=$|[\s.,;:)])/).map((span, i) => i % 2 === 1 ? inlineCode(span, length) : words(span, length)).join("");
}
function words(text, length) {
	return text.split(" ").map((word) => word === "" || isPlainWord(word) ? word : inlineCode(word, length)).join(" ");
}
function isPlainWord(word) {
	const harmless = /^[\p{L}\p{N}\p{M}±%→–—…−+=/().,:;'"’?!-]+$/u.test(word);
	const link = /:\/\/|www\.|mailto:|xmpp:/i.test(word);
	const reference = /GH-\d|:[\w+-]+:|(?:^|[^0-9a-z])[0-9a-f]{7,40}(?:[^0-9a-z]|$)/i.test(word);
	const listOrRule = /^[-+=.]+$|^\d+[.)]$/.test(word);
	return harmless && !link && !reference && !listOrRule;
}
function references(text) {
	return text.replace(/[!-,.:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
function linkTarget(address) {
	if (!/^https:\/\/[^\s/]/.test(address)) return null;
	return address.toWellFormed().replace(/[^A-Za-z0-9\-._~:/?#[\]@!$&*+,;=%]/gu, (character) => /[()']/.test(character) ? `%${character.charCodeAt(0).toString(16)}` : encodeURIComponent(character)).replace(/[[\]]/g, (bracket) => bracket === "[" ? "%5B" : "%5D");
}
function chartLabel(text, length = 36) {
	return visibleText(text, length).replace(/[^A-Za-z0-9 ./_+-]/gu, "?") || "?";
}
function logText(text, length = sentenceLength) {
	return visibleText(text, length).replace(/^::/, ": :").replaceAll("##[", "## [");
}
// src/report/chart.ts
const mostBars = 12;
function changeCharts(rows) {
	const bars = uniqueLabels(rows.flatMap((row) => isExact$1(row) ? [] : barOf$1(row)).toSorted((one, other) => other.percent - one.percent).slice(0, mostBars));
	if (bars.length < 2) return null;
	const worse = bars.filter((bar) => bar.worse);
	const better = bars.filter((bar) => !bar.worse);
	return [...worse.length > 0 ? [chart$1("Worse by, in % (middle of the interval)", "#d1242f", worse)] : [], ...better.length > 0 ? [chart$1("Better by, in % (middle of the interval)", "#1f883d", better)] : []].join("\n\n");
}
function barOf$1({ case: id, metric, direction, change }) {
	if (change === null) return [];
	return [{
		label: chartLabel(metric === "time" ? id : `${id} ${metric}`),
		percent: percentOfBase(change, direction),
		worse: change.estimate > 0
	}];
}
function uniqueLabels(bars) {
	const isRepeated = ({ label }, index) => bars.findIndex((bar) => bar.label === label) < index;
	return bars.map((bar, index) => isRepeated(bar, index) ? {
		...bar,
		label: `${bar.label} (${index + 1})`
	} : bar);
}
function chart$1(title, color, bars) {
	const settings = {
		themeVariables: { xyChart: { plotColorPalette: color } },
		xyChart: {
			height: 110 + 30 * bars.length,
			titleFontSize: 14
		}
	};
	return [
		"```mermaid",
		`%%{init: ${JSON.stringify(settings)}}%%`,
		"xychart-beta horizontal",
		`  title "${title}"`,
		`  x-axis [${bars.map(({ label }) => `"${label}"`).join(", ")}]`,
		`  y-axis 0 --> ${axisEnd(Math.max(...bars.map(({ percent }) => percent)))}`,
		`  bar [${bars.map(({ percent }) => percent.toFixed(2)).join(", ")}]`,
		"```"
	].join("\n");
}
function axisEnd(value) {
	const magnitude = 10 ** Math.floor(Math.log10(Math.max(value, .01)));
	const step = [
		1,
		1.5,
		2,
		3,
		5,
		7.5
	].find((candidate) => candidate * magnitude >= value) ?? 10;
	return Number((step * magnitude).toPrecision(2));
}
// node_modules/markdown-table/index.js
function defaultStringLength(value) {
	return value.length;
}
function markdownTable(table, options) {
	const settings = options || {};
	const align = (settings.align || []).concat();
	const stringLength = settings.stringLength || defaultStringLength;
	const alignments = [];
	const cellMatrix = [];
	const sizeMatrix = [];
	const longestCellByColumn = [];
	let mostCellsPerRow = 0;
	let rowIndex = -1;
	while (++rowIndex < table.length) {
		const row = [];
		const sizes = [];
		let columnIndex = -1;
		if (table[rowIndex].length > mostCellsPerRow) mostCellsPerRow = table[rowIndex].length;
		while (++columnIndex < table[rowIndex].length) {
			const cell = serialize(table[rowIndex][columnIndex]);
			if (settings.alignDelimiters !== false) {
				const size = stringLength(cell);
				sizes[columnIndex] = size;
				if (longestCellByColumn[columnIndex] === void 0 || size > longestCellByColumn[columnIndex]) longestCellByColumn[columnIndex] = size;
			}
			row.push(cell);
		}
		cellMatrix[rowIndex] = row;
		sizeMatrix[rowIndex] = sizes;
	}
	let columnIndex = -1;
	if (typeof align === "object" && "length" in align) while (++columnIndex < mostCellsPerRow) alignments[columnIndex] = toAlignment(align[columnIndex]);
	else {
		const code = toAlignment(align);
		while (++columnIndex < mostCellsPerRow) alignments[columnIndex] = code;
	}
	columnIndex = -1;
	const row = [];
	const sizes = [];
	while (++columnIndex < mostCellsPerRow) {
		const code = alignments[columnIndex];
		let before = "";
		let after = "";
		if (code === 99) {
			before = ":";
			after = ":";
		} else if (code === 108) before = ":";
		else if (code === 114) after = ":";
		let size = settings.alignDelimiters === false ? 1 : Math.max(1, longestCellByColumn[columnIndex] - before.length - after.length);
		const cell = before + "-".repeat(size) + after;
		if (settings.alignDelimiters !== false) {
			size = before.length + size + after.length;
			if (size > longestCellByColumn[columnIndex]) longestCellByColumn[columnIndex] = size;
			sizes[columnIndex] = size;
		}
		row[columnIndex] = cell;
	}
	cellMatrix.splice(1, 0, row);
	sizeMatrix.splice(1, 0, sizes);
	rowIndex = -1;
	const lines = [];
	while (++rowIndex < cellMatrix.length) {
		const row = cellMatrix[rowIndex];
		const sizes = sizeMatrix[rowIndex];
		const cellsInRow = settings.fillRows === false ? Math.max(1, cellMatrix[rowIndex === 1 ? 0 : rowIndex].length) : mostCellsPerRow;
		columnIndex = -1;
		const line = [];
		while (++columnIndex < cellsInRow) {
			const cell = row[columnIndex] || "";
			let before = "";
			let after = "";
			if (settings.alignDelimiters !== false) {
				const size = longestCellByColumn[columnIndex] - (sizes[columnIndex] || 0);
				const code = alignments[columnIndex];
				if (code === 114) before = " ".repeat(size);
				else if (code === 99) {
					const half = size / 2;
					if (size % 2) {
						before = " ".repeat(half + .5);
						after = " ".repeat(half - .5);
					} else {
						before = " ".repeat(half);
						after = before;
					}
				} else after = " ".repeat(size);
			}
			if (settings.delimiterStart !== false && !columnIndex) line.push("|");
			if (settings.padding !== false && !(settings.alignDelimiters === false && cell === "") && (settings.delimiterStart !== false || columnIndex)) line.push(" ");
			if (settings.alignDelimiters !== false) line.push(before);
			line.push(cell);
			if (settings.alignDelimiters !== false) line.push(after);
			if (settings.padding !== false) line.push(" ");
			if (settings.delimiterEnd !== false || columnIndex !== cellsInRow - 1) line.push("|");
		}
		lines.push(settings.delimiterEnd === false ? line.join("").replace(/ +$/, "") : line.join(""));
	}
	return lines.join("\n");
}
function serialize(value) {
	return value === null || value === void 0 ? "" : String(value);
}
function toAlignment(value) {
	const code = typeof value === "string" ? value.codePointAt(0) : 0;
	return code === 67 || code === 99 ? 99 : code === 76 || code === 108 ? 108 : code === 82 || code === 114 ? 114 : 0;
}
// src/report/table.ts
function left(title) {
	return {
		title,
		kind: "left"
	};
}
function right(title) {
	return {
		title,
		kind: "right"
	};
}
function figure$1(title) {
	return {
		title,
		kind: "figure"
	};
}
function dropEmptyColumns({ columns, rows }) {
	const kept = columns.flatMap((_, index) => rows.some((row) => row[index]) ? [index] : []);
	return {
		columns: columns.filter((_, index) => kept.includes(index)),
		rows: rows.map((row) => row.filter((_, index) => kept.includes(index)))
	};
}
function renderTable({ columns, rows }, style = "aligned") {
	const cells = rows.map((row) => row.map((cell, index) => columns[index]?.kind === "figure" ? unbroken(cell) : cell));
	return markdownTable([columns.map(({ title }) => title), ...cells], {
		align: columns.map(alignmentOf),
		alignDelimiters: style === "aligned",
		padding: style === "aligned",
		stringLength: visibleLength
	});
}
function renderPlainTable({ columns, rows }) {
	return markdownTable([columns.map(({ title }) => title), ...rows], {
		align: columns.map(alignmentOf),
		delimiterStart: false,
		delimiterEnd: false,
		stringLength: visibleLength
	}).split("\n").filter((_, index) => index !== 1).map((line) => line.trimEnd());
}
function alignmentOf({ kind }) {
	return kind === "left" ? "left" : "right";
}
function unbroken(text) {
	return text.replaceAll(" ", "\xA0");
}
function visibleLength(text) {
	return [...text.replace(/\u001b\[[0-9;]*m/g, "")].length;
}
// src/report/drift.ts
const newsFor = 30;
function isNews(drift) {
	return drift.some((each) => isWorse$1(each) && each.gating && each.ago < newsFor);
}
function driftSummary(drift) {
	const worse = drift.filter(isWorse$1).length;
	const better = drift.length - worse;
	if (better === 0) return `${countOf(worse, "figure")} got worse`;
	if (worse === 0) return `${countOf(better, "figure")} got better`;
	return `${countOf(worse, "figure")} got worse, ${better} got better`;
}
function driftTable(drift, markup) {
	return {
		columns: [
			left("Case"),
			left("Metric"),
			right("Change"),
			right("Over"),
			left("Commits"),
			right("Ended")
		],
		rows: drift.map((each) => [
			inlineCode(each.case),
			each.metric,
			driftChange(each),
			countOf(each.commits, "commit"),
			commitsOf(each, markup),
			endOf(each)
		])
	};
}
const driftProof = "A drift of a timed figure is added up from many runs. To prove it, measure both ends side by side: download their baseline artifacts and run `fuelgauge compare OLD NEW`.";
function driftChange({ metric, direction, change, figures }) {
	if (figures === null) return formatInterval(change, metric, direction);
	return formatDifference({
		base: figures.from,
		head: figures.to,
		unit: metrics[metric].unit,
		metric,
		direction
	});
}
function commitsOf({ from, to, commits }, markup) {
	if (to.sha === null) return markup.sentence(`until ${to.at}`, 40);
	if (commits === 1 || from.sha === null) return markup.commit(to.sha);
	return markup.range(from.sha, to.sha);
}
function endOf({ ago }) {
	return ago === 0 ? "now" : `${countOf(ago, "commit")} ago`;
}
const chartsShown = 3;
function driftCharts(drift) {
	const charts = [...new Map(drift.map((each) => [`${each.case} ${each.metric}`, each])).values()].slice(0, chartsShown).flatMap(chart);
	return charts.length === 0 ? null : charts.join("\n\n");
}
function chart(drift) {
	const percents = drift.levels.map((level) => 100 * level).filter(Number.isFinite);
	if (percents.length < 2) return [];
	const settings = {
		themeVariables: { xyChart: { plotColorPalette: isWorse$1(drift) ? "#d1242f" : "#1f883d" } },
		xyChart: {
			height: 220,
			titleFontSize: 14
		}
	};
	const [low, high] = [Math.min(...percents), Math.max(...percents)];
	const margin = Math.max((high - low) / 10, .1);
	return [[
		"```mermaid",
		`%%{init: ${JSON.stringify(settings)}}%%`,
		"xychart-beta",
		`  title "${chartLabel(`${drift.case} ${drift.metric}`, 60)}"`,
		`  x-axis "commits" 0 --> ${drift.span}`,
		`  y-axis "% of the first" ${Math.max(0, low - margin).toFixed(2)} --> ${(high + margin).toFixed(2)}`,
		`  line [${percents.map((percent) => percent.toFixed(2)).join(", ")}]`,
		"```"
	].join("\n")];
}
function isWorse$1({ change }) {
	return change.estimate > 0;
}
// src/report/figures.ts
function headFigures(results) {
	const { measurements, cases, comparisons, imported } = results;
	const directions = new Map(comparisons.map((row) => [`${row.case} ${row.metric}`, row.direction]));
	const directionOf = (id, metric) => directions.get(`${id} ${metric}`) ?? metrics[metric].direction;
	const ofHead = Map.groupBy(measurements.filter(({ arm }) => arm === "head"), (measurement) => measurement.case);
	return [...[.../* @__PURE__ */ new Set([...cases.map(({ id }) => id), ...ofHead.keys()])].flatMap((id) => metricNames.flatMap((metric) => {
		const ofMetric = (ofHead.get(id) ?? []).filter((measurement) => measurement.metric === metric);
		return ofMetric.length === 0 ? [] : [headFigure$1(id, metric, ofMetric, directionOf(id, metric))];
	})), ...imported.filter(({ arm }) => arm === "head").map(importedHead)];
}
function importedHead({ case: id, metric, unit, samples }) {
	return {
		case: id,
		metric,
		unit,
		...middleOf$1(samples.toSorted((one, other) => one - other)),
		rounds: 0
	};
}
function headFigure$1(id, metric, measurements, direction) {
	const { unit, kind } = metrics[metric];
	const figures = [...Map.groupBy(measurements, ({ round }) => round).values()].flatMap((ofRound) => {
		return roundFigure(ofRound.flatMap((measurement) => measurement.samples), direction) ?? [];
	}).sort((one, other) => one - other);
	const { median, spread } = middleOf$1(figures);
	return {
		case: id,
		metric,
		unit,
		median,
		spread: kind === "exact" ? null : spread,
		rounds: figures.length
	};
}
function middleOf$1(sorted) {
	const [low, high] = [quantile$1(sorted, .05), quantile$1(sorted, .95)];
	return {
		median: quantile$1(sorted, .5),
		spread: sorted.length < 2 ? null : {
			low,
			high
		}
	};
}
function quantile$1(sorted, share) {
	const position = (sorted.length - 1) * share;
	const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
	return below + (above - below) * (position - Math.floor(position));
}
// src/report/fit.ts
function fitBlocks(blocks, limit) {
	const write = (kept, style) => `${blocks.map((block, index) => block.render(kept[index] ?? 0, style)).filter(Boolean).join("\n\n")}\n`;
	const kept = blocks.map(({ rows }) => rows);
	const fits = () => byteLength(write(kept, "compact")) <= limit;
	const whole = write(kept, "aligned");
	if (byteLength(whole) <= limit) return whole;
	const order = blocks.flatMap(({ givesWay }, index) => givesWay === null ? [] : [{
		index,
		givesWay
	}]).sort((one, other) => one.givesWay - other.givesWay);
	for (const { index } of order) {
		if (fits()) break;
		kept[index] = mostThat(blocks[index]?.rows ?? 0, (rows) => {
			kept[index] = rows;
			return fits();
		});
	}
	return write(kept, "compact");
}
function mostThat(most, suits) {
	let [low, high] = [0, most];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (suits(middle)) low = middle;
		else high = middle - 1;
	}
	return low;
}
function byteLength(text) {
	let bytes = 0;
	for (const character of text) {
		const point = character.codePointAt(0) ?? 0;
		bytes += point < 128 ? 1 : point < 2048 ? 2 : point < 65536 ? 3 : 4;
	}
	return bytes;
}
// src/report/markup.ts
function markdownMarkup(repository) {
	const link = (address, short) => address === null ? short : `[${short}](${address})`;
	return {
		name: (text) => inlineCode(text),
		sentence: (text, length) => prose(text, length),
		strong: (text) => `**${text}**`,
		commit: (sha) => link(commitAddress(repository, sha), inlineCode(shortSha(sha))),
		range: (from, to) => link(rangeAddress(repository, from, to), inlineCode(rangeText(from, to)))
	};
}
const plainMarkup = {
	name: (text) => logText(text, 100),
	sentence: (text, length) => logText(text, length),
	strong: (text) => text,
	commit: (sha) => logText(shortSha(sha), 64),
	range: (from, to) => logText(rangeText(from, to), 128)
};
function commitAddress(repository, sha) {
	const address = pageOf(repository);
	return address !== null && isSha(sha) ? `${address}/commit/${sha}` : null;
}
function rangeAddress(repository, from, to) {
	const address = pageOf(repository);
	return address !== null && isSha(from) && isSha(to) ? `${address}/compare/${from}...${to}` : null;
}
function pageOf(repository) {
	return repository === void 0 ? null : linkTarget(repository.replace(/\/+$/, ""));
}
function isSha(text) {
	return /^[0-9a-f]{7,64}$/.test(text);
}
function rangeText(from, to) {
	return `${shortSha(from)}..${shortSha(to)}`;
}
// src/report/tables.ts
const namesInCell = 3;
function changeTable(rows) {
	const metricOf = metricCells(rows);
	const figuresOf = figureCells(rows);
	return dropEmptyColumns({
		columns: [
			left("Case"),
			left("Metric"),
			figure$1("Base"),
			figure$1("Head"),
			right("Change"),
			right("Again"),
			figure$1("Could have seen"),
			left("Why")
		],
		rows: rows.map((row) => [
			inlineCode(row.case),
			metricOf(row),
			...figuresOf(row),
			formatChange(row),
			formatAgain(row),
			sightOf(row),
			["reason" in row ? prose(row.reason) : "", isImported(row) ? "by another tool, not run again" : ""].filter(Boolean).join("; ")
		])
	});
}
function failureTable(failures) {
	return {
		columns: [
			left("Case"),
			left("Fails in"),
			left("Message")
		],
		rows: failures.map(({ case: id, where, message }) => [
			inlineCode(id),
			where,
			inlineCode(withoutStack(message), 300)
		])
	};
}
function incomparableTable(rows) {
	const byReason = Map.groupBy(rows, ({ reason }) => reason);
	return {
		columns: [left("Cases"), left("Why")],
		rows: [...byReason].map(([reason, ofReason]) => [namesOf([...new Set(ofReason.map((row) => row.case))]), prose(reason)])
	};
}
function nondeterministicTable(rows) {
	return {
		columns: [
			left("Case"),
			left("Metric"),
			figure$1("Base"),
			figure$1("Head")
		],
		rows: rows.map((row) => [
			inlineCode(row.case),
			metricName(row.metric),
			formatRuns(row.runs.base, row.unit),
			formatRuns(row.runs.head, row.unit)
		])
	};
}
function formatRuns(runs, unit) {
	const values = [...new Set(runs)].sort((one, other) => one - other);
	return values.length === 0 ? "–" : values.map((value) => formatExactFigure(value, unit)).join(" or ");
}
const functionsShown$1 = 5;
function functionTable(rows, changes) {
	return {
		columns: [
			left("Case"),
			left("Function"),
			figure$1("Base"),
			figure$1("Head"),
			figure$1("Difference")
		],
		rows: rows.flatMap((row) => {
			const { shown, more } = changedFunctions(row, changes, functionsShown$1);
			const cells = shown.map(({ function: name, base, head }, index) => [
				index === 0 ? inlineCode(row.case) : "",
				inlineCode(name),
				formatExactFigure(base, "units"),
				formatExactFigure(head, "units"),
				formatSigned(head - base)
			]);
			return more === 0 ? cells : [...cells, [
				"",
				`and ${countOf(more, "more function")}`,
				"",
				"",
				""
			]];
		})
	};
}
function changedFunctions(row, changes, most) {
	const change = row.metric === "fuel" ? changes.find((each) => each.case === row.case) : void 0;
	const functions = change?.functions ?? [];
	const cut = Math.max(0, functions.length - most);
	return {
		shown: functions.slice(0, most),
		more: cut + (change?.more ?? 0)
	};
}
function oneSidedTable(rows) {
	const byCase = Map.groupBy(rows, ({ case: id, verdict }) => `${verdict} ${id}`);
	return {
		columns: [
			left("Case"),
			left(""),
			left("Figures")
		],
		rows: [...byCase.values()].flatMap((ofCase) => {
			const [first] = ofCase;
			if (first === void 0) return [];
			const figures = ofCase.map((row) => `${metricName(row.metric)} ${formatFigure(row.verdict === "added" ? row.head : row.base, row.unit)}`);
			return [[
				inlineCode(first.case),
				first.verdict,
				figures.join(", ")
			]];
		})
	};
}
function figureTable(figures) {
	const metricOf = metricCells(figures);
	return dropEmptyColumns({
		columns: [
			left("Case"),
			left("Metric"),
			figure$1("Median"),
			figure$1("5th to 95th percentile of the rounds")
		],
		rows: figures.map((each) => [
			inlineCode(each.case),
			metricOf(each),
			formatFigure(each.median, each.unit),
			spreadOf$1(each)
		])
	});
}
function spreadOf$1({ median, spread, unit }) {
	if (spread === null) return "";
	const scale = scaleOf(median, unit);
	return `${formatFigure(spread.low, unit, scale)} to ${formatFigure(spread.high, unit, scale)}`;
}
function targetTable(targets) {
	return dropEmptyColumns({
		columns: [
			left("Target"),
			left("Case"),
			figure$1("Should be"),
			figure$1("Acceptable"),
			figure$1("Critical from"),
			figure$1("Measured"),
			left("")
		],
		rows: targets.map((target) => [
			prose(target.name),
			inlineCode(target.case),
			formatBound(target),
			target.acceptable === null ? "" : formatLimit(target.acceptable, target.unit),
			target.critical === null ? "" : formatLimit(target.critical, target.unit),
			target.measured === null ? "–" : formatMeasured(target.measured, target.unit),
			`${levelMark(target)}${levelName(target)}`
		])
	});
}
function levelMark(target) {
	if (target.level === null) return "";
	return target.level === "met" ? "✅ " : isMissed(target) ? "❌ " : "🟡 ";
}
function levelName({ level, acceptable }) {
	if (level === null) return "no figure";
	return level === "poor" && acceptable === null ? "missed" : level;
}
function targetsMet(targets) {
	const count = (wanted) => targets.filter(({ level }) => level === wanted).length;
	const [met, acceptable] = [count("met"), count("acceptable")];
	const rest = acceptable === 0 ? "" : `, ${acceptable} acceptable`;
	return `${met} of ${countOf(targets.length, "target")} met${rest}`;
}
function missedAdvice(targets) {
	return targets.filter((target) => isMissed(target) && target.advice.length > 0).map(({ name, advice }) => [`- ${prose(name)}`, ...advice.map((line) => `  - ${prose(line)}`)].join("\n")).join("\n");
}
function metricCells(rows) {
	const onlyTime = rows.every(({ metric }) => metric === "time");
	return ({ metric }) => onlyTime ? "" : metricName(metric);
}
function metricName(metric) {
	return isMetric(metric) ? metric : inlineCode(metric);
}
function figureCells(rows) {
	const units = new Set(rows.map(({ unit }) => unit));
	const [unit] = units;
	const shared = units.size === 1 && unit ? commonScale(rows.flatMap(({ base, head }) => [base, head]), unit) : null;
	return (row) => {
		if (isExact$1(row) && row.base !== row.head) return [formatExactFigure(row.base, row.unit), formatExactFigure(row.head, row.unit)];
		const scale = shared ?? commonScale([row.base, row.head], row.unit) ?? scaleOf(row.head, row.unit);
		return [formatFigure(row.base, row.unit, scale), formatFigure(row.head, row.unit, scale)];
	};
}
function withoutStack(message) {
	return message.split("\n").filter((line) => !/^\s+at /.test(line)).join("\n");
}
function sightOf({ verdict, evidence }) {
	if (verdict === "regressed" || verdict === "suspected" || verdict === "improved" || evidence.kind === "exact" || evidence.detectable === null) return "";
	return `≥ ${formatShare(evidence.detectable)}`;
}
function namesOf(names) {
	const shown = names.slice(0, namesInCell).map((name) => inlineCode(name));
	const more = names.length - shown.length;
	return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
// src/report/verdict-sentence.ts
function verdictSentence(results, markup) {
	const groups = groupRows(results);
	const lead = (words) => markup.strong(words);
	switch (results.verdict) {
		case "failed": return `${lead("Failed:")} ${failure(groups, markup)}.`;
		case "mixed": return `${lead("Mixed:")} ${sentenceOf([
			changes(groups.regressions, markup),
			suspected(groups),
			changes(improved(groups), markup)
		])}.`;
		case "regressed": return `${lead("Regressed:")} ${sentenceOf([changes(groups.regressions, markup), suspected(groups)])}.`;
		case "no-baseline": return `${lead("No baseline yet:")} ${noBaseline(results)}.`;
		case "inconclusive": return `${lead("Cannot tell:")} ${sentenceOf([
			untold(groups),
			unchanged(groups),
			accepted$1(groups)
		])}.`;
		case "improved": return `${lead("Improved:")} ${changes(improved(groups), markup)}.`;
		case "unchanged": return `${lead("No change")} ${sentenceOf([
			allUnchanged(groups),
			sameFuel(groups),
			accepted$1(groups),
			notGating(groups)
		])}.`;
	}
}
const verdictMarks = {
	failed: "❌",
	mixed: "🔴",
	regressed: "🔴",
	"no-baseline": "⚪",
	inconclusive: "🟡",
	improved: "🟢",
	unchanged: "🟢"
};
function failure({ failures }, markup) {
	const broken = failures.filter((failed) => failed.broken);
	const [first] = broken;
	if (first === void 0) return "the run broke before it could tell anything";
	const others = broken.length - 1;
	const rest = others === 0 ? "" : ` and ${countOf(others, "other case")}`;
	return `${markup.name(first.case)}${rest} ${others === 0 ? "throws or answers" : "throw or answer"} wrong in head`;
}
function changes(rows, markup) {
	const [first, second] = rows;
	if (first === void 0) return "no row is named";
	if (second === void 0) return changeOf$1(first, markup);
	if (rows.length === 2) return `${changeOf$1(first, markup)} and ${changeOf$1(second, markup)}`;
	return `${changeOf$1(first, markup)} and ${rows.length - 1} more rows ${first.verdict}`;
}
function changeOf$1(row, markup) {
	const isNamed = row.metric === "time" || verbOf(row.metric) === "has" || isExact$1(row);
	const metric = isMetric(row.metric) ? isNamed ? "" : ` (${row.metric})` : ` (${markup.name(row.metric)})`;
	const figures = isExact$1(row) ? ` (${formatExactFigure(row.base, row.unit)} → ${formatExactFigure(row.head, row.unit)})` : "";
	return `${markup.name(row.case)}${metric} ${verbOf(row.metric)} ${formatChange(row)}${figures}`;
}
function improved({ improvements }) {
	const gating = improvements.filter((row) => row.gating);
	return gating.length > 0 ? gating : improvements;
}
function noBaseline({ measurements, imported, cases }) {
	const ofHead = (records) => new Set(records.filter(({ arm }) => arm === "head").map((each) => each.case));
	const measured = ofHead(measurements);
	const own = cases.filter(({ id, control }) => measured.has(id) && !control).length;
	return `${countOf(own + ofHead(imported).size, "case")} measured, nothing to compare with`;
}
function suspected({ suspected: rows }) {
	return rows.length > 0 && countOf(rows.length, "suspected regression");
}
function untold(groups) {
	const { inconclusive, incomparable, nondeterministic, failures, movedControls } = groups;
	const gating = incomparable.filter((row) => row.gating).length;
	const wavering = nondeterministic.filter((row) => row.gating).length;
	return sentenceOf([
		movedControls.length > 0 && `${countOf(movedControls.length, "control")} moved`,
		suspected(groups),
		inconclusive.length > 0 && `${countOf(inconclusive.length, "row")} could go either way`,
		gating > 0 && `${countOf(gating, "row")} cannot be compared`,
		wavering > 0 && `${countOf(wavering, "row")} ${wavering === 1 ? "is" : "are"} not the same in every run`,
		failures.length > 0 && `${countOf(failures.length, "case")} cannot be compared because base fails`
	]);
}
function unchanged({ unchanged: rows, improvements }) {
	const timed = rows.filter((row) => !isExact$1(row));
	return sentenceOf([improvements.length > 0 && `${countOf(improvements.length, "row")} improved`, timed.length > 0 && `no change ${floors(timed)} in ${countOf(timed.length, "other")}`]);
}
function allUnchanged({ unchanged: rows }) {
	const timed = rows.filter((row) => !isExact$1(row));
	if (timed.length > 0) return `${floors(timed)} in ${countOf(timed.length, "row")}`;
	if (rows.length === 0) return "in any row that can turn the run red";
	return `in ${countOf(rows.length, "exact figure")}`;
}
function sameFuel({ unchanged: rows }) {
	const fuel = rows.filter(({ metric }) => metric === "fuel").length;
	return fuel > 0 && rows.some((row) => !isExact$1(row)) && `fuel the same to the unit in ${countOf(fuel, "case")}`;
}
function accepted$1({ known }) {
	const count = known.filter(({ waiver }) => waiver?.standing === "applies").length;
	return count > 0 && `${countOf(count, "known regression")} ${count === 1 ? "is" : "are"} waived`;
}
function notGating({ notGating: rows }) {
	const exact = rows.filter(isExact$1).length;
	const timed = rows.length - exact;
	return sentenceOf([exact > 0 && `${countOf(exact, "exact figure")} ${exact === 1 ? "differs" : "differ"}`, timed > 0 && `${countOf(timed, "row")} that ${timed === 1 ? "does" : "do"} not gate got worse`]);
}
function floors(rows) {
	const values = rows.flatMap(({ evidence }) => evidence.kind === "exact" ? [] : [evidence.floor]);
	const [low, high] = [Math.min(...values), Math.max(...values)];
	return low === high ? `beyond ±${formatShare(high)}` : `beyond ±${formatShare(low)} to ±${formatShare(high)}`;
}
function sentenceOf(clauses) {
	return clauses.filter(Boolean).join("; ");
}
// src/report/waivers.ts
function knownRegressionTable(rows) {
	const figuresOf = figureCells(rows);
	return dropEmptyColumns({
		columns: [
			left("Case"),
			left("Metric"),
			figure$1("Base"),
			figure$1("Head"),
			right("Change"),
			right("Again"),
			left("Accepted"),
			left("Reason")
		],
		rows: rows.flatMap((row) => row.waiver === null ? [] : [[
			inlineCode(row.case),
			metricName(row.metric),
			...figuresOf(row),
			formatChange(row),
			formatAgain(row),
			accepted(row.waiver),
			prose(row.waiver.reason)
		]])
	});
}
function idleWaiverTable(idle) {
	return {
		columns: [
			left("Cases"),
			left("Metric"),
			left("Accepted"),
			left("Reason")
		],
		rows: idle.map((waiver) => [
			inlineCode(waiver.case),
			waiver.metric,
			accepted(waiver),
			prose(waiver.reason)
		])
	};
}
function idleWaiverSummary(idle) {
	const expired = idle.filter(({ standing }) => standing === "expired").length;
	const words = `${countOf(idle.length, "waiver")} without a regression`;
	return expired === 0 ? words : `${words}, ${expired} of them expired`;
}
function idleWaivers({ waivers, startedAt }, known) {
	const today = startedAt.slice(0, 10);
	const isOf = (waiver, row) => row.metric === waiver.metric && row.waiver?.reason === waiver.reason && row.waiver.ceiling === waiver.ceiling && row.waiver.expires === waiver.expires;
	return waivers.filter((waiver) => !known.some((row) => isOf(waiver, row))).map((waiver) => ({
		...waiver,
		standing: today > waiver.expires ? "expired" : "applies"
	}));
}
function accepted({ ceiling, expires, standing }) {
	const terms = `up to ${formatShare(ceiling)}, until ${prose(expires, 20)}`;
	return standing === "applies" ? terms : `❌ ${standing}: ${terms}`;
}
// src/report/markdown.ts
const summaryLimit = 1048576;
const commentLimit = 65536;
function renderReport(results, links) {
	return fitBlocks(blocksOf(results, links), summaryLimit);
}
function renderComment(results, links, { marker, limit = commentLimit, notice = "" }) {
	return fitBlocks([fixed(marker), ...blocksOf(results, links, notice)], limit);
}
function renderBroken(message, { run }) {
	const lines = message.split("\n").filter((line) => line.trim() !== "").slice(0, 20);
	const target = run === void 0 ? null : linkTarget(run);
	return [
		`### ${verdictMarks.failed} **Failed:** this run could not finish.`,
		lines.map((line) => inlineCode(line, 300)).join("<br>\n"),
		...target === null ? [] : [`[The log of the run](${target})`],
		""
	].join("\n\n");
}
function blocksOf(results, links, notice = "") {
	const markup = markdownMarkup(links.repository);
	const groups = groupRows(results);
	const idle = idleWaivers(results, groups.known);
	const more = moreIn(links);
	const functionsOf = (rows, givesWay) => {
		const table = functionTable(rows, results.profileChanges);
		return whole(table.rows.length === 0 ? null : details("Which functions burn more fuel, or less", renderTable(table)), givesWay);
	};
	return [
		fixed(`### ${verdictMarks[results.verdict]} ${verdictSentence(results, markup)}`),
		fixed([notice, ...caveats(results, markup)].filter(Boolean).join("\n\n")),
		section$1({
			title: "Regressions",
			table: changeTable(groups.regressions),
			givesWay: 15,
			more
		}),
		functionsOf(groups.regressions, 6),
		section$1({
			title: "Suspected regressions",
			table: changeTable(groups.suspected),
			givesWay: 14,
			more
		}),
		section$1({
			title: "Failed cases",
			table: failureTable(groups.failures),
			givesWay: 14,
			more
		}),
		section$1({
			title: "Known regressions",
			table: knownRegressionTable(groups.known),
			givesWay: 13,
			more
		}),
		section$1({
			title: "Changes that do not turn the run red",
			table: changeTable(groups.notGating),
			givesWay: 13,
			more
		}),
		functionsOf(groups.notGating, 3),
		section$1({
			title: "Improvements",
			table: changeTable(groups.improvements),
			givesWay: 12,
			more
		}),
		functionsOf(groups.improvements, 4),
		whole(changeCharts([...groups.regressions, ...groups.improvements]), 5),
		inconclusiveBlock(groups.inconclusive, more),
		section$1({
			title: "Cannot be compared",
			table: incomparableTable(groups.incomparable),
			givesWay: 10,
			more
		}),
		section$1({
			title: "Not the same in every run",
			table: nondeterministicTable(groups.nondeterministic),
			givesWay: 10,
			more
		}),
		section$1({
			title: "Added and removed",
			table: oneSidedTable([...groups.added, ...groups.removed]),
			givesWay: 9,
			more
		}),
		section$1({
			title: "Figures of head",
			table: headOnlyTable(results),
			givesWay: 8,
			more
		}),
		...driftBlocks(results, markup, more),
		...targetBlocks(results, more),
		folded$1({
			summary: idleWaiverSummary(idle),
			table: idleWaiverTable(idle),
			givesWay: 2,
			more
		}),
		folded$1({
			summary: `${countOf(groups.inconclusiveAside.length, "row")} that cannot turn the run red could not be told`,
			table: changeTable(groups.inconclusiveAside),
			givesWay: 2,
			more
		}),
		folded$1({
			summary: unchangedSummary(groups.unchanged),
			table: changeTable(groups.unchanged),
			givesWay: 1,
			more
		}),
		fixed(footer$1(results, links, markup))
	];
}
const inconclusiveShown = 8;
function inconclusiveBlock(rows, more) {
	const table = changeTable(rows);
	return rows.length > inconclusiveShown ? folded$1({
		summary: `${countOf(rows.length, "row")} could not be told`,
		table,
		givesWay: 11,
		more
	}) : section$1({
		title: "Could not be told",
		table,
		givesWay: 11,
		more
	});
}
function headOnlyTable(results) {
	return figureTable(results.base.kind === "absent" ? headFigures(results) : []);
}
function driftBlocks({ drift }, markup, more) {
	const title = "Drift of the base branch";
	const table = driftTable(drift, markup);
	const below = [driftProof, driftCharts(drift)].filter((part) => part !== null).join("\n\n");
	if (!isNews(drift)) return [folded$1({
		summary: `${title}: ${driftSummary(drift)}`,
		table,
		below,
		givesWay: 1,
		more
	})];
	return [section$1({
		title: `${title}: ${driftSummary(drift)}`,
		table,
		givesWay: 6,
		more
	}), whole(details("Where it went, and how to prove it", below), 2)];
}
function targetBlocks({ targets }, more) {
	if (targets.length === 0) return [];
	const missed = targets.filter(isMissed).length;
	const advice = missedAdvice(targets);
	const table = targetTable(targets);
	if (missed === 0) return [folded$1({
		summary: targetsMet(targets),
		table,
		givesWay: 3,
		more
	})];
	return [section$1({
		title: targetsMet(targets),
		table,
		givesWay: 7,
		more
	}), whole(advice === "" ? null : details(`What to look at for ${countOf(missed, "missed target")}`, advice), 3)];
}
function unchangedSummary(rows) {
	const timed = rows.filter((row) => !isExact$1(row));
	return `${countOf(rows.length, "unchanged row")}${timed.length > 0 ? `: no change ${floors(timed)}` : ""}`;
}
function footer$1(results, links, markup) {
	const facts = provenanceOf(results, markup).map(({ title, text }) => `**${title}:** ${text}`);
	const pages = [
		link$1("the report with charts, and every sample", links.artifact),
		link$1("this run", links.run),
		`Fuelgauge ${markup.sentence(results.fuelgauge, 40)}`
	].filter(Boolean);
	return ["---", `<sub>${[...facts, pages.join(" · ")].join("<br>")}</sub>`].join("\n\n");
}
function link$1(text, address) {
	const target = address === void 0 ? null : linkTarget(address);
	return target === null ? "" : `[${text}](${target})`;
}
function moreIn({ artifact }) {
	const target = link$1("the full report", artifact);
	return target === "" ? "" : `, all in ${target}`;
}
function section$1({ title, table, givesWay, more }) {
	const { columns, rows } = table;
	return {
		givesWay,
		rows: rows.length,
		render(kept, style) {
			if (rows.length === 0) return "";
			const shown = kept === 0 ? "" : renderTable({
				columns,
				rows: rows.slice(0, kept)
			}, style);
			const cut = rows.length - kept;
			const rest = cut === 0 ? "" : kept === 0 ? `${countOf(cut, "row")}${more}` : `… and ${cut} more${more}`;
			return [
				`#### ${title}`,
				shown,
				rest
			].filter(Boolean).join("\n\n");
		}
	};
}
function folded$1({ summary, table, below, givesWay, more }) {
	return {
		givesWay,
		rows: 1,
		render(kept, style) {
			if (table.rows.length === 0) return "";
			const content = [renderTable(table, style), ...below === void 0 ? [] : [below]].join("\n\n");
			return kept === 0 ? `${summary}${more}` : details(summary, content);
		}
	};
}
function whole(text, givesWay) {
	return {
		givesWay,
		rows: 1,
		render: (kept) => kept === 0 ? "" : text ?? ""
	};
}
function fixed(text) {
	return {
		givesWay: null,
		rows: 0,
		render: () => text
	};
}
function details(summary, content) {
	return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
// src/analysis/branch.ts
function branchOf(history) {
	const path = pathToNewest(history);
	const newest = path.at(-1)?.line;
	const series = Object.keys(newest?.head ?? {}).flatMap((key) => emptySeries(key, path.length));
	const timed = series.flatMap(({ key, series: each }) => each.kind === "timed" ? [{
		key,
		each
	}] : []);
	const exact = series.flatMap(({ key, series: each }) => each.kind === "exact" ? [{
		key,
		each
	}] : []);
	for (const [position, { line, follows }] of path.entries()) {
		for (const { key, each } of exact) {
			if (each.metric === "fuel" && line.fuelContract !== newest?.fuelContract) continue;
			each.figures[position] = line.head[key] ?? NaN;
		}
		if (!follows) continue;
		for (const { key, each } of timed) {
			const change = line.change[key];
			if (change === void 0) continue;
			const [low, estimate, high] = change;
			const error = (Math.log1p(high) - Math.log1p(low)) / standardErrors;
			if (!Number.isFinite(error)) continue;
			each.changes[position] = Math.log1p(estimate);
			each.errors[position] = error;
		}
	}
	return {
		commits: path.map(({ line: { sha, at } }) => ({
			sha,
			at
		})),
		series: series.map(({ series: each }) => each)
	};
}
const standardErrors = 5.1516;
function pathToNewest(history) {
	const indexes = new Map(history.flatMap(({ sha }, index) => sha === null ? [] : [[sha, index]]));
	const path = [];
	let index = history.length - 1;
	for (let line = history[index]; line !== void 0; line = history[index]) {
		const base = line.baseSha === null ? index - 1 : indexes.get(line.baseSha);
		const follows = base !== void 0 && base >= 0 && base < index;
		path.push({
			line,
			follows
		});
		index = follows ? base : index - 1;
	}
	return path.reverse();
}
function emptySeries(key, length) {
	const space = key.lastIndexOf(" ");
	const metric = metricNames.find((name) => name === key.slice(space + 1));
	if (metric === void 0) return [];
	const nothing = () => new Float64Array(length).fill(NaN);
	const id = key.slice(0, space);
	return [{
		key,
		series: metrics[metric].kind === "timed" ? {
			kind: "timed",
			case: id,
			metric,
			changes: nothing(),
			errors: nothing()
		} : {
			kind: "exact",
			case: id,
			metric,
			figures: nothing()
		}
	}];
}
// src/analysis/ratios.ts
function ratiosOfFigures(figures, direction) {
	return roundRatios(figures, direction, (base, head, control) => {
		if (!(Math.min(base, head, control) > 0)) return null;
		return {
			change: Math.log(head) - (Math.log(base) + Math.log(control)) / 2,
			control: Math.log(control) - Math.log(base)
		};
	});
}
function ratiosOfTurns(samples, direction) {
	return roundRatios(samples, direction, (base, head, control) => {
		const toBase = medianLogRatio(head, base);
		const toControl = medianLogRatio(head, control);
		const ofBases = medianLogRatio(control, base);
		if (toBase === null || toControl === null || ofBases === null) return null;
		return {
			change: (toBase + toControl) / 2,
			control: ofBases
		};
	});
}
function roundRatios(arms, direction, ratioOf) {
	const sign = direction === "lower" ? 1 : -1;
	const ratios = [];
	for (const [round, head] of arms.head) {
		const [base, control] = [arms.base.get(round), arms.control.get(round)];
		if (base === void 0 || control === void 0) continue;
		const ratio = ratioOf(base, head, control);
		if (ratio) ratios.push({
			round,
			change: sign * ratio.change + 0,
			control: sign * ratio.control + 0
		});
	}
	return ratios;
}
function medianLogRatio(over, under) {
	const ratios = new Float64Array(Math.min(over.length, under.length));
	let length = 0;
	for (let turn = 0; turn < ratios.length; turn++) {
		const ratio = (over[turn] ?? 0) / (under[turn] ?? 0);
		if (ratio > 0 && ratio < Number.POSITIVE_INFINITY) ratios[length++] = ratio;
	}
	const sorted = ratios.subarray(0, length).sort();
	const low = sorted[Math.floor((length - 1) / 2)];
	const high = sorted[Math.floor(length / 2)];
	return low === void 0 || high === void 0 ? null : (Math.log(low) + Math.log(high)) / 2;
}
// src/analysis/charts.ts
function chartsOf(results, history) {
	return {
		figures: [...rowFigures(results), ...importedFigures(results)],
		history: branchHistory(results, history)
	};
}
function rowFigures({ measurements, cases, comparisons }) {
	const directionOf = directionsIn(comparisons);
	const inTurns = new Set(cases.filter(({ isolation }) => isolation === "turns").map(({ id }) => id));
	const timed = measurements.filter(({ metric }) => metrics[metric].kind === "timed");
	return [...Map.groupBy(timed, (measurement) => measurement.case)].flatMap(([id, ofCase]) => Array.from(samplesOfCase(ofCase), ([metric, samples]) => {
		const row = {
			case: id,
			metric
		};
		return figuresOfRow(row, samples, {
			direction: directionOf(row),
			inTurns: inTurns.has(id)
		});
	}));
}
const samplesShown = 60;
function importedFigures({ imported }) {
	return [...Map.groupBy(imported, keyOf$1).values()].flatMap((ofRow) => {
		const samplesOf = (arm) => ofRow.find((each) => each.arm === arm)?.samples ?? [];
		const [first] = ofRow;
		const [base, head] = [samplesOf("base"), samplesOf("head")];
		if (first === void 0 || (/* @__PURE__ */ new Set([...base, ...head])).size < 2) return [];
		const { case: id, metric, unit } = first;
		const none = {
			rounds: [],
			figures: {
				base: [],
				head: [],
				control: []
			},
			change: [],
			control: []
		};
		const samples = {
			base: base.slice(0, samplesShown),
			head: head.slice(0, samplesShown)
		};
		return [{
			case: id,
			metric,
			unit,
			...none,
			samples,
			distribution: spreadOf(base, head)
		}];
	});
}
function directionsIn(rows) {
	const directions = new Map(rows.map((row) => [keyOf$1(row), row.direction]));
	return (row) => directions.get(keyOf$1(row)) ?? metrics[row.metric].direction;
}
function keyOf$1(row) {
	return `${row.case} ${row.metric}`;
}
function figuresOfRow(row, samples, { direction, inTurns }) {
	const figures = figuresOfArms(samples, direction);
	const ratios = inTurns ? ratiosOfTurns(samples, direction) : ratiosOfFigures(figures, direction);
	const ratioOf = new Map(ratios.map((ratio) => [ratio.round, ratio]));
	const rounds = roundsOf(figures);
	const digits = (value) => value === void 0 ? null : Number(value.toPrecision(6));
	const figuresIn = (arm) => rounds.map((round) => digits(figures[arm].get(round)));
	return {
		...row,
		unit: metrics[row.metric].unit,
		rounds,
		figures: {
			base: figuresIn("base"),
			head: figuresIn("head"),
			control: figuresIn("control")
		},
		change: rounds.map((round) => digits(ratioOf.get(round)?.change)),
		control: rounds.map((round) => digits(ratioOf.get(round)?.control)),
		distribution: distributionOf(samples)
	};
}
function roundsOf(figures) {
	return [...new Set(arms.flatMap((arm) => [...figures[arm].keys()]))].sort((one, other) => one - other);
}
const bins = 48;
const fewestSamples = 40;
const cutOff = {
	below: .002,
	above: .01
};
function distributionOf(samples) {
	return spreadOf(pooled(samples.base, samples.control), pooled(samples.head));
}
function spreadOf(base, head) {
	if (head.length < fewestSamples) return null;
	const all = new Float64Array(base.length + head.length);
	all.set(base);
	all.set(head, base.length);
	all.sort();
	const at = (share) => all[Math.round(share * (all.length - 1))] ?? 0;
	const [from, to] = [at(cutOff.below), at(1 - cutOff.above)];
	if (!(to > from)) return null;
	const ofBase = countsOf(base, from, to);
	const ofHead = countsOf(head, from, to);
	return {
		from,
		to,
		base: ofBase.counts,
		head: ofHead.counts,
		outside: {
			base: ofBase.outside,
			head: ofHead.outside
		}
	};
}
function pooled(...arms) {
	return Float64Array.from(arms.flatMap((rounds) => [...rounds.values()].flat()));
}
function countsOf(samples, from, to) {
	const counts = new Array(bins).fill(0);
	let outside = 0;
	for (const sample of Array.from(samples)) {
		if (sample < from || sample > to) {
			outside++;
			continue;
		}
		const bin = Math.min(47, Math.floor((sample - from) / (to - from) * bins));
		counts[bin] = (counts[bin] ?? 0) + 1;
	}
	return {
		counts,
		outside
	};
}
function branchHistory({ comparisons, drift }, history) {
	const rows = [...comparisons, ...drift];
	const told = new Set(rows.map(keyOf$1));
	const directionOf = directionsIn(rows);
	const { commits, series } = branchOf(history);
	return {
		commits,
		lines: series.filter((each) => told.has(keyOf$1(each))).map((each) => lineOf(each, directionOf(each)))
	};
}
function lineOf(series, direction) {
	const { case: id, metric } = series;
	return series.kind === "exact" ? {
		case: id,
		metric,
		kind: "figures",
		levels: Array.from(series.figures, known)
	} : {
		case: id,
		metric,
		kind: "relative",
		levels: levelsOf$1(series.changes, direction)
	};
}
function known(figure) {
	return Number.isNaN(figure) ? null : figure;
}
function levelsOf$1(changes, direction) {
	const levels = [];
	let sum = 0;
	for (const [position, change] of changes.entries()) {
		const startsHere = Number.isNaN(change) && !Number.isNaN(changes[position + 1] ?? NaN);
		if (!Number.isNaN(change)) sum += direction === "lower" ? change : 0 - change;
		levels.push(Number.isNaN(change) && !startsHere ? null : Math.round(Math.exp(sum) * 1e5) / 1e5);
	}
	return levels;
}
// src/report/badge.ts
const colors = {
	failed: "critical",
	mixed: "critical",
	regressed: "critical",
	"no-baseline": "inactive",
	inconclusive: "yellow",
	improved: "success",
	unchanged: "success"
};
function badgeOf(results) {
	return {
		schemaVersion: 1,
		label: "fuelgauge",
		message: message(results),
		color: colors[results.verdict]
	};
}
function message(results) {
	const { regressions, improvements, failures } = groupRows(results);
	const gained = improvements.filter(({ gating }) => gating).length;
	switch (results.verdict) {
		case "failed": return `${countOf(failures.filter(({ broken }) => broken).length, "case")} failed`;
		case "mixed": return `${regressions.length} regressed, ${gained} improved`;
		case "regressed": return `${regressions.length} regressed`;
		case "no-baseline": return "no baseline";
		case "inconclusive": return "cannot tell";
		case "improved": return `${gained} improved`;
		case "unchanged": return "no change";
	}
}
// src/report/case-id.ts
function suiteOf(id) {
	return id.slice(0, Math.max(0, id.indexOf("/")));
}
function nameOf$2(id) {
	return id.slice(id.indexOf("/") + 1);
}
// src/report/baseline-reports.ts
function baselineReportSuites({ cases }) {
	const own = cases.filter(({ control }) => !control);
	return [...new Set(own.map(({ id }) => suiteOf(id)))].filter((suite) => /^[A-Za-z0-9_-]+$/.test(suite));
}
function renderBaselineReport(results, suite) {
	const belongs = caseFilter(results, suite);
	const figures = headFigures(results).filter((figure) => belongs(figure.case));
	const targets = results.targets.filter((target) => belongs(target.case));
	const advice = missedAdvice(targets);
	const failed = results.failures.filter(({ case: id, arm }) => arm === "head" && belongs(id));
	return `${[
		`# Baseline: ${prose(suite)}`,
		origin$1(results),
		howToRead(results, suite),
		"## Figures",
		figures.length > 0 ? renderTable(baselineTable(results, figures)) : "No case of this suite gave a figure.",
		...failed.length > 0 ? [`Without figures: ${[...new Set(failed.map((each) => each.case))].map((id) => inlineCode(id)).join(", ")}.`] : [],
		...acrossOperations(figures),
		...targets.length > 0 ? ["## Targets", renderTable(targetTable(targets))] : [],
		...advice === "" ? [] : ["What to look at for what was missed, most likely cause first:", advice]
	].join("\n\n")}\n`;
}
function origin$1({ head, startedAt, machine, fuelgauge }) {
	const markup = markdownMarkup(void 0);
	const date = /^\d{4}-\d{2}-\d{2}/.exec(startedAt)?.[0] ?? "an unknown day";
	return [
		`- Commit: ${head.sha === null ? "none" : markup.commit(head.sha)}`,
		`- Date: ${date}`,
		`- Machine: ${describeMachine$1(machine, markup)}`,
		`- Fuelgauge: ${markup.sentence(fuelgauge, 40)}`
	].join("\n");
}
function howToRead({ cases }, suite) {
	return ["Medians over the rounds; a round is a fresh process. The percentiles are of the rounds' figures.", ...cases.some((each) => suiteOf(each.id) === suite && each.settling !== null) ? ["A case has settled when V8 makes its code no faster any more; that was seen, not guessed."] : []].join(" ");
}
function baselineTable(results, figures) {
	const cases = new Map(results.cases.map((each) => [each.id, each]));
	const saidOnce = (id) => {
		const known = cases.get(id);
		return known === void 0 ? ["", ""] : [settledAfter(known), prose(known.why)];
	};
	return dropEmptyColumns({
		columns: [
			left("Case"),
			left("Metric"),
			figure$1("Median"),
			figure$1("5th to 95th percentile"),
			right("Rounds"),
			figure$1("Settled after"),
			left("Why it exists")
		],
		rows: figures.map((each, index) => [
			inlineCode(each.case),
			each.metric,
			formatFigure(each.median, each.unit),
			spreadOf$1(each),
			each.spread === null ? "" : String(each.rounds),
			...figures[index - 1]?.case === each.case ? ["", ""] : saidOnce(each.case)
		])
	});
}
const leastOperations = 3;
function acrossOperations(figures) {
	const throughputs = figures.filter(({ metric }) => metric === "throughput").map(({ median }) => median);
	if (throughputs.length < leastOperations) return [];
	const mean = throughputs.reduce((sum, each) => sum + each, 0) / throughputs.length;
	const squares = throughputs.reduce((sum, each) => sum + (each - mean) ** 2, 0);
	const deviation = Math.sqrt(squares / (throughputs.length - 1));
	return ["## Throughput across operations", [
		`- Mean of ${throughputs.length} cases: ${formatFigure(mean, "ops/s")}`,
		`- Standard deviation: ${formatFigure(deviation, "ops/s")}`,
		`- Coefficient of variation: ${(100 * deviation / mean).toPrecision(3)} %`
	].join("\n")];
}
function settledAfter({ settling }) {
	if (settling === null) return "";
	const time = formatFigure(settling.milliseconds * 1e6, "ns");
	return settling.settled ? `${countOf(settling.operations, "operation")}, ${time}` : `not within ${countOf(settling.operations, "operation")}, ${time}`;
}
function caseFilter({ cases }, suite) {
	const names = new Set(cases.filter(({ id }) => suiteOf(id) === suite).map(({ id }) => nameOf$2(id)));
	return (id) => suiteOf(id) === suite || suiteOf(id) === "modules" && names.has(nameOf$2(id));
}
// src/report/html/html.ts
function html(strings, ...parts) {
	return { html: String.raw({ raw: strings }, ...parts.map(textOf)) };
}
function shown$1(text, length) {
	return { html: escapeHtml(visibleText(text, length)) };
}
function written(markup) {
	return { html: markup };
}
function escapeHtml(text) {
	return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`) : text;
}
function textOf(part) {
	if (part === null) return "";
	if (typeof part === "string") return escapeHtml(part);
	if (typeof part === "number") return String(part);
	return "html" in part ? part.html : part.map(textOf).join("");
}
// src/report/html/listed-rows.ts
const tones = [
	"worse",
	"better",
	"untold",
	"aside",
	"same"
];
function listRows(results) {
	const groups = groupRows(results);
	const indexes = new Map(results.comparisons.map((row, index) => [row, index]));
	const listed = /* @__PURE__ */ new Set();
	const list = (rows, tone, word) => rows.filter((row) => !listed.has(row) && listed.add(row)).map((row) => ({
		...rowOf$1(row),
		tone,
		word,
		index: indexes.get(row) ?? null
	}));
	return {
		told: [
			...list(groups.movedControls, "untold", "Control moved"),
			...list(groups.regressions, "worse", "Regressed"),
			...list(groups.suspected, "worse", "Suspected"),
			...failedRows(results, groups.failures),
			...list(groups.known, "aside", "Waived"),
			...list(worse(groups), "aside", "Worse"),
			...list(groups.improvements, "better", "Improved"),
			...list(groups.notGating, "better", "Better"),
			...list(groups.inconclusive, "untold", "Cannot tell"),
			...list(groups.incomparable, "untold", "Not comparable"),
			...list(groups.nondeterministic, "untold", "Wavers"),
			...list(groups.added, "aside", "Added"),
			...list(groups.removed, "aside", "Removed"),
			...headRows$1(results)
		],
		untoldAside: list(groups.inconclusiveAside, "untold", "Cannot tell"),
		unchanged: list(groups.unchanged, "same", "Unchanged")
	};
}
function worse({ notGating }) {
	return notGating.filter(({ verdict }) => verdict === "regressed");
}
function rowOf$1(row) {
	const compared = isCompared(row) ? row : null;
	return {
		case: row.case,
		metric: row.metric,
		...figuresOf$1(row),
		change: compared === null ? "" : formatChange(compared),
		note: noteOf(row),
		compared
	};
}
function figuresOf$1(row) {
	if (row.verdict === "nondeterministic") return {
		base: formatRuns(row.runs.base, row.unit),
		head: formatRuns(row.runs.head, row.unit)
	};
	if (isCompared(row)) {
		const [base, head] = figureCells([row])(row);
		return {
			base,
			head
		};
	}
	const written = (figure) => figure === null ? "–" : formatFigure(figure, row.unit);
	return {
		base: written(row.base),
		head: written(row.head)
	};
}
function noteOf(row) {
	const sight = isCompared(row) ? sightOf(row) : "";
	const again = isCompared(row) ? formatAgain(row) : "";
	const waiver = isCompared(row) ? row.waiver : null;
	return [
		"reason" in row ? row.reason : "",
		isCompared(row) && isImported(row) ? "by another tool, not run again" : "",
		again === "" ? "" : `looked at again: ${again}`,
		waiver === null ? "" : `waived up to ${formatShare(waiver.ceiling)} until ${waiver.expires}${waiver.standing === "applies" ? "" : ` (${waiver.standing})`}: ${waiver.reason}`,
		sight === "" || row.verdict === "unchanged" ? "" : `could have seen ${sight}`
	].filter((part) => part !== "").join("; ");
}
function failedRows({ comparisons }, failures) {
	const indexes = new Map(comparisons.map((row, index) => [row.case, index]));
	return failures.map(({ case: id, where, message, broken }) => {
		return {
			tone: broken ? "worse" : "untold",
			word: "Failed",
			case: id,
			metric: "",
			base: "",
			head: "",
			change: `fails in ${where}`,
			note: withoutStack(message),
			compared: null,
			index: indexes.get(id) ?? null
		};
	});
}
function headRows$1(results) {
	const { base, comparisons } = results;
	if (base.kind !== "absent") return [];
	const indexes = new Map(comparisons.map((row, index) => [`${row.case} ${row.metric}`, index]));
	return headFigures(results).map((figure) => ({
		tone: "same",
		word: "Measured",
		case: figure.case,
		metric: figure.metric,
		base: "–",
		head: formatFigure(figure.median, figure.unit),
		change: spreadOf$1(figure),
		note: "",
		compared: null,
		index: indexes.get(`${figure.case} ${figure.metric}`) ?? null
	}));
}
// src/report/html/markup.ts
function pageMarkup(repository) {
	const link = (address, text) => address === null ? code(text, 128) : `<a href="${escapeHtml(address)}">${code(text, 128)}</a>`;
	return {
		name: (text) => code(text, 100),
		sentence,
		strong: (text) => `<strong>${escapeHtml(text)}</strong>`,
		commit: (sha) => link(commitAddress(repository, sha), shortSha(sha)),
		range: (from, to) => link(rangeAddress(repository, from, to), rangeText(from, to))
	};
}
function code(text, length) {
	const visible = visibleText(text, length);
	return `<code>${visible === "" ? "(empty)" : escapeHtml(visible)}</code>`;
}
function sentence(text, length) {
	return visibleText(text, length).split(/`([^`]+)`/).map((span, index) => index % 2 === 1 ? `<code>${escapeHtml(span)}</code>` : escapeHtml(span)).join("");
}
// src/report/html/page-data.ts
const dataIds = {
	charts: "data-charts",
	history: "data-history",
	results: "data-results"
};
function packedHistory({ commits, lines }) {
	return {
		commits,
		lines: lines.map(packedLine)
	};
}
function packedLine({ levels, ...line }) {
	const unit = line.kind === "relative" ? 1e-4 : 1;
	let last = 0;
	const steps = levels.map((level) => {
		if (level === null) return null;
		const now = line.kind === "relative" ? Math.round(level / unit) : level;
		const step = now - last;
		last = now;
		return step;
	});
	return {
		...line,
		steps,
		unit
	};
}
// src/report/html/interval-picture.ts
const half = 100;
const middle = 10;
function reachOf(rows) {
	const ends = rows.flatMap(({ compared }) => compared?.change && !isExact$1(compared) ? [Math.max(Math.abs(compared.change.low), Math.abs(compared.change.high))] : []).sort((one, other) => one - other);
	const most = ends[Math.floor(.9 * (ends.length - 1))] ?? 0;
	return [
		.05,
		.1,
		.2,
		.5,
		1
	].find((reach) => most <= reach) ?? 2;
}
function reachLabels(reach) {
	return html`<span class="axis" aria-hidden="true"><span>−${formatShare(reach)}</span><span>0</span><span>+${formatShare(reach)}</span></span>`;
}
function intervalPicture({ compared, tone }, reach) {
	if (compared === null || compared.change === null) return null;
	const { low, estimate, high } = compared.change;
	if (isExact$1(compared) && estimate === 0) return null;
	const x = (change) => Math.round(Math.max(-100, Math.min(half, change / reach * half)) * 10) / 10;
	return html`<svg viewBox="-104 0 208 20" class="i ${tone}" aria-hidden="true">${floorBand(compared, x)}${isExact$1(compared) ? html`<path class="e" d="M${x(estimate)} 5l5 5-5 5-5-5z"/>` : html`<path class="l" d="M${x(low)} ${middle}H${x(high)}"/><circle cx="${x(estimate)}" cy="${middle}" r="3.5"/>`}${low < -reach ? html`<path class="e" d="M-104 10l6-4v8z"/>` : null}${high > reach ? html`<path class="e" d="M104 10l-6-4v8z"/>` : null}</svg>`;
}
function floorBand({ evidence }, x) {
	if (evidence.kind === "exact" || evidence.floor === 0) return null;
	return html`<path class="f" d="M${x(-evidence.floor)} 0H${x(evidence.floor)}V20H${x(-evidence.floor)}z"/>`;
}
// src/report/html/row-table.ts
const toneNames = {
	worse: "worse",
	better: "better",
	untold: "cannot tell",
	aside: "other",
	same: "unchanged"
};
function nameOf$1(tone, rows) {
	return tone === "same" && rows.some(({ word }) => word === "Measured") ? "measured" : toneNames[tone];
}
function rowSummary(listing) {
	const rows = Object.values(listing).flat();
	const counts = tones.map((tone) => ({
		tone,
		count: rows.filter((row) => row.tone === tone).length
	})).filter(({ count }) => count > 0);
	const widths = counts.map(({ count }) => Math.max(6, Math.round(1e3 * count / rows.length)));
	const startOf = (index) => widths.slice(0, index).reduce((sum, width) => sum + width, 0);
	const parts = counts.map(({ tone }, index) => html`<rect class="${tone}" x="${startOf(index)}" width="${Math.max(3, (widths[index] ?? 0) - (index === counts.length - 1 ? 0 : 3))}" height="4"/>`);
	return html`<svg class="proportions" viewBox="0 0 ${startOf(counts.length)} 4" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<div class="picks" role="group" aria-label="Rows to show"><button type="button" data-tone="" aria-pressed="true">all <b>${rows.length.toLocaleString("en-US")}</b></button>${counts.map(({ tone, count }) => html`<button type="button" data-tone="${tone}" class="${tone}" aria-pressed="false">${nameOf$1(tone, rows)} <b>${count.toLocaleString("en-US")}</b></button>`)}</div>`;
}
function rowTables(listing) {
	const { told, untoldAside, unchanged } = listing;
	const reach = reachOf(Object.values(listing).flat());
	const isAll = told.length === 0;
	return html`${told.length === 0 ? null : table$1("Rows, the most important first", told, reach)}
${folded(`${countOf(untoldAside.length, "row")} that cannot turn the run red could not be told`, untoldAside, reach, false)}
${folded(`${countOf(unchanged.length, "unchanged row")}`, unchanged, reach, isAll && unchanged.length <= 100)}
<p class="none" hidden>No row has that name.</p>`;
}
function folded(summary, rows, reach, open) {
	if (rows.length === 0) return null;
	return html`<details class="more"${open ? html` open` : null}><summary>${summary}</summary>${table$1(summary, rows, reach)}</details>`;
}
function table$1(caption, rows, reach) {
	return html`<table class="rows"><caption class="unseen">${caption}</caption><colgroup><col class="c-verdict"><col class="c-case"><col class="c-figure"><col class="c-figure"><col class="c-interval"><col class="c-change"></colgroup>
<thead><tr><th scope="col">Verdict</th><th scope="col">Case</th><th scope="col" class="n w">Base</th><th scope="col" class="n w">Head</th><th scope="col" class="w"><span class="unseen">Interval, worse to the right</span>${reachLabels(reach)}</th><th scope="col">Change</th></tr></thead>
<tbody>
${rows.map((row) => html`${tableRow(row, reach)}\n`)}</tbody></table>`;
}
function tableRow(row, reach) {
	const name = html`<code>${shown$1(row.case, 160)}</code>`;
	const opens = row.index === null ? name : html`<button type="button" data-row="${row.index}">${name}</button>`;
	const metric = row.metric === "time" || row.metric === "" ? null : html` <small>${row.metric}</small>`;
	const note = row.note === "" ? null : html`<small>${shown$1(row.note)}</small>`;
	const change = row.compared?.change ?? null;
	const sorts = change === null ? null : html` data-change="${change.estimate.toPrecision(3)}"`;
	return html`<tr class="${row.tone}"${sorts}><td class="v"><span>${row.word}</span></td><th scope="row">${opens}${metric}</th><td class="n w">${row.base}</td><td class="n w">${row.head}</td><td class="w">${intervalPicture(row, reach)}</td><td>${row.change}${note}</td></tr>`;
}
// src/report/html/sections.ts
function section(id, title, content) {
	return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}
</section>`;
}
function table(caption, columns, rows) {
	const classOf = ({ kind }) => kind === void 0 ? null : html` class="${kind === "number" ? "n" : "w"}"`;
	return html`<table class="facts"><caption class="unseen">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, index) => html`<td${classOf(columns[index] ?? { title: "" })}>${cell}</td>`)}</tr>\n`)}</tbody></table>`;
}
function caseName(id) {
	return html`<code>${shown$1(id, 160)}</code>`;
}
function driftSection({ drift, comparisons }, markup) {
	if (drift.length === 0) return null;
	const indexes = new Map(comparisons.map((row, index) => [`${row.case} ${row.metric}`, index]));
	const rows = drift.map((each) => {
		const index = indexes.get(`${each.case} ${each.metric}`);
		const name = caseName(each.case);
		const tone = each.change.estimate > 0 ? "worse" : "better";
		return [
			html`${index === void 0 ? name : html`<button type="button" data-show="${index}">${name}</button>`} <small>${each.metric}</small>`,
			sparkline(each),
			html`<span class="${tone}">${driftChange(each)}</span>`,
			html`${written(commitsOf(each, markup))} <small>${countOf(each.commits, "commit")}</small>`,
			endOf(each)
		];
	});
	return section("drift", `Drift of the base branch: ${driftSummary(drift)}`, html`${table("Figures of the base branch that changed for good", [
		{ title: "Case" },
		{
			title: "History",
			kind: "wide"
		},
		{ title: "Change" },
		{ title: "Commits" },
		{
			title: "Ended",
			kind: "number"
		}
	], rows)}
<p class="note">${written(markup.sentence(driftProof))}</p>`);
}
function sparkline({ levels, change }) {
	const known = levels.filter(Number.isFinite);
	if (known.length < 2) return null;
	const [low, high] = [Math.min(...known), Math.max(...known)];
	const points = known.map((level, index) => {
		const x = 120 * index / (known.length - 1);
		const y = high === low ? 12 : 22 - 20 * (level - low) / (high - low);
		return `${x.toFixed(1)},${y.toFixed(1)}`;
	});
	return html`<svg viewBox="0 0 120 24" class="spark ${change.estimate > 0 ? "worse" : "better"}" aria-hidden="true"><polyline points="${points.join(" ")}"/></svg>`;
}
function targetSection({ targets }) {
	if (targets.length === 0) return null;
	const rows = targets.map((target) => {
		const tone = target.level === "met" ? "better" : isMissed(target) ? "worse" : "untold";
		return [
			shown$1(target.name),
			caseName(target.case),
			formatBound(target),
			target.acceptable === null ? "" : formatLimit(target.acceptable, target.unit),
			target.measured === null ? "–" : formatMeasured(target.measured, target.unit),
			html`<span class="${target.level === null ? "aside" : tone}">${levelName(target)}</span>`
		];
	});
	const advice = targets.filter((target) => isMissed(target) && target.advice.length > 0);
	return section("targets", `Targets: ${targetsMet(targets)}`, html`${table("Targets", [
		{ title: "Target" },
		{
			title: "Case",
			kind: "wide"
		},
		{
			title: "Should be",
			kind: "number"
		},
		{
			title: "Acceptable",
			kind: "wide"
		},
		{
			title: "Measured",
			kind: "number"
		},
		{ title: "" }
	], rows)}${advice.length === 0 ? null : html`<details class="more"><summary>What to look at for ${countOf(advice.length, "missed target")}</summary><ul>${advice.map(({ name, advice: lines }) => html`<li>${shown$1(name)}<ul>${lines.map((line) => html`<li>${shown$1(line)}</li>`)}</ul></li>`)}</ul></details>`}`);
}
function waiverSection(results) {
	const idle = idleWaivers(results, groupRows(results).known);
	if (idle.length === 0) return null;
	return section("waivers", idleWaiverSummary(idle), table("Waivers without a regression", [
		{ title: "Cases" },
		{ title: "Accepted" },
		{ title: "Reason" }
	], idle.map(({ case: pattern, metric, ceiling, expires, reason, standing }) => [
		html`${caseName(pattern)} <small>${metric}</small>`,
		html`${standing === "expired" ? html`<span class="worse">expired:</span> ` : null}up to ${formatShare(ceiling)}, until ${shown$1(expires, 20)}`,
		shown$1(reason)
	])));
}
const disturbedShown = 20;
function conditionsSection({ conditions }) {
	if (conditions.length === 0) return null;
	const disturbed = conditions.filter(({ disturbances }) => disturbances.length > 0);
	return section("rounds", disturbed.length === 0 ? `Rounds: ${countOf(conditions.length, "round")}, none disturbed` : `Rounds: ${disturbed.length} of ${countOf(conditions.length, "round")} disturbed, and counted all the same`, html`<div data-chart="conditions"></div>${disturbedTable(disturbed)}`);
}
function disturbedTable(disturbed) {
	if (disturbed.length === 0) return null;
	const more = disturbed.length - disturbedShown;
	return html`${table("Disturbed rounds", [
		{
			title: "Round",
			kind: "number"
		},
		{
			title: "After",
			kind: "number"
		},
		{ title: "What happened" }
	], disturbed.slice(0, disturbedShown).map(({ round, startMs, disturbances }) => [
		String(round + 1),
		formatDuration(100 * Math.round(startMs / 100)),
		disturbances.slice(0, 5).map((text, index) => html`${index === 0 ? "" : "; "}${shown$1(text, 120)}`)
	]))}${more > 0 ? html`<p class="note">… and ${countOf(more, "more round")}</p>` : null}`;
}
function provenanceSection(results, markup) {
	const facts = provenanceOf(results, markup).map(({ title, text }) => html`<div><dt>${title}</dt><dd>${written(text)}</dd></div>\n`);
	const { flags, processor } = results.plan.steadiness;
	return section("provenance", "Where the figures come from", html`<dl class="provenance">${facts}${html`<div><dt>Order</dt><dd>drawn from the seed ${results.plan.seed}${processor === null ? null : `, on processor ${processor}`}${flags.length === 0 ? null : html`, with <code>${shown$1(flags.join(" "), 200)}</code>`}</dd></div>`}</dl>`);
}
// \0@oxc-project+runtime@0.156.0/helpers/esm/taggedTemplateLiteral.js
function _taggedTemplateLiteral(e, t) {
	return t || (t = e.slice(0)), Object.freeze(Object.defineProperties(e, { raw: { value: Object.freeze(t) } }));
}
// src/report/html/document.ts
var _templateObject;
var _templateObject2;
const mostSamples = 1e5;
function renderPage(results, charts, links, assets) {
	const markup = pageMarkup(links.repository);
	const listing = listRows(results);
	const script = inlineScript(assets.script);
	const style = assets.style.replaceAll("</", "<\\/");
	const data = embeddedData(results, charts);
	return html(_templateObject || (_templateObject = _taggedTemplateLiteral([
		"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"",
		"\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>Fuelgauge · ",
		"</title>\n<link rel=\"icon\" href=\"",
		"\">\n<style>",
		"</style>\n</head>\n<body>\n<header>\n<p class=\"brand\">Fuelgauge</p>\n<h1 class=\"",
		"\">",
		"</h1>\n",
		"<p class=\"where\">",
		"</p>\n</header>\n<main>\n<section id=\"rows\" aria-label=\"Rows\">\n",
		"\n<div class=\"tools\" hidden>\n<label>Find <input type=\"search\" id=\"find\" placeholder=\"case or metric\" autocomplete=\"off\" spellcheck=\"false\"></label>\n<label>Order by <select id=\"order\"><option value=\"importance\">importance</option><option value=\"case\">case</option><option value=\"change\">change, worst first</option></select></label>\n<p class=\"unseen\" role=\"status\" id=\"found\"></p>\n</div>\n",
		"\n</section>\n",
		"\n",
		"\n",
		"\n",
		"\n",
		"\n",
		"\n</main>\n<footer>",
		"\n<details><summary>Licences of what draws the charts</summary><pre>",
		"</pre></details>\n</footer>\n",
		"<script>",
		"<\/script>\n</body>\n</html>\n"
	])), contentPolicy(script, style), verdictSentence(results, plainMarkup), icon(tonesOfVerdicts[results.verdict]), written(style), tonesOfVerdicts[results.verdict], written(verdictSentence(results, markup)), caveats(results, markup).map((caveat) => html`<p class="caveat">${written(caveat)}</p>\n`), origin(results, markup), rowSummary(listing), rowTables(listing), driftSection(results, markup), targetSection(results), waiverSection(results), conditionsSection(results), provenanceSection(results, markup), downloads(results, links, data.results !== null), footer(results, links, markup), assets.licenses, Object.entries(data).map(([id, packed]) => packed === null ? null : html(_templateObject2 || (_templateObject2 = _taggedTemplateLiteral([
		"<script type=\"text/plain\" id=\"",
		"\">",
		"<\/script>\n"
	], [
		"<script type=\"text/plain\" id=\"",
		"\">",
		"<\/script>\\n"
	])), dataIds[id], written(packed))), written(script)).html;
}
const tonesOfVerdicts = {
	failed: "worse",
	mixed: "worse",
	regressed: "worse",
	"no-baseline": "aside",
	inconclusive: "untold",
	improved: "better",
	unchanged: "better"
};
function contentPolicy(script, style) {
	const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
	return [
		"default-src 'none'",
		`script-src ${hash(script)}`,
		`style-src ${hash(style)}`,
		"img-src data:",
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'"
	].join("; ");
}
function inlineScript(script) {
	return script.replace(/<(?=\/script|script|!--)/gi, "\\x3c");
}
function icon(tone) {
	const dot = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${{
		worse: "#d1242f",
		better: "#1f883d",
		untold: "#bf8700",
		aside: "#6e7781",
		same: "#6e7781"
	}[tone]}"/></svg>`;
	return `data:image/svg+xml,${encodeURIComponent(dot)}`;
}
function packed(value) {
	return gzipSync(JSON.stringify(value)).toString("base64");
}
function embeddedData(results, { figures, history }) {
	const samples = results.measurements.reduce((count, each) => count + each.samples.length, 0);
	return {
		charts: packed({
			results: {
				...results,
				measurements: []
			},
			figures
		}),
		history: history.lines.length === 0 ? null : packed(packedHistory(history)),
		results: samples > mostSamples ? null : packed(results)
	};
}
function origin({ head, base, startedAt, cases }, markup) {
	const commit = (sha) => sha === null ? "no commit" : written(markup.commit(sha));
	const own = cases.filter(({ control }) => !control).length;
	return html`<span>${base.kind === "absent" ? null : html`${commit(base.sha)} → `}${commit(head.sha)}</span><span>${day(startedAt)}</span><span>${countOf(own, "case")}</span>`;
}
const months = "January February March April May June July August September October November December".split(" ");
function day(time) {
	const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(time);
	const month = months[Number(parts?.[2]) - 1];
	if (parts === null || month === void 0) return shown$1(time, 40);
	return html`<time datetime="${time.slice(0, 40)}">${Number(parts[3])} ${month} ${parts[1] ?? ""}, ${parts[4] ?? ""} UTC</time>`;
}
function downloads(results, links, hasSamples) {
	const samples = results.measurements.reduce((count, each) => count + each.samples.length, 0);
	const target = links.artifact === void 0 ? null : linkTarget(links.artifact);
	const artifact = target === null ? "the report artifact" : html`<a href="${target}">the report artifact</a>`;
	const where = hasSamples ? html`This file carries ${countOf(samples, "sample")}, every one that was taken; they are in <code>results.json</code> beside it as well.` : html`The figures of the rounds are in this file. Every one of the ${countOf(samples, "sample")} is in <code>results.json</code> beside it, in ${artifact}.`;
	const button = (file, what) => html`<button type="button" data-download="${file}">${what} <small>${file}</small></button>`;
	return html`<section id="data" aria-labelledby="data-title"><h2 id="data-title">Raw data</h2>
<p>${where}</p>
<p class="downloads" hidden>${hasSamples ? button("results.json", "Everything, with every sample") : null}${button("rounds.csv", "Figures of the rounds")}</p>
</section>`;
}
function footer({ fuelgauge }, links, markup) {
	const link = (text, address) => {
		const target = address === void 0 ? null : linkTarget(address);
		return target === null ? null : html`<a href="${target}">${text}</a>`;
	};
	return html`${link("this run", links.run)}${link("the report artifact", links.artifact)}<span>Fuelgauge ${written(markup.sentence(fuelgauge, 40))}</span>`;
}
// src/report-folder.ts
async function openReportFolder(path) {
	await rm(path, {
		recursive: true,
		force: true
	});
	await mkdir(join(path, "baselines"), { recursive: true });
	const samplesPath = join(path, "samples.ndjson");
	const resultsPath = join(path, "results.json");
	const markdownPath = join(path, "report.md");
	const pagePath = join(path, "report.html");
	return {
		path,
		resultsPath,
		markdownPath,
		pagePath,
		keep: (measurement) => appendFileSync(samplesPath, `${JSON.stringify(measurement)}\n`),
		async finish(results, { history, links, isLast }) {
			await writeFile(resultsPath, JSON.stringify(results));
			await writeFile(markdownPath, renderReport(results, links));
			const page = renderPage(results, chartsOf(results, history), links, await readPageAssets());
			await writeFile(pagePath, page);
			await writeFile(join(path, "badge.json"), `${JSON.stringify(badgeOf(results))}\n`);
			for (const suite of baselineReportSuites(results)) await writeFile(join(path, "baselines", `${suite}.md`), renderBaselineReport(results, suite));
			if (!isLast) await writeHistory(path, history);
			await rm(samplesPath, { force: true });
		}
	};
}
async function readPageAssets() {
	const read = (file) => readFile(join(packageFolder(), "dist", "report", file), "utf8");
	const [script, style, licenses] = await Promise.all([
		"page.js",
		"page.css",
		"licenses.txt"
	].map(read));
	return {
		script: script ?? "",
		style: style ?? "",
		licenses: licenses ?? ""
	};
}
// src/analysis/second-look.ts
function isSuspect({ verdict, gating }) {
	return verdict === "suspected" && gating;
}
function withSecondLook(told, judged, failed) {
	const judgedOf = Map.groupBy(judged, (row) => row.case);
	return [...Map.groupBy(told, (row) => row.case)].flatMap(([id, rows]) => {
		const ofCase = judgedOf.get(id) ?? [];
		if (failed.has(id) && ofCase.length > 0) return ofCase;
		return rows.map((row) => isSuspect(row) ? ofCase.find(({ metric }) => metric === row.metric) ?? row : row);
	});
}
function withoutSecondLook(told, why) {
	const reason = `no second runner could look at it again: ${why}`;
	return told.map((row) => row.verdict === "suspected" && row.gating ? {
		...row,
		reason
	} : row);
}
// src/bundle/compiler-job.ts
const texts = record(string(), string());
discriminatedUnion("kind", [strictObject({
	kind: literal("compile"),
	guest: string(),
	arguments: array(string()),
	sources: texts,
	output: string()
}), strictObject({
	kind: literal("strip"),
	sources: texts
})]);
const compilerAnswerSchema = discriminatedUnion("kind", [strictObject({
	kind: literal("files"),
	files: record(string(), _instanceof(Uint8Array))
}), strictObject({
	kind: literal("refused"),
	diagnostics: string()
})]);
// src/bundle/compilers.ts
const mostProcesses = 2;
async function runCompilers(program, jobs) {
	const answers = new Array(jobs.length);
	const queue = jobs.entries();
	const compilers = Array.from({ length: Math.min(mostProcesses, jobs.length) }, () => startCompiler(program));
	try {
		await Promise.all(compilers.map(async (compiler) => {
			for (const [index, job] of queue) answers[index] = await compiler.answer(job);
		}));
		return answers;
	} finally {
		for (const compiler of compilers) compiler.stop();
	}
}
function startCompiler({ compilerEntry, node }) {
	const child = fork(compilerEntry, [], {
		execPath: node ?? process.execPath,
		execArgv: ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=4"],
		env: childEnvironment(process.env),
		serialization: "advanced",
		stdio: [
			"ignore",
			"ignore",
			"pipe",
			"ipc"
		]
	});
	const ended = reportEnd(child);
	ended.catch(() => {});
	return {
		async answer(job) {
			const answered = new Promise((resolve) => child.once("message", resolve));
			child.send(job, () => {});
			return compilerAnswerSchema.parse(await Promise.race([answered, ended]));
		},
		stop() {
			child.kill();
		}
	};
}
async function reportEnd(child) {
	const lastWords = child.stderr ? text(child.stderr) : "";
	const how = await once(child, "close").then(([code, signal]) => `A compiler process ended too early, with ${signal ?? `exit status ${code}`}.`, (cause) => `The compiler process could not be started: ${messageOf(cause)}.`);
	throw new FuelgaugeError({
		happened: `${how}\n${await lastWords}`.trim(),
		expected: "a process that answers",
		remedy: "Read its last words above. When there are none, it was probably stopped for want of memory."
	});
}
// src/bundle/digest.ts
function sha256(content) {
	return createHash("sha256").update(content).digest("hex");
}
// node_modules/assemblyscript/package.json
var name$1 = "assemblyscript";
var version = "0.28.20";
// src/bundle/runtime-folder.ts
const pages = int().min(0).max(65536);
const sourcePath = string().regex(/^(?!.*(?:^|\/)\.{0,2}\/)[^\\:\0]+\.ts$/, "a path of a .ts file, relative to runtime.json, that stays inside the folder");
const guestSchema = strictObject({
	source: sourcePath,
	memory: strictObject({
		initialPages: pages,
		maximumPages: pages.optional()
	}).optional(),
	optimize: int().min(1).max(3).default(3),
	conversions: _enum(["saturating", "trapping"]).default("saturating")
});
const runtimeSchema = strictObject({
	name: string().regex(/^[\w .-]{1,128}$/, "letters, digits, spaces, dots, dashes and underscores"),
	interface: int().nonnegative(),
	host: sourcePath,
	guests: record(string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "a name of a-z, 0-9 and -"), guestSchema).refine((guests) => Object.keys(guests).length > 0, "at least one guest"),
	kernel: strictObject({
		host: sourcePath,
		tools: string().regex(/^[a-z0-9][a-z0-9-]*$/, "the name of a folder beside runtime.json")
	}).optional()
});
async function readRuntimeFolder(given) {
	const folder = await realpath(given).catch(() => given);
	const file = join(given, "runtime.json");
	const runtime = parseRuntime(await readFile(join(folder, "runtime.json"), "utf8").catch((cause) => {
		throw new FuelgaugeError({
			happened: `There is no runtime to build in "${given}": ${messageOf(cause)}.`,
			expected: "a folder with a runtime.json",
			remedy: "Check the `runtime` input, and that the folder is checked out.",
			cause
		});
	}), file);
	if (runtime.interface !== 3) throw new FuelgaugeError({
		happened: `${file} declares runtime interface ${runtime.interface}.`,
		expected: `runtime interface 3, which this Fuelgauge runs`,
		remedy: "Bring the host code up to that interface, or use the Fuelgauge release that runs yours."
	});
	return {
		...runtime,
		folder
	};
}
function parseRuntime(text, file) {
	try {
		return runtimeSchema.parse(JSON.parse(text));
	} catch (cause) {
		throw new FuelgaugeError({
			happened: `${file} cannot be used:\n${cause instanceof ZodError ? prettifyError(cause) : messageOf(cause)}`,
			expected: "the name, interface, host and guests of a runtime",
			remedy: "Correct the entries named above; runtime/README.md describes all of them.",
			cause
		});
	}
}
async function readSource({ folder }, path) {
	try {
		const target = await realpath(join(folder, path));
		return target.startsWith(folder + sep) ? await readFile(target, "utf8") : null;
	} catch {
		return null;
	}
}
function resolveImport(importer, specifier) {
	const parts = importer.split("/").slice(0, -1);
	for (const part of specifier.split("/")) if (part === "..") {
		if (parts.pop() === void 0) return null;
	} else if (part !== ".") parts.push(part);
	return parts.join("/");
}
// src/bundle/guest-recipe.ts
const compiler = `${name$1}@${version}`;
function collectRecipes(runtime) {
	return Promise.all(Object.entries(runtime.guests).map(([name, options]) => recipeOf(runtime, name, options.source, `guests/${name}.wasm`, [
		...compilerArguments(options.optimize),
		...options.conversions === "trapping" ? ["--disable", "nontrapping-f2i"] : [],
		...memoryArguments(options.memory)
	])));
}
function collectToolRecipes(runtime, tools) {
	return Promise.all(tools.map(({ name }) => recipeOf(runtime, name, `${name}/guest.ts`, `${name}.wasm`, compilerArguments(3))));
}
async function recipeOf(runtime, name, source, output, options) {
	const sources = await collectSources(runtime, name, source);
	const args = [source, ...options];
	return {
		name,
		output,
		arguments: args,
		sources,
		digest: sha256(JSON.stringify([
			compiler,
			args,
			sources
		]))
	};
}
function compilerArguments(optimize) {
	return [
		...[
			"--runtime",
			"stub",
			"--noAssert",
			"--use",
			"abort=",
			"--noColors",
			"--debug"
		],
		"--optimizeLevel",
		String(optimize),
		"--shrinkLevel",
		"0"
	];
}
function memoryArguments(memory) {
	if (!memory) return ["--noExportMemory"];
	const initial = ["--initialMemory", String(memory.initialPages)];
	return memory.maximumPages === void 0 ? initial : [
		...initial,
		"--maximumMemory",
		String(memory.maximumPages)
	];
}
const relativePath = /["'](\.{1,2}\/[^"'\n]+)["']/g;
async function collectSources(runtime, guest, entry) {
	const entryText = await readSource(runtime, entry);
	if (entryText === null) throw new FuelgaugeError({
		happened: `The source of the guest "${guest}", ${entry}, is not in ${runtime.folder}.`,
		expected: "a file inside the runtime folder",
		remedy: "Correct `source` in runtime.json, or add the file."
	});
	const sources = /* @__PURE__ */ new Map([[entry, entryText]]);
	for (const [importer, text] of sources) for (const [, specifier = ""] of text.matchAll(relativePath)) {
		const found = await findImport(runtime, resolveImport(importer, specifier));
		if (found) sources.set(found.path, found.text);
	}
	return Object.fromEntries([...sources].sort(([a], [b]) => a < b ? -1 : 1));
}
async function findImport(runtime, imported) {
	if (imported === null) return null;
	const bare = imported.replace(/\.ts$/, "");
	for (const path of [
		`${bare}.ts`,
		`${bare}/index.ts`,
		`${bare}.d.ts`
	]) {
		const text = await readSource(runtime, path);
		if (text !== null) return {
			path,
			text
		};
	}
	return null;
}
// src/bundle/packages.ts
const runtimePackages = [
	"ajv/dist/2020.js",
	"css-select",
	"htmlparser2",
	"minisearch",
	"parse5",
	"piscina",
	"prom-client",
	"smol-toml",
	"yaml",
	"zod"
];
const packagesFolder = "packages";
function isRuntimePackage(specifier) {
	return runtimePackages.some((name) => name === specifier);
}
async function readPackages(names) {
	const files = /* @__PURE__ */ new Map();
	for (const name of names) {
		const folder = join(packageFolder(), "dist", "packages", name);
		for (const file of await readdir(folder)) files.set(`${packagesFolder}/${name}/${file}`, await readFile(join(folder, file)));
	}
	return files;
}
// src/bundle/script.ts
const importPattern = /((?:^[ \t]*(?:import|export)\b(?!\s+type\b)(?:[^"'`;]*?\bfrom)?|\bimport\s*\(|\bnew\s+URL\s*\((?=\s*["']\.[^"'\n]*\.ts["']\s*,\s*import\.meta\.url\b))\s*)(["'])([^"'\n]+)\2/gm;
function importedBy(source) {
	return Array.from(source.matchAll(importPattern), ([, , , specifier = ""]) => specifier);
}
function isRelative(specifier) {
	return /^\.{1,2}\//.test(specifier);
}
function scriptPath(source) {
	return source.replace(/\.ts$/, ".mjs");
}
// src/bundle/host-code.ts
async function collectHost(runtime, withKernel) {
	const sources = /* @__PURE__ */ new Map([[runtime.host, await readHostFile(runtime, runtime.host, "runtime.json")]]);
	const packages = /* @__PURE__ */ new Set();
	for (const [importer, text] of sources) for (const specifier of importedBy(text)) {
		if (specifier.startsWith("node:")) continue;
		if (isRuntimePackage(specifier)) {
			packages.add(specifier);
			continue;
		}
		const path = hostPath(importer, specifier);
		if (path === runtime.kernel?.host && !withKernel) continue;
		if (!sources.has(path)) sources.set(path, await readHostFile(runtime, path, importer));
	}
	return {
		sources: Object.fromEntries(sources),
		packages
	};
}
function hostPath(importer, specifier) {
	const path = isRelative(specifier) && specifier.endsWith(".ts") ? resolveImport(importer, specifier) : null;
	if (path !== null) return path;
	throw new FuelgaugeError({
		happened: `${importer} imports "${specifier}".`,
		expected: `host code that imports .ts files of the runtime folder, by relative path, modules of Node (node:…), and the packages ${runtimePackages.join(", ")}`,
		remedy: "Copy what is needed into the runtime folder: a bundle has to run without an installation."
	});
}
async function readHostFile(runtime, path, importer) {
	if (path.startsWith(`packages/`)) throw new FuelgaugeError({
		happened: `${importer} names ${path}.`,
		expected: `a file outside ${packagesFolder}/, which is where a bundle has its packages`,
		remedy: "Move the file to another folder."
	});
	const text = await readSource(runtime, path);
	if (text !== null) return text;
	throw new FuelgaugeError({
		happened: `${importer} names ${path}, which is not in ${runtime.folder}.`,
		expected: "a file inside the runtime folder",
		remedy: "Correct the path, or add the file."
	});
}
// src/bundle/tool-sources.ts
async function readToolSources({ folder, kernel }) {
	if (kernel === void 0) return [];
	const { tools } = kernel;
	const names = (await readdir(join(folder, tools), { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory()).map(({ name }) => name);
	return (await Promise.all(names.sort().map(async (name) => {
		const path = `${tools}/${name}`;
		const manifest = await readFile(join(folder, path, "tool.json"), "utf8").catch(() => null);
		return manifest === null ? [] : [{
			name: path,
			manifest
		}];
	}))).flat();
}
// src/bundle/build.ts
async function buildBundle(request) {
	refuseForeignFolder(request.into);
	const runtime = request.runtime === null ? null : await buildRuntime(request, request.runtime);
	const { project } = request;
	refuseSameNames$1(runtime?.guests ?? {}, project?.guests ?? {});
	const files = new Map([...runtime?.files ?? [], ...project?.files ?? []].sort(byPath));
	const manifest = {
		schema: 3,
		runtime: runtime?.runtime ?? null,
		guests: {
			...runtime?.guests,
			...project?.guests
		},
		project: project?.project ?? null,
		files: Object.fromEntries(Array.from(files, ([path, bytes]) => [path, {
			sha256: sha256(bytes),
			bytes: bytes.length
		}]))
	};
	await writeBundle(request.into, files, manifest);
	return {
		manifest,
		reused: runtime?.reused ?? [],
		built: runtime?.built ?? []
	};
}
async function buildRuntime(request, folder) {
	const runtime = await readRuntimeFolder(folder);
	const tools = request.kernel === true ? await readToolSources(runtime) : [];
	const [guestRecipes, toolRecipes, host] = await Promise.all([
		collectRecipes(runtime),
		collectToolRecipes(runtime, tools),
		collectHost(runtime, tools.length > 0)
	]);
	const recipes = [...guestRecipes, ...toolRecipes];
	const taken = await takeModules(recipes, request.reuse);
	const reused = recipes.filter(({ output }) => taken.has(output));
	const missing = recipes.filter(({ output }) => !taken.has(output));
	const made = filesOf(await runCompilers(request, [{
		kind: "strip",
		sources: { ...host.sources }
	}, ...missing.map(compileJob)]));
	const packages = await readPackages(host.packages);
	request.log(`runtime "${runtime.name}": ${missing.length} compiled, ${reused.length} reused`);
	return {
		reused: reused.map(({ name }) => name),
		built: missing.map(({ name }) => name),
		runtime: {
			interface: runtime.interface,
			host: scriptPath(runtime.host),
			compiler
		},
		guests: Object.fromEntries(recipes.map(({ name, output, digest }) => [name, {
			file: output,
			source: digest
		}])),
		files: new Map([
			...taken,
			...made,
			...packages,
			...manifestsOf(tools)
		])
	};
}
function manifestsOf(tools) {
	return new Map(tools.map(({ name, manifest }) => [`${name}.json`, Buffer.from(manifest)]));
}
function refuseSameNames$1(guests, modules) {
	const taken = Object.keys(modules).find((name) => Object.hasOwn(guests, name));
	if (taken === void 0) return;
	throw new FuelgaugeError({
		happened: `A module of the project is called "${taken}", and so is a guest of the runtime that is measured as well.`,
		expected: "names that tell modules apart",
		remedy: "Give the module another `name` in the configuration, or leave the runtime's cases out of `suites`."
	});
}
async function takeModules(recipes, reuse) {
	const taken = /* @__PURE__ */ new Map();
	if (!reuse) return taken;
	for (const { name, digest, output } of recipes) {
		const earlier = reuse.manifest.guests[name];
		if (earlier?.source !== digest) continue;
		const bytes = await readFile(join(reuse.folder, "bundle", earlier.file));
		if (sha256(bytes) === reuse.manifest.files[earlier.file]?.sha256) taken.set(output, bytes);
	}
	return taken;
}
function compileJob(recipe) {
	return {
		kind: "compile",
		guest: recipe.name,
		arguments: [...recipe.arguments],
		sources: { ...recipe.sources },
		output: recipe.output
	};
}
function filesOf(answers) {
	const refusals = answers.flatMap((answer) => answer.kind === "refused" ? [answer.diagnostics] : []);
	if (refusals.length > 0) throw new FuelgaugeError({
		happened: `The runtime cannot be built. ${refusals.join("\n\n")}`,
		expected: "guests in AssemblyScript, and host code in TypeScript whose types can simply be left out",
		remedy: "Correct the lines named above."
	});
	return new Map(answers.flatMap((answer) => answer.kind === "files" ? Object.entries(answer.files) : []));
}
async function writeBundle(into, files, manifest) {
	const manifestFile = join(into, "manifest.json");
	const bundle = join(into, "bundle");
	await rm(manifestFile, { force: true });
	await rm(bundle, {
		recursive: true,
		force: true
	});
	for (const [path, bytes] of files) {
		await mkdir(dirname(join(bundle, path)), { recursive: true });
		await writeFile(join(bundle, path), bytes);
	}
	await writeManifest(into, manifest);
}
async function writeManifest(into, manifest) {
	await writeFile(join(into, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
function refuseForeignFolder(into) {
	const bundle = join(into, "bundle");
	if (!existsSync(bundle) || existsSync(join(into, "manifest.json"))) return;
	throw new FuelgaugeError({
		happened: `"${bundle}" exists and is no bundle of Fuelgauge: no manifest.json stands beside it.`,
		expected: "a folder without a `bundle` in it, or with an earlier bundle and its manifest.json",
		remedy: "Name another folder, or remove that one."
	});
}
function byPath([a], [b]) {
	return a < b ? -1 : Number(a > b);
}
// src/measure/confinement.ts
const firstConfining = [22, 13];
const firstWithNetwork = 25;
function canConfine(nodeVersion) {
	const [major, minor] = parseVersion(nodeVersion);
	return major > firstConfining[0] || major === firstConfining[0] && minor >= firstConfining[1];
}
function confinementFlags({ bundles, nodeVersion }, needs) {
	const readable = [
		packageFolder(),
		...bundles,
		...needs.scratch === null ? [] : [needs.scratch]
	];
	const folders = new Set(readable.flatMap((folder) => [resolve(folder), realpathSync(folder)]));
	const [major] = parseVersion(nodeVersion);
	return [
		"--permission",
		"--no-experimental-sqlite",
		...Array.from(folders, (folder) => `--allow-fs-read=${folder}`),
		...needs.scratch === null ? [] : [`--allow-fs-write=${needs.scratch}`],
		...needs.threads ? [
			"--allow-worker",
			"--disable-warning=SecurityWarning",
			...preload("thread-guard")
		] : [],
		...needs.network && major >= firstWithNetwork ? ["--allow-net"] : []
	];
}
function preload(name) {
	return [`--require=${fileURLToPath(programEntry(name))}`];
}
function parseVersion(nodeVersion) {
	const [major = 0, minor = 0] = nodeVersion.replace(/^v/, "").split(".").map(Number);
	return [major, minor];
}
// src/measure/machine.ts
const versionScript = "process.stdout.write(process.version + ' ' + process.versions.v8)";
async function describeMachine(node) {
	const [nodeVersion = "", v8 = ""] = (await versionsOf(node)).split(" ");
	if (!canConfine(nodeVersion)) throw new FuelgaugeError({
		happened: `The Node that should measure, ${node}, is ${nodeVersion}.`,
		expected: "Node 22.13 or newer, which can keep what it measures from the rest of the machine",
		remedy: "Give the input `node` the path of a newer Node, or leave it out to measure with the Action's own."
	});
	return {
		os: process.platform,
		arch: process.arch,
		cpu: cpus()[0]?.model.trim() || "unknown processor",
		cores: availableParallelism(),
		memoryBytes: totalmem(),
		node: nodeVersion,
		v8
	};
}
async function versionsOf(node) {
	try {
		const { stdout } = await promisify(execFile)(node, ["-e", versionScript], { env: childEnvironment(process.env) });
		return stdout;
	} catch (cause) {
		throw new FuelgaugeError({
			happened: `The Node that should measure, ${node}, does not start: ${messageOf(cause)}`,
			expected: "the path of a Node program",
			remedy: "Check the input `node`, or leave it out to measure with the Action's own.",
			cause
		});
	}
}
// src/measure/steadiness.ts
const tierUpFlags = ["--wasm-sync-tier-up", "--wasm-tiering-budget=2000000"];
const unsteady = {
	tierUpFlags: [],
	processor: null
};
async function findSteadiness(node) {
	const [flagsWork, processor] = await Promise.all([succeeds(node, [
		...tierUpFlags,
		"-e",
		"0"
	]), findProcessor()]);
	return {
		tierUpFlags: flagsWork ? tierUpFlags : [],
		processor
	};
}
async function findProcessor() {
	const last = availableParallelism() - 1;
	if (process.platform !== "linux" || last < 1) return null;
	return await succeeds("taskset", [
		"--cpu-list",
		String(last),
		"true"
	]) ? last : null;
}
async function pinMainThread(pid, processor) {
	await succeeds("taskset", [
		"--pid",
		"--cpu-list",
		String(processor),
		String(pid)
	]);
}
async function freeThreads(pid) {
	await succeeds("taskset", [
		"--all-tasks",
		"--pid",
		"--cpu-list",
		`0-${availableParallelism() - 1}`,
		String(pid)
	]);
}
async function succeeds(program, arguments_) {
	return promisify(execFile)(program, arguments_, { env: childEnvironment(process.env) }).then(() => true, () => false);
}
// src/measure/process.ts
const patience = 20;
async function performJob(job, onReport, options) {
	const definitions = [...options.definitions ?? []];
	if (job.kind !== "load" && !options.benches?.scratch) return perform({
		...job,
		scratch: null,
		definitions
	}, onReport, options);
	const scratch = await realpath(await mkdtemp(join(tmpdir(), "fuelgauge-scratch-")));
	try {
		return await perform({
			...job,
			scratch,
			definitions
		}, onReport, options);
	} finally {
		await rm(scratch, {
			recursive: true,
			force: true
		}).catch(() => {});
	}
}
function inTurns(job) {
	return (job.kind === "sample" || job.kind === "calibrate") && job.host === "fuelgauge" && job.subjects.length > 1;
}
function isTimedAlone({ kind }) {
	return kind === "sample" || kind === "calibrate" || kind === "cold";
}
function needsOf(job, { benches }) {
	const { scratch } = job;
	if (job.kind === "load") return {
		threads: true,
		network: job.network,
		scratch
	};
	return {
		threads: Boolean(benches),
		network: benches?.network ?? false,
		scratch
	};
}
function temporaryFolder(folder) {
	return {
		TMPDIR: folder,
		TMP: folder,
		TEMP: folder
	};
}
async function perform(job, onReport, options) {
	const confinement = options.confinement ? confinementFlags(options.confinement, needsOf(job, options)) : [];
	const tierUp = inTurns(job) ? options.steadiness.tierUpFlags : [];
	const threads = options.benches ? preload("bench-thread") : [];
	const flags = [
		"--expose-gc",
		...tierUp,
		...confinement,
		...threads
	];
	const child = spawn(options.node, [...flags, fileURLToPath(options.measurer)], {
		env: {
			...childEnvironment(process.env),
			...job.scratch !== null && temporaryFolder(job.scratch)
		},
		stdio: [
			"ignore",
			"ignore",
			"pipe",
			"ipc"
		]
	});
	let running = null;
	let done = false;
	let stuck = false;
	let stderr = "";
	let invalid = null;
	const kill = () => {
		stuck = true;
		child.kill("SIGKILL");
	};
	let watchdog = setTimeout(kill, options.silenceMs);
	const lastResort = setTimeout(kill, options.silenceMs * patience);
	const { processor } = options.steadiness;
	const isPinned = processor !== null && isTimedAlone(job);
	child.on("message", (message) => {
		if (done) return;
		clearTimeout(watchdog);
		watchdog = setTimeout(kill, options.silenceMs);
		const report = reportSchema.safeParse(message);
		if (!report.success) {
			invalid = `said something that is no report: ${report.error.message}`;
			child.kill("SIGKILL");
			return;
		}
		if (report.data.kind === "threads" && isPinned && child.pid) freeThreads(child.pid);
		if (report.data.kind === "started") running = report.data.case;
		onReport(report.data);
		if (report.data.kind === "done") {
			done = true;
			child.kill("SIGKILL");
		}
	});
	child.stderr?.setEncoding("utf8").on("data", (text) => {
		stderr = (stderr + text).slice(-4096);
	});
	const ended = new Promise((resolve) => {
		child.on("error", (error) => resolve(error.message));
		child.once("close", (code, signal) => resolve(signal ? `killed by ${signal}` : `exit status ${code}`));
	});
	if (isPinned && child.pid !== void 0) await pinMainThread(child.pid, processor);
	if (child.connected) child.send(job);
	const ending = await ended;
	clearTimeout(watchdog);
	clearTimeout(lastResort);
	if (done) return { kind: "done" };
	const what = invalid ?? (stuck ? `no answer for ${options.silenceMs / 1e3} s` : ending);
	return {
		kind: "died",
		running,
		message: [`the measuring process ended: ${what}`, stderr.trim()].filter(Boolean).join("\n")
	};
}
// src/project/files.ts
const defaultBenches = ["**/*.bench.{ts,mts,js,mjs}"];
async function findFiles(folder, patterns) {
	const found = /* @__PURE__ */ new Set();
	for (const pattern of patterns) {
		const exclude = (path) => {
			const name = basename(path);
			return !pattern.includes("node_modules") && (name === "node_modules" || /^\.[^.]/.test(name));
		};
		for await (const path of fs.glob(pattern, {
			cwd: folder,
			exclude
		})) found.add(path.split(sep).join("/"));
	}
	return [...found].sort();
}
// src/project/collect.ts
const modulesFolder = "modules";
const inputsFolder = "inputs";
async function collectProject(place, { modules, benches, grants }, log) {
	const files = /* @__PURE__ */ new Map();
	const guests = {};
	const cases = [];
	for (const { name, file, config } of await findModules(place.folder, modules)) {
		const bytes = await fs.readFile(join(place.folder, file));
		const path = posix.join(modulesFolder, `${name}.wasm`);
		files.set(path, bytes);
		guests[name] = {
			file: path,
			source: sha256(bytes)
		};
		const inputs = new Inputs(place.folder, files);
		cases.push(...await casesOf({
			name,
			file,
			config
		}, demands(file, bytes), inputs));
	}
	const found = await findFiles(place.folder, benches ?? defaultBenches);
	const traced = found.length === 0 ? null : await (await import("./trace.js")).traceFiles(place, found);
	for (const [path, bytes] of traced?.files ?? []) files.set(posix.join(projectFolder, path), bytes);
	if (found.length > 0) log(`Benchmark files: ${found.join(", ")}`);
	if (cases.length > 0) log(`Modules: ${Object.keys(guests).join(", ")}`);
	if (files.size === 0) return null;
	const own = relative(place.root, place.folder).split(sep).join("/");
	const inProject = (path) => posix.join(projectFolder, path);
	return {
		files,
		guests,
		benchFiles: found.map((path) => inProject(posix.join(own, path))),
		project: {
			cases,
			grants,
			replacedGlobals: {},
			root: traced === null ? null : inProject(own),
			links: Object.fromEntries(Object.entries(traced?.links ?? {}).map(([from, to]) => [inProject(from), inProject(to)]))
		}
	};
}
async function moduleFiles(folder, configs) {
	return new Map((await findModules(folder, configs)).map(({ name, file }) => [name, file]));
}
async function findModules(folder, configs) {
	const found = [];
	for (const config of configs) {
		const files = await findFiles(folder, [config.file]);
		if (files.length === 0) throw notFound$1(folder, config.file);
		for (const file of files) {
			const name = config.name ?? basename(file, ".wasm").replace(/[^\w.-]/g, "-");
			const other = found.find((each) => each.name === name);
			if (other !== void 0) throw sameName(name, other.file, file);
			found.push({
				name,
				file,
				config
			});
		}
	}
	return found;
}
function notFound$1(folder, pattern) {
	return new FuelgaugeError({
		happened: `No file matches the module "${pattern}" in ${folder}.`,
		expected: "a .wasm file, built before Fuelgauge runs",
		remedy: "Correct the path, or add the step that builds it in front of Fuelgauge's."
	});
}
function sameName(name, one, other) {
	return new FuelgaugeError({
		happened: `Two modules are called "${name}": ${one} and ${other}.`,
		expected: "names that tell modules apart",
		remedy: "Give one of them another with `name`, as in { file: \"…\", name: \"…\" }."
	});
}
function demands(file, bytes) {
	try {
		return demandsOf(new WebAssembly.Module(bytes));
	} catch (thrown) {
		throw new FuelgaugeError({
			happened: `${file} is no WebAssembly module that this Node can compile: ${messageOf(thrown)}.`,
			expected: "a core module",
			remedy: "Correct the path, or build the module for core WebAssembly.",
			cause: thrown
		});
	}
}
var Inputs = class {
	#folder;
	#files;
	constructor(folder, files) {
		this.#folder = folder;
		this.#files = files;
	}
	async add(content) {
		const bytes = typeof content === "string" ? new TextEncoder().encode(content) : await this.#read(content.file);
		const digest = sha256(bytes);
		const path = posix.join(inputsFolder, digest.slice(0, 32));
		this.#files.set(path, bytes);
		return path;
	}
	async below(folder) {
		const place = resolve(this.#folder, folder);
		return (await fs.readdir(place, {
			recursive: true,
			withFileTypes: true
		}).catch((thrown) => {
			throw cannotRead$1("folder", folder, thrown);
		})).filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(place, join(parentPath, name)).split(sep).join("/")).sort();
	}
	async #read(file) {
		return fs.readFile(resolve(this.#folder, file)).catch((thrown) => {
			throw cannotRead$1("file", file, thrown);
		});
	}
};
function cannotRead$1(kind, path, thrown) {
	return new FuelgaugeError({
		happened: `The ${kind} "${path}", which the configuration names, cannot be read: ${messageOf(thrown)}.`,
		expected: `a ${kind} of the project`,
		remedy: "Correct the path; it is relative to the project's folder.",
		cause: thrown
	});
}
async function casesOf({ name, file, config }, { missing, isCommand, isSightglass, functions }, inputs) {
	const ofModule = { module: name };
	const cases = [{
		kind: "compile",
		id: `${name}/compile`,
		...ofModule
	}];
	const runs = config.runs ?? (isCommand && missing.length === 0 ? [plainRun] : []);
	if (missing.length > 0 && (config.calls.length > 0 || runs.length > 0)) throw cannotRun(file, missing);
	if (missing.length === 0) cases.push({
		kind: "instantiate",
		id: `${name}/instantiate`,
		...ofModule
	});
	for (const call of config.calls) {
		if (!functions.includes(call.function)) throw noSuchFunction(file, call, functions);
		cases.push({
			kind: "call",
			id: `${name}/${call.name ?? [call.function, ...call.arguments].join("-")}`,
			...ofModule,
			function: call.function,
			arguments: call.arguments,
			returns: call.returns ?? null,
			...await sandboxOf(call, inputs)
		});
	}
	if (runs.length > 0 && !isCommand) throw noProgram(file);
	for (const [index, run] of runs.entries()) cases.push({
		kind: "command",
		id: `${name}/${run.name ?? (index === 0 ? "run" : `run-${index + 1}`)}`,
		...ofModule,
		...await programOf(name, run, inputs),
		marked: isSightglass
	});
	return cases;
}
const plainRun = {
	arguments: [],
	environment: {},
	files: {},
	clock: "deterministic",
	exitStatus: 0
};
async function programOf(name, run, inputs) {
	return {
		arguments: [name, ...run.arguments],
		...await sandboxOf(run, inputs),
		stdin: run.stdin === void 0 ? null : await inputs.add(run.stdin),
		stdout: run.stdout === void 0 ? null : await inputs.add(run.stdout),
		exitStatus: run.exitStatus
	};
}
async function sandboxOf({ environment, files, clock }, inputs) {
	const found = {};
	for (const [path, content] of Object.entries(files)) if (typeof content === "object" && "folder" in content) for (const below of await inputs.below(content.folder)) found[posix.join(path, below)] = await inputs.add({ file: posix.join(content.folder, below) });
	else found[path] = await inputs.add(content);
	return {
		environment,
		files: found,
		clock
	};
}
function cannotRun(file, missing) {
	const shown = missing.slice(0, 5).join(", ") + (missing.length > 5 ? `, and ${missing.length - 5} more` : "");
	return new FuelgaugeError({
		happened: `${file} imports ${shown}, which nobody provides here.`,
		expected: "a module that imports nothing but WASI, bench.start and bench.end, or AssemblyScript's env",
		remedy: "Measure it through the JavaScript that it was built with: a tinybench file that imports that."
	});
}
function noSuchFunction(file, { function: name }, functions) {
	return new FuelgaugeError({
		happened: `${file} exports no function "${name}".`,
		expected: `one of ${functions.slice(0, 20).join(", ") || "none: it exports no functions"}`,
		remedy: "Correct the name in the configuration."
	});
}
function noProgram(file) {
	return new FuelgaugeError({
		happened: `${file} is to be run, but exports no function "_start".`,
		expected: "a WASI program",
		remedy: "Use `calls` for the functions of a library, or build the module as a program."
	});
}
// src/head.ts
async function buildHead(request) {
	const { place, config, suites, runtime, into, base, log } = request;
	const project = wantsProject(suites) ? await collectProject(place, config, log) : null;
	if (project === null) selectCases(suites);
	const { manifest } = await buildBundle({
		runtime: wantsRuntime(suites, project !== null) ? runtime : null,
		kernel: wantsTools(suites, project !== null),
		project,
		into,
		...base.kind === "found" ? { reuse: base } : {},
		compilerEntry: programEntry("compiler"),
		log
	});
	if (project === null || project.benchFiles.length === 0) return {
		folder: into,
		manifest
	};
	const { cases, replacedGlobals } = await lookIntoFiles(request, project);
	const whole = {
		...manifest,
		project: {
			...project.project,
			cases: [...project.project.cases, ...cases],
			replacedGlobals
		}
	};
	await writeManifest(into, whole);
	return {
		folder: into,
		manifest: whole
	};
}
async function lookIntoFiles({ into, node }, { benchFiles, project }) {
	const tasks = /* @__PURE__ */ new Map();
	const replacedGlobals = {};
	const problems = [];
	const onReport = (report) => {
		if (report.kind === "discovered") {
			tasks.set(report.file, report.tasks);
			if (report.replaced.length > 0) replacedGlobals[report.file] = report.replaced;
		}
		if (report.kind === "failed") problems.push(`${pathInProject(report.case)}: ${withGrant(report.message)}`);
	};
	const { node: nodeVersion } = await describeMachine(node);
	for (const file of benchFiles) {
		const end = await performJob({
			kind: "discover",
			subject: {
				arm: "head",
				folder: resolve(into)
			},
			files: [file],
			seed: 0
		}, onReport, {
			node,
			measurer: programEntry("measurer"),
			steadiness: unsteady,
			confinement: {
				bundles: [into],
				nodeVersion
			},
			benches: project.grants,
			silenceMs: 6e4
		});
		if (end.kind === "died") problems.push(`${pathInProject(file)}: ${end.message}`);
	}
	if (problems.length > 0) throw cannotLoad(problems);
	const root = project.root ?? "project";
	return {
		cases: benchFiles.flatMap((file) => casesOfFile(file, tasks.get(file) ?? [], root)),
		replacedGlobals
	};
}
function casesOfFile(file, tasks, root) {
	const suite = file.slice(root.length + 1).replace(/(?:\.bench)?\.[cm]?[jt]s$/, "");
	const seen = /* @__PURE__ */ new Map();
	return tasks.map((name, task) => {
		const id = `${suite}/${name.trim().replace(/[\s,]+/g, "-")}`.slice(0, 290);
		const count = (seen.get(id) ?? 0) + 1;
		seen.set(id, count);
		return {
			kind: "bench",
			id: count === 1 ? id : `${id}#${count}`,
			file,
			task
		};
	});
}
function cannotLoad(problems) {
	const files = problems.length === 1 ? "A benchmark file" : `${problems.length} benchmark files`;
	return new FuelgaugeError({
		happened: [`${files} cannot be loaded from the bundle.`, ...problems.map((problem) => `  - ${problem}`)].join("\n"),
		expected: "files that make a tinybench Bench or call vitest's bench, and find all they need in the checkout, with no more than `grants` in the configuration gives them",
		remedy: "Correct them, name what they read in a way that can be traced, or leave them out with `benches` in the configuration."
	});
}
function ownCases(head, base) {
	const projects = [head.manifest.project, base.kind === "found" ? base.manifest.project : null];
	return casesOfProjects(projects, (_bundle, path) => {
		throw new Error(`${path} is read where cases are measured`);
	});
}
// src/analysis/exact.ts
function compareExactly(row, { base, head }, { tolerance, against }) {
	const relative = base === 0 ? Math.sign(head) : (head - base) / Math.abs(base);
	const change = row.direction === "lower" ? relative : 0 - relative;
	const verdict = change === 0 ? "unchanged" : change > 0 ? "regressed" : "improved";
	const interval = {
		low: change,
		estimate: change,
		high: change
	};
	const gating = row.gating && (change === 0 || Math.abs(change) > tolerance);
	const evidence = {
		kind: "exact",
		against
	};
	return {
		...row,
		gating,
		verdict,
		change: interval,
		base,
		head,
		evidence,
		waiver: null
	};
}
// src/analysis/imported.ts
function importedRows({ base, head }, policy) {
	const stored = new Map(base.map((figure) => [keyOf(figure), figure]));
	const measured = new Set(head.map(keyOf));
	return [...head.map((figure) => rowOf(stored.get(keyOf(figure)) ?? null, figure, policy)), ...base.filter((figure) => !measured.has(keyOf(figure))).map((figure) => {
		return settled$1({
			...rowHead$1(figure, kindOf(figure.unit, figure.samples), policy),
			verdict: "removed",
			change: null,
			base: middleOf(figure),
			head: null
		});
	})];
}
function gatingImported(figures, policy) {
	return figures.filter((figure) => {
		const kind = kindOf(figure.unit, figure.samples);
		return kind === "timed" && policy.ofImported(figure.case, figure.metric, kind).gates;
	}).length;
}
function rowOf(base, head, policy) {
	const kind = kindOf(head.unit, head.samples, ...base === null ? [] : [base.samples]);
	const row = rowHead$1(head, kind, policy);
	const figure = middleOf(head);
	if (base === null) return settled$1({
		...row,
		verdict: "added",
		change: null,
		base: null,
		head: figure
	});
	const sides = {
		base: middleOf(base),
		head: figure
	};
	const incomparable = (reason) => settled$1({
		...row,
		verdict: "incomparable",
		change: null,
		...sides,
		reason
	});
	if (base.unit !== head.unit) return incomparable(`base is in ${base.unit}, head in ${head.unit}`);
	const { floor, exactTolerance: tolerance } = policy.ofImported(head.case, head.metric, kind);
	if (kind === "exact") return settled$1(compareExactly(row, sides, {
		tolerance,
		against: "imported"
	}));
	if (![...base.samples, ...head.samples].every((sample) => sample > 0)) return incomparable("a sample is 0, and has no ratio");
	const sign = head.direction === "lower" ? 1 : -1;
	const logsOf = ({ samples }) => samples.map((sample) => sign * Math.log(sample));
	const logs = {
		base: logsOf(base),
		head: logsOf(head)
	};
	return {
		kind: "timed",
		timed: {
			row,
			...sides,
			floor,
			logs
		}
	};
}
function rowHead$1({ case: id, metric, unit, direction }, kind, policy) {
	return {
		case: id,
		metric,
		unit,
		direction,
		gating: policy.ofImported(id, metric, kind).gates
	};
}
function kindOf(unit, ...sides) {
	return isExactly({ unit }, ...sides) ? "exact" : "timed";
}
function keyOf({ case: id, metric }) {
	return `${id} ${metric}`;
}
function middleOf({ samples }) {
	return median(samples) ?? 0;
}
function settled$1(comparison) {
	return {
		kind: "settled",
		comparison
	};
}
// src/analysis/rounds.ts
const confidence = .99;
const fewest = 10;
const againAlpha = .05;
function neededRounds(gatingTimedRows, alpha) {
	return Math.max(fewest, Math.ceil(Math.log2(2 * gatingTimedRows / alpha)));
}
function roundsForInterval(confidence) {
	return Math.ceil(Math.log2(2 / (1 - confidence)));
}
function neededAgain(gatingTimedRows) {
	const forHolm = Math.ceil(Math.log2(Math.max(1 / againAlpha, gatingTimedRows)));
	return Math.max(roundsForInterval(confidence), forHolm);
}
// src/analysis/stored.ts
function withStored(input) {
	const { stored } = input;
	if (stored === void 0) return input;
	const ofBase = stored.measurements.filter(({ arm }) => arm === "head");
	const known = new Set(ofBase.map((measurement) => measurement.case));
	const lost = input.measurements.filter((measurement) => known.has(measurement.case) && isLost(measurement.metric, stored));
	const asBase = (item) => ({
		...item,
		arm: "base"
	});
	return {
		...input,
		measurements: [...input.measurements, ...ofBase.filter(({ metric }) => !isLost(metric, stored)).map(asBase)],
		failures: [...input.failures, ...stored.failures.filter(({ arm }) => arm === "head").map(asBase)],
		incomparable: new Map([...input.incomparable, ...lost.map((measurement) => [measurement.case, stored.reason])])
	};
}
function isLost(metric, stored) {
	return metrics[metric].kind === "timed" || metric === "fuel" && (stored?.fuelReason ?? null) !== null;
}
// src/analysis/holm.ts
function holm(ps, elsewhere = 0) {
	const adjusted = /* @__PURE__ */ new Map();
	let left = ps.size + elsewhere;
	let highest = 0;
	for (const [test, p] of [...ps].sort(([, a], [, b]) => a - b)) {
		highest = Math.max(highest, Math.min(1, left * p));
		adjusted.set(test, highest);
		left--;
	}
	return adjusted;
}
function rankSumInterval(from, values, confidence) {
	const cut = criticalValue(from.length, values.length, (1 - confidence) / 2);
	if (cut < 0) return null;
	const differences = allDifferences(from, values).sort();
	const low = differences[cut];
	const high = differences[differences.length - 1 - cut];
	const estimate = middle$1(differences);
	return low === void 0 || high === void 0 || estimate === null ? null : {
		low,
		estimate,
		high
	};
}
function rankSumP(from, values, hypothesis, side) {
	if (from.length === 0 || values.length === 0) return 1;
	let others = 0;
	for (const difference of allDifferences(from, values)) if (!(side === "above" ? difference > hypothesis : difference < hypothesis)) others++;
	return rankSumTail(from.length, values.length, others);
}
function rankSumTail(m, n, statistic) {
	if (statistic < 0) return 0;
	if (statistic >= m * n) return 1;
	if (m * n <= 2500) return lowerTails(m, n)[statistic] ?? 1;
	return normalTail(m * n / 2 - statistic - .5, deviationOf(m, n));
}
function criticalValue(m, n, beyond) {
	let [below, above] = [-1, m * n];
	while (above - below > 1) {
		const between = Math.floor((below + above) / 2);
		if (rankSumTail(m, n, between) <= beyond) below = between;
		else above = between;
	}
	return below;
}
function allDifferences(from, values) {
	const differences = new Float64Array(from.length * values.length);
	let index = 0;
	for (const start of from) for (const value of values) differences[index++] = value - start;
	return differences;
}
function deviationOf(m, n) {
	return Math.sqrt(m * n * (m + n + 1) / 12);
}
const knownTails = /* @__PURE__ */ new Map();
function lowerTails(m, n) {
	const key = `${Math.min(m, n)} ${Math.max(m, n)}`;
	const known = knownTails.get(key);
	if (known) return known;
	let ways = Array.from({ length: m + 1 }, () => Float64Array.of(1));
	for (let added = 1; added <= n; added++) {
		const next = [Float64Array.of(1)];
		for (let others = 1; others <= m; others++) {
			const [isOfN, isOfM] = [ways[others], next[others - 1]];
			const odds = new Float64Array(others * added + 1);
			for (let u = 0; u < odds.length; u++) {
				const above = added * (isOfN?.[u - others] ?? 0);
				odds[u] = (above + others * (isOfM?.[u] ?? 0)) / (added + others);
			}
			next.push(odds);
		}
		ways = next;
	}
	const tails = ways[m] ?? Float64Array.of(1);
	let below = 0;
	for (const [u, probability] of tails.entries()) {
		below += probability;
		tails[u] = Math.min(1, below);
	}
	knownTails.set(key, tails);
	return tails;
}
function normalTail(distance, deviation) {
	const tail = complementaryError(Math.abs(distance) / (deviation * Math.SQRT2)) / 2;
	return distance < 0 ? 1 - tail : tail;
}
function complementaryError(x) {
	const scale = Math.exp(-x * x) / Math.sqrt(Math.PI);
	if (x < 2.5) {
		let [term, sum] = [x, x];
		for (let k = 1; term > 1e-17 * sum; k++) {
			term *= 2 * x * x / (2 * k + 1);
			sum += term;
		}
		return 1 - 2 * scale * sum;
	}
	let fraction = x;
	for (let k = 80; k >= 1; k--) fraction = x + k / 2 / fraction;
	return scale / fraction;
}
// src/analysis/timed.ts
function judgeTimedRows(rows, { neededRounds, alpha, gatingElsewhere }) {
	const readings = new Map(rows.map((timed) => [timed, readRow(timed)]));
	const gating = [...readings].filter(([{ row }]) => row.gating);
	const adjusted = holm(new Map(gating.map(([timed, reading]) => [timed, familyP(reading)])), gatingElsewhere);
	const ruleOf = (timed) => timed.row.gating ? {
		neededRounds: Math.max(neededRounds, roundsForInterval(confidence)),
		neededAgain: neededAgain(gating.length + gatingElsewhere),
		p: adjusted.get(timed) ?? 1,
		alpha
	} : {
		neededRounds: roundsForInterval(confidence),
		neededAgain: 0,
		p: null,
		alpha
	};
	return new Map([...readings].map(([timed, reading]) => [timed, judge$1(timed, reading, ruleOf(timed))]));
}
function readRow(timed) {
	return "logs" in timed ? readSamples(timed) : readRounds(timed);
}
function readSamples({ logs: { base, head }, floor }) {
	return {
		rounds: 0,
		change: relative$1(rankSumInterval(base, head, confidence)),
		control: null,
		bar: floor,
		p: beyondBarP((hypothesis, side) => rankSumP(base, head, hypothesis, side), floor),
		again: null
	};
}
function readRounds({ ratios, again, floor }) {
	const changes = ratios.map(({ change }) => change);
	const controls = ratios.map((ratio) => ratio.control);
	const control = relativeInterval(controls, confidence);
	const bar = barOf(floor, control);
	return {
		rounds: ratios.length,
		change: relativeInterval(changes, confidence),
		control,
		bar,
		p: beyondBarP((hypothesis, side) => signedRankP(changes, hypothesis, side), bar),
		again: readAgain(again, {
			controls,
			floor
		})
	};
}
function readAgain(ratios, first) {
	if (ratios.length === 0) return null;
	const changes = ratios.map(({ change }) => change);
	const controls = ratios.map(({ control }) => control);
	const bar = barOf(first.floor, relativeInterval([...first.controls, ...controls], confidence));
	return {
		rounds: ratios.length,
		change: relativeInterval(changes, confidence),
		bar,
		p: signedRankP(changes, Math.log1p(bar), "above")
	};
}
function barOf(floor, control) {
	return Math.max(floor, Math.abs(control?.low ?? 0), Math.abs(control?.high ?? 0));
}
function relativeInterval(logs, level) {
	return relative$1(signedRankInterval(logs, level));
}
function relative$1(interval) {
	if (!interval) return null;
	return {
		low: Math.expm1(interval.low),
		estimate: Math.expm1(interval.estimate),
		high: Math.expm1(interval.high)
	};
}
function beyondBarP(pOf, bar) {
	const above = pOf(Math.log1p(bar), "above");
	const below = pOf(Math.log1p(-Math.min(1, bar)), "below");
	return Math.min(1, 2 * Math.min(above, below));
}
function isWorse({ change, bar }) {
	return change !== null && change.low > bar;
}
function familyP(reading) {
	const { again, p } = reading;
	return again !== null && isWorse(reading) ? .010000000000000009 * again.p : p;
}
function judge$1(timed, reading, rule) {
	if ("logs" in timed) return judgeSamples(timed, reading, rule);
	const { row, base, head, floor } = timed;
	const { rounds, change, control, bar } = reading;
	const seen = {
		...row,
		base,
		head,
		waiver: null
	};
	const shown = {
		kind: "rounds",
		rounds,
		floor,
		bar,
		control,
		p: null,
		detectable: null,
		confirmation: null
	};
	if (change === null || rounds < rule.neededRounds) {
		const reason = `${rule.neededRounds} rounds needed, ${rounds} measured`;
		return {
			...seen,
			verdict: "inconclusive",
			change,
			evidence: shown,
			reason
		};
	}
	const evidence = {
		...shown,
		p: rule.p,
		detectable: detectableChange(change, bar)
	};
	if (rule.p !== null && isWorse(reading)) return {
		...seen,
		change,
		...judgeAgain$1(evidence, reading.again, rule)
	};
	const proven = rule.p === null || rule.p <= rule.alpha;
	return {
		...seen,
		...tell(change, {
			floor,
			bar,
			proven
		}),
		change,
		evidence
	};
}
function judgeSamples({ row, base, head, floor, logs }, reading, rule) {
	const { change, bar } = reading;
	const counts = {
		base: logs.base.length,
		head: logs.head.length
	};
	const seen = {
		...row,
		base,
		head,
		waiver: null,
		change
	};
	const shown = {
		kind: "samples",
		...counts,
		floor,
		p: null,
		detectable: null
	};
	if (change === null) {
		const reason = `${counts.base} and ${counts.head} samples are too few, five of each are enough`;
		return {
			...seen,
			verdict: "inconclusive",
			evidence: shown,
			reason
		};
	}
	const evidence = {
		...shown,
		p: rule.p,
		detectable: detectableChange(change, bar)
	};
	const proven = rule.p === null || rule.p <= rule.alpha;
	return {
		...seen,
		...tell(change, {
			floor,
			bar,
			proven
		}),
		change,
		evidence
	};
}
function judgeAgain$1(evidence, again, { p, alpha, neededAgain: needed }) {
	if (again === null) return {
		evidence,
		verdict: "suspected",
		reason: "it has not been looked at again"
	};
	const enough = again.rounds >= needed;
	const shownAgain = again.p <= againAlpha;
	const confirmed = enough && shownAgain && (p ?? 1) <= alpha;
	const told = {
		...evidence,
		confirmation: {
			...again,
			confirmed
		}
	};
	if (confirmed) return {
		evidence: told,
		verdict: "regressed"
	};
	if (!enough) return {
		evidence: told,
		verdict: "suspected",
		reason: `${needed} rounds needed for a second look, ${again.rounds} measured`
	};
	return {
		evidence: told,
		...unclear(shownAgain ? "as one of many rows, it may be chance twice" : "fresh rounds did not show the regression again")
	};
}
function detectableChange({ low, high }, bar) {
	return bar + (high - low) / 2;
}
function tell({ low, high }, { floor, bar, proven }) {
	const isBeyond = low > bar || high < -bar;
	if (isBeyond && proven) return { verdict: low > bar ? "regressed" : "improved" };
	if (low > -floor && high < floor) return { verdict: "unchanged" };
	if (isBeyond) return unclear("as one of many rows, it may be chance");
	if (low > floor || high < -floor) return unclear("the base differed from itself by as much in this run");
	if (low < -floor && high > floor) return unclear("the figures vary too much to tell better from worse");
	return unclear("the figures allow for no change as well as for one that matters");
}
function unclear(reason) {
	return {
		verdict: "inconclusive",
		reason
	};
}
// src/analysis/compare.ts
function compare(given) {
	const input = withStored(given);
	const measurements = Map.groupBy(input.measurements, (measurement) => measurement.case);
	const again = Map.groupBy(input.again, (measurement) => measurement.case);
	const failures = Map.groupBy(input.failures, (failure) => failure.case);
	const rows = [...[.../* @__PURE__ */ new Set([
		...measurements.keys(),
		...failures.keys(),
		...input.incomparable.keys()
	])].flatMap((id) => {
		const samples = samplesOfCase(measurements.get(id) ?? []);
		return rowsOfCase(id, {
			samples,
			figures: figuresOfCase(samples, (metric) => input.policy.direction(id, metric)),
			again: samplesOfCase(again.get(id) ?? []),
			failures: failures.get(id) ?? []
		}, input);
	}), ...input.imported ? importedRows(input.imported, input.policy) : []];
	const timed = rows.flatMap((row) => row.kind === "timed" ? [row.timed] : []);
	const { neededRounds, gatingElsewhere = 0, policy } = input;
	const judged = judgeTimedRows(timed, {
		neededRounds,
		gatingElsewhere,
		alpha: policy.alpha
	});
	const moved = [...judged.values()].find((row) => input.controls.has(row.case) && (row.verdict === "regressed" || row.verdict === "improved"));
	return rows.flatMap((row) => {
		if (row.kind === "settled") return row.comparison;
		const comparison = judged.get(row.timed);
		if (comparison === void 0) return [];
		return moved === void 0 || input.controls.has(comparison.case) || "logs" in row.timed ? comparison : voided(comparison, moved.case);
	});
}
function voided(row, control) {
	switch (row.verdict) {
		case "regressed":
		case "suspected":
		case "improved":
		case "unchanged": return {
			...row,
			verdict: "inconclusive",
			reason: `${control}, which no change can touch, moved`
		};
		default: return row;
	}
}
function rowsOfCase(id, records, input) {
	const { figures } = records;
	const { policy, incomparable, stored } = input;
	const standing = standingOf(records.failures, incomparable.get(id));
	switch (standing.kind) {
		case "failed": return [settled(failedRow(id, figures, standing.reason, policy))];
		case "incomparable": {
			const works = standing.failedIn.length === 0;
			const isKept = (metric) => works && !isLost(metric, stored);
			const why = (metric) => {
				const fuelReason = works && metric === "fuel" ? stored?.fuelReason : null;
				return {
					...standing,
					reason: fuelReason ?? standing.reason
				};
			};
			return [...[...figures.keys()].some((metric) => !isKept(metric)) ? figures : new Map([["time", noFigures], ...figures])].flatMap(([metric, arms]) => isKept(metric) ? rowsOfMetric(id, metric, arms, {
				records,
				input
			}) : [settled(incomparableRow(rowHead(id, metric, policy), arms, why(metric)))]);
		}
		case "comparable": return [...figures].flatMap(([metric, arms]) => rowsOfMetric(id, metric, arms, {
			records,
			input
		}));
	}
}
function standingOf(failures, incomparable) {
	const head = failures.find(({ arm }) => arm === "head");
	const base = failures.find(({ arm }) => arm !== "head");
	if (head && base) return {
		kind: "incomparable",
		reason: `fails in base and head: ${head.message}`,
		failedIn: ["base", "head"]
	};
	if (head) return {
		kind: "failed",
		reason: head.message
	};
	if (base) return {
		kind: "incomparable",
		reason: `fails in the base: ${base.message}`,
		failedIn: ["base"]
	};
	return incomparable === void 0 ? { kind: "comparable" } : {
		kind: "incomparable",
		reason: incomparable,
		failedIn: []
	};
}
function incomparableRow(row, { base, head }, { reason, failedIn }) {
	return {
		...row,
		verdict: "incomparable",
		change: null,
		base: failedIn.includes("base") ? null : figureOf(base),
		head: failedIn.includes("head") ? null : figureOf(head),
		reason
	};
}
function failedRow(id, figures, reason, policy) {
	const [metric, { base }] = [...figures].find(([, { base }]) => base.size > 0) ?? ["time", noFigures];
	return {
		...rowHead(id, metric, policy),
		verdict: "failed",
		change: null,
		base: figureOf(base),
		head: null,
		reason
	};
}
function rowsOfMetric(id, metric, figures, { records, input }) {
	const { policy, stored } = input;
	const row = rowHead(id, metric, policy);
	const base = figureOf(figures.base);
	const head = figureOf(figures.head);
	if (head === null) return base === null ? [] : [settled({
		...row,
		verdict: "removed",
		change: null,
		base,
		head
	})];
	const wavering = isExact(metric) ? waveringRow(row, records.samples.get(metric) ?? noSamples) : null;
	if (wavering !== null) return [settled(wavering)];
	if (base === null) return [settled({
		...row,
		verdict: "added",
		change: null,
		base,
		head
	})];
	if (isExact(metric)) {
		const tolerance = policy.exactTolerance(id, metric);
		return [settled(compareExactly(row, {
			base,
			head
		}, {
			tolerance,
			against: stored === void 0 ? "rerun" : "stored"
		}))];
	}
	const samples = records.samples.get(metric) ?? noSamples;
	const samplesAgain = records.again.get(metric) ?? noSamples;
	const { direction } = row;
	return [{
		kind: "timed",
		timed: {
			row,
			...input.inTurns.has(id) ? {
				ratios: ratiosOfTurns(samples, direction),
				again: ratiosOfTurns(samplesAgain, direction)
			} : {
				ratios: ratiosOfFigures(figures, direction),
				again: ratiosOfFigures(figuresOfArms(samplesAgain, direction), direction)
			},
			base,
			head,
			floor: policy.floor(id, metric)
		}
	}];
}
function waveringRow(row, samples) {
	const runsOf = (arm) => [...samples[arm].values()].flat();
	const runs = {
		base: runsOf("base"),
		head: runsOf("head")
	};
	const agreed = (samples) => new Set(samples).size <= 1;
	if (agreed(runs.base) && agreed(runs.head)) return null;
	const [base = null] = agreed(runs.base) ? runs.base : [];
	const [head = null] = agreed(runs.head) ? runs.head : [];
	return {
		...row,
		verdict: "nondeterministic",
		change: null,
		base,
		head,
		runs
	};
}
function isExact(metric) {
	return metrics[metric].kind === "exact";
}
function rowHead(id, metric, policy) {
	const direction = policy.direction(id, metric);
	return {
		case: id,
		metric,
		unit: metrics[metric].unit,
		direction,
		gating: policy.gates(id, metric)
	};
}
const noFigures = {
	base: /* @__PURE__ */ new Map(),
	head: /* @__PURE__ */ new Map(),
	control: /* @__PURE__ */ new Map()
};
const noSamples = {
	base: /* @__PURE__ */ new Map(),
	head: /* @__PURE__ */ new Map(),
	control: /* @__PURE__ */ new Map()
};
function settled(comparison) {
	return {
		kind: "settled",
		comparison
	};
}
// src/analysis/scan.ts
const reach = 2.5758;
function scalesOf(steps, walks, alpha) {
	const powers = Array.from({ length: Math.floor(Math.log2(steps)) + 1 }, (_, k) => 2 ** k);
	return powers.map((power) => {
		const scale = {
			shortest: power,
			longest: 2 * power - 1,
			grid: Math.max(1, power / 4)
		};
		const p = alpha / walks / powers.length / stretchesOf(scale, steps);
		return {
			...scale,
			critical: normalCritical(p)
		};
	});
}
function stretchesOf({ shortest, longest, grid }, steps) {
	let stretches = 0;
	for (let length = shortest; length <= Math.min(longest, steps); length += grid) stretches += Math.floor((steps - length) / grid) + 1;
	return stretches;
}
function scan(walk, scales, floor) {
	const found = candidates(walk, scales, floor).sort((one, other) => other.likelihood - one.likelihood);
	const chosen = [];
	for (const candidate of found) {
		if (chosen.some((range) => candidate.from < range.to && range.from < candidate.to)) continue;
		const low = Math.max(0, ...chosen.filter(({ to }) => to <= candidate.from).map(({ to }) => to));
		const high = Math.min(walk.sums.length - 1, ...chosen.filter(({ from }) => from >= candidate.to).map(({ from }) => from));
		chosen.push(sharpened(walk, candidate, {
			low,
			high
		}, floor));
	}
	return chosen;
}
function candidates({ sums, variances, leastVariance }, scales, floor) {
	const found = [];
	const last = sums.length - 1;
	const narrowest = Math.min(floor.worse, 0 - floor.better);
	for (const { shortest, longest, grid, critical } of scales) {
		const asked = critical * critical;
		for (let length = shortest; length <= Math.min(longest, last); length += grid) {
			const leastError = Math.sqrt(length * leastVariance);
			const least = Math.max(critical * leastError, narrowest + reach * leastError);
			for (let to = last, from = last - length; from >= 0; to -= grid, from -= grid) {
				const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
				if (Math.abs(sum) < least) continue;
				const variance = (variances[to] ?? 0) - (variances[from] ?? 0);
				if (sum * sum < asked * variance || !isBeyond(sum, variance, floor)) continue;
				found.push({
					from,
					to,
					likelihood: sum * sum / variance - asked
				});
			}
		}
	}
	return found;
}
function isBeyond(sum, variance, { worse, better }) {
	const halfWidth = reach * Math.sqrt(variance);
	return sum - halfWidth > worse || sum + halfWidth < better;
}
function sharpened({ sums, variances }, { from, to }, { low, high }, floor) {
	let best = {
		from,
		to
	};
	let largest = 0;
	const most = Math.ceil((to - from) / 4);
	for (let start = Math.max(low, from - most); start < Math.min(to, from + most + 1); start++) for (let end = Math.max(start + 1, to - most); end <= Math.min(high, to + most); end++) {
		const sum = (sums[end] ?? 0) - (sums[start] ?? 0);
		const variance = (variances[end] ?? 0) - (variances[start] ?? 0);
		if (sum * sum <= largest * variance || !isBeyond(sum, variance, floor)) continue;
		best = {
			from: start,
			to: end
		};
		largest = sum * sum / variance;
	}
	return best;
}
function normalCritical(p) {
	let z = Math.sqrt(-2 * Math.log(p));
	for (let step = 0; step < 20; step++) z += (Math.log(2 * tailRatio(z) * density(z)) - Math.log(p)) * tailRatio(z);
	return z;
}
function density(z) {
	return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}
function tailRatio(z) {
	let below = z;
	for (let depth = 60; depth >= 1; depth--) below = z + depth / below;
	return 1 / below;
}
// src/analysis/drift.ts
function findDrift({ commits, series }, policy) {
	const walks = series.flatMap((each) => each.kind === "timed" ? walksOf(each) : []);
	const scales = scalesByLength(walks.length, policy.alpha);
	return [...walks.flatMap((walk) => changesOfWalk(walk, scales(walk.end - walk.start), policy)), ...series.flatMap((each) => each.kind === "exact" ? changesOfFigures(each, policy) : [])].map((change) => asDrift(change, commits, policy)).sort(worstFirst);
}
function asDrift({ series, from, to, change, figures, levels }, commits, policy) {
	const { case: id, metric } = series;
	return {
		case: id,
		metric,
		direction: policy.direction(id, metric),
		gating: policy.gates(id, metric),
		from: pointOf(commits[from]),
		to: pointOf(commits[to]),
		commits: to - from,
		ago: commits.length - 1 - to,
		change,
		figures,
		levels: thinnedOut(levels),
		span: levels.length - 1
	};
}
function pointOf(commit) {
	return {
		sha: commit?.sha ?? null,
		at: commit?.at ?? ""
	};
}
function worstFirst(one, other) {
	const isWorse = ({ change }) => Number(change.estimate > 0);
	return isWorse(other) - isWorse(one) || Number(other.gating) - Number(one.gating) || Math.abs(Math.log1p(other.change.estimate)) - Math.abs(Math.log1p(one.change.estimate));
}
const levelsKept = 60;
function thinnedOut(levels) {
	const count = Math.min(levels.length, levelsKept);
	return Array.from({ length: count }, (_, i) => {
		const level = levels[Math.round(i * (levels.length - 1) / Math.max(1, count - 1))] ?? 1;
		return Number(level.toPrecision(5));
	});
}
const fewestSteps = 10;
function walksOf(series) {
	const walks = [];
	const { changes } = series;
	let start = 0;
	for (let position = 1; position <= changes.length; position++) {
		if (!Number.isNaN(changes[position] ?? NaN)) continue;
		if (position - 1 - start >= fewestSteps) walks.push({
			series,
			start,
			end: position - 1
		});
		start = position;
	}
	return walks;
}
function scalesByLength(walks, alpha) {
	const known = /* @__PURE__ */ new Map();
	return (steps) => {
		const scales = known.get(steps) ?? scalesOf(steps, walks, alpha);
		known.set(steps, scales);
		return scales;
	};
}
function changesOfWalk(timed, scales, policy) {
	const { series, start } = timed;
	const floor = policy.floor(series.case, series.metric);
	const sums = {
		worse: Math.log1p(floor),
		better: Math.log1p(-Math.min(1, floor))
	};
	const search = (walk) => scan(walk, scales, sums);
	if (search(walkOf(timed, 0)).length === 0) return [];
	const walk = walkOf(timed, typicalError(timed));
	const changes = search(walk).map((range) => ({
		...range,
		change: intervalOf(walk, range)
	}));
	const direction = policy.direction(series.case, series.metric);
	const levels = Array.from(walk.sums, (sum) => Math.exp(direction === "lower" ? sum : 0 - sum));
	return lasting(changes, floor, inAll).map(({ from, to, change }) => ({
		series,
		from: start + from,
		to: start + to,
		change,
		figures: null,
		levels
	}));
}
function inAll(changes) {
	return changes.reduce((product, { change }) => product * (1 + change.estimate), 1) - 1;
}
function walkOf({ series, start, end }, leastError) {
	const sums = new Float64Array(end - start + 1);
	const variances = new Float64Array(end - start + 1);
	let sum = 0;
	let variance = 0;
	let leastVariance = Number.POSITIVE_INFINITY;
	for (let step = 1; step < sums.length; step++) {
		sum += series.changes[start + step] ?? 0;
		const ofStep = Math.max(leastError, series.errors[start + step] ?? 0) ** 2;
		variance += ofStep;
		if (ofStep < leastVariance) leastVariance = ofStep;
		sums[step] = sum;
		variances[step] = variance;
	}
	return {
		sums,
		variances,
		leastVariance
	};
}
function typicalError({ series, start, end }) {
	const errors = series.errors.slice(start + 1, end + 1).sort();
	return Math.max(quantile(errors, .5), scatterOf(series.changes.subarray(start + 1, end + 1)));
}
function scatterOf(changes) {
	const centre = quantile(changes.slice().sort(), .5);
	return quantile(changes.map((change) => Math.abs(change - centre)).sort(), .8) / normalQuantile90 * Math.exp(2 / Math.sqrt(changes.length));
}
const normalQuantile90 = 1.28155;
function quantile(ascending, share) {
	const position = share * (ascending.length - 1);
	const below = ascending[Math.floor(position)] ?? NaN;
	const above = ascending[Math.ceil(position)] ?? NaN;
	return below + (position - Math.floor(position)) * (above - below);
}
function intervalOf({ sums, variances }, { from, to }) {
	const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
	const halfWidth = reach * Math.sqrt((variances[to] ?? 0) - (variances[from] ?? 0));
	return {
		low: Math.expm1(sum - halfWidth),
		estimate: Math.expm1(sum),
		high: Math.expm1(sum + halfWidth)
	};
}
const leastTolerance = .01;
function changesOfFigures(series, policy) {
	const tolerance = Math.max(leastTolerance, policy.floor(series.case, series.metric), policy.exactTolerance(series.case, series.metric));
	const { figures } = series;
	if (isSteady(figures, tolerance)) return [];
	const direction = policy.direction(series.case, series.metric);
	const positions = [...figures.keys()].filter((position) => !Number.isNaN(figures[position]));
	const levels = positions.map((position) => figures[position] ?? NaN);
	const changes = legsOf(levels, tolerance).flatMap((leg) => piecesOf(levels, leg, tolerance)).map(({ from, to }) => {
		const [before, after] = [levels[from] ?? NaN, levels[to] ?? NaN];
		const change = worseBy(relativeChange(before, after), direction);
		return {
			from,
			to,
			change: {
				low: change,
				estimate: change,
				high: change
			},
			figures: {
				from: before,
				to: after
			}
		};
	});
	const net = (group) => relativeChange(group[0]?.figures.from ?? NaN, group.at(-1)?.figures.to ?? NaN);
	return lasting(changes, tolerance, net).map(({ from, to, ...change }) => ({
		...change,
		series,
		from: positions[from] ?? 0,
		to: positions[to] ?? 0,
		levels: relativeLevels(figures)
	}));
}
function relativeLevels(figures) {
	const first = figures.find((figure) => figure > 0) ?? 1;
	let figure = NaN;
	return [...figures].map((next) => {
		figure = Number.isNaN(next) ? figure : next;
		return figure / first;
	}).filter((level) => !Number.isNaN(level));
}
function isSteady(figures, tolerance) {
	let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const figure of figures) {
		if (figure < low) low = figure;
		if (figure > high) high = figure;
	}
	return !(Math.abs(relativeChange(low, high)) > tolerance) && !(Math.abs(relativeChange(high, low)) > tolerance);
}
function relativeChange(before, after) {
	return before === 0 ? Math.sign(after) : (after - before) / Math.abs(before);
}
function worseBy(change, direction) {
	return direction === "lower" ? change : 0 - change;
}
function legsOf(levels, tolerance) {
	const legs = [];
	const at = (index) => levels[index] ?? NaN;
	let going = 0;
	let [start, low, high, reached] = [
		0,
		0,
		0,
		0
	];
	for (let index = 1; index < levels.length; index++) if (going === 0) {
		if (at(index) <= at(low)) low = index;
		if (at(index) >= at(high)) high = index;
		const up = relativeChange(at(low), at(index)) > tolerance;
		const down = relativeChange(at(high), at(index)) < -tolerance;
		if (!up && !down) continue;
		going = up ? 1 : -1;
		[start, reached] = [up ? low : high, index];
	} else if ((at(index) - at(reached)) * going > 0) reached = index;
	else if (relativeChange(at(reached), at(index)) * going < -tolerance) {
		legs.push({
			from: start,
			to: reached
		});
		start = lastEqual(levels, reached, index);
		going = -going;
		reached = index;
	}
	return going === 0 ? legs : [...legs, {
		from: start,
		to: reached
	}];
}
function lastEqual(levels, index, before) {
	return levels.slice(0, before).lastIndexOf(levels[index] ?? NaN);
}
function piecesOf(levels, { from, to }, tolerance) {
	const isBeyond = (before, after) => Math.abs(relativeChange(levels[before] ?? NaN, levels[after] ?? NaN)) > tolerance;
	const pieces = [];
	let start = from;
	for (let index = from + 1; index <= to; index++) {
		if (!isBeyond(index - 1, index)) continue;
		pieces.push({
			from: start,
			to: index - 1
		}, {
			from: index - 1,
			to: index
		});
		start = index;
	}
	pieces.push({
		from: start,
		to
	});
	return pieces.map((piece) => trimmed(levels, piece)).filter((piece) => piece.to > piece.from && isBeyond(piece.from, piece.to));
}
function trimmed(levels, { from, to }) {
	let [first, last] = [from, to];
	while (first < last && levels[first + 1] === levels[from]) first++;
	while (last > first && levels[last - 1] === levels[to]) last--;
	return {
		from: first,
		to: last
	};
}
function lasting(changes, floor, net) {
	const inOrder = changes.toSorted((one, other) => one.from - other.from);
	const kept = [];
	let first = 0;
	for (let change = inOrder[first]; change !== void 0; change = inOrder[first]) {
		const back = inOrder.findLastIndex((_, last) => last > first && Math.abs(net(inOrder.slice(first, last + 1))) <= floor);
		if (back === -1) kept.push(change);
		first = back === -1 ? first + 1 : back + 1;
	}
	return kept;
}
// src/analysis/policy.ts
const alpha = .01;
const timedFloor = .02;
const fuelTolerance = .01;
const importedFloor = .1;
function defaultPolicy(circumstances) {
	const { baselineIsNear, neverGates, timedFloors } = circumstances;
	return {
		alpha,
		floor(caseId, metric) {
			if (!isTimed(metric)) return 0;
			const { floor } = metrics[metric];
			return floor ?? timedFloors?.get(caseId) ?? timedFloor;
		},
		gates: (caseId, metric) => metrics[metric].gates && baselineIsNear && !(neverGates?.has(caseId) ?? false),
		exactTolerance: (_caseId, metric) => metric === "fuel" ? fuelTolerance : 0,
		direction: (_caseId, metric) => metrics[metric].direction,
		ofImported: (_caseId, _metric, kind) => {
			return {
				floor: kind === "timed" ? importedFloor : 0,
				gates: false,
				exactTolerance: 0
			};
		},
		targets: () => null,
		budgetOf: () => null,
		isolationOf: () => null
	};
}
function configuredPolicy(rules, circumstances) {
	const defaults = defaultPolicy(circumstances);
	const isMeaningless = (kind) => kind === "timed" && !circumstances.baselineIsNear;
	const settingsOf = settingsByCase(rules, circumstances.controls ?? /* @__PURE__ */ new Set());
	const ofRow = (name, caseId, metric) => settingsOf(caseId).find((rule) => rule[name] !== void 0 && covers(rule, name, metric))?.[name];
	const ofCase = (name, caseId) => settingsOf(caseId).find((rule) => rule[name] !== void 0)?.[name];
	return {
		alpha: defaults.alpha,
		floor: (caseId, metric) => ofRow("floor", caseId, metric) ?? defaults.floor(caseId, metric),
		gates: (caseId, metric) => !isMeaningless(metrics[metric].kind) && (ofRow("gates", caseId, metric) ?? defaults.gates(caseId, metric)),
		exactTolerance: (caseId, metric) => ofRow("tolerance", caseId, metric) ?? defaults.exactTolerance(caseId, metric),
		direction: (caseId, metric) => ofRow("direction", caseId, metric) ?? defaults.direction(caseId, metric),
		ofImported(caseId, metric, kind) {
			const set = (name) => settingsOf(caseId).find((each) => each[name] !== void 0 && names(each, metric))?.[name];
			const preset = defaults.ofImported(caseId, metric, kind);
			return {
				floor: kind === "timed" ? set("floor") ?? preset.floor : 0,
				gates: !isMeaningless(kind) && (set("gates") ?? preset.gates),
				exactTolerance: set("tolerance") ?? preset.exactTolerance
			};
		},
		targets: (caseId, metric) => ofRow("targets", caseId, metric) ?? null,
		budgetOf: (caseId) => ofCase("budget", caseId) ?? null,
		isolationOf: (caseId) => ofCase("isolation", caseId) ?? null
	};
}
function names({ metrics: named }, metric) {
	return named === null || named.some((name) => name === metric);
}
function covers(rule, setting, metric) {
	if (rule.metrics !== null) return rule.metrics.includes(metric);
	switch (setting) {
		case "floor": return isTimed(metric);
		case "tolerance": return !isTimed(metric);
		case "gates": return rule.gates === false || metrics[metric].gates;
		case "direction":
		case "targets": return false;
	}
}
function settingsByCase(rules, controls) {
	const known = new Map([...controls].map((id) => [id, []]));
	const lastFirst = rules.toReversed();
	return (caseId) => {
		const found = known.get(caseId) ?? lastFirst.filter(({ cases }) => matchesCase(cases, caseId));
		known.set(caseId, found);
		return found;
	};
}
function isTimed(metric) {
	return metrics[metric].kind === "timed";
}
// src/analysis/profile-changes.ts
const most = 20;
function profileChanges(profiles) {
	return [...Map.groupBy(profiles, (profile) => profile.case)].flatMap(([id, ofCase]) => {
		const base = ofCase.find(({ arm }) => arm === "base");
		const head = ofCase.find(({ arm }) => arm === "head");
		return base && head ? [changeOf(id, base, head)] : [];
	});
}
function changeOf(id, base, head) {
	const [inBase, inHead] = [fuelByName(base), fuelByName(head)];
	const changed = [.../* @__PURE__ */ new Set([...inBase.keys(), ...inHead.keys()])].map((name) => ({
		function: name,
		base: inBase.get(name) ?? 0,
		head: inHead.get(name) ?? 0
	})).filter((each) => each.base !== each.head).sort((one, other) => Math.abs(other.head - other.base) - Math.abs(one.head - one.base));
	return {
		case: id,
		functions: changed.slice(0, most),
		more: Math.max(0, changed.length - most)
	};
}
function fuelByName({ functions }) {
	const fuel = /* @__PURE__ */ new Map();
	for (const each of functions) fuel.set(each.function, (fuel.get(each.function) ?? 0) + each.fuel);
	return fuel;
}
// src/analysis/targets.ts
function judgeTargets(promised, measurements, policy) {
	const figures = figuresByCase(measurements, policy.direction);
	return targetsOf(promised, figures, policy).map((target) => {
		const { name, figure, advice, acceptable = null, critical = null } = target;
		const measured = measuredOf(target, figures);
		const bound = boundOf(target);
		const level = measured === null ? null : levelOf(target, measured);
		return {
			name,
			case: figure.case,
			unit: unitOf(target),
			...bound,
			acceptable,
			critical,
			measured,
			level,
			advice: [...advice]
		};
	});
}
function targetsOf(promised, figures, policy) {
	const isPromised = (figure) => promised.some((target) => target.relativeTo === void 0 && isSame(target.figure, figure));
	const measured = [...figures].flatMap(([id, ofCase]) => [...ofCase.keys()].map((metric) => ({
		case: id,
		metric
	})));
	return [...promised.map((target) => {
		const levels = policy.targets(target.figure.case, target.figure.metric);
		return target.relativeTo !== void 0 || levels === null ? target : withLevels(target, levels, policy);
	}), ...measured.flatMap((figure) => {
		const levels = policy.targets(figure.case, figure.metric);
		if (levels === null || isPromised(figure)) return [];
		return [withLevels({
			name: figure.metric,
			figure,
			advice: []
		}, levels, policy)];
	})];
}
function isSame(one, other) {
	return one.case === other.case && one.metric === other.metric;
}
function withLevels({ name, figure, advice }, { target, acceptable, critical }, { direction }) {
	const rest = {
		name,
		figure,
		advice,
		acceptable,
		critical
	};
	return direction(figure.case, figure.metric) === "lower" ? {
		...rest,
		below: target
	} : {
		...rest,
		above: target
	};
}
function boundOf(target) {
	return "below" in target ? { below: target.below } : { above: target.above };
}
function levelOf(target, measured) {
	const keeps = (bound) => "below" in target ? measured < bound : measured > bound;
	const { acceptable = null, critical = null } = target;
	if (keeps("below" in target ? target.below : target.above)) return "met";
	if (acceptable !== null && keeps(acceptable)) return "acceptable";
	return critical === null || keeps(critical) ? "poor" : "critical";
}
function measuredOf({ figure, relativeTo }, figures) {
	const measured = headFigure(figure, figures);
	if (relativeTo === void 0 || measured === null) return measured;
	const other = headFigure(relativeTo, figures);
	return other === null || other === 0 ? null : measured / other;
}
function headFigure(figure, figures) {
	const arms = figures.get(figure.case)?.get(figure.metric);
	return arms === void 0 ? null : figureOf(arms.head);
}
function unitOf({ figure, relativeTo }) {
	return relativeTo === void 0 ? metrics[figure.metric].unit : "ratio";
}
// src/analysis/verdict.ts
function judgeRun(comparisons, hasBaseline) {
	const gating = new Set(comparisons.filter((row) => row.gating).map((row) => row.verdict));
	const applies = {
		failed: comparisons.some((row) => row.verdict === "failed"),
		mixed: gating.has("regressed") && gating.has("improved"),
		regressed: gating.has("regressed"),
		"no-baseline": !hasBaseline,
		inconclusive: [
			"suspected",
			"inconclusive",
			"incomparable",
			"nondeterministic"
		].some((each) => gating.has(each)),
		improved: gating.has("improved"),
		unchanged: true
	};
	return runVerdicts.find((verdict) => applies[verdict]) ?? "unchanged";
}
function exitFails({ verdict, targets }, failOn) {
	const worse = verdict === "failed" || verdict === "mixed" || verdict === "regressed";
	switch (failOn) {
		case "never": return false;
		case "regression": return worse;
		case "target": return worse || targets.some(isMissed);
	}
}
// src/analysis/waivers.ts
function applyWaivers(comparisons, waivers, today) {
	return comparisons.map((row) => {
		if (!("waiver" in row)) return row;
		const covering = waivers.findLast((each) => each.metric === row.metric && matchesCase([each.case], row.case));
		if (covering === void 0) return row;
		const waiver = waivedOf(covering, row.change, today);
		return (row.verdict === "regressed" || row.verdict === "suspected") && waiver.standing === "applies" ? {
			...row,
			waiver,
			gating: false
		} : {
			...row,
			waiver
		};
	});
}
function waivedOf({ reason, ceiling, expires }, change, today) {
	const isBeyond = change !== null && change.low > ceiling;
	return {
		reason,
		ceiling,
		expires,
		standing: today > expires ? "expired" : isBeyond ? "exceeded" : "applies"
	};
}
// src/measure/contestant.ts
function hostOf({ isolation, host }) {
	return isolation === "turns" ? "fuelgauge" : host ?? "bundle";
}
function hasCase(program, each) {
	return (hostOf(each) === "fuelgauge" || program.manifest.runtime?.interface === 3) && hasGuests(program, each);
}
function hasGuests({ manifest }, { id, guests, ownedBy }) {
	const owned = manifest.project?.cases.some((each) => each.id === id) ?? false;
	return (ownedBy === void 0 || owned) && guests.every((guest) => Object.hasOwn(manifest.guests, guest));
}
function headFirst(contestants) {
	return [...contestants.filter(({ arm }) => arm === "head"), ...contestants.filter(({ arm }) => arm !== "head")];
}
function threefold({ folder }) {
	return arms.map((arm) => ({
		arm,
		folder: resolve(folder)
	}));
}
function folderOf({ arm, folder }) {
	return {
		arm,
		folder: resolve(folder)
	};
}
// src/suites/targets.ts
const ms = 1e6;
const targets = [
	{
		name: "Cold start",
		figure: {
			case: "instantiation/cold-start",
			metric: "time"
		},
		below: 10 * ms,
		advice: [
			"Compile ahead of time and keep compiled modules: a second start of the same bytes is far cheaper.",
			"Load less host code before the first call; import what few guests need when they need it.",
			"Profile the start of the engine itself (node --cpu-prof) before optimising the guest."
		]
	},
	{
		name: "Warm start",
		figure: {
			case: "instantiation/warm-start",
			metric: "time"
		},
		below: 1 * ms,
		advice: ["Share one compiled module among all guests instead of compiling again.", "Reuse instances and reset them: a fresh memory is most of what a fresh instance costs."]
	},
	{
		name: "WebAssembly against native",
		figure: {
			case: "execution/wasm-add",
			metric: "time"
		},
		relativeTo: {
			case: "execution/native-add",
			metric: "time"
		},
		below: 1.05,
		advice: [
			"One addition measures the crossing, not the computing: move the loop into the guest and call it once.",
			"Profile where the time goes (node --cpu-prof) and check what metering adds.",
			"Check the optimisation level of the guest's compiler."
		]
	},
	{
		name: "Memory of a guest",
		figure: {
			case: "modules/footprint-64kb",
			metric: "memory"
		},
		below: 524288,
		advice: [
			"Declare a smaller initial memory; it can grow.",
			"Look for host functions that keep references to guests that were given up.",
			"Keep per-guest host state small: share what does not change."
		]
	},
	{
		name: "Trap detection",
		figure: {
			case: "crash/trap-unreachable",
			metric: "time"
		},
		below: 100,
		advice: ["An exception that carries a stack trace costs microseconds: limit its depth (Error.stackTraceLimit).", "Name the category lazily, from the message, only when somebody asks."]
	},
	{
		name: "Cleanup",
		figure: {
			case: "crash/cleanup-after-trap",
			metric: "time"
		},
		below: 1e3,
		advice: [
			"Profile what giving up a guest does; it should only drop references.",
			"Take the collection of metrics out of the path, or batch it.",
			"Do not name the trap's category while cleaning up."
		]
	},
	{
		name: "Sustained throughput",
		figure: {
			case: "load/sustained-throughput",
			metric: "throughput"
		},
		above: 7403,
		advice: [
			"Look at the pool's metrics: an instance that is made for each execution costs more than the execution.",
			"Write the audit log behind the executions, in large pieces.",
			"Profile one thread under load (node --cpu-prof) before adding threads."
		]
	},
	{
		name: "150 executions at once",
		figure: {
			case: "load/concurrent-executions",
			metric: "throughput"
		},
		above: 5329,
		advice: [
			"Send less to a thread for each execution, and send a module only once.",
			"Use as many threads as there are cores; more only take turns.",
			"Short executions may cost less on the calling thread than the way to another."
		]
	},
	{
		name: "Throughput under memory pressure",
		figure: {
			case: "load/memory-pressure",
			metric: "throughput"
		},
		above: 8664,
		advice: [
			"Reset memories instead of making new ones; clear only what was written.",
			"Check that what is kept for the next execution has a limit.",
			"Declare a smaller initial memory in the guest; it can grow."
		]
	},
	{
		name: "Throughput while every outcome is counted",
		figure: {
			case: "load/metrics-accuracy",
			metric: "throughput"
		},
		above: 7390,
		advice: [
			"Count in plain numbers, and hand them to the metrics library when they are collected.",
			"Name what an execution was refused or trapped for only once.",
			"Write the audit log behind the executions, in large pieces."
		]
	},
	{
		name: "Mixed workload",
		figure: {
			case: "load/mixed-workload",
			metric: "throughput"
		},
		above: 8368,
		advice: [
			"Suspend what computes for long, so that short executions are let in between.",
			"Send less to a thread for each execution, and send a module only once.",
			"Check what metering adds to the guests that compute."
		]
	},
	{
		name: "Overshoot of a deadline",
		figure: {
			case: "load/deadline-accuracy",
			metric: "p99"
		},
		below: 5 * ms,
		advice: [
			"Give shorter slices: a deadline is noticed at the end of one.",
			"Look for instructions that take long and cost little fuel, such as growing a table.",
			"Check the load of the machine: who waits for a core overshoots."
		]
	},
	{
		name: "Rapid lists",
		figure: {
			case: "kernel/rapid-list",
			metric: "throughput"
		},
		above: 50,
		advice: ["Put the list together when the tools change, not when somebody asks.", "Look where the time goes: parse, validate, dispatch, guest and reply are figures of the same case."]
	},
	{
		name: "Rapid calls of tools",
		figure: {
			case: "kernel/rapid-invocation",
			metric: "throughput"
		},
		above: 30,
		advice: ["Compile the check of a tool's arguments once, and keep it.", "Look at the fuel of the guest, and at how much memory it touches: that is cleared after each call."]
	},
	{
		name: "A payload of a million characters",
		figure: {
			case: "kernel/large-payload",
			metric: "time"
		},
		below: 5e3 * ms,
		advice: ["Copy texts in one piece; look at a guest's strings byte by byte only where that is the work.", "Do not say a large result twice, as text and as structured content."]
	},
	{
		name: "Ten thousand requests",
		figure: {
			case: "kernel/sustained-load",
			metric: "throughput"
		},
		above: 40,
		advice: ["Compare `growth`: what is kept of each request slows down the ones after it.", "Profile one process under load (node --cpu-prof)."]
	},
	{
		name: "Lists under stress against one alone",
		figure: {
			case: "kernel/rapid-list",
			metric: "p50"
		},
		relativeTo: {
			case: "kernel/list-alone",
			metric: "time"
		},
		below: 1.5,
		advice: ["What costs more under stress than alone waits for something: garbage collection, the audit log, the event loop.", "Compare the parts of a request, `parse` to `reply`, and look at the one that grew."]
	},
	{
		name: "Calls under stress against one alone",
		figure: {
			case: "kernel/rapid-invocation",
			metric: "p50"
		},
		relativeTo: {
			case: "kernel/invocation-alone",
			metric: "time"
		},
		below: 1.5,
		advice: ["What costs more under stress than alone waits for something: garbage collection, the audit log, the event loop.", "Compare the parts of a request, `parse` to `reply`, and look at the one that grew."]
	}
];
// src/judgement.ts
const controlIds = new Set(controls.map(({ id }) => id));
function policyFor({ base, cases, elsewhere, config }) {
	const measured = [
		...cases,
		...elsewhere?.cases ?? [],
		...controls
	];
	return configuredPolicy(config.policy, {
		baselineIsNear: base.kind === "absent" || base.info.distance <= 10,
		timedFloors: new Map(measured.map((each) => [each.id, floorOf(each)])),
		neverGates: new Set(measured.filter(({ gates }) => gates === false).map(({ id }) => id)),
		controls: controlIds
	});
}
function gatingTimedRows(cases, policy) {
	return cases.flatMap((each) => timedMetricsOf(each).map((metric) => policy.gates(each.id, metric))).filter(Boolean).length;
}
function compareArms(request, { policy, cases, measuring, plan, startedAt }) {
	const measurements = inOrderOf(cases, measuring.measurements);
	const isFirst = ({ round }) => plan.againFrom === null || round < plan.againFrom;
	const stored = storedBase(request);
	return applyWaivers(compare({
		measurements: measurements.filter(isFirst),
		again: measurements.filter((measurement) => !isFirst(measurement)),
		failures: measuring.failures,
		incomparable: incomparableCases(request),
		...stored && { stored },
		inTurns: takingTurns(cases),
		controls: controlIds,
		neededRounds: plan.neededRounds,
		gatingElsewhere: gatingTimedRows(request.elsewhere?.cases ?? [], policy) + (tellsOfImported(request) ? 0 : gatingImported(request.imported ?? [], policy)),
		imported: importedSides(request),
		policy
	}), request.config.waivers, startedAt.slice(0, 10));
}
function judge(request, evidence, comparisons) {
	const { base, config, headSha } = request;
	const { policy, cases, measuring, plan, startedAt, machine, builtMs, firstSampleMs } = evidence;
	const measurements = inOrderOf(cases, measuring.measurements);
	return {
		schema: 3,
		fuelgauge: version$1,
		startedAt,
		machine,
		secondRunner: null,
		shard: request.elsewhere?.shard ?? null,
		shards: null,
		timings: {
			builtMs,
			firstSampleMs,
			measuredMs: performance.now()
		},
		head: { sha: headSha },
		base: base.kind === "absent" ? base : base.info,
		plan,
		cases: cases.map((each) => caseInfo(each, evidence)),
		conditions: [...measuring.conditions],
		measurements,
		failures: [...measuring.failures],
		imported: Object.values(importedSides(request)).flat(),
		comparisons: [...comparisons],
		fuelContract: 1,
		profileChanges: profileChanges(measuring.profiles),
		targets: judgeTargets(targets, measurements, policy).filter(({ measured }) => measured !== null),
		waivers: config.waivers,
		changedBenchmarks: changedBenchmarks(request),
		replacedGlobals: replacedGlobals(request),
		sources: [...request.sources ?? []],
		drift: findDrift(branchOf(request.history), policy),
		verdict: judgeRun(comparisons, base.kind !== "absent")
	};
}
function judgeAgain(request, run, evidence) {
	const { policy, cases, measuring, runner } = evidence;
	const againFrom = run.measurements.reduce((rounds, { round }) => Math.max(rounds, round + 1), 0);
	const later = (record) => {
		return {
			...record,
			round: againFrom + record.round
		};
	};
	const again = measuring.measurements.filter(({ metric }) => metrics[metric].kind === "timed").map(later);
	const failures = [...run.failures, ...measuring.failures.map(later)];
	const judged = applyWaivers(compare({
		measurements: run.measurements,
		again,
		failures,
		incomparable: incomparableCases(request),
		inTurns: takingTurns(run.cases),
		controls: controlIds,
		neededRounds: run.plan.neededRounds,
		gatingElsewhere: run.comparisons.filter((row) => row.gating && "evidence" in row && row.evidence.kind === "samples").length,
		policy
	}), request.config.waivers, run.startedAt.slice(0, 10));
	const failed = new Set(measuring.failures.map((failure) => failure.case));
	const comparisons = withSecondLook(run.comparisons, judged, failed);
	return {
		...run,
		plan: {
			...run.plan,
			againFrom
		},
		secondRunner: runner,
		conditions: [...run.conditions, ...measuring.conditions.map(later)],
		measurements: inOrderOf(cases, [...run.measurements, ...again]),
		failures,
		comparisons,
		verdict: judgeRun(comparisons, true)
	};
}
function caseInfo({ id, why, isolation }, { schedule, measuring }) {
	const settling = measuring.costs.get(id)?.settling;
	return {
		id,
		why,
		isolation,
		control: controlIds.has(id),
		repeat: schedule.samplings.get(id)?.repeat ?? 1,
		rounds: schedule.roundsOf.get(id) ?? 0,
		settling: settling ? {
			operations: settling.operations,
			milliseconds: settling.wallNs / 1e6,
			settled: settling.settled
		} : null
	};
}
function tellsOfImported({ elsewhere }) {
	return elsewhere === void 0 || elsewhere.shard.index === 1;
}
function importedSides(request) {
	const { base, imported: head = [] } = request;
	if (!tellsOfImported(request)) return {
		base: [],
		head: []
	};
	return {
		base: ((base.kind === "found" ? base.imported : base.kind === "stored" ? base.results.imported : []) ?? []).filter(({ arm }) => arm === "head").map((figure) => ({
			...figure,
			arm: "base"
		})),
		head
	};
}
function changedBenchmarks({ head, base }) {
	if (base.kind !== "found") return [];
	return [...new Set((head.manifest.project?.cases ?? []).flatMap((each) => each.kind === "bench" ? [each.file] : []))].filter((file) => {
		const [now, before] = [head.manifest, base.manifest].map((manifest) => manifest.files[file]?.sha256);
		return before !== void 0 && now !== before;
	}).map(pathInProject);
}
function replacedGlobals({ head, base }) {
	const [ofHead, ofBase] = [head.manifest, base.kind === "found" ? base.manifest : null].map((manifest) => manifest?.project?.replacedGlobals ?? {});
	return [.../* @__PURE__ */ new Set([...Object.keys(ofHead ?? {}), ...Object.keys(ofBase ?? {})])].map((file) => ({
		file: pathInProject(file),
		base: ofBase?.[file] ?? [],
		head: ofHead?.[file] ?? []
	}));
}
function takingTurns(cases) {
	return new Set(cases.filter(({ isolation }) => isolation === "turns").map(({ id }) => id));
}
function incomparableCases({ base, cases }) {
	const spoken = base.kind === "found" ? base.manifest.runtime?.interface : void 0;
	if (base.kind !== "found" || spoken === void 0 || spoken === 3) return /* @__PURE__ */ new Map();
	const reason = `the base bundle speaks runtime interface ${spoken}, this Fuelgauge speaks 3`;
	const unspoken = cases.filter((each) => hasGuests(base, each) && !hasCase(base, each));
	return new Map(unspoken.map(({ id }) => [id, reason]));
}
function storedBase({ base, cases }) {
	if (base.kind !== "stored") return null;
	const { results, info } = base;
	const selected = new Set(cases.map(({ id }) => id));
	const leftOut = new Set(results.cases.map(({ id }) => id).filter((id) => !selected.has(id)));
	const isSelected = (record) => !leftOut.has(record.case);
	return {
		reason: `the base could not be run (${info.reason}), and a stored time is not compared`,
		fuelReason: otherFuel(results.fuelContract),
		measurements: results.measurements.filter(isSelected),
		failures: results.failures.filter(isSelected)
	};
}
function otherFuel(contract) {
	if (contract === 1) return null;
	if (contract === null) return "the baseline was stored before fuel was counted";
	return `the base's fuel was counted by version ${contract} of the contract, this Fuelgauge counts by version 1`;
}
function inOrderOf(cases, measurements) {
	const positions = new Map(cases.map(({ id }, position) => [id, position]));
	const positionOf = (measurement) => positions.get(measurement.case) ?? cases.length;
	return measurements.toSorted((a, b) => positionOf(a) - positionOf(b));
}
// src/measure/job-runner.ts
const leastSilenceMs = 6e4;
var JobRunner = class {
	measurements = [];
	failures = [];
	profiles = [];
	random;
	round = 0;
	silenceMs = leastSilenceMs;
	cpuMicroseconds = 0;
	longestPauseMs = 0;
	options;
	constructor(options) {
		this.options = options;
		this.random = seededRandom(options.seed);
	}
	async perform(job, arms, onSamples = (report) => this.measured(report)) {
		return this.listen(job, (report) => {
			if (report.kind !== "samples" && report.kind !== "failed") return;
			if (!arms.includes(report.arm) || !isAsked(job, report)) return;
			if (report.kind === "samples") onSamples(report);
			else this.failed(report.case, report.arm, this.#isOwn(report.case) ? withGrant(report.message) : report.message);
		});
	}
	async listen(job, onReport) {
		const { node, measurer, steadiness, contestants, nodeVersion } = this.options;
		const definitions = headFirst(contestants).filter(({ arm, manifest }) => arm !== "control" && manifest.project !== null).map(({ folder }) => resolve(folder));
		const confinement = {
			bundles: contestants.map(({ folder }) => folder),
			nodeVersion
		};
		const listener = (report) => {
			if (report.kind === "done") this.#used(report);
			else onReport(report);
		};
		return performJob(job, listener, {
			node,
			measurer,
			definitions,
			steadiness,
			confinement,
			benches: this.#grantsOf(job),
			silenceMs: this.silenceMs
		});
	}
	#grantsOf(job) {
		if (!this.options.cases.some(({ id }) => this.#isOwn(id) && isAbout(job, id))) return null;
		const { arm } = "subjects" in job ? job.subjects[0] ?? {} : job.subject;
		return this.options.contestants.find((contestant) => contestant.arm === arm)?.manifest.project?.grants ?? null;
	}
	#isOwn(id) {
		return this.options.cases.some((each) => each.id === id && each.ownedBy === "project");
	}
	#used({ cpuMicroseconds, longestPauseMs }) {
		this.cpuMicroseconds += cpuMicroseconds;
		this.longestPauseMs = Math.max(this.longestPauseMs, longestPauseMs);
	}
	measured({ case: id, metric, arm, samples }) {
		const measurement = {
			case: id,
			metric,
			arm,
			round: this.round,
			samples: [...samples]
		};
		this.measurements.push(measurement);
		this.options.onMeasurement(measurement);
	}
	failed(id, arm, message) {
		this.failures.push({
			case: id,
			arm,
			round: this.round,
			message
		});
	}
	failedCases() {
		return new Set(this.failures.map((failure) => failure.case));
	}
	drawn(each) {
		return shuffled(this.options.contestants.filter((contestant) => hasCase(contestant, each)), this.random);
	}
	seed() {
		return Math.floor(this.random() * 2 ** 31);
	}
};
function stoppedIn(end, ids) {
	return end.kind === "died" && end.running !== null && ids.includes(end.running) ? end.running : null;
}
function isAbout(job, id) {
	if ("case" in job) return job.case === id;
	if (!("cases" in job)) return false;
	return job.cases.some((each) => id === (typeof each === "string" ? each : each.id));
}
function isAsked(job, report) {
	const isTime = report.kind === "failed" || report.metric === "time";
	switch (job.kind) {
		case "calibrate": return false;
		case "sample": return isTime && job.cases.some(({ id }) => id === report.case);
		case "cold": return isTime && report.case === job.case;
		case "load": return report.case === job.case;
		case "inspect": return true;
		case "fuel": return job.cases.includes(report.case) && (report.kind === "failed" || report.metric === "fuel" || report.metric === "memory");
		case "discover": return false;
	}
}
// src/measure/calibration.ts
const unknownCost = {
	timedNs: 1e6,
	wallNs: 1e6,
	prepareNs: 0,
	settling: {
		operations: 0,
		wallNs: 0,
		settled: true
	}
};
const dearestNs = 6e10;
async function calibrate(runner) {
	const { contestants, cases } = runner.options;
	const costs = /* @__PURE__ */ new Map();
	const failed = runner.failedCases();
	const benchmarks = cases.filter(({ id, kind }) => kind === "benchmark" && !failed.has(id));
	for (const contestant of headFirst(contestants)) {
		const owned = benchmarks.filter((each) => hasCase(contestant, each));
		const inTurns = owned.filter(({ isolation }) => isolation === "turns");
		await calibrateIn(runner, threefold(contestant), "fuelgauge", inTurns, costs);
		const apart = owned.filter(({ isolation }) => isolation !== "turns");
		for (const host of ["fuelgauge", "bundle"]) {
			const ofHost = apart.filter((each) => hostOf(each) === host);
			await calibrateIn(runner, [folderOf(contestant)], host, ofHost, costs);
		}
	}
	return costs;
}
async function calibrateIn(runner, subjects, host, cases, costs) {
	let left = cases.map(({ id }) => id).filter((id) => !costs.has(id));
	while (left.length > 0) {
		const asked = left;
		const job = {
			kind: "calibrate",
			subjects,
			host,
			cases: asked,
			seed: runner.seed()
		};
		const onReport = (report) => {
			if (report.kind !== "calibrated" || !asked.includes(report.case) || costs.has(report.case)) return;
			costs.set(report.case, plausibleCost(report));
		};
		const stoppedAt = stoppedIn(await runner.listen(job, onReport), asked);
		for (const id of stoppedAt === null ? asked : [stoppedAt]) if (!costs.has(id)) costs.set(id, unknownCost);
		left = left.filter((id) => !costs.has(id));
	}
}
function plausibleCost({ timedNs, wallNs, prepareNs, settling }) {
	const timed = Math.min(Math.max(timedNs, .01), dearestNs);
	return {
		timedNs: timed,
		wallNs: Math.min(Math.max(wallNs, timed), dearestNs),
		prepareNs: Math.min(prepareNs, dearestNs),
		settling: {
			operations: Math.min(settling.operations, 1e9),
			wallNs: Math.min(settling.wallNs, dearestNs),
			settled: settling.settled
		}
	};
}
// src/measure/conditions.ts
const disturbing = {
	steal: .02,
	others: .2,
	pauseMs: 50
};
async function watchConditions(processor) {
	const startMs = performance.now();
	let last = await readNow(0);
	return { async endRound(round, { cpuMicroseconds, longestPauseMs }) {
		const before = last;
		last = await readNow(cpuMicroseconds / 1e3);
		const shares = sharesBetween(before, last);
		return {
			round,
			startMs: before.atMs - startMs,
			durationMs: last.atMs - before.atMs,
			load: process.platform === "win32" ? null : loadavg()[0] ?? null,
			steal: shares?.steal ?? null,
			others: shares?.others ?? null,
			mhz: await readMegahertz(processor ?? 0),
			longestPauseMs,
			disturbances: disturbancesOf(shares, longestPauseMs)
		};
	} };
}
function sharesBetween(before, after) {
	if (before.times === null || after.times === null) return null;
	const of = (part) => (after.times?.[part] ?? 0) - (before.times?.[part] ?? 0);
	const all = of("busy") + of("idle") + of("steal");
	if (!(all > 0)) return null;
	const wallMs = after.atMs - before.atMs;
	const processors = all / ticksPerMs / Math.max(wallMs, 1);
	const own = (after.ownMs - before.ownMs) / (processors * Math.max(wallMs, 1));
	return {
		steal: of("steal") / all,
		others: Math.max(0, of("busy") / all - own)
	};
}
const ticksPerMs = .1;
function disturbancesOf(shares, longestPauseMs) {
	const percent = (share) => `${Math.round(100 * share)} %`;
	return [
		...shares !== null && shares.steal > disturbing.steal ? [`the hypervisor gave ${percent(shares.steal)} of the processors to others`] : [],
		...shares !== null && shares.others > disturbing.others ? [`other programs used ${percent(shares.others)} of the processors`] : [],
		...longestPauseMs > disturbing.pauseMs ? [`a collection of garbage took ${Math.round(longestPauseMs)} ms`] : []
	];
}
async function readNow(ownMs) {
	const stat = await readFile("/proc/stat", "utf8").catch(() => null);
	return {
		atMs: performance.now(),
		times: stat === null ? null : processorTimes(stat),
		ownMs
	};
}
function processorTimes(stat) {
	const fields = /^cpu +(.+)$/m.exec(stat)?.[1]?.split(/\s+/).map(Number);
	if (fields === void 0 || fields.length < 8 || !fields.every(Number.isFinite)) return null;
	const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields;
	return {
		busy: user + nice + system + irq + softirq,
		idle: idle + iowait,
		steal
	};
}
async function readMegahertz(processor) {
	const scaling = `/sys/devices/system/cpu/cpu${processor}/cpufreq/scaling_cur_freq`;
	const kilohertz = Number(await readFile(scaling, "utf8").catch(() => NaN));
	if (kilohertz > 0) return kilohertz / 1e3;
	const all = [...(await readFile("/proc/cpuinfo", "utf8").catch(() => "")).matchAll(/^cpu MHz\s*: ([\d.]+)$/gm)].map(([, mhz]) => Number(mhz));
	return all[processor] ?? all[0] ?? null;
}
// src/measure/exact.ts
async function measureExact(runner) {
	await inspect$1(runner);
	await countFuel(runner);
}
async function inspect$1(runner) {
	for (const contestant of programs(runner)) {
		const { arm, manifest } = contestant;
		if (manifest.runtime !== null) {
			const bytes = Object.entries(manifest.files).filter(([path]) => !isOfProject(path)).reduce((total, [, file]) => total + file.bytes, 0);
			runner.measured({
				case: "bundle/runtime",
				metric: "size",
				arm,
				samples: [bytes]
			});
		}
		const job = {
			kind: "inspect",
			subject: folderOf(contestant),
			seed: runner.seed()
		};
		const end = await runner.perform(job, [arm]);
		if (end.kind === "died") runner.failed("bundle/runtime", arm, end.message);
	}
}
async function countFuel(runner) {
	const cases = runner.options.cases.filter(hasFuel);
	for (const contestant of programs(runner)) {
		await countFuelOf(runner, contestant, cases.filter(({ ownedBy }) => ownedBy === void 0));
		for (const each of cases) if (each.ownedBy !== void 0) await countFuelAlone(runner, contestant, each);
	}
	const differing = cases.filter(({ id }) => {
		const [one, other] = runner.measurements.filter((each) => each.case === id && each.metric === "fuel").map(({ samples }) => samples);
		return one && other && one[0] !== other[0];
	});
	if (differing.length === 0) return;
	const alone = differing.filter(({ ownedBy }) => ownedBy !== void 0).map((each) => [each]);
	const together = differing.filter(({ ownedBy }) => ownedBy === void 0);
	for (const contestant of programs(runner)) for (const cases of [together, ...alone]) {
		const job = fuelJob(runner, contestant, cases, {
			profile: true,
			times: 1
		});
		await runner.listen(job, (report) => keepProfile(runner, job, report));
	}
}
async function countFuelOf(runner, contestant, cases) {
	const { arm } = contestant;
	let left = cases.filter((each) => hasGuests(contestant, each));
	while (left.length > 0) {
		const end = await runner.perform(fuelJob(runner, contestant, left, {
			profile: false,
			times: 2
		}), [arm]);
		if (end.kind === "done") return;
		const stopped = left.findIndex(({ id }) => id === end.running);
		const dead = stopped === -1 ? left : left.slice(stopped, stopped + 1);
		for (const { id } of dead) runner.failed(id, arm, end.message);
		left = stopped === -1 ? [] : left.slice(stopped + 1);
	}
}
async function countFuelAlone(runner, contestant, each) {
	if (!hasGuests(contestant, each)) return;
	const { arm } = contestant;
	const samples = /* @__PURE__ */ new Map();
	for (let count = 0; count < 2; count++) {
		const job = fuelJob(runner, contestant, [each], {
			profile: false,
			times: 1
		});
		const end = await runner.perform(job, [arm], (report) => {
			samples.set(report.metric, [...samples.get(report.metric) ?? [], ...report.samples]);
		});
		if (end.kind === "died") runner.failed(each.id, arm, end.message);
		if (runner.failedCases().has(each.id)) return;
	}
	for (const [metric, taken] of samples) runner.measured({
		case: each.id,
		metric,
		arm,
		samples: taken
	});
}
function fuelJob(runner, contestant, cases, counting) {
	const ids = cases.map(({ id }) => id);
	return {
		kind: "fuel",
		subject: folderOf(contestant),
		cases: ids,
		seed: runner.seed(),
		...counting
	};
}
function keepProfile(runner, { subject, cases }, report) {
	if (report.kind !== "profile" || report.arm !== subject.arm || !cases.includes(report.case)) return;
	const { case: id, arm, functions } = report;
	runner.profiles.push({
		case: id,
		arm,
		functions
	});
}
function programs({ options }) {
	return options.contestants.filter(({ arm }) => arm !== "control");
}
// src/measure/plan.ts
const enoughRounds = 24;
const mostRounds = 400;
const plannedShare = .85;
function divideBudget(budget, cases, neededRounds, { looksTwice, ownSeconds }) {
	const own = new Map(cases.flatMap(({ id }) => pairOf(id, ownSeconds(id))));
	const others = cases.length - own.size;
	const commonSeconds = budgetSeconds(budget, others);
	const shared = others === 0 ? 0 : commonSeconds / others;
	const seconds = new Map(cases.map(({ id }) => [id, own.get(id) ?? shared]));
	const totalMs = 1e3 * sum([...seconds.values()]);
	const firstShare = looksTwice ? .7 : 1;
	return {
		totalMs,
		reservedMs: totalMs * (1 - firstShare),
		sharesMs: new Map([...seconds].map(([id, each]) => [id, 1e3 * each * firstShare])),
		mostRounds: budget.kind === "auto" ? Math.max(neededRounds, enoughRounds) : mostRounds
	};
}
function pairOf(key, value) {
	return value === null ? [] : [[key, value]];
}
function budgetSeconds(budget, cases) {
	switch (budget.kind) {
		case "auto": return Math.min(300, Math.max(60, 6 * cases));
		case "total": return budget.seconds;
		case "per-case": return budget.seconds * cases;
	}
}
function planRounds(input) {
	const { cases, costs, arms, neededRounds, sharesMs } = input;
	const processes = processShares(cases, arms);
	const msOf = (each, sampling) => caseMilliseconds(each, costs.get(each.id), sampling) * arms + (processes.get(each.id) ?? 0);
	const samplings = /* @__PURE__ */ new Map();
	for (const each of cases) {
		const cost = costs.get(each.id);
		if (each.kind !== "benchmark" || cost === void 0) continue;
		const wished = samplingOf(each, cost, looks.wished);
		const isPaid = msOf(each, wished) * neededRounds <= plannedShare * (sharesMs.get(each.id) ?? 0);
		samplings.set(each.id, isPaid ? wished : samplingOf(each, cost, looks.least));
	}
	const priced = cases.map((each) => ({
		id: each.id,
		ms: msOf(each, samplings.get(each.id)),
		shareMs: plannedShare * (sharesMs.get(each.id) ?? 0)
	}));
	const roundsOf = allotRounds(priced, neededRounds, input.mostRounds);
	return {
		rounds: Math.max(1, ...roundsOf.values()),
		roundsOf,
		samplings,
		coldStarts,
		load: {
			threads: input.threads,
			windows: loadWindows.windows,
			windowMs: loadWindows.windowMs
		},
		longestCaseMs: Math.max(0, ...priced.map(({ ms }) => ms)),
		budgetMs: sum([...sharesMs.values()]),
		neededRounds
	};
}
function takesPart({ rounds, roundsOf }, id, round) {
	const own = roundsOf.get(id) ?? 0;
	return round * own % rounds < own;
}
const overdraft = 1.5;
function isOver(schedule, done, spentMs) {
	const { budgetMs } = schedule;
	const limitMs = lacksNeeded(schedule, done) ? overdraft * budgetMs : budgetMs;
	return spentMs + spentMs / Math.max(1, done) > limitMs;
}
function lacksNeeded({ rounds, roundsOf, neededRounds }, done) {
	const had = (own) => done === 0 ? 0 : Math.floor((done - 1) * own / rounds) + 1;
	return [...roundsOf.values()].some((own) => own >= neededRounds && had(own) < neededRounds);
}
function allotRounds(cases, needed, most) {
	const allotted = new Map(cases.map(({ id, ms, shareMs }) => [id, Math.min(most, Math.floor(shareMs / ms))]));
	const of = (id) => allotted.get(id) ?? 0;
	let leftMs = sum(cases.map(({ id, ms, shareMs }) => shareMs - of(id) * ms));
	const give = ({ id, ms }, wanted, upToMs) => {
		const rounds = Math.max(0, Math.min(wanted, Math.floor(upToMs / ms)));
		allotted.set(id, of(id) + rounds);
		leftMs -= rounds * ms;
	};
	const lacking = cases.filter(({ id }) => of(id) < needed).toSorted((one, other) => one.ms * (needed - of(one.id)) - other.ms * (needed - of(other.id)));
	for (const each of lacking) give(each, needed - of(each.id), leftMs);
	const open = cases.filter(({ id }) => of(id) < most).toSorted((one, other) => one.ms - other.ms);
	for (const [index, each] of open.entries()) give(each, most - of(each.id), leftMs / (open.length - index));
	return new Map([...allotted].map(([id, rounds]) => [id, Math.max(1, rounds)]));
}
const looks = {
	wished: {
		samplesNs: {
			turns: 3e7,
			slot: 6e6,
			process: 6e6
		},
		gettingReadyNs: 6e7,
		shareOfGettingReady: .6,
		limitNs: 1e8,
		settlingShare: 1
	},
	least: {
		samplesNs: {
			turns: 6e6,
			slot: 3e6,
			process: 3e6
		},
		gettingReadyNs: 12e6,
		shareOfGettingReady: .2,
		limitNs: 4e7,
		settlingShare: .5
	}
};
const leastTurns = 5;
const warmUpShare = .4;
const modulePlacements = 16;
const turnNs = {
	turns: 15e4,
	slot: 1e6,
	process: 1e6
};
const processMs = 150;
const coldStarts = 1;
const loadWindows = {
	windows: 1,
	windowMs: 200,
	overheadMs: 250
};
function samplingOf({ id, isolation }, cost, look) {
	const { timedNs, wallNs, prepareNs, settling } = cost;
	const longNs = Math.min(sampleNs, turnNs[isolation]);
	const repeat = Math.max(1, Math.floor(Math.min(longNs / timedNs, 2 * longNs / wallNs)));
	const sampleWallNs = repeat * wallNs;
	const turn = Math.max(1, Math.round(turnNs[isolation] / sampleWallNs));
	const readyNs = prepareNs + look.settlingShare * settling.wallNs;
	const placements = isolation === "turns" ? clamp(Math.floor(look.gettingReadyNs / readyNs), 1, modulePlacements) : 1;
	const shareNs = Math.min(look.limitNs, look.shareOfGettingReady * readyNs * placements);
	const samplesNs = Math.max(look.samplesNs[isolation], shareNs);
	const least = Math.max(1, Math.min(leastTurns, Math.ceil(leastTurns * samplesNs / sampleWallNs)));
	const turns = Math.ceil(Math.max(least, Math.round(samplesNs / (turn * sampleWallNs))) / placements);
	const settlingTurns = Math.ceil(look.settlingShare * settling.operations / (turn * repeat));
	return {
		id,
		repeat,
		turn,
		turns,
		warmUpTurns: Math.max(1, Math.ceil(turns * warmUpShare), settlingTurns),
		placements
	};
}
function clamp(value, low, high) {
	return Math.min(high, Math.max(low, value));
}
function caseMilliseconds(each, cost, sampling) {
	switch (each.kind) {
		case "cold": return 150;
		case "load": return processMs + loadWindows.overheadMs + loadWindows.windows * loadWindows.windowMs;
		case "scenario": return processMs + each.milliseconds;
		case "benchmark": {
			if (!sampling || !cost) return 0;
			const { placements, turns, warmUpTurns, turn, repeat } = sampling;
			const samplesNs = (turns + warmUpTurns) * turn * repeat * cost.wallNs;
			return placements * (cost.prepareNs + samplesNs) / 1e6 + (each.isolation === "process" ? processMs : 0);
		}
	}
}
function processShares(cases, arms) {
	const sharing = cases.filter(({ kind }) => kind === "benchmark");
	const inTurns = sharing.filter(({ isolation }) => isolation === "turns");
	const inSlots = sharing.filter(({ isolation }) => isolation === "slot");
	return new Map([...inTurns.map(({ id }) => [id, processMs / inTurns.length]), ...inSlots.map(({ id }) => [id, processMs * arms / inSlots.length])]);
}
function sum(values) {
	return values.reduce((total, value) => total + value, 0);
}
// src/measure/rounds.ts
async function measureRound(runner, turn, schedule) {
	runner.silenceMs = leastSilenceMs + 5 * schedule.longestCaseMs;
	const failed = runner.failedCases();
	const cases = runner.options.cases.filter(({ id }) => !failed.has(id) && takesPart(schedule, id, turn));
	await sampleInTurns(runner, cases, schedule);
	await sampleInSlots(runner, cases, schedule);
	for (const each of cases) {
		if (each.isolation !== "process") continue;
		for (const contestant of runner.drawn(each)) await runAlone(runner, each, contestant, schedule);
	}
}
async function sampleInTurns(runner, cases, schedule) {
	const owners = (each) => runner.options.contestants.filter((contestant) => hasCase(contestant, each));
	const inTurns = cases.filter(({ isolation }) => isolation === "turns");
	const byArms = Map.groupBy(inTurns, (each) => owners(each).map(({ arm }) => arm).join());
	for (const [first, ...others] of byArms.values()) {
		if (first === void 0) continue;
		const samplings = samplingsOf([first, ...others], schedule);
		const seed = runner.seed();
		await sample(runner, {
			contestants: owners(first),
			host: "fuelgauge",
			samplings,
			seed,
			inTurns: true
		});
	}
}
async function sampleInSlots(runner, cases, schedule) {
	const seed = runner.seed();
	const inSlots = cases.filter(({ isolation }) => isolation === "slot");
	for (const contestant of shuffled(runner.options.contestants, runner.random)) for (const host of ["bundle", "fuelgauge"]) {
		const owned = inSlots.filter((each) => hostOf(each) === host && hasCase(contestant, each));
		await sample(runner, {
			contestants: [contestant],
			host,
			samplings: samplingsOf(owned, schedule),
			seed
		});
	}
}
async function sample(runner, { contestants, host, samplings, seed, inTurns = false }) {
	const [only] = contestants;
	const alone = contestants.length === 1 && only;
	const subjects = alone && inTurns ? threefold(only) : contestants.map(folderOf);
	const arms = contestants.map(({ arm }) => arm);
	let left = [...samplings];
	while (left.length > 0 && subjects.length > 0) {
		const ids = left.map(({ id }) => id);
		const job = {
			kind: "sample",
			subjects,
			host,
			cases: left,
			seed
		};
		const end = await runner.perform(job, arms);
		const told = toldOf(runner, arms);
		const stoppedAt = stoppedIn(end, ids);
		const dead = left.filter(({ id }) => stoppedAt === null ? !told.has(id) : id === stoppedAt);
		for (const sampling of dead) if (alone) runner.failed(sampling.id, only.arm, reasonOf(end));
		else for (const contestant of contestants) await sample(runner, {
			contestants: [contestant],
			host,
			samplings: [sampling],
			seed,
			inTurns
		});
		left = left.filter((sampling) => !told.has(sampling.id) && !dead.includes(sampling));
	}
}
function toldOf({ measurements, failures, round }, arms) {
	const ofRound = [...measurements.filter(({ metric }) => metrics[metric].kind === "timed"), ...failures].filter((each) => each.round === round && arms.includes(each.arm));
	return new Set(ofRound.map((record) => record.case));
}
async function runAlone(runner, each, contestant, schedule) {
	const { arm } = contestant;
	const subject = folderOf(contestant);
	switch (each.kind) {
		case "benchmark": {
			const samplings = samplingsOf([each], schedule);
			const job = {
				kind: "sample",
				subjects: [subject],
				host: hostOf(each),
				cases: samplings,
				seed: runner.seed()
			};
			const end = await runner.perform(job, [arm]);
			if (end.kind === "died") runner.failed(each.id, arm, end.message);
			return;
		}
		case "load":
		case "scenario": {
			const shape = {
				...schedule.load,
				network: false,
				seed: runner.seed()
			};
			const end = await runner.perform({
				kind: "load",
				subject,
				case: each.id,
				...shape
			}, [arm]);
			if (end.kind === "died") runner.failed(each.id, arm, end.message);
			return;
		}
		case "cold": {
			const samples = [];
			for (let i = 0; i < schedule.coldStarts; i++) {
				const job = {
					kind: "cold",
					subject,
					case: each.id,
					seed: runner.seed()
				};
				const end = await runner.perform(job, [arm], (report) => samples.push(...report.samples));
				if (end.kind === "died") return runner.failed(each.id, arm, end.message);
			}
			if (samples.length > 0) runner.measured({
				case: each.id,
				metric: "time",
				arm,
				samples
			});
		}
	}
}
function samplingsOf(cases, { samplings }) {
	return cases.flatMap(({ id }) => samplings.get(id) ?? []);
}
function reasonOf(end) {
	return end.kind === "died" ? end.message : "the measuring process ended without a figure";
}
// src/measure/measure.ts
async function startMeasuring(options) {
	const runner = new JobRunner(options);
	await measureExact(runner);
	const costs = await calibrate(runner);
	const conditions = [];
	return {
		measurements: runner.measurements,
		failures: runner.failures,
		profiles: runner.profiles,
		conditions,
		costs,
		get rounds() {
			return conditions.length;
		},
		async run(schedule, onRound) {
			const watch = await watchConditions(options.steadiness.processor);
			const startMs = performance.now();
			runner.cpuMicroseconds = 0;
			for (let turn = 0; turn < schedule.rounds; turn++) {
				const spentMs = performance.now() - startMs;
				if (isOver(schedule, turn, spentMs)) break;
				runner.round = conditions.length;
				runner.longestPauseMs = 0;
				await measureRound(runner, turn, schedule);
				conditions.push(await watch.endRound(runner.round, runner));
				onRound(turn + 1, schedule.rounds);
			}
		}
	};
}
// src/run.ts
async function runSuites(request, listener) {
	refuseSameNames(request);
	const ready = await getReady(request, listener, () => true);
	const { policy, cases, measuring } = ready;
	const everyCase = [...cases, ...request.elsewhere?.cases ?? []];
	const importedRows = gatingImported(request.imported ?? [], policy);
	const gatingRows = Math.max(1, gatingTimedRows(everyCase, policy) + importedRows);
	const needed = neededRounds(gatingRows, policy.alpha);
	const budget = budgetFor(request, policy, needed);
	const schedule = firstSchedule(request, cases, measuring, budget, needed);
	await measuring.run(schedule, listener.onRound);
	const plan = {
		...planOf(ready, schedule, budget, needed),
		reservedSeconds: budget.reservedMs / 1e3,
		againFrom: null
	};
	const first = compareArms(request, {
		...ready,
		plan
	});
	const suspects = suspectsOf(first);
	if (suspects.size === 0 || request.secondLook === "elsewhere") return judge(request, {
		...ready,
		schedule,
		plan
	}, first);
	const againFrom = measuring.rounds;
	listener.info(`Looking again at ${[...suspects].join(", ")}.`);
	const suspected = cases.filter(({ id }) => suspects.has(id));
	const again = secondSchedule(suspected, measuring, {
		...budget,
		sharesMs: equalShares(suspected, budget.reservedMs)
	}, neededAgain(gatingRows));
	await measuring.run(again, listener.onRound);
	const evidence = {
		...ready,
		schedule,
		plan: {
			...plan,
			againFrom
		}
	};
	return judge(request, evidence, compareArms(request, evidence));
}
async function confirmSuspects(request, run, listener) {
	const suspects = suspectsOf(run.comparisons);
	const ready = await getReady(request, listener, ({ id }) => suspects.has(id));
	const { policy, cases, measuring, startedAt, machine, builtMs } = ready;
	const needed = neededAgain(Math.max(1, gatingTimedRows(cases, policy)));
	const suspected = cases.filter(({ id }) => suspects.has(id));
	const ownSeconds = (id) => policy.budgetOf(id);
	const budget = divideBudget(request.budget, suspected, needed, {
		looksTwice: false,
		ownSeconds
	});
	const schedule = secondSchedule(suspected, measuring, budget, needed);
	await measuring.run(schedule, listener.onRound);
	return judgeAgain(request, run, {
		policy,
		cases,
		measuring,
		runner: {
			startedAt,
			machine,
			plan: planOf(ready, schedule, budget, needed),
			timings: {
				builtMs,
				firstSampleMs: ready.firstSampleMs,
				measuredMs: performance.now()
			}
		}
	});
}
async function getReady(request, listener, isMeasured) {
	const startedAt = (/* @__PURE__ */ new Date()).toISOString();
	const machine = await describeMachine(request.node);
	const builtMs = performance.now();
	const policy = policyFor(request);
	const cases = measuredCases(request, policy);
	const steadiness = await findSteadiness(request.node);
	const seed = randomInt(2 ** 31);
	let firstSampleMs = null;
	return {
		startedAt,
		machine,
		builtMs,
		policy,
		cases,
		steadiness,
		seed,
		measuring: await startMeasuring({
			contestants: contestantsOf(request),
			cases: cases.filter(isMeasured),
			node: request.node,
			nodeVersion: machine.node,
			steadiness,
			measurer: request.measurer ?? programEntry("measurer"),
			seed,
			onMeasurement(measurement) {
				if (measurement.metric === "time" || measurement.metric === "throughput") firstSampleMs ??= performance.now();
				listener.onMeasurement(measurement);
			}
		}),
		get firstSampleMs() {
			return firstSampleMs;
		}
	};
}
function planOf({ seed, steadiness }, { rounds }, { totalMs }, neededRounds) {
	const { tierUpFlags, processor } = steadiness;
	return {
		rounds,
		neededRounds,
		budgetSeconds: totalMs / 1e3,
		seed,
		steadiness: {
			flags: [...tierUpFlags],
			processor
		}
	};
}
function contestantsOf({ base, head }) {
	const { folder, manifest } = head;
	const changed = {
		arm: "head",
		folder,
		manifest
	};
	if (base.kind !== "found") return [changed];
	return [
		{
			arm: "base",
			folder: base.folder,
			manifest: base.manifest
		},
		changed,
		{
			arm: "control",
			folder: base.folder,
			manifest: base.manifest
		}
	];
}
function refuseSameNames({ cases, imported = [] }) {
	const taken = new Set(cases.map(({ id }) => id));
	const twice = imported.find((figure) => taken.has(figure.case));
	if (twice === void 0) return;
	throw new FuelgaugeError({
		happened: `${twice.case} is a case of the project, and a result of another tool has the same name.`,
		expected: "names that tell them apart",
		remedy: "Give the result, or the module or benchmark file, another name."
	});
}
function measuredCases({ base, cases }, policy) {
	const wanted = cases.map((each) => {
		const isolation = policy.isolationOf(each.id);
		if (each.kind !== "benchmark" || isolation === null) return each;
		return each.ownedBy === "project" && isolation === "turns" ? each : {
			...each,
			isolation
		};
	});
	return base.kind === "found" ? [...wanted, ...controlsOf$1(wanted)] : wanted;
}
function budgetFor({ budget, cases, base, secondLook }, policy, needed) {
	return divideBudget(budget, cases, needed, {
		looksTwice: base.kind === "found" && secondLook === "here",
		ownSeconds: (id) => policy.budgetOf(id)
	});
}
function firstSchedule({ base }, cases, { costs }, budget, neededRounds) {
	const { mostRounds } = budget;
	return planRounds({
		cases,
		costs,
		arms: base.kind === "found" ? 3 : 1,
		neededRounds,
		mostRounds,
		sharesMs: withControls(budget.sharesMs, cases),
		threads: availableParallelism()
	});
}
const controlShare = .03;
function withControls(sharesMs, cases) {
	const controls = cases.filter(({ id }) => !sharesMs.has(id));
	const totalMs = [...sharesMs.values()].reduce((sum, share) => sum + share, 0);
	const kept = 1 - controlShare * controls.length;
	return new Map([...[...sharesMs].map(([id, share]) => [id, share * kept]), ...controls.map(({ id }) => [id, controlShare * totalMs])]);
}
function suspectsOf(comparisons) {
	return new Set(comparisons.filter(isSuspect).map((row) => row.case));
}
function equalShares(cases, totalMs) {
	return new Map(cases.map(({ id }) => [id, totalMs / cases.length]));
}
function secondSchedule(suspected, { costs }, { sharesMs, mostRounds }, neededRounds) {
	return planRounds({
		cases: suspected,
		costs,
		arms: 3,
		neededRounds,
		mostRounds: Math.max(neededRounds, Math.ceil(mostRounds / 2)),
		sharesMs,
		threads: availableParallelism()
	});
}
// src/bundled-runtime.ts
function bundledRuntime() {
	const folder = join(packageFolder(), "runtime");
	if (!existsSync(folder)) throw new Error(`the package is incomplete: it has no folder ${folder}`);
	return folder;
}
// src/model/config.ts
const percentage = string({ error: percentageWanted }).regex(/^\d{1,6}(?:\.\d{1,6})? ?%$/, { error: percentageWanted }).transform((text) => Number(`${text.replace(/ ?%$/, "")}e-2`));
function percentageWanted() {
	return "a percentage in quotes and with its sign, such as \"2%\" (without it, 2 could mean 2 % or 200 %)";
}
const writtenUnits = {
	ns: {
		unit: "ns",
		factor: 1
	},
	us: {
		unit: "ns",
		factor: 1e3
	},
	µs: {
		unit: "ns",
		factor: 1e3
	},
	ms: {
		unit: "ns",
		factor: 1e6
	},
	s: {
		unit: "ns",
		factor: 1e9
	},
	B: {
		unit: "bytes",
		factor: 1
	},
	KiB: {
		unit: "bytes",
		factor: 1024
	},
	MiB: {
		unit: "bytes",
		factor: 1024 ** 2
	},
	GiB: {
		unit: "bytes",
		factor: 1024 ** 3
	},
	"ops/s": {
		unit: "ops/s",
		factor: 1
	},
	units: {
		unit: "units",
		factor: 1
	},
	exports: {
		unit: "count",
		factor: 1
	}
};
const writtenFigure = new RegExp(`^(\\d{1,12}(?:\\.\\d{1,6})?) ?(${Object.keys(writtenUnits).join("|")})$`);
const figureWanted = "a figure with its unit (ns, us, ms, s, B, KiB, MiB, GiB, ops/s, units or exports), such as \"1.5 ms\"";
const figure = string(figureWanted).regex(writtenFigure, figureWanted).transform((text) => {
	const [, number, written = ""] = writtenFigure.exec(text) ?? [];
	const { unit = "ns", factor = 1 } = writtenUnits[written] ?? {};
	return {
		unit,
		value: Number(number) * factor
	};
});
const patternWanted = "a case or a glob of at most 200 characters, such as \"execution/*\"";
const pattern = string(patternWanted).regex(/^!?[^!]/, patternWanted).max(200, patternWanted);
function oneOrMore(item) {
	return union([item, array(item).min(1, "a list with something in it")]);
}
const levels = strictObject({
	target: figure.describe("Where the figure should be: below this where lower is better, else above it."),
	acceptable: figure.optional().describe("What will do, further out than the target. Whatever is worse counts as missed. Left out: the target."),
	critical: figure.optional().describe("From here on it is an emergency, further out than what is acceptable.")
});
const rowSettings = {
	floor: percentage.optional().describe("Changes of timed metrics within ± this much do not matter, such as \"0.5%\". Without metrics: of all timed ones."),
	gates: boolean().optional().describe("Whether a regression turns the run red. Without metrics, true is about time, throughput, p50 and fuel; false about all."),
	direction: _enum(["lower", "higher"]).optional().describe("Which way is better, where it is not the metric's own. Needs metrics."),
	tolerance: percentage.optional().describe("A gating exact metric turns the run red when it changed by more than this, such as \"1%\". Without metrics: all exact ones."),
	targets: levels.optional().describe("Absolute bounds of the figure, whatever the base does. Needs metrics, all of the same unit.")
};
const caseSettings = {
	budget: number("a number of seconds").positive("a number of seconds above 0").max(86400, "at most a day of seconds, 86400").optional().describe("Seconds of measuring for each of these cases."),
	isolation: _enum(isolations).optional().describe("What base and head share: a process in which they take turns, a process with other cases of theirs (slot), or nothing (process).")
};
const settingNames = [...Object.keys(rowSettings), ...Object.keys(caseSettings)];
const ofKind = (kind) => metricNames.filter((name) => metrics[name].kind === kind);
const rule = strictObject({
	cases: oneOrMore(pattern).describe("Cases that the rule is about: a case, a glob, or a list of them; ! in front leaves cases out."),
	metrics: oneOrMore(_enum(metricNames)).optional().describe("Metrics that the rule is about."),
	...rowSettings,
	...caseSettings
}).superRefine((written, context) => {
	for (const { path, message } of contradictions(written)) context.addIssue({
		code: "custom",
		path: [...path],
		message
	});
}).transform(({ cases, metrics: named, targets, ...settings }) => ({
	...settings,
	cases: listOf(cases),
	metrics: named === void 0 ? null : listOf(named),
	...targets && { targets: levelsOf(targets) }
})).meta({
	description: "What goes for some cases. Of several rules about the same, the last one counts.",
	anyOf: settingNames.map((name) => ({ required: [name] })),
	dependencies: {
		direction: ["metrics"],
		targets: ["metrics"],
		floor: { properties: { metrics: onlyOf(ofKind("timed")) } },
		tolerance: { properties: { metrics: onlyOf(ofKind("exact")) } },
		...Object.fromEntries(Object.keys(caseSettings).map((name) => [name, { not: { required: ["metrics"] } }]))
	}
});
function contradictions(written) {
	const named = written.metrics === void 0 ? null : listOf(written.metrics);
	const given = (name) => Object.entries(written).some(([key, value]) => key === name && value !== void 0);
	const found = [];
	const add = (path, message) => found.push({
		path,
		message
	});
	if (!settingNames.some(given)) add([], `says nothing about its cases; give one of ${settingNames.join(", ")}`);
	for (const name of ["direction", "targets"]) if (given(name) && named === null) add([name], "needs metrics beside it, to say of what");
	for (const name of Object.keys(caseSettings)) if (given(name) && named !== null) add([name], "is about whole cases; put it into a rule without metrics");
	for (const name of named ?? []) {
		const { kind } = metrics[name];
		if (given("floor") && kind === "exact") add(["floor"], `does not go with ${name}, which is exact and has no noise; tolerance does`);
		if (given("tolerance") && kind === "timed") add(["tolerance"], `does not go with ${name}, which is timed; floor does`);
	}
	if (written.targets && named !== null) found.push(...targetContradictions(written, written.targets, named));
	return found;
}
function targetContradictions({ direction }, { target, acceptable, critical }, named) {
	const steps = Object.entries({
		target,
		acceptable,
		critical
	}).flatMap(([name, level]) => level === void 0 ? [] : [{
		path: ["targets", name],
		...level
	}]);
	const inWrongUnit = steps.flatMap(({ path, unit }) => {
		const other = named.find((name) => metrics[name].unit !== unit);
		return other === void 0 ? [] : [{
			path,
			message: `is in ${unit}, but ${other} is in ${metrics[other].unit}`
		}];
	});
	const [first] = named;
	const lowerIsBetter = (direction ?? (first && metrics[first].direction)) === "lower";
	const inWrongOrder = steps.flatMap(({ path, value }, index) => {
		const before = steps[index - 1];
		return before === void 0 || (lowerIsBetter ? value > before.value : value < before.value) ? [] : [{
			path,
			message: `is not ${lowerIsBetter ? "above" : "below"} what stands before it; each level is worse than the last`
		}];
	});
	return [...inWrongUnit, ...inWrongOrder];
}
function levelsOf({ target, acceptable, critical }) {
	return {
		target: target.value,
		acceptable: acceptable?.value ?? null,
		critical: critical?.value ?? null
	};
}
function listOf(items) {
	return Array.isArray(items) ? items : [items];
}
function onlyOf(names) {
	return { anyOf: [{ enum: names }, {
		type: "array",
		items: { enum: names }
	}] };
}
const waiver = strictObject({
	case: pattern.regex(/^[^!]/, "a case or a glob without ! in front, such as \"execution/*\"").describe("A case or a glob."),
	metric: _enum(metricNames).describe("The metric that regressed."),
	reason: string("the reason in words").regex(/\S/, "the reason in words").describe("Why it is accepted; shown in every report."),
	ceiling: percentage.describe("The largest change that is accepted, such as \"8%\". Beyond it, the row turns the run red again."),
	expires: date("a day of the calendar, such as \"2027-01-31\"").describe("The last day (UTC) on which it is accepted, such as \"2027-01-31\".")
}).describe("A regression that is known, and accepted up to a ceiling and for a time.");
const pathWanted = "a path or a glob relative to the project, such as \"build/*.wasm\"";
const path = string(pathWanted).min(1, pathWanted).max(400, pathWanted);
const nameWanted = "letters, digits, dots, dashes and underscores, at most 64, a letter or digit first";
const name = string(nameWanted).regex(/^[A-Za-z0-9][\w.-]{0,63}$/, nameWanted);
const valueWanted = "a number, or an i64 in quotes with an n behind it, such as \"42n\"";
const value = union([number(valueWanted), wasmValue], valueWanted);
const content = union([string(), strictObject({ file: path.describe("Its path in the project.") })], "a text, or { \"file\": … } with the path of a file").describe("The text itself, or the file that holds it.");
const environment = record(string().regex(/^[A-Za-z_]\w{0,99}$/, "letters, digits and underscores, no digit first"), string("a text")).default({});
const ofSandbox = {
	environment: environment.describe("Its environment variables, name to value. Left out: it has none."),
	files: record(string().regex(/^\//, "an absolute path such as \"/data/in.txt\""), union([...content.options, strictObject({ folder: path.describe("Its path in the project; all that lies below comes along.") })], "a text, { \"file\": … } or { \"folder\": … }")).default({}).describe("Files and folders that it finds, by absolute path. They lie in memory: what it writes is gone when it ends. Left out: it has none."),
	clock: _enum(["deterministic", "real"]).default("deterministic").describe("Which clock it reads: one that steps at every reading, so that every run is the same, or the real one.")
};
const call = strictObject({
	name: name.optional().describe("Of the case. Left out: the function with its arguments."),
	function: string("the name of an exported function").describe("An exported function."),
	arguments: array(value).default([]).describe("What it is called with."),
	returns: value.optional().describe("What it has to give. Left out: that is not checked."),
	...ofSandbox
}).describe("An export that is called on one instance again and again.");
const program = strictObject({
	name: name.optional().describe("Of the case. Left out: run, or run-2 and so on."),
	arguments: array(string()).default([]).describe("Arguments behind the program's own name."),
	stdin: content.optional().describe("What it reads from standard input."),
	stdout: content.optional().describe("What it has to write. Left out: that is not checked."),
	exitStatus: int().min(0).default(0).describe("What it has to exit with."),
	...ofSandbox
}).describe("A WASI program that is run from its start to its exit, in a fresh instance each time.");
const writtenModule = strictObject({
	file: path.describe("The module, or a glob of several."),
	name: name.optional().describe("What its cases begin with. Left out: its file's name."),
	calls: array(call).default([]).describe("Exports that are called."),
	runs: array(program).optional().describe("How the program is run. Left out: a WASI program is run once, without arguments.")
}).describe("A WebAssembly module of the project's own.");
const grants = strictObject({
	environment: environment.describe("Environment variables, name to value."),
	network: boolean().default(false).describe("Whether they may use the network."),
	scratch: boolean().default(false).describe("Whether each process has a folder to write to, as its folder for temporary files (os.tmpdir()).")
}).describe("What benchmark files may do, beside reading what they need of the checkout. Left out: nothing.");
const noGrants = grants.parse({});
const configSchema = strictObject({
	$schema: string("the address of a JSON schema").optional().describe("Where editors find this schema."),
	modules: array(union([path.transform((file) => writtenModule.parse({ file })), writtenModule])).default([]).describe("WebAssembly modules of the project's own: paths, globs, or what is done with them."),
	benches: array(path).nullable().default(null).describe("Globs of benchmark files, of tinybench or vitest's bench. Left out: **/*.bench.{ts,mts,js,mjs}."),
	results: array(path).default([]).describe("Results of other tools: .json files, or globs of them, that an earlier step has written."),
	grants: grants.default(noGrants),
	policy: array(rule).default([]).describe("Rules about cases and their metrics. Later ones override earlier ones, setting by setting."),
	waivers: array(waiver).default([]).describe("Regressions that are known and accepted. Of several about one row, the last one counts.")
});
const noConfig = {
	modules: [],
	benches: null,
	results: [],
	grants: noGrants,
	policy: [],
	waivers: []
};
// src/config/evaluate.ts
const saidSchema = discriminatedUnion("kind", [strictObject({
	kind: literal("document"),
	document: unknown()
}), strictObject({
	kind: literal("failed"),
	message: string()
})]);
const patienceMs = 3e4;
async function evaluateConfig(path, root) {
	const flags = ["--permission", ...[
		packageFolder(),
		root,
		realpathSync(root)
	].map((folder) => `--allow-fs-read=${folder}`)];
	const child = spawn(process.execPath, [
		...flags,
		fileURLToPath(programEntry("config")),
		path
	], {
		cwd: root,
		env: childEnvironment(process.env),
		stdio: [
			"ignore",
			"ignore",
			"pipe",
			"ipc"
		],
		timeout: patienceMs,
		killSignal: "SIGKILL"
	});
	let said;
	let stderr = "";
	child.stderr?.setEncoding("utf8").on("data", (text) => {
		stderr = (stderr + text).slice(-4096);
	});
	child.once("message", (message) => {
		said = message;
		child.kill("SIGKILL");
	});
	await once(child, "close");
	const parsed = saidSchema.safeParse(said);
	if (parsed.success && parsed.data.kind === "document") return parsed.data.document;
	const problem = parsed.success && parsed.data.kind === "failed" ? parsed.data.message : stderr.trim();
	throw new FuelgaugeError({
		happened: `${path} cannot be evaluated: ${problem || `it gave no answer within ${patienceMs / 1e3} s`}`,
		expected: "a module that exports a configuration by default: export default defineConfig({ … })",
		remedy: "Correct it. It may read files of the checkout, and has no network, no programs and no variables of the workflow."
	});
}
// src/model/problems.ts
function problemsOf(issues, document, schema) {
	return issues.flatMap((issue) => problemsOfIssue(issue, [], document, schema));
}
function problemsOfIssue(issue, above, document, schema) {
	const path = [...above, ...issue.path];
	const value = valueAt(document, path);
	const isHidden = path.some((step) => looksSecret(String(step)));
	const told = () => isHidden ? "a value that is not shown" : shown(value);
	switch (issue.code) {
		case "unrecognized_keys": return issue.keys.map((key) => `${nameOf([...path, key])} is not known${hint(key, keysAt(schema, path))}`);
		case "invalid_union": {
			const [meant = []] = issue.errors.toSorted((one, other) => distanceOf(one) - distanceOf(other));
			return meant.flatMap((each) => problemsOfIssue(each, path, document, schema));
		}
		case "invalid_key": return issue.issues.map(({ message }) => `${nameOf(path)} is no name that can stand here: ${message}`);
		case "custom": return [`${nameOf(path)} ${issue.message}`];
		case "invalid_value":
			if (value !== void 0) return [`${nameOf(path)} is ${told()}${hint(value, issue.values.map(String))}`];
			return [`${nameOf(path)} is missing: one of ${issue.values.join(", ")}`];
		default: return [value === void 0 ? `${nameOf(path)} is missing: ${issue.message}` : `${nameOf(path)} is ${told()}, not ${issue.message}`];
	}
}
function distanceOf(issues) {
	const codes = issues.filter(({ path }) => path.length === 0).map(({ code }) => code);
	if (codes.includes("invalid_type")) return 2;
	return codes.includes("invalid_value") ? 1 : 0;
}
function wantedType(issue) {
	if (issue.code !== "invalid_type") return void 0;
	return {
		object: "an object { … }",
		array: "a list [ … ]",
		string: "a text",
		boolean: "true or false",
		number: "a number"
	}[issue.expected];
}
function nameOf(path) {
	const name = path.map((step) => {
		if (typeof step === "number") return `[${step}]`;
		return /^[\w$-]{1,60}$/.test(String(step)) ? `.${String(step)}` : `[${shown(String(step))}]`;
	});
	return name.length === 0 ? "The document" : name.join("").replace(/^\./, "");
}
function shown(value) {
	const text = JSON.stringify(value);
	return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
function hint(wrong, right) {
	const nearest = nearestOf(String(wrong), right);
	if (nearest !== null) return `; did you mean ${nearest}?`;
	return right.length === 0 ? "" : `; there are ${right.join(", ")}`;
}
function nearestOf(wrong, candidates) {
	const [nearest] = candidates.map((candidate) => ({
		candidate,
		edits: editsBetween(wrong.toLowerCase(), candidate.toLowerCase())
	})).filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length / 3))).toSorted((one, other) => one.edits - other.edits);
	return nearest?.candidate ?? null;
}
function editsBetween(one, other) {
	const [from, to] = [[...one.slice(0, 40)], [...other.slice(0, 40)]];
	let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (const [row, character] of from.entries()) {
		const current = [row + 1];
		for (const [column, wanted] of to.entries()) {
			const replaced = (previous[column] ?? 0) + (character === wanted ? 0 : 1);
			current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
		}
		previous = current;
	}
	return previous.at(-1) ?? 0;
}
function valueAt(document, path) {
	return path.reduce((value, step) => typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, step)?.value : void 0, document);
}
function keysAt(schema, path) {
	const { def } = schema._zod;
	const inner = def.innerType ?? def.in;
	if (inner !== void 0) return keysAt(inner, path);
	if (def.options !== void 0) return def.options.flatMap((option) => keysAt(option, path));
	const [step, ...rest] = path;
	if (step === void 0) return Object.keys(def.shape ?? {});
	const next = typeof step === "number" ? def.element : def.shape?.[String(step)] ?? def.valueType;
	return next === void 0 ? [] : keysAt(next, rest);
}
// src/config/parse.ts
function parseConfig(document, source) {
	const parsed = configSchema.safeParse(document, { error: wantedType });
	if (parsed.success) return parsed.data;
	const problems = problemsOf(parsed.error.issues, document, configSchema);
	const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
	throw new FuelgaugeError({
		happened: [`${source} has ${count}.`, ...problems.map((problem) => `  - ${problem}`)].join("\n"),
		expected: "a configuration as docs/your-code.md and docs/policy.md describe it",
		remedy: "Correct it. With its \"$schema\" in the file, an editor shows the same while you type."
	});
}
// src/config/read.ts
const configNames = [
	"ts",
	"mts",
	"mjs",
	"js",
	"json"
].map((ending) => `fuelgauge.config.${ending}`);
async function readConfig(folder, named) {
	const source = named ?? configNames.find((name) => existsSync(join(folder, name)));
	if (source === void 0) return {
		config: noConfig,
		path: null
	};
	const path = resolve(folder, source);
	return {
		config: parseConfig(/\.[cm]?[jt]s$/.test(path) ? await evaluateConfig(await readable(path), rootOfCheckout(folder)) : parseJson(await readText(path), source), source),
		path
	};
}
async function readText(path) {
	return readFile(path, "utf8").catch((thrown) => {
		throw cannotRead(path, thrown);
	});
}
async function readable(path) {
	await access(path).catch((thrown) => {
		throw cannotRead(path, thrown);
	});
	return path;
}
function cannotRead(path, thrown) {
	return new FuelgaugeError({
		happened: `The configuration ${path} cannot be read: ${thrown.code ?? thrown.message}.`,
		expected: "a file in JSON, JavaScript or TypeScript",
		remedy: `Correct the path. Without one, ${configNames.join(" or ")} of the working directory is read, if there is one.`,
		cause: thrown
	});
}
function parseJson(text, source) {
	const json = text.replace(/^\ufeff/, "");
	try {
		return JSON.parse(json);
	} catch (thrown) {
		throw new FuelgaugeError({
			happened: `${source} is no JSON in line ${brokenLine(json, messageOf(thrown))}: ${messageOf(thrown)}.`,
			expected: "JSON, without comments and without commas after the last of a list",
			remedy: "Correct the line, or the end of the one before.",
			cause: thrown
		});
	}
}
function brokenLine(text, message) {
	const told = /\(line (\d+) column \d+\)/.exec(message)?.[1];
	if (told !== void 0) return Number(told);
	const lines = text.split("\n");
	const broken = lines.findIndex((_, index) => !isBeginning(lines.slice(0, index + 1).join("\n")));
	return broken === -1 ? lines.length : broken + 1;
}
function isBeginning(text) {
	try {
		JSON.parse(text);
		return true;
	} catch (thrown) {
		const message = messageOf(thrown);
		const position = /at position (\d+)/.exec(message)?.[1];
		return message.includes("end of JSON input") || Number(position) === text.length;
	}
}
// src/project/results.ts
const mostBytes = 16777216;
async function readImported(place, patterns) {
	const imported = /* @__PURE__ */ new Map();
	for (const file of await resultFiles(place, patterns)) for (const figure of await readResultFile(place, file)) {
		const key = `${figure.case} ${figure.metric}`;
		const other = imported.get(key);
		if (other !== void 0) throw sameFigure(figure, other.file, file);
		imported.set(key, {
			file,
			figure
		});
	}
	const figures = [...imported.values()].map(({ figure }) => figure);
	refuseExcess(figures);
	return figures;
}
async function resultFiles({ folder }, patterns) {
	const files = /* @__PURE__ */ new Set();
	for (const pattern of patterns) {
		const found = await findFiles(folder, [pattern]);
		if (found.length === 0) throw notFound(folder, pattern);
		for (const file of found) files.add(file);
	}
	return [...files];
}
async function readResultFile({ folder, root }, file) {
	const path = await realpath(join(folder, file));
	const inRoot = relative(await realpath(root), path);
	if (!(!/^\.\.(?:[\\/]|$)/.test(inRoot) && path !== inRoot) || !path.endsWith(".json")) throw refused(file, "no .json file of the checkout");
	const { size } = await stat(path);
	if (size > mostBytes) throw refused(file, `${size} bytes long, more than ${mostBytes}`);
	const document = parsed(await readFile(path, "utf8"), file);
	const written = resultFileSchema.safeParse(document, { error: wantedType });
	if (written.success) return written.data.map(importedFigure);
	throw wrong(file, problemsOf(written.error.issues, document, resultFileSchema));
}
function parsed(text, file) {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ""));
	} catch {
		throw refused(file, "no JSON");
	}
}
function refuseExcess(figures) {
	const samples = figures.reduce((count, figure) => count + figure.samples.length, 0);
	if (figures.length <= 1e3 && samples <= 1e5) return;
	throw new FuelgaugeError({
		happened: `The results of other tools are ${figures.length} figures with ${samples} samples.`,
		expected: `at most ${mostImported} figures with ${mostImportedSamples} samples in all`,
		remedy: "Leave out results that nobody looks at, or take fewer samples."
	});
}
const problemsShown = 20;
function wrong(file, problems) {
	const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
	const told = problems.slice(0, problemsShown).map((problem) => `  - ${problem}`);
	const rest = problems.length - told.length;
	return new FuelgaugeError({
		happened: [
			`${file} has ${count}.`,
			...told,
			...rest > 0 ? [`  and ${rest} more`] : []
		].join("\n"),
		expected: "results as docs/your-code.md describes them: a list of { name, metric, unit, direction, samples }",
		remedy: "Correct the step that writes it."
	});
}
function notFound(folder, pattern) {
	return new FuelgaugeError({
		happened: `No file matches the results "${pattern}" in ${folder}.`,
		expected: "a .json file with results of another tool, written before Fuelgauge runs",
		remedy: "Correct the path, or add the step that writes it in front of Fuelgauge's."
	});
}
function refused(file, what) {
	return new FuelgaugeError({
		happened: `The results in ${file} cannot be read: it is ${what}.`,
		expected: `JSON of at most ${mostBytes} bytes, in a file of the checkout whose name ends in .json`,
		remedy: "Correct the path under results, or the step that writes the file."
	});
}
function sameFigure({ case: id, metric }, one, other) {
	return new FuelgaugeError({
		happened: `${id} has two results of the metric ${metric}: ${one === other ? `both in ${one}` : `in ${one} and in ${other}`}.`,
		expected: "one result for each name and metric, with all of its samples",
		remedy: "Put the samples into one list, or give one of them another name."
	});
}
// src/report/console.ts
function renderConsole(results, style) {
	return [
		style("bold", style(verdictColors[results.verdict], verdictSentence(results, plainMarkup))),
		...caveats(results, plainMarkup).map((line) => style("yellow", line)),
		rowLines(results, style).join("\n"),
		suspectedLines(results, style).join("\n"),
		sameLine(results),
		waveringLines(results, style).join("\n"),
		failureLines(results, style).join("\n"),
		idleWaiverLine(results),
		driftLines(results, style).join("\n"),
		targetLines(results, style).join("\n"),
		provenanceLines(results, style).join("\n")
	].filter(Boolean).join("\n\n");
}
const verdictColors = {
	failed: "red",
	mixed: "red",
	regressed: "red",
	"no-baseline": "cyan",
	inconclusive: "yellow",
	improved: "green",
	unchanged: "green"
};
function rowLines(results, style) {
	const { columns, rows, notes } = results.base.kind === "absent" ? headRows(results) : comparedRows(results, style);
	const bySuite = Map.groupBy(rows, ([id = ""]) => suiteOf(id));
	const sorted = [...bySuite.values()].flat();
	if (sorted.length === 0) return [];
	const [header = "", ...lines] = renderPlainTable({
		columns,
		rows: sorted.map(([id = "", ...cells]) => [`  ${logText(nameOf$2(id), 100)}`, ...cells])
	});
	const starts = new Map([...bySuite].map(([suite, ofSuite]) => [sorted.indexOf(ofSuite[0] ?? []), suite]));
	return [style("dim", header), ...lines.flatMap((line, index) => {
		const suite = starts.get(index);
		const below = (notes.get(sorted[index] ?? []) ?? []).map((note) => style("dim", `      ${note}`));
		return [
			...suite ? [style("bold", suite)] : [],
			line,
			...below
		];
	})];
}
function comparedRows(results, style) {
	const rows = ownRows(results).filter((row) => !isSameExactly(row)).map((row) => ({
		cells: [
			logText(row.case, 100),
			row.metric,
			...figuresOf(row),
			style(colorOf(row), changeText(row))
		],
		notes: isCompared(row) ? functionLines(row, results.profileChanges) : []
	}));
	return {
		columns: [
			left("case"),
			left("metric"),
			right("base"),
			right("head"),
			left("change")
		],
		rows: rows.map(({ cells }) => cells),
		notes: new Map(rows.map(({ cells, notes }) => [cells, notes]))
	};
}
const functionsShown = 3;
function functionLines(row, changes) {
	const { shown, more } = changedFunctions(row, changes, functionsShown);
	const lines = shown.map(({ function: name, base, head }) => {
		const [from, to] = [formatExactFigure(base, "units"), formatExactFigure(head, "units")];
		return `${logText(name, 100)}: ${from} → ${to} (${formatSigned(head - base)})`;
	});
	return more === 0 ? lines : [...lines, `and ${countOf(more, "more function")}`];
}
function isSameExactly(row) {
	return isCompared(row) && isExact$1(row) && row.verdict === "unchanged";
}
function suspectedLines(results, style) {
	const rows = groupRows(results).suspected;
	if (rows.length === 0) return [];
	const [, ...lines] = renderPlainTable({
		columns: [
			left(""),
			left(""),
			left(""),
			left("")
		],
		rows: rows.map((row) => [
			`  ${logText(row.case, 100)}`,
			row.metric,
			formatChange(row),
			"reason" in row ? logText(row.reason) : ""
		])
	});
	return [style("yellow", countOf(rows.length, "suspected regression")), ...lines];
}
function sameLine(results) {
	const same = ownRows(results).filter(isSameExactly).length;
	return same === 0 ? "" : `${countOf(same, "exact figure")} (fuel, sizes, memory, exports) the same`;
}
function waveringLines(results, style) {
	return (results.base.kind === "absent" ? groupRows(results).nondeterministic : []).map((row) => style("yellow", `${logText(row.case, 100)} ${row.metric}: ${changeText(row)}`));
}
function headRows(results) {
	return {
		notes: /* @__PURE__ */ new Map(),
		columns: [
			left("case"),
			left("metric"),
			right("median"),
			right("5th to 95th percentile")
		],
		rows: headFigures(results).map((figure) => [
			logText(figure.case, 100),
			figure.metric,
			formatFigure(figure.median, figure.unit),
			spreadOf$1(figure)
		])
	};
}
function figuresOf(row) {
	if (isCompared(row)) return figureCells([row])(row);
	const figure = (value) => value === null ? "–" : formatFigure(value, row.unit);
	return [figure(row.base), figure(row.head)];
}
function changeText(row) {
	switch (row.verdict) {
		case "regressed": return `${changesText(row)}${regressionNote(row)}`;
		case "improved":
		case "unchanged": return changesText(row);
		case "suspected": return `${changesText(row)} (suspected)${waiverNote(row)}`;
		case "inconclusive": {
			const sight = sightOf(row);
			const reason = `${logText(row.reason)}${sight === "" ? "" : ` (could have seen ${sight})`}`;
			return [
				"cannot tell",
				changesText(row),
				reason
			].filter(Boolean).join(": ");
		}
		case "incomparable": return `cannot be compared: ${logText(row.reason)}`;
		case "nondeterministic": return `not the same in every run: ${runsText(row)}`;
		case "failed": return `failed: ${logText(row.reason)}`;
		case "added":
		case "removed": return row.verdict;
	}
}
function changesText(row) {
	const again = formatAgain(row);
	return [
		formatChange(row),
		again === "" ? "" : `again ${again}`,
		isImported(row) ? "by another tool" : ""
	].filter(Boolean).join(", ");
}
function regressionNote(row) {
	const note = waiverNote(row);
	return row.gating || note !== "" ? note : " (does not gate)";
}
function waiverNote({ waiver }) {
	if (waiver === null) return "";
	const until = logText(waiver.expires, 20);
	switch (waiver.standing) {
		case "applies": return ` (waived until ${until}: ${logText(waiver.reason)})`;
		case "exceeded": return ` (beyond the ${formatShare(waiver.ceiling)} that are waived)`;
		case "expired": return ` (its waiver expired after ${until})`;
	}
}
function idleWaiverLine(results) {
	const idle = idleWaivers(results, groupRows(results).known);
	return idle.length === 0 ? "" : idleWaiverSummary(idle);
}
function runsText({ runs, unit }) {
	return ["base", "head"].filter((side) => new Set(runs[side]).size > 1).map((side) => `${side} gives ${formatRuns(runs[side], unit)}`).join(", ");
}
function colorOf(row) {
	switch (row.verdict) {
		case "regressed": return row.gating ? "red" : "yellow";
		case "failed": return "red";
		case "improved": return "green";
		case "suspected":
		case "inconclusive":
		case "incomparable":
		case "nondeterministic": return row.gating ? "yellow" : "dim";
		case "added":
		case "removed": return "cyan";
		case "unchanged": return "dim";
	}
}
function failureLines(results, style) {
	const told = results.base.kind === "absent" ? [] : results.comparisons.filter(({ verdict }) => verdict === "failed");
	return groupRows(results).failures.filter((failure) => !told.some((row) => row.case === failure.case)).map(({ case: id, where, message }) => style("red", `${logText(id, 100)} failed in ${where}: ${logText(message)}`));
}
const driftShown = 5;
function driftLines({ drift }, style) {
	if (drift.length === 0) return [];
	const [, ...lines] = renderPlainTable({
		columns: [
			left(""),
			left(""),
			left(""),
			right(""),
			left(""),
			left("")
		],
		rows: drift.slice(0, driftShown).map((each) => [
			`  ${logText(each.case, 100)}`,
			each.metric,
			driftChange(each),
			countOf(each.commits, "commit"),
			commitsOf(each, plainMarkup),
			endOf(each)
		])
	});
	const rest = drift.length - driftShown;
	return [
		style("bold", `Drift of the base branch: ${driftSummary(drift)}`),
		...lines,
		...rest > 0 ? [style("dim", `  and ${rest} more in the report`)] : []
	];
}
function targetLines({ targets }, style) {
	if (targets.length === 0) return [];
	const [, ...lines] = renderPlainTable({
		columns: [
			left(""),
			left(""),
			right(""),
			right(""),
			left("")
		],
		rows: targets.map((target) => [
			`  ${logText(target.name)}`,
			logText(target.case, 100),
			target.measured === null ? "–" : formatMeasured(target.measured, target.unit),
			formatBound(target, {
				below: "<",
				above: ">"
			}),
			style(levelColor(target), levelName(target))
		])
	});
	return [style("bold", targetsMet(targets)), ...lines];
}
function levelColor(target) {
	if (target.level === null) return "dim";
	return isMissed(target) ? "yellow" : "green";
}
function provenanceLines(results, style) {
	return provenanceOf(results, plainMarkup).map(({ title, text }) => style("dim", `${title}: ${text}`));
}
// src/inputs.ts
const failOnChoices = [
	"regression",
	"target",
	"never"
];
const commentChoices = [
	"auto",
	"always",
	"never"
];
const modeChoices = [
	"run",
	"confirm",
	"merge",
	"comment"
];
const confirmChoices = ["here", "second-runner"];
function parseInputs(lookUp) {
	const text = (name) => lookUp(name).trim();
	const optional = (name) => text(name) || null;
	return {
		mode: parseChoice("mode", text("mode"), modeChoices),
		token: parseToken(text("github-token")),
		suites: parseSuites(text("suites")),
		config: optional("config"),
		modules: parseGlobs(text("modules")),
		benches: parseGlobs(text("benches")),
		runtime: optional("runtime"),
		baseline: parseBaseline(text("baseline")),
		baselineBranch: optional("baseline-branch"),
		artifactName: parseArtifactName(text("artifact-name")),
		budget: parseBudget("budget", text("budget")),
		confirm: parseChoice("confirm", text("confirm"), confirmChoices),
		shard: parseShard(text("shard")),
		node: optional("node"),
		failOn: parseChoice("fail-on", text("fail-on"), failOnChoices),
		comment: parseChoice("comment", text("comment"), commentChoices),
		retentionDays: parseRetention(text("retention-days")),
		workingDirectory: text("working-directory") || "."
	};
}
function parseToken(value) {
	if (value !== "") return value;
	throw new FuelgaugeError({
		happened: "The github-token is empty.",
		expected: "a token that may read the repository and its artifacts",
		remedy: "Leave github-token out for the workflow's own, or check the name of the secret."
	});
}
function parseSuites(value) {
	const patterns = value.split(/[\s,]+/).filter(Boolean);
	return patterns.length > 0 ? patterns : ["auto"];
}
function parseGlobs(value) {
	const globs = value.split("\n").map((line) => line.trim());
	return value === "" ? null : globs.filter(Boolean);
}
function parseBudget(name, value) {
	if (value === "auto" || value === "") return { kind: "auto" };
	const match = /^(\d+(?:\.\d+)?)(\/case)?$/.exec(value);
	const seconds = Number(match?.[1]);
	if (!match || !(seconds > 0) || seconds > 86400) throw new FuelgaugeError({
		happened: `The ${name} is "${value}".`,
		expected: "auto, a number of seconds above 0 (60), or seconds for each case (6/case)",
		remedy: `Set ${name} to one of these, or leave it out.`
	});
	return match[2] ? {
		kind: "per-case",
		seconds
	} : {
		kind: "total",
		seconds
	};
}
function parseChoice(name, value, choices) {
	if (value === "") return choices[0];
	const found = choices.find((choice) => choice === value);
	if (found) return found;
	throw new FuelgaugeError({
		happened: `The ${name} is "${value}".`,
		expected: choices.join(", "),
		remedy: `Set ${name} to one of these, or leave it out for ${choices[0]}.`
	});
}
const mostShards = 256;
function parseShard(value) {
	if (value === "") return null;
	const [, index = 0, count = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(value) ?? []).map(Number);
	if (index >= 1 && index <= count && count <= mostShards) return {
		index,
		count
	};
	throw new FuelgaugeError({
		happened: `The shard is "${value}".`,
		expected: "which of how many, such as 2/4",
		remedy: "Correct shard, or leave it out where one job measures all cases."
	});
}
function parseBaseline(value) {
	if (value === "" || value === "auto") return { kind: "auto" };
	return value === "none" ? { kind: "none" } : {
		kind: "folder",
		path: value
	};
}
function parseArtifactName(value) {
	if (value === "") return "fuelgauge";
	if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value)) return value;
	throw new FuelgaugeError({
		happened: `The artifact-name is "${value}".`,
		expected: "up to 100 letters, digits, dots, dashes and underscores, a letter or digit first",
		remedy: "Choose a plainer artifact-name; it is only the prefix of the artifacts' names."
	});
}
function parseRetention(value) {
	if (value === "") return null;
	const days = Number(value);
	if (Number.isInteger(days) && days >= 1 && days <= 400) return days;
	throw new FuelgaugeError({
		happened: `The retention-days are "${value}".`,
		expected: "a whole number of days from 1 to 400",
		remedy: "Correct retention-days, or leave it out to keep artifacts as long as the repository is set to."
	});
}
export { headOfCheckout as $, summaryLimit as A, logText as B, openReportFolder as C, renderBroken as D, fixed as E, plainMarkup as F, countOf as G, groupRows as H, fitBlocks as I, formatExactFigure as J, formatAgain as K, left as L, verdictSentence as M, metricName as N, renderComment as O, markdownMarkup as P, withoutSecrets as Q, inlineCode as R, withoutSecondLook as S, commentLimit as T, isCompared as U, visibleText as V, ownRows as W, resultsWithoutSecrets as X, baseProgram as Y, secretsOf as Z, defaultBenches as _, readImported as a, writeBaselineFolder as at, readRuntimeFolder as b, bundledRuntime as c, runVerdicts as ct, targets as d, rootOfCheckout as et, exitFails as f, moduleFiles as g, ownCases as h, renderConsole as i, readHistory as it, verdictMarks as j, section$1 as k, confirmSuspects as l, appendHistory as lt, buildHead as m, parseBudget as n, filesBesideBundle as nt, configNames as o, parseStoredResults as ot, judgeRun as p, formatChange as q, parseInputs as r, readBaselineFolder as rt, readConfig as s, resultsSchema as st, failOnChoices as t, trackedFiles as tt, runSuites as u, historyEntry as ut, findFiles as v, blocksOf as w, isSuspect as x, buildBundle as y, linkTarget as z };
