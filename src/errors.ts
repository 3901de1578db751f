/**
 * A run that cannot go on, told in three parts.
 *
 * What can be expected (no baseline yet, a refused comment, another machine) is a value that the report shows; only
 * what is broken is thrown, and only as this.
 */
export class FuelgaugeError extends Error {
  override readonly name = "FuelgaugeError";
  /** What happened, with the offending value. */
  readonly happened: string;
  /** What would have been right. */
  readonly expected: string;
  /** What the reader can do about it. */
  readonly remedy: string;

  constructor(parts: { happened: string; expected: string; remedy: string; cause?: unknown }) {
    super(`${parts.happened}\n  expected: ${parts.expected}\n  to do: ${parts.remedy}`, {
      cause: parts.cause,
    });
    this.happened = parts.happened;
    this.expected = parts.expected;
    this.remedy = parts.remedy;
  }
}

/**
 * The text of whatever was thrown, with what Node refused to touch, and of what caused it where that says more: `fetch failed: …`
 */
export function storyOf(thrown: unknown): string {
  const refused = thrown instanceof Error && "resource" in thrown ? thrown.resource : undefined;
  const message = [messageOf(thrown), refused].filter(Boolean).join(" ");
  if (!(thrown instanceof Error) || thrown.cause === undefined) return message;
  const cause = storyOf(thrown.cause);
  return message.includes(cause) ? message : `${message}: ${cause}`;
}

/** The text of whatever was thrown, without its stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
