import { s as messageOf, t as catalog } from "./catalog.js";
import { a as seededRandom, l as timeOnce, o as shuffled, r as sampleCase, s as operationCost, t as jobSchema } from "./job.js";
import { c as instantiate, n as subjectOf, o as compile, r as applyLoad, s as dispose, t as loadBundle } from "./subject.js";
// src/measure/inspect.ts
/** Says the exact metrics of every module: bytes, exports, and the memory that a fresh instance occupies. */
function inspectModules(bundle, arm, say) {
	for (const guest of Object.keys(bundle.manifest.guests)) {
		const id = `modules/${guest}`;
		const bytes = bundle.original(guest);
		const module = compile(bytes);
		const instance = instantiate(module);
		const exports = WebAssembly.Module.exports(module).length;
		say({
			kind: "samples",
			case: id,
			metric: "size",
			arm,
			samples: [bytes.length]
		});
		say({
			kind: "samples",
			case: id,
			metric: "memory",
			arm,
			samples: [instance.memoryBytes()]
		});
		say({
			kind: "samples",
			case: id,
			metric: "exports",
			arm,
			samples: [exports]
		});
		dispose(instance);
	}
}
// src/measure/measurer.ts
/** Entry of a measuring process: does one job, says what it found over the channel to its parent, and ends. */
const say = (report) => {
	process.send?.(report);
};
process.once("message", async (message) => {
	await perform(jobSchema.parse(message));
	say({ kind: "done" });
	process.disconnect();
});
async function perform(job) {
	switch (job.kind) {
		case "calibrate": return calibrate(job);
		case "sample": return sample(job);
		case "cold": return startCold(job);
		case "load": return load(job);
		case "inspect": return inspectModules(await loadBundle(job.subject.folder), job.subject.arm, say);
	}
}
async function calibrate({ subjects, host, cases, seed }) {
	const loaded = await loadSubjects(subjects, host, seededRandom(seed));
	const [first] = loaded.keys();
	for (const id of cases) {
		say({
			kind: "started",
			case: id
		});
		await attempt(id, first ?? "head", () => {
			const tasks = [...loaded.values()].map((subject) => benchmarkOf(id).prepare(subject));
			say({
				kind: "calibrated",
				case: id,
				...operationCost(tasks)
			});
		});
	}
}
async function sample({ subjects, host, cases, seed }) {
	const random = seededRandom(seed);
	const loaded = await loadSubjects(subjects, host, random);
	for (const sampling of shuffled(cases, random)) sampleCase(benchmarkOf(sampling.id), loaded, sampling, random, say);
}
async function loadSubjects(folders, host, random) {
	const loaded = /* @__PURE__ */ new Map();
	for (const { arm, folder } of shuffled(folders, random)) loaded.set(arm, await subjectOf(await loadBundle(folder), host));
	return loaded;
}
async function startCold({ subject: { arm, folder }, case: id }) {
	const cold = caseOf(id);
	if (cold.kind !== "cold") throw new Error(`${id} is no cold start`);
	const bundle = await loadBundle(folder);
	say({
		kind: "started",
		case: id
	});
	await attempt(id, arm, async () => {
		const samples = await timeOnce(() => cold.start(bundle.loadHost, bundle.bytes));
		say({
			kind: "samples",
			case: id,
			metric: "time",
			arm,
			samples
		});
	});
}
async function load({ subject: { arm, folder }, case: id, ...shape }) {
	const scenario = caseOf(id);
	if (scenario.kind !== "load") throw new Error(`${id} is no load scenario`);
	await attempt(id, arm, () => applyLoad(scenario, arm, {
		folder,
		...shape
	}, say));
}
function caseOf(id) {
	const found = catalog.find((candidate) => candidate.id === id);
	if (!found) throw new Error(`there is no case ${id}`);
	return found;
}
function benchmarkOf(id) {
	const found = caseOf(id);
	if (found.kind !== "benchmark") throw new Error(`${id} is no benchmark`);
	return found;
}
/** A case that fails is said, and leaves the others their figures. */
async function attempt(id, arm, step) {
	try {
		await step();
	} catch (thrown) {
		say({
			kind: "failed",
			case: id,
			arm,
			message: messageOf(thrown)
		});
	}
}
export {};
