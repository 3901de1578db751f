// src/measure/random.ts
function seededRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = state + 1831565813 >>> 0;
		let t = Math.imul(state ^ state >>> 15, state | 1);
		t ^= t + Math.imul(t ^ t >>> 7, t | 61);
		return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
	};
}
function shuffled(items, random) {
	return items.map((item) => ({
		item,
		key: random()
	})).sort((a, b) => a.key - b.key).map(({ item }) => item);
}
export { shuffled as n, seededRandom as t };
