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
  const address = repository === undefined ? null : linkTarget(repository.replace(/\/+$/, ""));
  const isSha = (text: string) => /^[0-9a-f]{7,64}$/.test(text);
  return {
    name: (text) => inlineCode(text),
    sentence: (text, length) => prose(text, length),
    strong: (text) => `**${text}**`,
    commit(sha) {
      const short = inlineCode(shortSha(sha));
      return address !== null && isSha(sha) ? `[${short}](${address}/commit/${sha})` : short;
    },
    range(from, to) {
      const short = inlineCode(rangeText(from, to));
      return address !== null && isSha(from) && isSha(to)
        ? `[${short}](${address}/compare/${from}...${to})`
        : short;
    },
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

/** As git writes it. */
function rangeText(from: string, to: string): string {
  return `${shortSha(from)}..${shortSha(to)}`;
}
