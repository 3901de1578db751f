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
}

/** Markdown as GitHub reads it. */
export function markdownMarkup(repository: string | undefined): Markup {
  const address = repository === undefined ? null : linkTarget(repository.replace(/\/+$/, ""));
  return {
    name: (text) => inlineCode(text),
    sentence: (text, length) => prose(text, length),
    strong: (text) => `**${text}**`,
    commit(sha) {
      const short = inlineCode(shortSha(sha));
      return address !== null && /^[0-9a-f]{7,64}$/.test(sha)
        ? `[${short}](${address}/commit/${sha})`
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
};
