import fc from "fast-check";
import { expect, test } from "vitest";
import { Registry } from "../../runtime/kernel/registry.ts";
import { listingOf, type Tool, toolManifestSchema } from "../../runtime/kernel/tool.ts";
import { kernelWithTools } from "./support.ts";

interface Named {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}

/** A tool that can be listed and found. What it would do does not matter here. */
function toolOf({ name, title = "A tool", description = "Of no use.", tags = [] }: Named): Tool {
  const manifest = toolManifestSchema.parse({
    name,
    title,
    description,
    tags,
    inputSchema: { type: "object" },
  });
  return {
    manifest,
    listing: listingOf(manifest),
    misfit: () => null,
    call: () => Promise.reject(new Error("not called")),
    retire: () => {},
  };
}

const nameOf = (number: number) => `tool-${number.toString(36)}`;

interface Page {
  readonly names: readonly string[];
  readonly next: string | undefined;
}

function pageOf(registry: Registry, cursor?: string): Page {
  const { tools, nextCursor } = JSON.parse(registry.page(cursor)) as {
    tools: { name: string }[];
    nextCursor?: string;
  };
  return { names: tools.map(({ name }) => name), next: nextCursor };
}

test("ten thousand tools are listed over pages without a gap or a double, while others come and go", () => {
  const registry = new Registry();
  const present = new Set<string>();
  const put = (name: string) => {
    registry.put(toolOf({ name }));
    present.add(name);
  };
  const remove = (name: string) => {
    registry.remove(name);
    present.delete(name);
  };
  for (let number = 0; number < 10_000; number++) put(nameOf(number));
  const change = fc.record({ number: fc.nat(15_000), comes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 12 }), (between) => {
      const throughout = new Set(present);
      const ever = new Set(present);
      const listed: string[] = [];
      const changes = between.values();
      for (let page = pageOf(registry); ; page = pageOf(registry, page.next)) {
        listed.push(...page.names);
        if (page.next === undefined) break;
        for (const { number, comes } of changes.next().value ?? []) {
          const name = nameOf(number);
          if (comes) {
            put(name);
            ever.add(name);
          } else {
            remove(name);
            throughout.delete(name);
          }
        }
      }
      expect(new Set(listed).size).toBe(listed.length);
      const missed = Array.from(throughout).filter((name) => !listed.includes(name));
      expect(missed).toEqual([]);
      expect(listed.filter((name) => !ever.has(name))).toEqual([]);
      expect(registry.size).toBe(present.size);
    }),
    { numRuns: 3 },
  );
  const whole: string[] = [];
  for (let page: Page | null = pageOf(registry); page !== null; ) {
    whole.push(...page.names);
    page = page.next === undefined ? null : pageOf(registry, page.next);
  }
  expect(whole).toEqual(Array.from(present).sort());
});

test("any cursor is answered, and what it says is what follows", () => {
  const registry = new Registry();
  const names = Array.from({ length: 1_500 }, (_, number) => nameOf(number)).sort();
  for (const name of names) registry.put(toolOf({ name }));
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (cursor) => {
      const following = names.filter((name) => name > cursor);
      expect(pageOf(registry, cursor).names).toEqual(following.slice(0, 1_000));
    }),
    { numRuns: 50 },
  );
});

