import { type Found, ToolSearch } from "./search.ts";
import type { Tool } from "./tool.ts";

/** Tools on one page of a list. */
const pageSize = 1_000;

/** A tool, and who put it there. */
interface Owned {
  readonly owner: string;
  readonly tool: Tool;
}

/**
 * The tools that there are. Calls keep the tool that they found, so tools may come and go while others are at work.
 *
 * Of tools with one name by several owners, the one whose owner came last is there; when it goes, the one before is there again.
 */
export class Registry {
  /** By name, those of all owners; the last one is there. */
  readonly #tools = new Map<string, Owned[]>();
  readonly #search = new ToolSearch();
  readonly #listeners = new Set<() => void>();
  #names: string[] | null = null;
  /** Pages of the list, by the cursor that asks for them. */
  readonly #pages = new Map<string, string>();

  get size(): number {
    return this.#tools.size;
  }

  get(name: string): Tool | undefined {
    return this.#tools.get(name)?.at(-1)?.tool;
  }

  /** Adds a tool, or puts it in the place of the one with the same name and owner. */
  put(tool: Tool, owner = ""): void {
    const { name } = tool.manifest;
    const all = this.#tools.get(name) ?? [];
    const at = all.findIndex((each) => each.owner === owner);
    const before = all[at];
    all[before === undefined ? all.length : at] = { owner, tool };
    this.#tools.set(name, all);
    this.#changed(name);
    before?.tool.retire();
  }

  remove(name: string, owner = ""): void {
    const all = this.#tools.get(name) ?? [];
    const removed = all.find((each) => each.owner === owner);
    if (removed === undefined) return;
    if (all.length === 1) this.#tools.delete(name);
    else all.splice(all.indexOf(removed), 1);
    this.#changed(name);
    removed.tool.retire();
  }

  /** @returns ends the subscription */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * A page of the list, as JSON text of the result of `tools/list`.
   *
   * @param cursor the name of the last tool on the page before; so tools that come and go meanwhile make no gap and no double
   */
  page(cursor = ""): string {
    const known = this.#pages.get(cursor);
    if (known !== undefined) return known;
    this.#names ??= Array.from(this.#tools.keys()).sort();
    const from = cursor === "" ? 0 : firstAfter(this.#names, cursor);
    const names = this.#names.slice(from, from + pageSize);
    const last = names.at(-1);
    const next = from + pageSize < this.#names.length ? `,"nextCursor":${JSON.stringify(last)}` : "";
    const page = `{"tools":[${names.map((name) => this.get(name)?.listing).join()}]${next}}`;
    // whoever asks with cursors of its own invention shall not fill the memory
    if (this.#pages.size < 1 + this.#names.length / pageSize) this.#pages.set(cursor, page);
    return page;
  }

  search(query: string, tags: readonly string[], limit: number): Found[] {
    return this.#search.find(query, tags, limit);
  }

  #changed(name: string): void {
    const tool = this.get(name);
    if (tool === undefined) this.#search.remove(name);
    else this.#search.put(tool.manifest);
    this.#names = null;
    this.#pages.clear();
    for (const listener of this.#listeners) listener();
  }
}

/** Index of the first name that comes after another, in a sorted list. */
function firstAfter(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((names[middle] ?? "") <= name) low = middle + 1;
    else high = middle;
  }
  return low;
}
