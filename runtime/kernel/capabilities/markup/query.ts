import type { Options } from "css-select";
import { z } from "zod";
import { OperationError, operation } from "../operation.ts";
import { plainText, shownText } from "./text.ts";
import { type Element, isElement, type Node, parseHtml, parseXml } from "./tree.ts";

const mebibyte = 1_048_576;
const mostBytes = 4 * mebibyte;
/** Steps of selecting and reading, so that no selector and no page holds up the thread for long: some tenths of a second. */
const mostSteps = 5_000_000;
/** Units of fuel for what a step, or a byte that is parsed, takes here. */
const unitsPerStep = 4;
const unitsPerByte = 8;

const part = z.enum(["name", "text", "html", "attributes"]);

interface Query {
  selector: string;
  most: number;
  give: z.infer<typeof part>[];
  inside: Query[];
}

const query: z.ZodType<Query> = z.strictObject({
  selector: z.string().min(1).max(1_000),
  /** Elements that are given, of those that match. */
  most: z.int().min(0).max(20_000).default(1_000),
  give: z.array(part).default([]),
  /** Queries within each of them. `:scope` is the element itself. */
  get inside() {
    return z.array(query).max(20).default([]);
  },
});

/** What a query found. */
interface Found {
  /** Elements that match, given or not. */
  readonly count: number;
  readonly elements: readonly Given[];
}

interface Given {
  readonly name?: string;
  readonly text?: string;
  readonly html?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly inside?: readonly Found[];
}

/** Selects elements of the document in the body, which is UTF-8, by CSS selectors. */
export const queryMarkup = operation({
  capability: "library",
  request: z.strictObject({
    format: z.enum(["html", "xml"]),
    queries: z.array(query).max(100),
  }),
  access: () => null,
  perform: async ({ format, queries }, body, { charge }) => {
    if (body.length > mostBytes) {
      throw new OperationError(
        "failed",
        `a document may have ${mostBytes} bytes, and this one has ${body.length}`,
      );
    }
    charge(unitsPerByte * body.length);
    const text = new TextDecoder().decode(body);
    const selection = await Selection.begin(format);
    try {
      const document = format === "html" ? await parseHtml(text) : await parseXml(text);
      return { json: { results: queries.map((each) => selection.find(each, document)) } };
    } finally {
      charge(unitsPerStep * selection.steps);
    }
  },
});

type Libraries = Pick<typeof import("css-select"), "selectAll"> &
  Pick<typeof import("parse5"), "serializeOuter">;

class Selection {
  steps = 0;
  readonly #isXml: boolean;
  readonly #libraries: Libraries;
  readonly #options: Options<Node, Element>;

  private constructor(format: "html" | "xml", libraries: Libraries) {
    this.#isXml = format === "xml";
    this.#libraries = libraries;
    this.#options = { xmlMode: this.#isXml, adapter: adapterFor((steps) => this.#count(steps)) };
  }

  static async begin(format: "html" | "xml"): Promise<Selection> {
    const [{ selectAll }, { serializeOuter }] = await Promise.all([import("css-select"), import("parse5")]);
    return new Selection(format, { selectAll, serializeOuter });
  }

  find({ selector, most, give, inside }: Query, root: Node): Found {
    const found = this.#select(selector, root);
    const elements = found.slice(0, most).map((element): Given => {
      const given: Record<string, unknown> = {};
      for (const part of give) given[part] = this.#part(part, element);
      if (inside.length > 0) given.inside = inside.map((each) => this.find(each, element));
      return given;
    });
    return { count: found.length, elements };
  }

  #select(selector: string, root: Node): Element[] {
    try {
      return this.#libraries.selectAll<Node, Element>(selector, root, { ...this.#options, context: root });
    } catch (thrown) {
      if (thrown instanceof OperationError) throw thrown;
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new OperationError("failed", `the selector ${JSON.stringify(selector)} is none: ${reason}`);
    }
  }

  #part(part: Query["give"][number], element: Element): unknown {
    switch (part) {
      case "name":
        return element.tagName;
      case "text":
        return this.#isXml
          ? plainText(element, (characters) => this.#count(characters))
          : shownText(element, (characters) => this.#count(characters));
      case "html": {
        const html = this.#libraries.serializeOuter(element);
        this.#count(html.length);
        return html;
      }
      case "attributes":
        this.#count(element.attrs.length);
        return Object.fromEntries(
          element.attrs.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]),
        );
    }
  }

  #count(steps: number): void {
    this.steps += steps;
    if (this.steps > mostSteps) {
      throw new OperationError("failed", "the selectors take too many steps on this document");
    }
  }
}

/** How the library walks the tree. Every step is counted. */
function adapterFor(count: (steps: number) => void): NonNullable<Options<Node, Element>["adapter"]> {
  const getParent = (node: Node): Node | null => ("parentNode" in node ? node.parentNode : null);
  const getChildren = (node: Node): Node[] => ("childNodes" in node ? node.childNodes : []);
  return {
    isTag: (node): node is Element => {
      count(1);
      return isElement(node);
    },
    getAttributeValue: (element, name) => {
      count(1 + element.attrs.length);
      return element.attrs.find((each) => each.name === name)?.value;
    },
    hasAttrib: (element, name) => {
      count(1 + element.attrs.length);
      return element.attrs.some((each) => each.name === name);
    },
    getName: ({ tagName }) => tagName,
    getParent: (element) => {
      count(1);
      return getParent(element);
    },
    getChildren: (node) => {
      count(1);
      return getChildren(node);
    },
    getSiblings: (node) => {
      const parent = getParent(node);
      const siblings = parent === null ? [node] : getChildren(parent);
      // whoever asks looks at all of them
      count(siblings.length);
      return siblings;
    },
    getText: (node) => (isElement(node) ? plainText(node, count) : ""),
    removeSubsets: (nodes) => {
      const all = new Set(nodes);
      return nodes.filter((node) => {
        for (let above = getParent(node); above !== null; above = getParent(above)) {
          count(1);
          if (all.has(above)) return false;
        }
        return true;
      });
    },
    equals: (one, other) => {
      count(1);
      return one === other;
    },
  };
}
