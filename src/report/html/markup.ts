import { visibleText } from "../escape.ts";
import { shortSha } from "../format.ts";
import { commitAddress, type Markup, rangeAddress, rangeText } from "../markup.ts";
import { escapeHtml } from "./html.ts";

/** Markup of a page. */
export function pageMarkup(repository: string | undefined): Markup {
  const link = (address: string | null, text: string) =>
    address === null ? code(text, 128) : `<a href="${escapeHtml(address)}">${code(text, 128)}</a>`;
  return {
    name: (text) => code(text, 100),
    sentence,
    strong: (text) => `<strong>${escapeHtml(text)}</strong>`,
    commit: (sha) => link(commitAddress(repository, sha), shortSha(sha)),
    range: (from, to) => link(rangeAddress(repository, from, to), rangeText(from, to)),
  };
}

function code(text: string, length: number): string {
  const visible = visibleText(text, length);
  return `<code>${visible === "" ? "(empty)" : escapeHtml(visible)}</code>`;
}

/** What stands in backticks is shown as code. */
function sentence(text: string, length?: number): string {
  const spans = visibleText(text, length).split(/`([^`]+)`/);
  return spans
    .map((span, index) => (index % 2 === 1 ? `<code>${escapeHtml(span)}</code>` : escapeHtml(span)))
    .join("");
}
