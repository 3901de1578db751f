type Child = Node | string | null;

/** An element with text and other elements in it. Text stays text, whatever it looks like. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** All elements of a kind that a selector finds. */
export function all<Kind extends Element>(
  selector: string,
  kind: abstract new (...given: never[]) => Kind,
  within: ParentNode = document,
): Kind[] {
  return [...within.querySelectorAll(selector)].filter((found): found is Kind => found instanceof kind);
}

export function find<Kind extends Element>(
  selector: string,
  kind: abstract new (...given: never[]) => Kind,
  within: ParentNode = document,
): Kind | null {
  return all(selector, kind, within)[0] ?? null;
}
