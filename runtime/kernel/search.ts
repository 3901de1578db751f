import MiniSearch, { type SearchResult } from "minisearch";
import type { ToolManifest } from "./tool.ts";

export interface Found {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Higher fits better. Comparable within one search only. */
  readonly score: number;
}

/** Names are told apart at what is no letter and no digit: `file_search` has two words. */
const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u);

/** Words of a query that count. Each is looked up in all that begins like it, while nobody else is served. */
const mostWords = 12;

/** Twice the same word asks for nothing more. */
const wordsOfQuery = (query: string) => Array.from(new Set(words(query.toLowerCase()))).slice(0, mostWords);

/**
 * Tools by the words in name, tags, title and description, ranked by BM25+. A word of the query also finds words that begin with it,
 * and, from five letters on, those that differ in a letter.
 */
export class ToolSearch {
  readonly #index = new MiniSearch<ToolManifest>({
    idField: "name",
    fields: ["name", "tags", "title", "description"],
    tokenize: words,
    extractField: (manifest, field) => {
      const value = manifest[field as keyof ToolManifest];
      return Array.isArray(value) ? value.join(" ") : value;
    },
    searchOptions: {
      tokenize: wordsOfQuery,
      prefix: true,
      fuzzy: (term) => (term.length >= 5 ? 1 : false),
      boost: { name: 6, tags: 3, title: 2 },
      combineWith: "AND",
    },
  });
  readonly #manifests = new Map<string, ToolManifest>();

  /** Adds a tool, or puts it in the place of the one with the same name. */
  put(manifest: ToolManifest): void {
    if (this.#manifests.has(manifest.name)) this.#index.replace(manifest);
    else this.#index.add(manifest);
    this.#manifests.set(manifest.name, manifest);
  }

  remove(name: string): void {
    if (this.#manifests.delete(name)) this.#index.discard(name);
  }

  /**
   * The best first; equal ones by name.
   *
   * @param query empty for all, by name. Where no tool has all of its words, those that have some are found
   * @param tags only tools that have all of them
   */
  find(query: string, tags: readonly string[], limit: number): Found[] {
    const fits = (name: string) => {
      const manifest = this.#manifests.get(name);
      return manifest !== undefined && tags.every((tag) => manifest.tags.includes(tag));
    };
    const hits =
      query.trim() === ""
        ? Array.from(this.#manifests.keys(), (id) => ({ id, score: 0 }))
        : this.#hits(query).map(({ id, score }) => ({ id: id as string, score }));
    return hits
      .filter(({ id }) => tags.length === 0 || fits(id))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .flatMap(({ id, score }) => {
        const manifest = this.#manifests.get(id);
        if (manifest === undefined) return [];
        const { name, title, description, tags } = manifest;
        return [{ name, title, description, tags, score }];
      });
  }

  #hits(query: string): SearchResult[] {
    const ofAll = this.#index.search(query);
    return ofAll.length > 0 ? ofAll : this.#index.search(query, { combineWith: "OR" });
  }
}
