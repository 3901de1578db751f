import { s as makeDistinct, y as manifestSchema } from "./catalog.js";
import { randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
// src/measure/subject.ts
async function loadBundle(folder) {
	const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")));
	const originals = /* @__PURE__ */ new Map();
	for (const [guest, { file }] of Object.entries(manifest.guests)) originals.set(guest, new Uint8Array(await readFile(join(folder, "bundle", file))));
	const original = (guest) => {
		const bytes = originals.get(guest);
		if (!bytes) throw new Error(`the bundle has no guest called ${guest}`);
		return bytes;
	};
	const loaded = /* @__PURE__ */ new Map();
	return {
		manifest,
		original,
		bytes: (guest) => makeDistinct(original(guest), randomBytes(16)),
		tools: () => Promise.all(toolsOf(manifest).map(async (name) => ({
			manifest: await readFile(join(folder, "bundle", `${name}.json`), "utf8"),
			module: makeDistinct(original(name), randomBytes(16))
		}))),
		async loadHost() {
			if (manifest.runtime === null) throw new Error("the bundle holds no runtime");
			return loadHost(join(folder, "bundle", manifest.runtime.host));
		},
		async benchFile(file) {
			const { project } = manifest;
			if (project === null) throw new Error("the bundle holds nothing of a project");
			const { loadBenchFile } = await import("./load.js");
			const found = loaded.get(file) ?? loadBenchFile(join(folder, "bundle"), file, project);
			loaded.set(file, found);
			return found;
		}
	};
}
function toolsOf({ guests, files }) {
	return Object.keys(guests).filter((name) => files[`${name}.json`] !== void 0);
}
async function loadHost(file) {
	const host = await import(pathToFileURL(file).href);
	if (host.interfaceVersion !== 3) throw new Error(`the bundle's host speaks runtime interface ${host.interfaceVersion}, this Fuelgauge speaks 3`);
	return host;
}
function subjectOf(bundle, host) {
	const modules = /* @__PURE__ */ new Map();
	return {
		host,
		bytes: bundle.bytes,
		tools: bundle.tools,
		tasks: async (file) => (await bundle.benchFile(file)).tasks,
		module(guest) {
			const module = modules.get(guest) ?? host.compile(bundle.bytes(guest));
			modules.set(guest, module);
			return module;
		}
	};
}
export { subjectOf as n, loadBundle as t };
