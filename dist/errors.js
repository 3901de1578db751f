// src/errors.ts
var FuelgaugeError = class extends Error {
	name = "FuelgaugeError";
	happened;
	expected;
	remedy;
	constructor(parts) {
		super(`${parts.happened}\n  expected: ${parts.expected}\n  to do: ${parts.remedy}`, { cause: parts.cause });
		this.happened = parts.happened;
		this.expected = parts.expected;
		this.remedy = parts.remedy;
	}
};
function messageOf(thrown) {
	return thrown instanceof Error ? thrown.message : String(thrown);
}
export { messageOf as n, FuelgaugeError as t };
