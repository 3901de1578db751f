import { type DefaultTreeAdapterMap, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

/** An element of a page, as a browser's parser finds it. */
export interface PageElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** All elements of a page, in its order. */
export function pageElements(page: string): PageElement[] {
  return nodesOf(parse(page)).flatMap((node) =>
    "tagName" in node
      ? [{ name: node.tagName, attributes: new Map(node.attrs.map(({ name, value }) => [name, value])) }]
      : [],
  );
}

/** What a reader of a page can read, without its script. */
export function textOfPage(page: string): string {
  return nodesOf(parse(page))
    .flatMap((node) => ("value" in node && !isUnread(node) ? [node.value] : []))
    .join("");
}

function isUnread({ parentNode }: DefaultTreeAdapterMap["textNode"]): boolean {
  return parentNode !== null && ["script", "style", "title"].includes(parentNode.nodeName);
}

function nodesOf(node: Node): Node[] {
  return [node, ...("childNodes" in node ? node.childNodes.flatMap(nodesOf) : [])];
}
