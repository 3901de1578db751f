import { visibleText } from "../escape.ts";

/** Markup that may stand in a page as it is. */
export interface Html {
  readonly html: string;
}

/** What a template takes: text, which is escaped; markup; nothing; or a list of these. */
export type Part = Html | string | number | null | readonly Part[];

/** Markup from a template. Whatever is put into it is escaped unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: String.raw({ raw: strings }, ...parts.map(textOf)) };
}

/** Untrusted text on one line, without what cannot be seen. */
export function shown(text: string, length?: number): Html {
  return { html: escapeHtml(visibleText(text, length)) };
}

/** Markup that was written by a `Markup` for pages. */
export function written(markup: string): Html {
  return { html: markup };
}

/** The text for any place of a page but a script or a style. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text)
    ? text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    : text;
}

function textOf(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(textOf).join("");
}
