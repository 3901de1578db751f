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
	const refused = thrown instanceof Error && "resource" in thrown ? thrown.resource : void 0;
	const message = [messageOf(thrown), refused].filter(Boolean).join(" ");
	if (!(thrown instanceof Error) || thrown.cause === void 0) return message;
	const cause = storyOf(thrown.cause);
	return message.includes(cause) ? message : `${message}: ${cause}`;
}
function messageOf(thrown) {
	return thrown instanceof Error ? thrown.message : String(thrown);
}
export { messageOf as n, storyOf as r, FuelgaugeError as t };
