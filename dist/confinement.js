import { a as packageFolder } from "./catalog.js";
import { syncBuiltinESMExports } from "node:module";
import workerThreads from "node:worker_threads";
import { realpathSync } from "node:fs";
// src/measure/confinement.ts
const firstConfining = [22, 13];
function canConfine(nodeVersion) {
	const [major = 0, minor = 0] = nodeVersion.replace(/^v/, "").split(".").map(Number);
	return major > firstConfining[0] || major === firstConfining[0] && minor >= firstConfining[1];
}
function confinement(bundles) {
	return ["--permission", ...[...new Set([packageFolder(), ...bundles].flatMap((folder) => [folder, realpathSync(folder)]))].map((folder) => `--allow-fs-read=${folder}`)];
}
const threadsAllowed = ["--allow-worker", "--disable-warning=SecurityWarning"];
function forbidThreads() {
	workerThreads.Worker = class {
		constructor() {
			throw new Error("measured code may not start threads");
		}
	};
	syncBuiltinESMExports();
}
export { threadsAllowed as i, confinement as n, forbidThreads as r, canConfine as t };
