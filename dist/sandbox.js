import { a as LoadedModule, i as detailOf, n as Metrics, o as AuditLog, r as Executor, t as ExecutorThreads } from "./threads2.js";
// runtime/host/sandbox.ts
async function openSandbox({ limits = {}, auditFolder, threads }) {
	const audit = auditFolder === void 0 ? null : await AuditLog.open({ folder: auditFolder });
	const metrics = new Metrics(audit === null ? void 0 : () => audit.figures());
	const sink = audit === null ? {} : { audit };
	const executor = threads === void 0 ? new Executor({
		limits,
		counts: metrics.counts,
		...sink
	}) : new ExecutorThreads({
		limits,
		threads,
		metrics,
		...sink
	});
	return {
		async load(bytes) {
			const loaded = await executor.load(bytes);
			return loaded instanceof LoadedModule ? loaded : { refused: loaded.reason };
		},
		run: async (module, name, args, limits = {}) => executionOf(await executor.run(loadedHere(module), name, args, limits)),
		metrics: () => metrics.text(),
		async close() {
			await executor.close();
			await audit?.close();
		}
	};
}
function loadedHere(module) {
	if (module instanceof LoadedModule) return module;
	throw new Error("this module was not loaded by this sandbox");
}
function executionOf({ outcome, fuel, durationMs, peakMemoryBytes }) {
	const values = outcome.kind === "returned" ? outcome.values : [];
	return {
		kind: outcome.kind,
		detail: detailOf(outcome),
		values,
		fuel,
		durationMs,
		peakMemoryBytes
	};
}
export { openSandbox };
