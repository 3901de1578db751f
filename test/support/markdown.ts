/*
 * Just enough reading of Markdown to see what a text became: code, or something that means something.
 */

/** Without everything that is shown as code: fenced blocks, code elements, code spans. */
export function outsideCode(markdown: string): string {
  return markdown
    .replace(/^```[^\n]*\n[\s\S]*?^```$/gm, "")
    .replace(/<code>[^<>`]*<\/code>/g, "CODE")
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "CODE");
}

/** The tables, as cells. A cell ends at any bar that no backslash escapes, in code or not. */
export function tablesOf(markdown: string): string[][][] {
  const tables: string[][][] = [];
  let previousIsRow = false;
  for (const line of markdown.split("\n")) {
    const isRow = line.startsWith("|");
    if (isRow) {
      if (!previousIsRow) tables.push([]);
      tables.at(-1)?.push(
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      );
    }
    previousIsRow = isRow;
  }
  return tables;
}

/** The text that a reader of inline code sees. */
export function shownCode(code: string): string {
  const element = /^<code>(.*)<\/code>$/.exec(code)?.[1];
  if (element === undefined) return code.replace(/^`|`$/g, "");
  return element.replace(/&#(\d+);/g, (_, point) => String.fromCodePoint(Number(point)));
}