test("what the registry has, and what a search finds, is what a simple model says", () => {
  const words = ["alpha", "alps", "beta", "bet", "gamma", "ga", "delta", "del"];
  const text = fc.array(fc.constantFrom(...words), { maxLength: 3 }).map((some) => some.join(" "));
  const tool = fc.record({
    name: fc.constantFrom("one", "two", "three_alpha", "four-beta", "five.gamma"),
    title: text.map((title) => title || "none"),
    description: text.map((description) => description || "none"),
    tags: fc.uniqueArray(fc.constantFrom("red", "green"), { maxLength: 2 }),
  });
  const step = fc.oneof(
    { weight: 3, arbitrary: tool },
    fc.record({ gone: fc.constantFrom("one", "two", "three_alpha", "four-beta", "five.gamma") }),
  );
  // shorter than what is also found with a letter that differs
  const query = fc.constantFrom(
    "al",
    "alp",
    "b",
    "bet",
    "beta",
    "g",
    "ga",
    "de",
    "del",
    "red",
    "one",
    "zzz",
    "",
  );
  const tags = fc.subarray(["red", "green"]);
  fc.assert(
    fc.property(fc.array(fc.tuple(step, query, tags), { maxLength: 20 }), (steps) => {
      const registry = new Registry();
      const model = new Map<string, Named>();
      for (const [one, wanted, needed] of steps) {
        if ("gone" in one) {
          registry.remove(one.gone);
          model.delete(one.gone);
        } else {
          registry.put(toolOf(one));
          model.set(one.name, one);
        }
        expect(registry.size).toBe(model.size);
        for (const { name, title = "" } of model.values()) {
          expect(registry.get(name)?.manifest.title).toBe(title);
        }
        const expected = Array.from(model.values()).filter(
          ({ name, title = "", description = "", tags: own = [] }) =>
            needed.every((tag) => own.includes(tag)) &&
            [name, title, description, ...own].some((field) =>
              field.split(/[^a-z]+/).some((word) => word.startsWith(wanted)),
            ),
        );
        const found = registry.search(wanted, needed, 100);
        expect(found.map(({ name }) => name).sort()).toEqual(expected.map(({ name }) => name).sort());
      }
    }),
    { numRuns: 200 },
  );
});

test("no query breaks the search", () => {
  const registry = new Registry();
  registry.put(toolOf({ name: "calculator" }));
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 1_000 }), (query) => {
      expect(registry.search(query, [], 5).length).toBeLessThanOrEqual(1);
    }),
  );
});

test("of a query with very many words, the first dozen count", () => {
  const registry = new Registry();
  registry.put(toolOf({ name: "calculator", description: "one two three" }));
  registry.put(toolOf({ name: "abacus", description: "four" }));
  const find = (query: string) => registry.search(query, [], 5).map(({ name }) => name);
  const many = Array.from({ length: 300 }, () => "One two THREE calculator").join(" ");
  expect(find(many)).toEqual(["calculator"]);
  const beginnings = Array.from({ length: 10 }, (_, at) => "calculator".slice(0, at + 1)).join(" ");
  expect(find(`${beginnings} one four`)).toEqual(["calculator", "abacus"]);
  expect(find(`${beginnings} one two four`)).toEqual(["calculator"]);
});

test("tools that have all words of a query come alone; where there is none, those that have some", () => {
  const registry = new Registry();
  registry.put(toolOf({ name: "calculator", description: "sums of numbers" }));
  registry.put(toolOf({ name: "webhook-caller", description: "delivers to a webhook" }));
  const find = (query: string) => registry.search(query, [], 5).map(({ name }) => name);
  expect(find("sums numbers")).toEqual(["calculator"]);
  expect(find("send something to a webhook")[0]).toBe("webhook-caller");
  expect(find("xyzzy plugh")).toEqual([]);
});

/** The tools that a word finds before all others, of those that the kernel comes with; `first` is the best of them. */
const patterns: Readonly<Record<string, { readonly first?: string; readonly found: readonly string[] }>> = {
  calc: { first: "calculator", found: ["calculator", "diff_calculator", "hash_calculator"] },
  file: { found: ["file_operations", "file_search", "file_watcher", "file_converter"] },
  time: { first: "date_time_handler", found: ["date_time_handler"] },
  uuid: { first: "uuid_generator", found: ["uuid_generator"] },
  text: { first: "text_manipulator", found: ["text_manipulator"] },
  data: { first: "data_validation", found: ["data_validation"] },
  web: { found: ["web_search", "web-scraper", "webhook-caller", "webpage-monitor"] },
  sys: { first: "system_monitor", found: ["system_monitor"] },
};

test("the words that people search with find the tools that they mean", async () => {
  const { registry } = await kernelWithTools();
  for (const [query, { first, found }] of Object.entries(patterns)) {
    const there = found.filter((name) => registry.get(name) !== undefined);
    const best = registry.search(query, [], 100).map(({ name }) => name);
    expect(best.slice(0, there.length).toSorted(), query).toEqual(there.toSorted());
    if (first !== undefined && there.includes(first)) expect(best[0], query).toBe(first);
  }
});
