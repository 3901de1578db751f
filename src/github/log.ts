import * as core from "@actions/core";
import { messageOf } from "../errors.ts";
import { withoutSecrets } from "../model/secrets.ts";

/** What became of the job summary. */
export type SummaryOutcome =
  | { readonly kind: "written" }
  | { readonly kind: "refused"; readonly reason: string };

/** GitHub drops a step's summary that is larger than this. */
export const summaryLimitBytes = 1024 * 1024;

/** As the runner does, which knows only what is in its log. */
const masked: string[] = [];

/** Hides a text from here on, in the log and in all that this module writes. */
export function mask(secret: string): void {
  core.setSecret(secret);
  masked.push(secret);
}

/** The text without what is masked. */
export function hidden(text: string): string {
  return withoutSecrets(text, masked);
}

/** One line, or several; nothing in it is understood as a command to the runner. */
export function info(text: string): void {
  core.info(withoutCommands(hidden(text)));
}

/** Seen only when the workflow runs with debug logging. */
export function debug(text: string): void {
  core.debug(hidden(text));
}

/** Lines of debug logging, which are made only where somebody sees them. */
export function details(lines: () => readonly string[]): void {
  if (core.isDebug()) for (const line of lines()) debug(line);
}

/** An annotation of the run; `title` is its first line. */
export function notice(title: string, text: string): void {
  core.notice(hidden(text), { title: hidden(title) });
}

export function warning(title: string, text: string): void {
  core.warning(hidden(text), { title: hidden(title) });
}

/** Folds what `work` logs under `name`. Groups do not nest. */
export function group<T>(name: string, work: () => Promise<T>): Promise<T> {
  return core.group(name, work);
}

export function setOutput(name: string, value: string | number): void {
  core.setOutput(name, typeof value === "string" ? hidden(value) : value);
}

/** Makes the step fail with an annotation; the process goes on. */
export function setFailed(text: string): void {
  core.setFailed(hidden(text));
}

/** Adds to the job summary of this step. */
export async function writeSummary(markdown: string): Promise<SummaryOutcome> {
  const text = hidden(markdown);
  const bytes = Buffer.byteLength(text);
  if (bytes > summaryLimitBytes) {
    return { kind: "refused", reason: `the summary has ${bytes} bytes, GitHub takes ${summaryLimitBytes}` };
  }
  try {
    await core.summary.addRaw(text, true).write();
    return { kind: "written" };
  } catch (thrown) {
    core.summary.emptyBuffer();
    return { kind: "refused", reason: messageOf(thrown) };
  }
}

/**
 * The runner obeys any line of the log that starts with `::`, and `##[` wherever it stands. A case's name or an error of
 * measured code must not be able to say `::error::` or `::add-mask::`.
 */
function withoutCommands(text: string): string {
  return text.replace(/^([\s\u0085]*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}
