import { A as string, C as literal, D as preprocess, E as object, I as prettifyError, O as record, P as ZodError, S as int, T as number, _ as _instanceof, a as hasFuel, b as boolean, f as manifestSchema, g as _enum, i as floorOf, j as union, k as strictObject, m as messageOf, o as timedMetricsOf, p as FuelgaugeError, v as _null, w as looseObject, x as discriminatedUnion, y as array } from "./catalog.js";
import { _ as metrics, f as profileChangeSchema, g as metricNames, h as measurementSchema, i as reportSchema, l as packageFolder, m as failureSchema, n as shuffled, o as sampleNs, p as arms, t as seededRandom, u as programEntry } from "./random.js";
import "./meter2.js";
import { promisify } from "node:util";
import { once } from "node:events";
import { createHash, randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { dirname, join, resolve, sep } from "node:path";
import { lstat, mkdir, mkdtemp, opendir, readFile, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { appendFileSync, createReadStream, existsSync, realpathSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { execFile, fork, spawn } from "node:child_process";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { text } from "node:stream/consumers";
// src/model/history.ts
const historyEntrySchema = strictObject({
	sha: string().nullable(),
	at: string(),
	verdict: string(),
	cpu: string(),
	fuelContract: int().nullable().default(null),
	head: record(string(), number()),
	base: record(string(), number())
});
// src/model/round-figure.ts
function roundFigure(samples, direction) {
	const ascending = Float64Array.from(samples).sort();
	const half = Math.ceil(ascending.length / 2);
	const better = direction === "lower" ? ascending.subarray(0, half) : ascending.subarray(-half);
	return half === 0 ? null : better.reduce((sum, sample) => sum + sample, 0) / half;
}
// src/analysis/signed-rank.ts
function median(values) {
	const sorted = Float64Array.from(values).sort();
	const low = sorted[Math.ceil(sorted.length / 2) - 1];
	const high = sorted[Math.floor(sorted.length / 2)];
	return low === void 0 || high === void 0 ? null : low + (high - low) / 2;
}
function signedRankInterval(values, confidence) {
	const tails = lowerTails(values.length);
	const beyond = (1 - confidence) / 2;
	const cut = tails.findIndex((tail) => tail > beyond) - 1;
	if (cut < 0) return null;
	const averages = walshAverages(values).sort();
	const low = averages[cut];
	const high = averages[averages.length - 1 - cut];
	const estimate = median([...averages]);
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
	return lowerTails(n)[statistic] ?? 1;
}
function walshAverages(values) {
	const averages = new Float64Array(values.length * (values.length + 1) / 2);
	let index = 0;
	for (const [position, value] of values.entries()) for (let other = 0; other <= position; other++) averages[index++] = (value + (values[other] ?? value)) / 2;
	return averages;
}
const knownTails = /* @__PURE__ */ new Map();
function lowerTails(n) {
	const known = knownTails.get(n);
	if (known) return known;
	const tails = new Float64Array(n * (n + 1) / 2 + 1);
	tails[0] = 1;
	for (let rank = 1; rank <= n; rank++) for (let w = rank * (rank + 1) / 2; w >= 0; w--) tails[w] = ((tails[w] ?? 0) + (tails[w - rank] ?? 0)) / 2;
	let below = 0;
	for (const [w, probability] of tails.entries()) {
		below += probability;
		tails[w] = below;
	}
	knownTails.set(n, tails);
	return tails;
}
// src/analysis/figures.ts
function figuresByCase(measurements) {
	const byCase = Map.groupBy(measurements, (measurement) => measurement.case);
	return new Map([...byCase].map(([id, ofCase]) => [id, figuresOfCase(ofCase)]));
}
function figureOf(rounds) {
	return median([...rounds.values()]);
}
function figuresOfCase(measurements) {
	const byMetric = Map.groupBy(measurements, ({ metric }) => metric);
	return new Map(metricNames.flatMap((metric) => {
		const ofMetric = byMetric.get(metric);
		return ofMetric ? [[metric, figuresOfArms(ofMetric, metrics[metric].direction)]] : [];
	}));
}
function figuresOfArms(measurements, direction) {
	const byArm = Map.groupBy(measurements, ({ arm }) => arm);
	const figuresOf = (arm) => figuresOfRounds(byArm.get(arm) ?? [], direction);
	return {
		base: figuresOf("base"),
		head: figuresOf("head"),
		control: figuresOf("control")
	};
}
function figuresOfRounds(measurements, direction) {
	const byRound = Map.groupBy(measurements, ({ round }) => round);
	return new Map([...byRound].flatMap(([round, ofRound]) => {
		const figure = roundFigure(ofRound.flatMap((measurement) => measurement.samples), direction);
		return figure === null ? [] : [[round, figure]];
	}));
}
// src/analysis/history.ts
function historyEntry(results) {
	const head = figuresOf$1("head", results);
	const base = figuresOf$1("base", results).filter(([key]) => head.some(([headKey]) => headKey === key));
	return {
		sha: results.head.sha,
		at: results.startedAt,
		verdict: results.verdict,
		cpu: results.machine.cpu,
		fuelContract: results.fuelContract,
		head: Object.fromEntries(head),
		base: Object.fromEntries(base)
	};
}
function appendHistory(history, entry) {
	const known = entry.sha === null ? -1 : history.findIndex(({ sha }) => sha === entry.sha);
	return (known === -1 ? [...history, entry] : history.with(known, entry)).slice(-500);
}
function figuresOf$1(arm, { measurements, failures }) {
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
	try {
		const manifest = parseManifest(await readManifest(join(folder, "manifest.json")));
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
function parseManifest(document) {
	const version = object({ schema: int() }).safeParse(document).data?.schema;
	if (version !== void 0 && version !== 1) throw new Flaw(`its manifest has schema ${version}, and this Fuelgauge reads schema 1`);
	const parsed = manifestSchema.safeParse(document);
	if (!parsed.success) throw new Flaw(`manifest.json is not a manifest: ${prettifyError(parsed.error)}`);
	return parsed.data;
}
function refuseLooseEnds({ host, guests, files }) {
	for (const path of [host, ...Object.values(guests).map(({ file }) => file)]) if (!Object.hasOwn(files, path)) throw new Flaw(`the manifest names ${path}, but does not list it`);
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
// src/model/comparison.ts
const intervalSchema = strictObject({
	low: number(),
	estimate: number(),
	high: number()
});
const evidenceSchema = discriminatedUnion("kind", [strictObject({ kind: literal("exact") }), strictObject({
	kind: literal("rounds"),
	rounds: int().nonnegative(),
	floor: number(),
	bar: number(),
	control: intervalSchema.nullable(),
	p: number().nullable(),
	detectable: number().nullable()
})]);
const row = {
	case: string(),
	metric: _enum(metricNames),
	unit: _enum([
		"ns",
		"ops/s",
		"bytes",
		"units",
		"count"
	]),
	direction: _enum(["lower", "higher"]),
	gating: boolean()
};
const comparisonSchema = discriminatedUnion("verdict", [
	strictObject({
		...row,
		verdict: _enum([
			"regressed",
			"improved",
			"unchanged"
		]),
		change: intervalSchema,
		base: number(),
		head: number(),
		evidence: evidenceSchema
	}),
	strictObject({
		...row,
		verdict: literal("inconclusive"),
		change: intervalSchema.nullable(),
		base: number(),
		head: number(),
		evidence: evidenceSchema,
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
const readableVersions = [1, 2];
const machineSchema = strictObject({
	os: string(),
	arch: string(),
	cpu: string(),
	cores: int(),
	memoryBytes: number(),
	node: string(),
	v8: string()
});
const baseSchema = discriminatedUnion("kind", [strictObject({
	kind: literal("compared"),
	source: string(),
	sha: string().nullable(),
	wantedSha: string().nullable(),
	distance: int().nonnegative(),
	runId: int().nullable(),
	machine: machineSchema.nullable()
}), strictObject({
	kind: literal("absent"),
	reason: string()
})]);
const planSchema = strictObject({
	rounds: int().nonnegative(),
	neededRounds: int().nonnegative(),
	budgetSeconds: number(),
	seed: int()
});
const caseInfoSchema = strictObject({
	id: string(),
	why: string(),
	isolation: _enum([
		"turns",
		"slot",
		"process"
	]),
	repeat: int().positive()
});
const targetResultFields = {
	name: string(),
	case: string(),
	unit: _enum([
		"ns",
		"bytes",
		"ops/s",
		"ratio"
	]),
	measured: number().nullable(),
	met: boolean().nullable(),
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
	schema: literal(2),
	fuelgauge: string(),
	startedAt: string(),
	head: strictObject({ sha: string().nullable() }),
	base: baseSchema,
	machine: machineSchema,
	plan: planSchema,
	timings: strictObject({
		builtMs: number(),
		firstSampleMs: number().nullable(),
		measuredMs: number()
	}),
	cases: array(caseInfoSchema),
	measurements: array(measurementSchema),
	failures: array(failureSchema),
	comparisons: array(comparisonSchema),
	fuelContract: int().nullable(),
	profileChanges: array(profileChangeSchema),
	targets: array(targetResultSchema),
	verdict: _enum(runVerdicts)
});
const storedResultsSchema = preprocess((stored) => {
	const first = looseObject({ schema: literal(1) }).safeParse(stored);
	if (!first.success) return stored;
	return {
		...first.data,
		schema: 2,
		fuelContract: null,
		profileChanges: []
	};
}, resultsSchema);
// src/baseline/folder.ts
async function readBaselineFolder(folder) {
	const history = await readHistory(join(folder, "history.ndjson"));
	const bundle = await readBundle(folder);
	if (bundle.kind === "unusable") return {
		...bundle,
		history
	};
	const results = await readResults(join(folder, "results.json"));
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
	await writeFile(join(folder, "results.json"), JSON.stringify(results));
	await writeFile(join(folder, "history.ndjson"), history.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
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
	const header = looseObject({ schema: int() }).safeParse(parsed);
	if (header.success && !readableVersions.includes(header.data.schema)) return {
		kind: "unusable",
		reason: `its results.json has schema ${header.data.schema}, this Fuelgauge reads ${readableVersions.join(" and ")}`
	};
	const results = storedResultsSchema.safeParse(parsed);
	return results.success ? {
		kind: "ok",
		results: results.data
	} : {
		kind: "unusable",
		reason: `its results.json is not valid: ${prettifyError(results.error)}`
	};
}
async function readHistory(path) {
	return (await readFile(path, "utf8").catch(() => "")).split("\n").flatMap((line) => {
		const entry = historyEntrySchema.safeParse(parseJson(line));
		return entry.success ? [entry.data] : [];
	});
}
function parseJson(line) {
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
// src/report/escape.ts
const nameLength = 100;
const sentenceLength = 300;
function visibleText(text, length = sentenceLength) {
	const line = text.toWellFormed().replace(/[\s\p{Zl}\p{Zp}\u0085]+/gu, " ").replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, "�").trim();
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
function scaleOf(value, unit) {
	return scales[unit].filter(({ factor }) => Number((Math.abs(value) / factor).toPrecision(3)) >= 1).at(-1) ?? scales[unit][0];
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
		case "ns":
		case "ops/s": return significant(scaled) + scale.suffix;
		case "bytes":
		case "units":
		case "count": return shortest(scaled) + scale.suffix;
	}
}
function formatExactFigure(value, unit) {
	return groupThousands(value) + scales[unit][0].suffix;
}
function formatSigned(difference) {
	return `${signOf(difference)}${groupThousands(Math.abs(difference))}`;
}
function signOf(difference) {
	return difference < 0 ? "−" : "+";
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
function verbOf(metric) {
	return wordings[metric].verb;
}
function formatChange(row) {
	if (row.evidence.kind === "exact") return formatDifference(row);
	return row.change === null ? "" : formatInterval(row.change, row.metric, row.direction);
}
function formatInterval(change, metric, direction) {
	const { worse, better, of } = wordings[metric];
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
	const wording = wordings[metric];
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
function groupRows({ comparisons, failures, base }) {
	const failed = failedCases(comparisons, failures);
	const told = comparisons.filter(isCompared);
	const isAside = (row) => !row.gating && (row.verdict === "regressed" || row.verdict === "improved" && isExact$1(row));
	return {
		regressions: worstFirst(told.filter((row) => row.verdict === "regressed" && row.gating)),
		failures: failed,
		notGating: told.filter(isAside),
		improvements: bestFirst(told.filter((row) => row.verdict === "improved" && !isAside(row))),
		inconclusive: comparisons.filter(isInconclusive).filter(({ gating }) => gating),
		inconclusiveAside: comparisons.filter(isInconclusive).filter(({ gating }) => !gating),
		incomparable: comparisons.filter((row) => row.verdict === "incomparable").filter((row) => !failed.some((failure) => failure.case === row.case)),
		nondeterministic: comparisons.filter((row) => row.verdict === "nondeterministic"),
		added: base.kind === "absent" ? [] : comparisons.filter((row) => row.verdict === "added"),
		removed: comparisons.filter((row) => row.verdict === "removed"),
		unchanged: told.filter((row) => row.verdict === "unchanged")
	};
}
function isCompared(row) {
	return [
		"regressed",
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
function worstFirst(rows) {
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
// src/report/chart.ts
const mostBars = 12;
function changeCharts(rows) {
	const bars = uniqueLabels(rows.flatMap((row) => isExact$1(row) ? [] : barOf(row)).toSorted((one, other) => other.percent - one.percent).slice(0, mostBars));
	if (bars.length < 2) return null;
	const worse = bars.filter((bar) => bar.worse);
	const better = bars.filter((bar) => !bar.worse);
	return [...worse.length > 0 ? [chart("Worse by, in % (middle of the interval)", "#d1242f", worse)] : [], ...better.length > 0 ? [chart("Better by, in % (middle of the interval)", "#1f883d", better)] : []].join("\n\n");
}
function barOf({ case: id, metric, direction, change }) {
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
function chart(title, color, bars) {
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
// src/report/figures.ts
function headFigures({ measurements, cases }) {
	const ofHead = Map.groupBy(measurements.filter(({ arm }) => arm === "head"), (measurement) => measurement.case);
	return [.../* @__PURE__ */ new Set([...cases.map(({ id }) => id), ...ofHead.keys()])].flatMap((id) => metricNames.flatMap((metric) => {
		const ofMetric = (ofHead.get(id) ?? []).filter((measurement) => measurement.metric === metric);
		return ofMetric.length === 0 ? [] : [headFigure$1(id, metric, ofMetric)];
	}));
}
function headFigure$1(id, metric, measurements) {
	const { unit, kind, direction } = metrics[metric];
	const figures = [...Map.groupBy(measurements, ({ round }) => round).values()].flatMap((ofRound) => {
		return roundFigure(ofRound.flatMap((measurement) => measurement.samples), direction) ?? [];
	}).sort((one, other) => one - other);
	const spread = kind === "exact" || figures.length < 2 ? null : {
		low: quantile(figures, .05),
		high: quantile(figures, .95)
	};
	return {
		case: id,
		metric,
		unit,
		median: quantile(figures, .5),
		spread,
		rounds: figures.length
	};
}
function quantile(sorted, share) {
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
	const address = repository === void 0 ? null : linkTarget(repository.replace(/\/+$/, ""));
	return {
		name: (text) => inlineCode(text),
		sentence: (text, length) => prose(text, length),
		strong: (text) => `**${text}**`,
		commit(sha) {
			const short = inlineCode(shortSha(sha));
			return address !== null && /^[0-9a-f]{7,64}$/.test(sha) ? `[${short}](${address}/commit/${sha})` : short;
		}
	};
}
const plainMarkup = {
	name: (text) => logText(text, 100),
	sentence: (text, length) => logText(text, length),
	strong: (text) => text,
	commit: (sha) => logText(shortSha(sha), 64)
};
// src/report/provenance.ts
function provenanceOf(results, markup) {
	return [
		{
			title: "Commits",
			text: commits(results, markup)
		},
		...results.base.kind === "compared" ? [{
			title: "Base",
			text: baseOrigin(results.base, markup)
		}] : [],
		{
			title: "Machine",
			text: machineText(results, markup)
		},
		{
			title: "Measured",
			text: effort(results)
		},
		...sight(results)
	];
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
	return `${markup.sentence(base.source, 160)}, run again here beside head`;
}
function machineText({ machine, base }, markup) {
	const here = describeMachine$1(machine, markup);
	if (base.kind === "absent" || base.machine === null || sameMachine(machine, base.machine)) return here;
	return `${here}. The baseline was stored by another one (${describeMachine$1(base.machine, markup)}); no stored time was compared, base was run again here`;
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
function effort({ plan, timings, comparisons, measurements }) {
	const rounds = comparisons.filter(isCompared).flatMap(({ evidence }) => evidence.kind === "rounds" ? [evidence.rounds] : []);
	const within = `${formatDuration(timings.measuredMs - timings.builtMs)} of measuring (budget ${formatDuration(plan.budgetSeconds * 1e3)})`;
	if (rounds.length === 0) {
		const timed = measurements.filter(({ metric }) => metrics[metric].kind === "timed");
		return `${countOf(new Set(timed.map(({ round }) => round)).size, "round")} in ${within}`;
	}
	const [fewest, most] = [Math.min(...rounds), Math.max(...rounds)];
	return `${fewest === most ? countOf(most, "round") : `${fewest} to ${countOf(most, "round")}`}, ${plan.neededRounds} needed, ${confidence$1} confidence, ${within}`;
}
function sight({ comparisons }) {
	const shares = comparisons.filter(isCompared).flatMap(({ gating, evidence }) => gating && evidence.kind === "rounds" && evidence.detectable !== null ? [evidence.detectable] : []).sort((one, other) => one - other);
	const [half, all] = [shares[Math.ceil(shares.length / 2) - 1], shares.at(-1)];
	if (half === void 0 || all === void 0) return [];
	return [{
		title: "Could have seen",
		text: shares.length === 1 ? `a change of ${formatShare(all)} and more` : `a change of ${formatShare(half)} and more in half of the ${shares.length} gating rows, of ${formatShare(all)} and more in all`
	}];
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
function figure(title) {
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
// src/report/tables.ts
const namesInCell = 3;
function changeTable(rows) {
	const metricOf = metricCells(rows);
	const figuresOf = figureCells(rows);
	return dropEmptyColumns({
		columns: [
			left("Case"),
			left("Metric"),
			figure("Base"),
			figure("Head"),
			right("Change"),
			figure("Could have seen"),
			left("Why")
		],
		rows: rows.map((row) => [
			inlineCode(row.case),
			metricOf(row),
			...figuresOf(row),
			formatChange(row),
			sightOf(row),
			row.verdict === "inconclusive" ? prose(row.reason) : ""
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
			figure("Base"),
			figure("Head")
		],
		rows: rows.map((row) => [
			inlineCode(row.case),
			row.metric,
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
			figure("Base"),
			figure("Head"),
			figure("Difference")
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
			const figures = ofCase.map((row) => `${row.metric} ${formatFigure(row.verdict === "added" ? row.head : row.base, row.unit)}`);
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
			figure("Median"),
			figure("5th to 95th percentile of the rounds")
		],
		rows: figures.map((each) => [
			inlineCode(each.case),
			metricOf(each),
			formatFigure(each.median, each.unit),
			spreadOf(each)
		])
	});
}
function spreadOf({ median, spread, unit }) {
	if (spread === null) return "";
	const scale = scaleOf(median, unit);
	return `${formatFigure(spread.low, unit, scale)} to ${formatFigure(spread.high, unit, scale)}`;
}
function targetTable(targets) {
	return {
		columns: [
			left("Target"),
			left("Case"),
			figure("Should be"),
			figure("Measured"),
			left("")
		],
		rows: targets.map((target) => [
			prose(target.name),
			inlineCode(target.case),
			formatBound(target),
			target.measured === null ? "–" : formatMeasured(target.measured, target.unit),
			target.met === null ? "no figure" : target.met ? "✅ met" : "❌ missed"
		])
	};
}
function missedAdvice(targets) {
	return targets.filter(({ met, advice }) => met === false && advice.length > 0).map(({ name, advice }) => [`- ${prose(name)}`, ...advice.map((line) => `  - ${prose(line)}`)].join("\n")).join("\n");
}
function metricCells(rows) {
	const onlyTime = rows.every(({ metric }) => metric === "time");
	return ({ metric }) => onlyTime ? "" : metric;
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
	if (verdict === "regressed" || verdict === "improved" || evidence.kind === "exact" || evidence.detectable === null) return "";
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
		case "mixed": return `${lead("Mixed:")} ${changes(groups.regressions, markup)}; ${changes(improved(groups), markup)}.`;
		case "regressed": return `${lead("Regressed:")} ${changes(groups.regressions, markup)}.`;
		case "no-baseline": return `${lead("No baseline yet:")} ${noBaseline(results)}.`;
		case "inconclusive": return `${lead("Cannot tell:")} ${sentenceOf([untold(groups), unchanged(groups)])}.`;
		case "improved": return `${lead("Improved:")} ${changes(improved(groups), markup)}.`;
		case "unchanged": return `${lead("No change")} ${sentenceOf([
			allUnchanged(groups),
			sameFuel(groups),
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
	const metric = row.metric === "time" || verbOf(row.metric) === "has" || isExact$1(row) ? "" : ` (${row.metric})`;
	const figures = isExact$1(row) ? ` (${formatExactFigure(row.base, row.unit)} → ${formatExactFigure(row.head, row.unit)})` : "";
	return `${markup.name(row.case)}${metric} ${verbOf(row.metric)} ${formatChange(row)}${figures}`;
}
function improved({ improvements }) {
	const gating = improvements.filter((row) => row.gating);
	return gating.length > 0 ? gating : improvements;
}
function noBaseline({ measurements, cases }) {
	const measured = new Set(measurements.filter(({ arm }) => arm === "head").map((each) => each.case));
	const count = cases.filter(({ id }) => measured.has(id)).length;
	return `${countOf(count, "case")} measured, nothing to compare with`;
}
function untold({ inconclusive, incomparable, nondeterministic, failures }) {
	const gating = incomparable.filter((row) => row.gating).length;
	const wavering = nondeterministic.filter((row) => row.gating).length;
	return sentenceOf([
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
	return `in ${countOf(rows.length, "exact figure")}`;
}
function sameFuel({ unchanged: rows }) {
	const fuel = rows.filter(({ metric }) => metric === "fuel").length;
	return fuel > 0 && rows.some((row) => !isExact$1(row)) && `fuel the same to the unit in ${countOf(fuel, "case")}`;
}
function notGating({ notGating: rows }) {
	const exact = rows.filter(isExact$1).length;
	const timed = rows.length - exact;
	return sentenceOf([exact > 0 && `${countOf(exact, "exact figure")} ${exact === 1 ? "differs" : "differ"}`, timed > 0 && `${countOf(timed, "row")} that ${timed === 1 ? "does" : "do"} not gate got worse`]);
}
function floors(rows) {
	const values = rows.flatMap(({ evidence }) => evidence.kind === "rounds" ? [evidence.floor] : []);
	const [low, high] = [Math.min(...values), Math.max(...values)];
	return low === high ? `beyond ±${formatShare(high)}` : `beyond ±${formatShare(low)} to ±${formatShare(high)}`;
}
function sentenceOf(clauses) {
	return clauses.filter(Boolean).join("; ");
}
// src/report/markdown.ts
const summaryLimit = 1048576;
const commentLimit = 65536;
function renderReport(results, links) {
	return fitBlocks(blocksOf(results, links), summaryLimit);
}
function renderComment(results, links, { marker, limit = commentLimit }) {
	return fitBlocks([fixed(marker), ...blocksOf(results, links)], limit);
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
function blocksOf(results, links) {
	const markup = markdownMarkup(links.repository);
	const groups = groupRows(results);
	const more = moreIn(links);
	const functionsOf = (rows, givesWay) => {
		const table = functionTable(rows, results.profileChanges);
		return whole(table.rows.length === 0 ? null : details("Which functions burn more fuel, or less", renderTable(table)), givesWay);
	};
	return [
		fixed(`### ${verdictMarks[results.verdict]} ${verdictSentence(results, markup)}`),
		fixed(baselineReason$1(results, markup)),
		section({
			title: "Regressions",
			table: changeTable(groups.regressions),
			givesWay: 15,
			more
		}),
		functionsOf(groups.regressions, 6),
		section({
			title: "Failed cases",
			table: failureTable(groups.failures),
			givesWay: 14,
			more
		}),
		section({
			title: "Changes that do not turn the run red",
			table: changeTable(groups.notGating),
			givesWay: 13,
			more
		}),
		functionsOf(groups.notGating, 3),
		section({
			title: "Improvements",
			table: changeTable(groups.improvements),
			givesWay: 12,
			more
		}),
		functionsOf(groups.improvements, 4),
		whole(changeCharts([...groups.regressions, ...groups.improvements]), 5),
		inconclusiveBlock(groups.inconclusive, more),
		section({
			title: "Cannot be compared",
			table: incomparableTable(groups.incomparable),
			givesWay: 10,
			more
		}),
		section({
			title: "Not the same in every run",
			table: nondeterministicTable(groups.nondeterministic),
			givesWay: 10,
			more
		}),
		section({
			title: "Added and removed",
			table: oneSidedTable([...groups.added, ...groups.removed]),
			givesWay: 9,
			more
		}),
		section({
			title: "Figures of head",
			table: headOnlyTable(results),
			givesWay: 8,
			more
		}),
		...targetBlocks(results, more),
		folded({
			summary: `${countOf(groups.inconclusiveAside.length, "row")} that cannot turn the run red could not be told`,
			table: changeTable(groups.inconclusiveAside),
			givesWay: 2,
			more
		}),
		folded({
			summary: unchangedSummary(groups.unchanged),
			table: changeTable(groups.unchanged),
			givesWay: 1,
			more
		}),
		fixed(footer(results, links, markup))
	];
}
const inconclusiveShown = 8;
function inconclusiveBlock(rows, more) {
	const table = changeTable(rows);
	return rows.length > inconclusiveShown ? folded({
		summary: `${countOf(rows.length, "row")} could not be told`,
		table,
		givesWay: 11,
		more
	}) : section({
		title: "Could not be told",
		table,
		givesWay: 11,
		more
	});
}
function baselineReason$1({ base }, markup) {
	return base.kind === "compared" ? "" : markup.sentence(asSentence(base.reason));
}
function headOnlyTable(results) {
	return figureTable(results.base.kind === "absent" ? headFigures(results) : []);
}
function targetBlocks({ targets }, more) {
	if (targets.length === 0) return [];
	const missed = targets.filter(({ met }) => met === false).length;
	const advice = missedAdvice(targets);
	const met = targets.filter((target) => target.met === true).length;
	const table = targetTable(targets);
	if (missed === 0) return [folded({
		summary: `${met} of ${countOf(targets.length, "target")} met`,
		table,
		givesWay: 3,
		more
	})];
	return [section({
		title: `Targets: ${met} of ${targets.length} met`,
		table,
		givesWay: 7,
		more
	}), whole(advice === "" ? null : details(`What to look at for ${countOf(missed, "missed target")}`, advice), 3)];
}
function unchangedSummary(rows) {
	const timed = rows.filter((row) => !isExact$1(row));
	return `${countOf(rows.length, "unchanged row")}${timed.length > 0 ? `: no change ${floors(timed)}` : ""}`;
}
function footer(results, links, markup) {
	const facts = provenanceOf(results, markup).map(({ title, text }) => `**${title}:** ${text}`);
	const pages = [
		link("every sample and the full report", links.artifact),
		link("this run", links.run),
		`Fuelgauge ${markup.sentence(results.fuelgauge, 40)}`
	].filter(Boolean);
	return ["---", `<sub>${[...facts, pages.join(" · ")].join("<br>")}</sub>`].join("\n\n");
}
function link(text, address) {
	const target = address === void 0 ? null : linkTarget(address);
	return target === null ? "" : `[${text}](${target})`;
}
function moreIn({ artifact }) {
	const target = link("the full report", artifact);
	return target === "" ? "" : `, all in ${target}`;
}
function asSentence(text) {
	return /[.!?]\s*$/.test(text) ? text : `${text.trim()}.`;
}
function section({ title, table, givesWay, more }) {
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
function folded({ summary, table, givesWay, more }) {
	return {
		givesWay,
		rows: 1,
		render(kept, style) {
			if (table.rows.length === 0) return "";
			return kept === 0 ? `${summary}${more}` : details(summary, renderTable(table, style));
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
// src/report/case-id.ts
function suiteOf(id) {
	return id.slice(0, Math.max(0, id.indexOf("/")));
}
function nameOf(id) {
	return id.slice(id.indexOf("/") + 1);
}
// src/report/baseline-reports.ts
function baselineReportSuites({ cases }) {
	return [...new Set(cases.map(({ id }) => suiteOf(id)))].filter((suite) => /^[A-Za-z0-9_-]+$/.test(suite));
}
function renderBaselineReport(results, suite) {
	const belongs = caseFilter(results, suite);
	const figures = headFigures(results).filter((figure) => belongs(figure.case));
	const targets = results.targets.filter((target) => belongs(target.case));
	const advice = missedAdvice(targets);
	const failed = results.failures.filter(({ case: id, arm }) => arm === "head" && belongs(id));
	return `${[
		`# Baseline: ${prose(suite)}`,
		origin(results),
		"## Figures",
		figures.length > 0 ? renderTable(baselineTable(results, figures)) : "No case of this suite gave a figure.",
		...failed.length > 0 ? [`Without figures: ${[...new Set(failed.map((each) => each.case))].map((id) => inlineCode(id)).join(", ")}.`] : [],
		...targets.length > 0 ? ["## Targets", renderTable(targetTable(targets))] : [],
		...advice === "" ? [] : ["What to look at for what was missed, most likely cause first:", advice]
	].join("\n\n")}\n`;
}
function origin({ head, startedAt, machine, fuelgauge }) {
	const markup = markdownMarkup(void 0);
	const date = /^\d{4}-\d{2}-\d{2}/.exec(startedAt)?.[0] ?? "an unknown day";
	return [
		`- Commit: ${head.sha === null ? "none" : markup.commit(head.sha)}`,
		`- Date: ${date}`,
		`- Machine: ${describeMachine$1(machine, markup)}`,
		`- Fuelgauge: ${markup.sentence(fuelgauge, 40)}`,
		"",
		"Medians over the rounds; a round is a fresh process. The percentiles are of the rounds' figures."
	].join("\n");
}
function baselineTable(results, figures) {
	const reasons = new Map(results.cases.map(({ id, why }) => [id, why]));
	const reasonOf = (id) => {
		const why = reasons.get(id);
		return why === void 0 ? "" : prose(why);
	};
	return dropEmptyColumns({
		columns: [
			left("Case"),
			left("Metric"),
			figure("Median"),
			figure("5th to 95th percentile"),
			right("Rounds"),
			left("Why it exists")
		],
		rows: figures.map((each, index) => [
			inlineCode(each.case),
			each.metric,
			formatFigure(each.median, each.unit),
			spreadOf(each),
			each.spread === null ? "" : String(each.rounds),
			figures[index - 1]?.case === each.case ? "" : reasonOf(each.case)
		])
	});
}
function caseFilter({ cases }, suite) {
	const names = new Set(cases.filter(({ id }) => suiteOf(id) === suite).map(({ id }) => nameOf(id)));
	return (id) => suiteOf(id) === suite || suiteOf(id) === "modules" && names.has(nameOf(id));
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
	return {
		path,
		resultsPath,
		markdownPath,
		keep: (measurement) => appendFileSync(samplesPath, `${JSON.stringify(measurement)}\n`),
		async finish(results, markdown) {
			await writeFile(resultsPath, JSON.stringify(results));
			await writeFile(markdownPath, markdown);
			for (const suite of baselineReportSuites(results)) await writeFile(join(path, "baselines", `${suite}.md`), renderBaselineReport(results, suite));
			await rm(samplesPath, { force: true });
		}
	};
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
		case "target": return worse || targets.some(({ met }) => met === false);
	}
}
// src/bundled-runtime.ts
function bundledRuntime() {
	const folder = join(packageFolder(), "runtime");
	if (!existsSync(folder)) throw new Error(`the package is incomplete: it has no folder ${folder}`);
	return folder;
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
function parseInputs(lookUp) {
	const text = (name) => lookUp(name).trim();
	const optional = (name) => text(name) || null;
	return {
		token: parseToken(text("github-token")),
		suites: parseSuites(text("suites")),
		runtime: optional("runtime"),
		baseline: parseBaseline(text("baseline")),
		baselineBranch: optional("baseline-branch"),
		artifactName: parseArtifactName(text("artifact-name")),
		budget: parseBudget("budget", text("budget")),
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
// src/report/console.ts
function renderConsole(results, style) {
	return [
		style("bold", style(verdictColors[results.verdict], verdictSentence(results, plainMarkup))),
		baselineReason(results),
		rowLines(results, style).join("\n"),
		sameLine(results),
		waveringLines(results, style).join("\n"),
		failureLines(results, style).join("\n"),
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
function baselineReason({ base }) {
	return base.kind === "absent" ? logText(base.reason) : "";
}
function rowLines(results, style) {
	const { columns, rows, notes } = results.base.kind === "absent" ? headRows(results) : comparedRows(results, style);
	const bySuite = Map.groupBy(rows, ([id = ""]) => suiteOf(id));
	const sorted = [...bySuite.values()].flat();
	if (sorted.length === 0) return [];
	const [header = "", ...lines] = renderPlainTable({
		columns,
		rows: sorted.map(([id = "", ...cells]) => [`  ${logText(nameOf(id), 100)}`, ...cells])
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
function comparedRows({ comparisons, profileChanges }, style) {
	const rows = comparisons.filter((row) => !isSameExactly(row)).map((row) => ({
		cells: [
			logText(row.case, 100),
			row.metric,
			...figuresOf(row),
			style(colorOf(row), changeText(row))
		],
		notes: isCompared(row) ? functionLines(row, profileChanges) : []
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
function sameLine({ comparisons }) {
	const same = comparisons.filter(isSameExactly).length;
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
			spreadOf(figure)
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
		case "regressed": return row.gating ? formatChange(row) : `${formatChange(row)} (does not gate)`;
		case "improved":
		case "unchanged": return formatChange(row);
		case "inconclusive": return [
			"cannot tell",
			formatChange(row),
			logText(row.reason)
		].filter(Boolean).join(": ");
		case "incomparable": return `cannot be compared: ${logText(row.reason)}`;
		case "nondeterministic": return `not the same in every run: ${runsText(row)}`;
		case "failed": return `failed: ${logText(row.reason)}`;
		case "added":
		case "removed": return row.verdict;
	}
}
function runsText({ runs, unit }) {
	return ["base", "head"].filter((side) => new Set(runs[side]).size > 1).map((side) => `${side} gives ${formatRuns(runs[side], unit)}`).join(", ");
}
function colorOf(row) {
	switch (row.verdict) {
		case "regressed": return row.gating ? "red" : "yellow";
		case "failed": return "red";
		case "improved": return "green";
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
function targetLines({ targets }, style) {
	if (targets.length === 0) return [];
	const met = targets.filter((target) => target.met === true).length;
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
			target.met === null ? style("dim", "no figure") : target.met ? style("green", "met") : style("yellow", "missed")
		])
	});
	return [style("bold", `${met} of ${countOf(targets.length, "target")} met`), ...lines];
}
function provenanceLines(results, style) {
	return provenanceOf(results, plainMarkup).map(({ title, text }) => style("dim", `${title}: ${text}`));
}
// src/analysis/holm.ts
function holm(ps) {
	const adjusted = /* @__PURE__ */ new Map();
	let left = ps.size;
	let highest = 0;
	for (const [test, p] of [...ps].sort(([, a], [, b]) => a - b)) {
		highest = Math.max(highest, Math.min(1, left * p));
		adjusted.set(test, highest);
		left--;
	}
	return adjusted;
}
// src/analysis/timed.ts
const confidence = .99;
const roundsForInterval = Math.ceil(Math.log2(2 / .010000000000000009));
function judgeTimedRows(rows, { neededRounds, alpha }) {
	const readings = new Map(rows.map((timed) => [timed, readRounds(timed)]));
	const family = new Map([...readings].filter(([{ row }]) => row.gating).map(([timed, { p }]) => [timed, p]));
	const adjusted = holm(family);
	const ruleOf = (timed) => timed.row.gating ? {
		neededRounds: Math.max(neededRounds, roundsForInterval),
		p: adjusted.get(timed) ?? 1,
		alpha,
		strictestAlpha: alpha / family.size
	} : {
		neededRounds: roundsForInterval,
		p: null,
		alpha,
		strictestAlpha: .010000000000000009
	};
	return new Map([...readings].map(([timed, reading]) => [timed, judge$1(timed, reading, ruleOf(timed))]));
}
function readRounds({ figures, floor, row }) {
	const changes = [];
	const controls = [];
	for (const [round, headFigure] of figures.head) {
		const [base, head, control] = [
			figures.base.get(round),
			headFigure,
			figures.control.get(round)
		];
		if (base === void 0 || control === void 0 || !(Math.min(base, head, control) > 0)) continue;
		changes.push(worse(Math.log(head) - (Math.log(base) + Math.log(control)) / 2, row.direction));
		controls.push(worse(Math.log(control) - Math.log(base), row.direction));
	}
	const control = relativeInterval(controls, confidence);
	const bar = Math.max(floor, Math.abs(control?.low ?? 0), Math.abs(control?.high ?? 0));
	return {
		changes,
		change: relativeInterval(changes, confidence),
		control,
		bar,
		p: beyondBarP(changes, bar)
	};
}
function worse(logRatio, direction) {
	return direction === "lower" ? logRatio : 0 - logRatio;
}
function relativeInterval(logRatios, level) {
	const interval = signedRankInterval(logRatios, level);
	if (!interval) return null;
	return {
		low: Math.expm1(interval.low),
		estimate: Math.expm1(interval.estimate),
		high: Math.expm1(interval.high)
	};
}
function beyondBarP(changes, bar) {
	const above = signedRankP(changes, Math.log1p(bar), "above");
	const below = signedRankP(changes, Math.log1p(-Math.min(1, bar)), "below");
	return Math.min(1, 2 * Math.min(above, below));
}
function judge$1(timed, reading, rule) {
	const { row, base, head, floor } = timed;
	const { change, control, bar } = reading;
	const rounds = reading.changes.length;
	if (change === null || rounds < rule.neededRounds) {
		const evidence = {
			kind: "rounds",
			rounds,
			floor,
			bar,
			control,
			p: null,
			detectable: null
		};
		const reason = `${rule.neededRounds} rounds needed, ${rounds} measured`;
		return {
			...row,
			verdict: "inconclusive",
			change,
			base,
			head,
			evidence,
			reason
		};
	}
	const detectable = detectableChange(reading, rule.strictestAlpha);
	const evidence = {
		kind: "rounds",
		rounds,
		floor,
		bar,
		control,
		p: rule.p,
		detectable
	};
	const told = tell(change, {
		floor,
		bar,
		proven: rule.p === null || rule.p <= rule.alpha
	});
	return {
		...row,
		...told,
		change,
		base,
		head,
		evidence
	};
}
function detectableChange({ changes, bar }, strictestAlpha) {
	const interval = relativeInterval(changes, 1 - strictestAlpha);
	return interval && bar + (interval.high - interval.low) / 2;
}
function tell({ low, high }, limits) {
	const { floor, bar, proven } = limits;
	if (low >= -floor && high <= floor) return { verdict: "unchanged" };
	if (low > bar || high < -bar) {
		if (proven) return { verdict: low > bar ? "regressed" : "improved" };
		return unclear("changed by itself, but not surely enough for one row among so many");
	}
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
function compare(input) {
	const figures = figuresByCase(input.measurements);
	const rows = [.../* @__PURE__ */ new Set([
		...figures.keys(),
		...input.failures.map((failure) => failure.case),
		...input.incomparable.keys()
	])].flatMap((id) => rowsOfCase(id, figures.get(id) ?? /* @__PURE__ */ new Map(), input));
	const judged = judgeTimedRows(rows.flatMap((row) => row.kind === "timed" ? [row.timed] : []), {
		neededRounds: input.neededRounds,
		alpha: input.policy.alpha
	});
	return rows.flatMap((row) => row.kind === "settled" ? row.comparison : judged.get(row.timed) ?? []);
}
function rowsOfCase(id, figures, input) {
	const standing = standingOf(id, input);
	switch (standing.kind) {
		case "failed": return [settled(failedRow(id, figures, standing.reason, input.policy))];
		case "incomparable": {
			const isKept = (metric) => standing.failedIn.length === 0 && isExact(metric);
			return [...[...figures.keys()].some((metric) => !isKept(metric)) ? figures : new Map([["time", noFigures], ...figures])].flatMap(([metric, arms]) => isKept(metric) ? rowsOfMetric(id, metric, arms, input) : [settled(incomparableRow(rowHead(id, metric, input.policy), arms, standing))]);
		}
		case "comparable": return [...figures].flatMap(([metric, arms]) => rowsOfMetric(id, metric, arms, input));
	}
}
function standingOf(id, { failures, incomparable }) {
	const ofCase = failures.filter((failure) => failure.case === id);
	const head = ofCase.find(({ arm }) => arm === "head");
	const base = ofCase.find(({ arm }) => arm !== "head");
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
	const reason = incomparable.get(id);
	return reason === void 0 ? { kind: "comparable" } : {
		kind: "incomparable",
		reason,
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
function rowsOfMetric(id, metric, figures, { policy, measurements }) {
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
	const wavering = isExact(metric) ? waveringRow(row, measurements) : null;
	if (wavering !== null) return [settled(wavering)];
	if (base === null) return [settled({
		...row,
		verdict: "added",
		change: null,
		base,
		head
	})];
	if (isExact(metric)) return [settled(compareExactly(row, base, head, policy.exactTolerance(id, metric)))];
	return [{
		kind: "timed",
		timed: {
			row,
			figures,
			base,
			head,
			floor: policy.floor(id, metric)
		}
	}];
}
function compareExactly(row, base, head, tolerance) {
	const relative = base === 0 ? Math.sign(head) : (head - base) / Math.abs(base);
	const change = row.direction === "lower" ? relative : 0 - relative;
	const verdict = change === 0 ? "unchanged" : change > 0 ? "regressed" : "improved";
	const interval = {
		low: change,
		estimate: change,
		high: change
	};
	const gating = row.gating && (change === 0 || Math.abs(change) > tolerance);
	return {
		...row,
		gating,
		verdict,
		change: interval,
		base,
		head,
		evidence: { kind: "exact" }
	};
}
function waveringRow(row, measurements) {
	const runsOf = (arm) => measurements.filter((each) => each.case === row.case && each.metric === row.metric && each.arm === arm).flatMap(({ samples }) => samples);
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
	const { unit, direction } = metrics[metric];
	return {
		case: id,
		metric,
		unit,
		direction,
		gating: policy.gates(id, metric)
	};
}
const noFigures = {
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
// src/analysis/policy.ts
const alpha = .01;
const timedFloor = .02;
const fuelTolerance = .01;
function defaultPolicy(options) {
	const isTimed = (metric) => metrics[metric].kind === "timed";
	return {
		alpha,
		floor: (caseId, metric) => isTimed(metric) ? options.timedFloors?.get(caseId) ?? timedFloor : 0,
		gates: (caseId, metric) => metrics[metric].gates && options.baselineIsNear && !(options.neverGates?.has(caseId) ?? false),
		exactTolerance: (_caseId, metric) => metric === "fuel" ? fuelTolerance : 0
	};
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
// src/analysis/rounds.ts
const fewest = 10;
function neededRounds(gatingTimedRows, alpha) {
	return Math.max(fewest, Math.ceil(Math.log2(2 * gatingTimedRows / alpha)));
}
// src/analysis/targets.ts
function judgeTargets(targets, measurements) {
	const figures = figuresByCase(measurements);
	return targets.map((target) => {
		const { name, figure, advice } = target;
		const measured = measuredOf(target, figures);
		const bound = boundOf(target);
		const met = measured === null ? null : isKept(bound, measured);
		return {
			name,
			case: figure.case,
			unit: unitOf(target),
			...bound,
			measured,
			met,
			advice: [...advice]
		};
	});
}
function boundOf(target) {
	return "below" in target ? { below: target.below } : { above: target.above };
}
function isKept(bound, measured) {
	return "below" in bound ? measured < bound.below : measured > bound.above;
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
function unitOf({ name, figure, relativeTo }) {
	if (relativeTo !== void 0) return "ratio";
	const { unit } = metrics[figure.metric];
	if (unit === "ns" || unit === "bytes" || unit === "ops/s") return unit;
	throw new RangeError(`target "${name}" is about ${unit}; a target is about ns, bytes, ops/s or a ratio`);
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
var name = "assemblyscript";
var version$2 = "0.28.20";
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
	guests: record(string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "a name of a-z, 0-9 and -"), guestSchema).refine((guests) => Object.keys(guests).length > 0, "at least one guest")
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
	if (runtime.interface !== 2) throw new FuelgaugeError({
		happened: `${file} declares runtime interface ${runtime.interface}.`,
		expected: `runtime interface 2, which this Fuelgauge runs`,
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
const compiler = `${name}@${version$2}`;
function collectRecipes(runtime) {
	return Promise.all(Object.entries(runtime.guests).map(async ([name, options]) => {
		const sources = await collectSources(runtime, name, options.source);
		const args = compilerArguments(options);
		const digest = sha256(JSON.stringify([
			compiler,
			args,
			sources
		]));
		return {
			name,
			output: `guests/${name}.wasm`,
			arguments: args,
			sources,
			digest
		};
	}));
}
function compilerArguments({ source, memory, optimize, conversions }) {
	const fixed = [
		"--runtime",
		"stub",
		"--noAssert",
		"--use",
		"abort=",
		"--noColors",
		"--debug"
	];
	const effort = [
		"--optimizeLevel",
		String(optimize),
		"--shrinkLevel",
		"0"
	];
	const trapping = conversions === "trapping" ? ["--disable", "nontrapping-f2i"] : [];
	return [
		source,
		...fixed,
		...effort,
		...trapping,
		...memoryArguments(memory)
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
const runtimePackages = ["piscina", "prom-client"];
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
async function collectHost(runtime) {
	const sources = /* @__PURE__ */ new Map([[runtime.host, await readHostFile(runtime, runtime.host, "runtime.json")]]);
	const packages = /* @__PURE__ */ new Set();
	for (const [importer, text] of sources) for (const specifier of importedBy(text)) {
		if (specifier.startsWith("node:")) continue;
		if (isRuntimePackage(specifier)) {
			packages.add(specifier);
			continue;
		}
		const path = hostPath(importer, specifier);
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
		expected: `host code that imports .ts files of the runtime folder, by relative path, modules of Node (node:…), and the packages ${runtimePackages.join(" and ")}`,
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
// src/bundle/build.ts
async function buildRuntime(request) {
	refuseForeignFolder(request.into);
	const runtime = await readRuntimeFolder(request.folder);
	const [recipes, host] = await Promise.all([collectRecipes(runtime), collectHost(runtime)]);
	const taken = await takeModules(recipes, request.reuse);
	const reused = recipes.filter(({ output }) => taken.has(output));
	const missing = recipes.filter(({ output }) => !taken.has(output));
	const made = filesOf(await runCompilers(request, [{
		kind: "strip",
		sources: { ...host.sources }
	}, ...missing.map(compileJob)]));
	const packages = await readPackages(host.packages);
	const files = new Map([
		...taken,
		...made,
		...packages
	].sort(byPath));
	const manifest = describeBundle(runtime, recipes, files);
	await writeBundle(request.into, files, manifest);
	request.log(`runtime "${runtime.name}": ${missing.length} compiled, ${reused.length} reused`);
	return {
		manifest,
		reused: reused.map(({ name }) => name),
		built: missing.map(({ name }) => name)
	};
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
function describeBundle(runtime, recipes, files) {
	return {
		schema: 1,
		interface: runtime.interface,
		host: scriptPath(runtime.host),
		guests: Object.fromEntries(recipes.map(({ name, output, digest }) => [name, {
			file: output,
			source: digest
		}])),
		compiler,
		files: Object.fromEntries(Array.from(files, ([path, bytes]) => [path, {
			sha256: sha256(bytes),
			bytes: bytes.length
		}]))
	};
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
	await writeFile(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
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
// src/measure/contestant.ts
function hasCase(program, each) {
	return (each.isolation === "turns" || program.manifest.interface === 2) && hasGuests(program, each);
}
function hasGuests({ manifest }, { guests }) {
	return guests.every((guest) => Object.hasOwn(manifest.guests, guest));
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
			`--import=${programEntry("thread-guard")}`
		] : [],
		...needs.network && major >= firstWithNetwork ? ["--allow-net"] : []
	];
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
// src/measure/plan.ts
const enoughRounds = 24;
const samplingNs = {
	wished: {
		turns: 2e7,
		slot: 6e6,
		process: 0
	},
	least: {
		turns: 6e6,
		slot: 3e6,
		process: 0
	}
};
const leastTurns = 5;
const warmUpShare = .4;
const modulePlacements = 6;
const turnNs = {
	turns: 5e5,
	slot: 1e6,
	process: 0
};
const processMs = 90;
const coldStarts = 1;
const loadWindows = {
	windows: 1,
	windowMs: 200,
	overheadMs: 250
};
const plannedShare = .9;
function budgetSeconds(budget, cases) {
	switch (budget.kind) {
		case "auto": return Math.min(300, Math.max(60, 6 * cases));
		case "total": return budget.seconds;
		case "per-case": return budget.seconds * cases;
	}
}
function planRounds(input) {
	const { cases, costs, arms, neededRounds, seed } = input;
	const budgetMs = input.budgetSeconds * 1e3 * plannedShare;
	const wished = samplingsFor(cases, costs, samplingNs.wished);
	const samplings = roundMilliseconds(cases, costs, wished, arms) * neededRounds <= budgetMs ? wished : samplingsFor(cases, costs, samplingNs.least);
	const msOf = (each) => caseMilliseconds(each, costs, samplings) * arms;
	const once = tooDear(cases, msOf, (left) => roundMilliseconds(left, costs, samplings, arms) * neededRounds, budgetMs);
	const onceMs = cases.filter(({ id }) => once.has(id)).reduce((total, each) => total + msOf(each), 0);
	const left = cases.filter(({ id }) => !once.has(id));
	const affordable = Math.floor((budgetMs - onceMs) / roundMilliseconds(left, costs, samplings, arms));
	return {
		plan: {
			rounds: Math.max(1, Math.min(affordable, Math.max(neededRounds, enoughRounds))),
			neededRounds,
			budgetSeconds: input.budgetSeconds,
			seed
		},
		samplings,
		once,
		coldStarts,
		load: {
			threads: input.threads,
			windows: loadWindows.windows,
			windowMs: loadWindows.windowMs
		},
		longestCaseMs: Math.max(0, ...cases.map(msOf)),
		cases: cases.map(({ id, why, isolation }) => ({
			id,
			why,
			isolation,
			repeat: samplings.get(id)?.repeat ?? 1
		}))
	};
}
function roundsOf({ plan, once }, id) {
	return once.has(id) ? 1 : plan.rounds;
}
function tooDear(cases, msOf, neededMs, budgetMs) {
	const dearestFirst = cases.toSorted((one, other) => msOf(other) - msOf(one));
	const once = /* @__PURE__ */ new Set();
	let onceMs = 0;
	for (const each of dearestFirst.slice(0, -1)) {
		const left = cases.filter(({ id }) => !once.has(id));
		if (onceMs + neededMs(left) <= budgetMs) return once;
		once.add(each.id);
		onceMs += msOf(each);
		if (once.size > cases.length / 4) break;
	}
	return /* @__PURE__ */ new Set();
}
function samplingsFor(cases, costs, caseNs) {
	return new Map(cases.flatMap((each) => {
		const cost = costs.get(each.id);
		return each.kind === "benchmark" && cost !== void 0 ? [[each.id, samplingOf(each, cost, caseNs[each.isolation])]] : [];
	}));
}
function samplingOf({ id, isolation }, { timedNs, wallNs }, caseNs) {
	const repeat = Math.max(1, Math.floor(Math.min(sampleNs / timedNs, 2 * sampleNs / wallNs)));
	const sampleWallNs = repeat * wallNs;
	const turn = Math.max(1, Math.round(turnNs[isolation] / sampleWallNs));
	const least = Math.max(1, Math.min(leastTurns, Math.ceil(leastTurns * caseNs / sampleWallNs)));
	const allTurns = Math.max(least, Math.round(caseNs / (turn * sampleWallNs)));
	const placements = isolation === "turns" ? Math.min(modulePlacements, allTurns) : 1;
	const turns = Math.ceil(allTurns / placements);
	return {
		id,
		repeat,
		turn,
		turns,
		warmUpTurns: Math.max(1, Math.ceil(turns * warmUpShare)),
		placements
	};
}
function caseMilliseconds(each, costs, samplings) {
	const { id, kind } = each;
	if (kind === "cold") return 90;
	if (kind === "load") return processMs + loadWindows.overheadMs + loadWindows.windows * loadWindows.windowMs;
	if (kind === "scenario") return processMs + each.milliseconds;
	const sampling = samplings.get(id);
	if (!sampling) return 0;
	const { placements, turns, warmUpTurns, turn, repeat } = sampling;
	return placements * (turns + warmUpTurns) * turn * repeat * (costs.get(id)?.wallNs ?? 0) / 1e6;
}
function roundMilliseconds(cases, costs, samplings, arms) {
	const benchmarks = cases.filter(({ kind }) => kind === "benchmark");
	const slots = benchmarks.some(({ isolation }) => isolation === "slot") ? arms : 0;
	const shared = benchmarks.some(({ isolation }) => isolation === "turns") ? 1 : 0;
	return cases.reduce((total, each) => total + caseMilliseconds(each, costs, samplings), 0) * arms + (slots + shared) * processMs;
}
// src/measure/process.ts
const patience = 20;
async function performJob(job, onReport, options) {
	if (job.kind !== "load") return perform(job, onReport, options);
	const scratch = await realpath(await mkdtemp(join(tmpdir(), "fuelgauge-scratch-")));
	try {
		return await perform({
			...job,
			scratch
		}, onReport, options);
	} finally {
		await rm(scratch, {
			recursive: true,
			force: true
		}).catch(() => {});
	}
}
function needsOf(job) {
	if (job.kind !== "load") return {
		threads: false,
		network: false,
		scratch: null
	};
	return {
		threads: true,
		network: job.network,
		scratch: job.scratch
	};
}
async function perform(job, onReport, options) {
	const flags = ["--expose-gc", ...options.confinement ? confinementFlags(options.confinement, needsOf(job)) : []];
	const child = spawn(options.node, [...flags, fileURLToPath(programEntry("measurer"))], {
		env: childEnvironment(process.env),
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
	child.send(job);
	const ending = await new Promise((resolve) => {
		child.on("error", (error) => resolve(error.message));
		child.once("close", (code, signal) => resolve(signal ? `killed by ${signal}` : `exit status ${code}`));
	});
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
// src/measure/rounds.ts
const leastSilenceMs = 6e4;
const unknownCost = {
	timedNs: 1e6,
	wallNs: 1e6
};
const dearestNs = 6e10;
async function measure(options) {
	const runner = new RoundRunner(options);
	await runner.inspect();
	await runner.countFuel();
	const costs = await runner.calibrate();
	const schedule = planRounds({
		cases: options.cases,
		costs,
		arms: options.contestants.length,
		neededRounds: options.neededRounds,
		budgetSeconds: budgetSeconds(options.budget, options.cases.length),
		threads: options.threads,
		seed: options.seed
	});
	const startMs = performance.now();
	for (let round = 0; round < schedule.plan.rounds; round++) {
		const spentMs = performance.now() - startMs;
		if (spentMs + (round === 0 ? 0 : spentMs / round) > schedule.plan.budgetSeconds * 1e3) break;
		await runner.round(round, schedule);
		options.onRound(round + 1, schedule.plan.rounds);
	}
	const { measurements, failures, profiles } = runner;
	return {
		schedule,
		measurements,
		failures,
		profiles
	};
}
var RoundRunner = class {
	measurements = [];
	failures = [];
	profiles = [];
	#options;
	#random;
	#process;
	#round = 0;
	#silenceMs = leastSilenceMs;
	constructor(options) {
		this.#options = options;
		this.#random = seededRandom(options.seed);
		this.#process = {
			node: options.node,
			confinement: {
				bundles: options.contestants.map(({ folder }) => folder),
				nodeVersion: options.nodeVersion
			}
		};
	}
	async inspect() {
		for (const contestant of this.#inspected()) {
			const bytes = Object.values(contestant.manifest.files).reduce((total, file) => total + file.bytes, 0);
			this.#measured({
				case: "bundle/runtime",
				metric: "size",
				arm: contestant.arm,
				samples: [bytes]
			});
			const job = {
				kind: "inspect",
				subject: folderOf(contestant),
				seed: this.#seed()
			};
			const end = await this.#perform(job, [contestant.arm]);
			if (end.kind === "died") this.#failed("bundle/runtime", contestant.arm, end.message);
		}
	}
	async countFuel() {
		const cases = this.#options.cases.filter(hasFuel);
		for (const contestant of this.#inspected()) await this.#countFuelOf(contestant, cases);
		const differing = cases.filter(({ id }) => {
			const [one, other] = this.measurements.filter((each) => each.case === id && each.metric === "fuel").map(({ samples }) => samples);
			return one && other && one[0] !== other[0];
		});
		if (differing.length === 0) return;
		for (const contestant of this.#inspected()) {
			const job = this.#fuelJob(contestant, differing, true);
			await performJob(job, (report) => this.#profiled(job, report), {
				...this.#process,
				silenceMs: this.#silenceMs
			});
		}
	}
	async #countFuelOf(contestant, cases) {
		const { arm } = contestant;
		let left = cases.filter((each) => hasGuests(contestant, each));
		while (left.length > 0) {
			const end = await this.#perform(this.#fuelJob(contestant, left, false), [arm]);
			if (end.kind === "done") return;
			const stopped = left.findIndex(({ id }) => id === end.running);
			const dead = stopped === -1 ? left : left.slice(stopped, stopped + 1);
			for (const { id } of dead) this.#failed(id, arm, end.message);
			left = stopped === -1 ? [] : left.slice(stopped + 1);
		}
	}
	#fuelJob(contestant, cases, profile) {
		const ids = cases.map(({ id }) => id);
		return {
			kind: "fuel",
			subject: folderOf(contestant),
			cases: ids,
			profile,
			seed: this.#seed()
		};
	}
	#profiled({ subject, cases }, report) {
		if (report.kind !== "profile" || report.arm !== subject.arm || !cases.includes(report.case)) return;
		const { case: id, arm, functions } = report;
		this.profiles.push({
			case: id,
			arm,
			functions
		});
	}
	#inspected() {
		return this.#options.contestants.filter(({ arm }) => arm !== "control");
	}
	async calibrate() {
		const costs = /* @__PURE__ */ new Map();
		const failed = this.#failedCases();
		const benchmarks = this.#options.cases.filter(({ id, kind }) => kind === "benchmark" && !failed.has(id));
		for (const contestant of headFirst(this.#options.contestants)) for (const host of ["fuelgauge", "bundle"]) {
			const subjects = host === "fuelgauge" ? threefold(contestant) : [folderOf(contestant)];
			const owned = benchmarks.filter((each) => hasCase(contestant, each) && hostOf(each) === host);
			await this.#calibrateIn(subjects, host, owned, costs);
		}
		return costs;
	}
	async #calibrateIn(subjects, host, cases, costs) {
		let left = cases.map(({ id }) => id).filter((id) => !costs.has(id));
		while (left.length > 0) {
			const asked = left;
			const job = {
				kind: "calibrate",
				subjects,
				host,
				cases: asked,
				seed: this.#seed()
			};
			const onReport = (report) => {
				if (report.kind !== "calibrated" || !asked.includes(report.case) || costs.has(report.case)) return;
				costs.set(report.case, plausibleCost(report));
			};
			const stoppedAt = stoppedIn(await performJob(job, onReport, {
				...this.#process,
				silenceMs: leastSilenceMs
			}), asked);
			for (const id of stoppedAt === null ? asked : [stoppedAt]) if (!costs.has(id)) costs.set(id, unknownCost);
			left = left.filter((id) => !costs.has(id));
		}
	}
	async round(round, schedule) {
		this.#round = round;
		this.#silenceMs = leastSilenceMs + 5 * schedule.longestCaseMs;
		const failed = this.#failedCases();
		const cases = this.#options.cases.filter(({ id }) => !failed.has(id) && round < roundsOf(schedule, id));
		await this.#sampleInTurns(cases, schedule);
		await this.#sampleInSlots(cases, schedule);
		for (const each of cases) {
			if (each.isolation !== "process") continue;
			for (const contestant of this.#drawn(each)) await this.#runAlone(each, contestant, schedule);
		}
	}
	async #sampleInTurns(cases, schedule) {
		const byArms = Map.groupBy(samplable(cases, "turns", schedule), ([each]) => this.#options.contestants.filter((contestant) => hasCase(contestant, each)).map(({ arm }) => arm).join());
		for (const group of byArms.values()) {
			const contestants = this.#options.contestants.filter((contestant) => group.every(([c]) => hasCase(contestant, c)));
			await this.#sample(contestants, "fuelgauge", group.map(([, sampling]) => sampling), this.#seed());
		}
	}
	async #sampleInSlots(cases, schedule) {
		const seed = this.#seed();
		for (const contestant of shuffled(this.#options.contestants, this.#random)) {
			const owned = cases.filter((each) => hasCase(contestant, each));
			await this.#sample([contestant], "bundle", samplable(owned, "slot", schedule).map(([, sampling]) => sampling), seed);
		}
	}
	async #sample(contestants, host, samplings, seed) {
		const [only] = contestants;
		const alone = contestants.length === 1 && only;
		const subjects = alone && host === "fuelgauge" ? threefold(only) : contestants.map(folderOf);
		const arms = contestants.map(({ arm }) => arm);
		let left = samplings;
		while (left.length > 0 && subjects.length > 0) {
			const ids = left.map(({ id }) => id);
			const job = {
				kind: "sample",
				subjects,
				host,
				cases: left,
				seed
			};
			const end = await this.#perform(job, arms);
			const told = this.#toldOf(arms);
			const stoppedAt = stoppedIn(end, ids);
			const dead = left.filter(({ id }) => stoppedAt === null ? !told.has(id) : id === stoppedAt);
			for (const sampling of dead) if (alone) this.#failed(sampling.id, only.arm, reasonOf(end));
			else for (const contestant of contestants) await this.#sample([contestant], host, [sampling], seed);
			left = left.filter((sampling) => !told.has(sampling.id) && !dead.includes(sampling));
		}
	}
	#failedCases() {
		return new Set(this.failures.map((failure) => failure.case));
	}
	#toldOf(arms) {
		const records = [...this.measurements.filter(({ metric }) => metrics[metric].kind === "timed"), ...this.failures];
		return new Set(records.filter(({ round, arm }) => round === this.#round && arms.includes(arm)).map((record) => record.case));
	}
	async #runAlone(each, contestant, schedule) {
		const { arm } = contestant;
		const subject = folderOf(contestant);
		if (each.kind === "load" || each.kind === "scenario") {
			const shape = {
				...schedule.load,
				network: false,
				seed: this.#seed()
			};
			const job = {
				kind: "load",
				subject,
				case: each.id,
				...shape
			};
			const end = await this.#perform(job, [arm]);
			if (end.kind === "died") this.#failed(each.id, arm, end.message);
			return;
		}
		const samples = [];
		for (let i = 0; i < schedule.coldStarts; i++) {
			const job = {
				kind: "cold",
				subject,
				case: each.id,
				seed: this.#seed()
			};
			const end = await this.#perform(job, [arm], (report) => samples.push(...report.samples));
			if (end.kind === "died") return this.#failed(each.id, arm, end.message);
		}
		if (samples.length > 0) this.#measured({
			case: each.id,
			metric: "time",
			arm,
			samples
		});
	}
	async #perform(job, arms, onSamples = (report) => this.#measured(report)) {
		const listen = (report) => {
			if (report.kind !== "samples" && report.kind !== "failed") return;
			if (!arms.includes(report.arm) || !isAsked(job, report)) return;
			if (report.kind === "samples") onSamples(report);
			else this.#failed(report.case, report.arm, report.message);
		};
		return performJob(job, listen, {
			...this.#process,
			silenceMs: this.#silenceMs
		});
	}
	#measured({ case: id, metric, arm, samples }) {
		const measurement = {
			case: id,
			metric,
			arm,
			round: this.#round,
			samples: [...samples]
		};
		this.measurements.push(measurement);
		this.#options.onMeasurement(measurement);
	}
	#failed(id, arm, message) {
		this.failures.push({
			case: id,
			arm,
			round: this.#round,
			message
		});
	}
	#drawn(each) {
		return shuffled(this.#options.contestants.filter((contestant) => hasCase(contestant, each)), this.#random);
	}
	#seed() {
		return Math.floor(this.#random() * 2 ** 31);
	}
};
function stoppedIn(end, ids) {
	return end.kind === "died" && end.running !== null && ids.includes(end.running) ? end.running : null;
}
function reasonOf(end) {
	return end.kind === "died" ? end.message : "the measuring process ended without a figure";
}
function isAsked(job, report) {
	const isTime = report.kind === "failed" || report.metric === "time";
	switch (job.kind) {
		case "calibrate": return false;
		case "sample": return isTime && job.cases.some(({ id }) => id === report.case);
		case "cold": return isTime && report.case === job.case;
		case "load": return report.case === job.case;
		case "inspect": return true;
		case "fuel": return job.cases.includes(report.case) && (report.kind === "failed" || report.metric === "fuel");
	}
}
function plausibleCost({ timedNs, wallNs }) {
	const timed = Math.min(Math.max(timedNs, .01), dearestNs);
	return {
		timedNs: timed,
		wallNs: Math.min(Math.max(wallNs, timed), dearestNs)
	};
}
function hostOf({ isolation }) {
	return isolation === "turns" ? "fuelgauge" : "bundle";
}
function samplable(cases, isolation, { samplings }) {
	return cases.flatMap((each) => {
		const sampling = samplings.get(each.id);
		return each.isolation === isolation && sampling ? [[each, sampling]] : [];
	});
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
	}
];
// src/version.ts
const version = "0.1.0";
// src/run.ts
async function runSuites(request, listener) {
	const startedAt = /* @__PURE__ */ new Date();
	const machine = await describeMachine(request.node);
	const manifest = await manifestOfHead(request, listener);
	const builtMs = performance.now();
	const policy = policyFor(request);
	let firstSampleMs = null;
	const measured = await measure({
		contestants: contestantsOf(request, manifest),
		cases: request.cases,
		neededRounds: neededRounds(gatingTimedRows(request.cases, policy), policy.alpha),
		budget: request.budget,
		node: request.node,
		nodeVersion: machine.node,
		threads: availableParallelism(),
		seed: randomInt(2 ** 31),
		onRound: listener.onRound,
		onMeasurement(measurement) {
			if (measurement.metric === "time" || measurement.metric === "throughput") firstSampleMs ??= performance.now();
			listener.onMeasurement(measurement);
		}
	});
	const timings = {
		builtMs,
		firstSampleMs,
		measuredMs: performance.now()
	};
	return judge(request, policy, measured, {
		startedAt: startedAt.toISOString(),
		machine,
		timings
	});
}
async function manifestOfHead({ head, base }, listener) {
	if (head.kind === "bundle") return head.manifest;
	const { manifest } = await buildRuntime({
		folder: head.runtime,
		into: head.folder,
		...base.kind === "found" ? { reuse: base } : {},
		compilerEntry: programEntry("compiler"),
		log: listener.info
	});
	return manifest;
}
function contestantsOf({ base, head: { folder: headFolder } }, manifest) {
	const head = {
		arm: "head",
		folder: headFolder,
		manifest
	};
	if (base.kind === "absent") return [head];
	const { folder } = base;
	return [
		{
			arm: "base",
			folder,
			manifest: base.manifest
		},
		head,
		{
			arm: "control",
			folder,
			manifest: base.manifest
		}
	];
}
function policyFor({ base, cases }) {
	return defaultPolicy({
		baselineIsNear: base.kind === "absent" || base.info.distance <= 10,
		timedFloors: new Map(cases.map((each) => [each.id, floorOf(each)])),
		neverGates: new Set(cases.filter(({ gates }) => gates === false).map(({ id }) => id))
	});
}
function gatingTimedRows(cases, policy) {
	const rows = cases.flatMap((each) => timedMetricsOf(each).map((metric) => policy.gates(each.id, metric)));
	return Math.max(1, rows.filter(Boolean).length);
}
function incomparableCases({ base, cases }) {
	if (base.kind === "absent" || base.manifest.interface === 2) return /* @__PURE__ */ new Map();
	const reason = `the base bundle speaks runtime interface ${base.manifest.interface}, this Fuelgauge speaks 2`;
	const unspoken = cases.filter((each) => hasGuests(base, each) && !hasCase(base, each));
	return new Map(unspoken.map(({ id }) => [id, reason]));
}
function inOrderOf(cases, measurements) {
	const positions = new Map(cases.map(({ id }, position) => [id, position]));
	const positionOf = (measurement) => positions.get(measurement.case) ?? cases.length;
	return measurements.toSorted((a, b) => positionOf(a) - positionOf(b));
}
function judge(request, policy, { schedule, measurements, failures, profiles }, context) {
	const { base } = request;
	const inOrder = inOrderOf(request.cases, measurements);
	const comparisons = compare({
		measurements: inOrder,
		failures,
		incomparable: incomparableCases(request),
		neededRounds: schedule.plan.neededRounds,
		policy
	});
	return {
		schema: 2,
		fuelgauge: version,
		...context,
		head: { sha: request.headSha },
		base: base.kind === "found" ? base.info : base,
		plan: schedule.plan,
		cases: [...schedule.cases],
		measurements: inOrder,
		failures: [...failures],
		comparisons,
		fuelContract: 1,
		profileChanges: profileChanges(profiles),
		targets: judgeTargets(targets, measurements).filter(({ measured }) => measured !== null),
		verdict: judgeRun(comparisons, base.kind === "found")
	};
}
export { writeBaselineFolder as _, failOnChoices as a, bundledRuntime as c, renderBroken as d, renderComment as f, readBaselineFolder as g, headOfCheckout as h, renderConsole as i, exitFails as l, formatExactFigure as m, version as n, parseBudget as o, renderReport as p, buildRuntime as r, parseInputs as s, runSuites as t, openReportFolder as u, appendHistory as v, historyEntry as y };
