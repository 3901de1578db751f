/**
 * `disk`: the file could not be opened, written, renamed or closed; `code` says why. What was recorded stays in memory.
 * `second-writer`: somebody else writes to the same file.
 * `stalled`: the thread that owns the log has written nothing for ten seconds while this one had to wait for it.
 * `closed`: the log was used after its end.
 */
export type AuditErrorKind = "disk" | "second-writer" | "stalled" | "closed";

/** The audit log cannot do what it is for. Whether executions may go on without it is for the caller to say. */
export class AuditError extends Error {
  override readonly name = "AuditError";
  readonly kind: AuditErrorKind;
  /** With `disk`: the operating system's code, such as `ENOSPC`. */
  readonly code: string | null;

  constructor(
    kind: AuditErrorKind,
    parts: { happened: string; expected: string; remedy: string; cause?: unknown },
  ) {
    super(`${parts.happened}\n  expected: ${parts.expected}\n  to do: ${parts.remedy}`, {
      cause: parts.cause,
    });
    this.kind = kind;
    this.code = codeOf(parts.cause);
  }
}

function codeOf(cause: unknown): string | null {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : null;
}
