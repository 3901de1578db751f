import module, { syncBuiltinESMExports } from "node:module";
import workerThreads from "node:worker_threads";
import fs from "node:fs";
// src/measure/thread-guard.ts
function limitThreads() {
	const limited = new Proxy(workerThreads.Worker, { construct(Worker, [file, options], newTarget) {
		const kept = {
			...options,
			execArgv: void 0,
			env: void 0
		};
		return Reflect.construct(Worker, [file, kept], newTarget);
	} });
	limited.prototype.constructor = limited;
	workerThreads.Worker = limited;
}
function refuse(what) {
	return () => {
		throw new Error(`measured code may not ${what}`);
	};
}
module.register = refuse("register hooks");
fs.symlink = Object.assign(refuse("make links"), { __promisify__: refuse("make links") });
fs.symlinkSync = refuse("make links");
fs.promises.symlink = async () => refuse("make links")();
if (workerThreads.isMainThread) {
	process.chdir(import.meta.dirname);
	limitThreads();
} else workerThreads.Worker = class {
	constructor() {
		refuse("start threads in a thread")();
	}
};
syncBuiltinESMExports();
export {};
