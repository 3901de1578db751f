import { c as ae } from "./dist.js";
// src/measure/bench/tinybench.ts
const added = /* @__PURE__ */ new Map();
var Bench = class extends ae {
	constructor(...options) {
		super(...options);
		added.set(this, []);
	}
	add(name, fn, options = {}) {
		super.add(name, fn, {
			...options,
			async: options.async ?? true
		});
		added.get(this)?.push({
			name,
			fn,
			options
		});
		return this;
	}
	remove(name) {
		super.remove(name);
		added.set(this, tasksOf(this).filter((task) => task.name !== name));
		return this;
	}
	async run() {
		return this.tasks;
	}
	runSync() {
		return this.tasks;
	}
};
function benches() {
	return [...added.keys()];
}
function tasksOf(bench) {
	return added.get(bench) ?? [];
}
export { benches as n, tasksOf as r, Bench as t };
