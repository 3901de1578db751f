import { type Element, isElement, type Node } from "./tree.ts";

/** Elements that begin on a line of their own (https://html.spec.whatwg.org/#flow-content-3), and table rows. */
const blocks = new Set(
  "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search section summary table caption tbody thead tfoot tr ul xmp".split(
    " ",
  ),
);
/** What is not shown. */
const hidden = new Set(["head", "script", "style", "template"]);
const cells = new Set(["td", "th"]);

/** The text of an element of HTML roughly as it is read on a page: white space is collapsed, blocks are lines. */
export function shownText(element: Element, count: (characters: number) => void): string {
  // what is asked for by its name is wanted, shown or not
  if (hidden.has(element.tagName)) return plainText(element, count);
  const lines = new Lines();
  const walk = (node: Node, kept: boolean) => {
    count(1);
    if (node.nodeName === "#text" && "value" in node) {
      count(node.value.length);
      lines.append(node.value, kept);
      return;
    }
    if (!isElement(node)) return;
    const { tagName } = node;
    if (node !== element && hidden.has(tagName)) return;
    if (tagName === "br") lines.end();
    const isBlock = blocks.has(tagName);
    if (isBlock) lines.end();
    for (const child of node.childNodes) walk(child, kept || tagName === "pre" || tagName === "textarea");
    if (isBlock) lines.end();
    else if (cells.has(tagName)) lines.append(" ", false);
  };
  walk(element, false);
  return lines.text;
}

/** All text in an element, as it stands there, but for spaces around it. */
export function plainText(element: Element, count: (characters: number) => void): string {
  const parts: string[] = [];
  const walk = (node: Node) => {
    count(1);
    if (node.nodeName === "#text" && "value" in node) {
      count(node.value.length);
      parts.push(node.value);
    }
    if ("childNodes" in node) for (const child of node.childNodes) walk(child);
  };
  walk(element);
  return parts.join("").trim();
}

/** Text in lines, none of which is empty. */
class Lines {
  readonly #done: string[] = [];
  #line: string[] = [];
  /** Whether a part of the line is to stay as it stands there. */
  #kept = false;

  /** @param kept whether its spaces and line breaks are */
  append(text: string, kept: boolean): void {
    if (!kept) {
      this.#line.push(text.replace(/[ \t\n\f\r]+/g, " "));
      return;
    }
    for (const [at, line] of text.split("\n").entries()) {
      if (at > 0) this.end();
      this.#line.push(line);
      this.#kept = true;
    }
  }

  end(): void {
    const line = this.#line.join("");
    if (line.trim() !== "") this.#done.push(this.#kept ? line.trimEnd() : line.replace(/ {2,}/g, " ").trim());
    this.#line = [];
    this.#kept = false;
  }

  get text(): string {
    this.end();
    return this.#done.join("\n");
  }
}
