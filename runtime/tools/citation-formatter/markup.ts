/** How italics are written, and what has to be escaped for it. */
export class Markup {
  constructor(private kind: string) {}

  italic(text: string): string {
    if (text == "" || this.kind == "plain") return text;
    return this.kind == "html" ? "<i>" + text + "</i>" : "*" + text + "*";
  }

  /** A text that means itself. */
  text(text: string): string {
    if (this.kind == "html") return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    if (this.kind != "markdown") return text;
    let escaped = text;
    for (let at = 0; at < special.length; at++) escaped = escaped.replaceAll(special[at], "\\" + special[at]);
    return escaped;
  }
}

/** What Markdown would take for a sign; the backslash first. */
const special: string[] = ["\\", "*", "_", "`", "[", "]", "<"];
