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
function storyOf(thrown) {
	const message = messageOf(thrown);
	if (!(thrown instanceof Error) || thrown.cause === void 0) return message;
	const cause = storyOf(thrown.cause);
	return message.includes(cause) ? message : `${message}: ${cause}`;
}
function messageOf(thrown) {
	return thrown instanceof Error ? thrown.message : String(thrown);
}
export { messageOf as n, storyOf as r, FuelgaugeError as t };
