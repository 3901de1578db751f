import { t as seededRandom } from "./random.js";
import { syncBuiltinESMExports } from "node:module";
import crypto from "node:crypto";
// src/measure/bench/determinism.ts
const startMs = 17672256e5;
const stepMs = 1;
function makeDeterministic(seed) {
	const random = seededRandom(seed);
	const fill = (view) => {
		const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
		for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
		return view;
	};
	Math.random = random;
	globalThis.crypto.getRandomValues = (view) => view === null ? view : fill(view);
	Object.assign(crypto, {
		randomFillSync: (target, offset = 0, size) => {
			const view = ArrayBuffer.isView(target) ? target : new Uint8Array(target);
			fill(new Uint8Array(view.buffer, view.byteOffset + offset, size ?? view.byteLength - offset));
			return target;
		},
		randomBytes: (size) => fill(Buffer.alloc(size))
	});
	syncBuiltinESMExports();
	stopClocks();
}
function stopClocks() {
	let elapsedMs = 0;
	const elapse = () => {
		elapsedMs += stepMs;
		return elapsedMs;
	};
	const RealDate = Date;
	globalThis.Date = new Proxy(RealDate, {
		construct: (target, values, newTarget) => Reflect.construct(target, values.length === 0 ? [startMs + elapse()] : values, newTarget),
		apply: () => new RealDate(startMs + elapse()).toString(),
		get: (target, property, receiver) => property === "now" ? () => startMs + elapse() : Reflect.get(target, property, receiver)
	});
	performance.now = elapse;
	const hrtime = (earlier = [0, 0]) => {
		const ms = elapse() - earlier[0] * 1e3 - earlier[1] / 1e6;
		return [Math.floor(ms / 1e3), Math.round(ms % 1e3 * 1e6)];
	};
	process.hrtime = Object.assign(hrtime, { bigint: () => BigInt(elapse()) * 1000000n });
}
export { makeDeterministic as t };
