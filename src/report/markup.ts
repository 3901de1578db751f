import { inlineCode, linkTarget, logText, prose } from "./escape.ts";
import { shortSha } from "./format.ts";

/** How a sentence is written for one kind of reader. Every untrusted text passes through one of these. */
export interface Markup {
  /** A name: a case, a file, an option. */
  name(text: string): string;
  /** A sentence or a message, of at most `length` characters. */
  sentence(text: string, length?: number): string;
  strong(text: string): string;
  /** A commit, shortened, with a link where one is known. */
  commit(sha: string): string;
  /** The commits after one up to another, with a link to what they changed where one is known. */
  range(from: string, to: string): string;
}

/** Markdown as GitHub reads it. */
export function markdownMarkup(repository: string | undefined): Markup {
  const link = (address: string | null, short: string) =>
    address === null ? short : `[${short}](${address})`;
  return {
    name: (text) => inlineCode(text),
    sentence: (text, length) => prose(text, length),
    strong: (text) => `**${text}**`,
    commit: (sha) => link(commitAddress(repository, sha), inlineCode(shortSha(sha))),
    range: (from, to) => link(rangeAddress(repository, from, to), inlineCode(rangeText(from, to))),
  };
}

/** Text for a terminal and for the log of a workflow. */
export const plainMarkup: Markup = {
  name: (text) => logText(text, 100),
  sentence: (text, length) => logText(text, length),
  strong: (text) => text,
  commit: (sha) => logText(shortSha(sha), 64),
  range: (from, to) => logText(rangeText(from, to), 128),
};

/** Where a commit is on the web; null where the repository's page is not known, or the text names no commit. */
export function commitAddress(repository: string | undefined, sha: string): string | null {
  const address = pageOf(repository);
  return address !== null && isSha(sha) ? `${address}/commit/${sha}` : null;
}

/** Where the web shows what changed from one commit to another. */
export function rangeAddress(repository: string | undefined, from: string, to: string): string | null {
  const address = pageOf(repository);
  return address !== null && isSha(from) && isSha(to) ? `${address}/compare/${from}...${to}` : null;
}

function pageOf(repository: string | undefined): string | null {
  return repository === undefined ? null : linkTarget(repository.replace(/\/+$/, ""));
}

function isSha(text: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(text);
}

/** As git writes it. */
export function rangeText(from: string, to: string): string {
  return `${shortSha(from)}..${shortSha(to)}`;
}
