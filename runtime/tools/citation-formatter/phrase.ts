/** Texts that there are, with something between them. */
export function joined(parts: string[], between: string): string {
  let text = "";
  for (let at = 0; at < parts.length; at++) {
    if (parts[at] == "") continue;
    text += text == "" ? parts[at] : between + parts[at];
  }
  return text;
}

/** With a full stop, unless it ends with one, or with another sign that ends a sentence. Nothing of nothing. */
export function ended(text: string): string {
  return text == "" || endsSentence(text) ? text : text + ".";
}

/** With a comma, unless it ends with a sign of its own. */
export function continued(text: string): string {
  return text == "" || endsSentence(text) ? text : text + ",";
}

/** Whether the last sign that is seen ends a sentence: italics and quotes may be closed behind it. */
function endsSentence(text: string): bool {
  let end = text.length;
  for (;;) {
    if (text.substring(0, end).endsWith("</i>")) {
      end -= 4;
      continue;
    }
    const unit = end > 0 ? text.charCodeAt(end - 1) : 0;
    if (unit != 0x2a && unit != 0x201d && unit != 0x2019) break;
    end--;
  }
  const last = end > 0 ? text.charCodeAt(end - 1) : 0;
  return last == 0x2e || last == 0x3f || last == 0x21;
}

/** `before` and `after` around a text, if there is one. */
export function around(before: string, text: string, after: string): string {
  return text == "" ? "" : before + text + after;
}
