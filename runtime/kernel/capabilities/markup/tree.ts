import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes, ParserOptions } from "parse5";
import { OperationError } from "../operation.ts";

export type Document = DefaultTreeAdapterTypes.Document;
export type Element = DefaultTreeAdapterTypes.Element;
export type Node = DefaultTreeAdapterTypes.Node;

/** Elements in elements: time to parse grows with the square of it. */
const mostDepth = 1_000;

export function isElement(node: Node): node is Element {
  return "tagName" in node;
}

/** A document as browsers read it (https://html.spec.whatwg.org/#parsing), scripts being off. */
export async function parseHtml(text: string): Promise<Document> {
  const { defaultTreeAdapter, parse } = await import("parse5");
  const depth = new Depth();
  const treeAdapter: ParserOptions<DefaultTreeAdapterMap>["treeAdapter"] = {
    ...defaultTreeAdapter,
    onItemPush: () => depth.open(),
    onItemPop: () => depth.close(),
  };
  return parse(text, { scriptingEnabled: false, treeAdapter });
}

/** A document of XML, as far as it can be read: feeds and sitemaps are often not quite well-formed. */
export async function parseXml(text: string): Promise<Document> {
  const [{ defaultTreeAdapter: tree, html }, { Parser }] = await Promise.all([
    import("parse5"),
    import("htmlparser2"),
  ]);
  const document = tree.createDocument();
  const open: (Document | Element)[] = [document];
  const depth = new Depth();
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth.open();
        const attrs = Object.entries(attributes).map(([name, value]) => ({ name, value }));
        // in no namespace: names are as they stand there, prefixes included
        const element = tree.createElement(name, "" as typeof html.NS.HTML, attrs);
        tree.appendChild(open.at(-1) ?? document, element);
        open.push(element);
      },
      onclosetag() {
        depth.close();
        open.pop();
      },
      ontext: (text) => tree.insertText(open.at(-1) ?? document, text),
    },
    { xmlMode: true },
  );
  parser.end(text);
  return document;
}

class Depth {
  #open = 0;

  open(): void {
    if (++this.#open <= mostDepth) return;
    throw new OperationError("failed", `the document has more than ${mostDepth} elements in each other`);
  }

  close(): void {
    this.#open--;
  }
}
