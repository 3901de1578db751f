import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools();

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

async function ask(operation: string, edges: readonly Edge[], more: Record<string, unknown> = {}) {
  const { result, error } = await callTool(kernel, "graph-builder", { operation, edges, ...more });
  if (result === null) throw new Error(error ?? "");
  return result;
}

const node = fc.constantFrom(..."abcdefgh");
const edge = fc.record({ from: node, to: node, weight: fc.integer({ min: 0, max: 9 }) });
const edges = fc.array(edge, { minLength: 1, maxLength: 14 });
const runs = { numRuns: 60 };

const nodesOf = (all: readonly Edge[]) => [...new Set(all.flatMap(({ from, to }) => [from, to]))];
const bothWays = (all: readonly Edge[]) => [
  ...all,
  ...all.map((each) => ({ ...each, from: each.to, to: each.from })),
];

/** All distances, by Floyd and Warshall. */
function distances(all: readonly Edge[]): Map<string, number> {
  const names = nodesOf(all);
  const known = new Map<string, number>();
  const get = (from: string, to: string) => known.get(from + to) ?? Number.POSITIVE_INFINITY;
  for (const name of names) known.set(name + name, 0);
  for (const { from, to, weight } of all) known.set(from + to, Math.min(get(from, to), weight));
  for (const via of names)
    for (const from of names)
      for (const to of names) known.set(from + to, Math.min(get(from, to), get(from, via) + get(via, to)));
  return known;
}

test.each([true, false])(
  "distances are those of another algorithm, and paths have them (directed: %s)",
  async (directed) => {
    await fc.assert(
      fc.asyncProperty(edges, async (given) => {
        const known = distances(directed ? given : bothWays(given));
        const [from = "", to = ""] = [given[0]?.from, given.at(-1)?.to];
        const all = await ask("shortest-path", given, { directed, from });
        for (const { node, distance } of all.paths as { node: string; distance: number | null }[]) {
          expect(distance ?? Number.POSITIVE_INFINITY).toBe(known.get(from + node));
        }
        const one = (await ask("shortest-path", given, { directed, from, to })).paths as {
          path: string[];
          distance: number;
        }[];
        const path = one[0]?.path ?? [];
        if (one[0]?.distance === null) {
          expect(path).toEqual([]);
          return;
        }
        expect([path[0], path.at(-1)]).toEqual([from, to]);
        const steps = path.slice(1).map((end, at) => {
          const fit = (directed ? given : bothWays(given)).filter(
            (each) => each.from === path[at] && each.to === end,
          );
          return Math.min(...fit.map(({ weight }) => weight));
        });
        expect(steps.reduce((sum, weight) => sum + weight, 0)).toBe(one[0]?.distance);
      }),
      runs,
    );
  },
);

test("nodes are in one component when there is a way, and strongly when there are two", async () => {
  await fc.assert(
    fc.asyncProperty(edges, async (given) => {
      const { components, strongComponents } = (await ask("components", given)) as Record<string, string[][]>;
      const grouped = (groups: string[][] = []) =>
        groups.flatMap((group) => group.map((name) => `${name}: ${[...group].sort().join("")}`)).sort();
      const reach = (known: Map<string, number>) =>
        nodesOf(given)
          .map((one) => {
            const group = nodesOf(given).filter(
              (other) => Number.isFinite(known.get(one + other)) && Number.isFinite(known.get(other + one)),
            );
            return `${one}: ${group.sort().join("")}`;
          })
          .sort();
      expect(grouped(components)).toEqual(reach(distances(bothWays(given))));
      expect(grouped(strongComponents)).toEqual(reach(distances(given)));
    }),
    runs,
  );
});

test("there is a cycle or a topological order, and each is one", async () => {
  await fc.assert(
    fc.asyncProperty(edges, async (given) => {
      const { acyclic, cycle } = (await ask("cycles", given)) as { acyclic: boolean; cycle: string[] };
      const has = (from: string, to: string) => given.some((each) => each.from === from && each.to === to);
      if (!acyclic) {
        expect(cycle.every((from, at) => has(from, cycle[(at + 1) % cycle.length] ?? ""))).toBe(true);
        return;
      }
      const order = (await ask("topological-order", given)).order as string[];
      expect([...order].sort()).toEqual(nodesOf(given).sort());
      for (const { from, to } of given) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
    }),
    runs,
  );
});

test("an undirected graph has no cycle when it has as many edges as a forest", async () => {
  await fc.assert(
    fc.asyncProperty(edges, async (given) => {
      const { acyclic } = await ask("cycles", given, { directed: false });
      const { components } = await ask("components", given, { directed: false });
      expect(acyclic).toBe(given.length === nodesOf(given).length - (components as string[][]).length);
    }),
    runs,
  );
});

test("no spanning tree has less weight", async () => {
  const few = fc.array(edge, { minLength: 1, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(few, async (given) => {
      const { tree, weight, trees } = (await ask("spanning-tree", given, { directed: false })) as {
        tree: Edge[];
        weight: number;
        trees: number;
      };
      const count = (chosen: readonly Edge[]) => {
        const known = distances([
          ...bothWays(chosen),
          ...nodesOf(given).map((name) => ({ from: name, to: name, weight: 0 })),
        ]);
        const first = (one: string) =>
          nodesOf(given).find((other) => Number.isFinite(known.get(one + other)));
        return new Set(nodesOf(given).map(first)).size;
      };
      expect(count(tree)).toBe(trees);
      expect(count(given)).toBe(trees);
      let least = Number.POSITIVE_INFINITY;
      for (let mask = 0; mask < 2 ** given.length; mask++) {
        const chosen = given.filter((_, at) => (mask >> at) & 1);
        if (chosen.length !== tree.length) continue;
        const sum = chosen.reduce((all, each) => all + each.weight, 0);
        if (sum < least && count(chosen) === trees) least = sum;
      }
      expect(weight).toBe(tree.length === 0 ? 0 : least);
    }),
    { numRuns: 25 },
  );
});

test("ranks are what they say of each other, and add up to 1", async () => {
  await fc.assert(
    fc.asyncProperty(edges, async (given) => {
      const ranks = (await ask("pagerank", given, { damping: 0.5 })).ranks as {
        node: string;
        rank: number;
      }[];
      const rank = new Map(ranks.map((each) => [each.node, each.rank]));
      const out = (from: string) =>
        given.filter((each) => each.from === from).reduce((sum, { weight }) => sum + weight, 0);
      const names = nodesOf(given);
      const loose = names
        .filter((name) => out(name) === 0)
        .reduce((sum, name) => sum + (rank.get(name) ?? 0), 0);
      for (const name of names) {
        const received = given
          .filter(({ to, from }) => to === name && out(from) > 0)
          .reduce((sum, { from, weight }) => sum + ((rank.get(from) ?? 0) * weight) / out(from), 0);
        expect(rank.get(name)).toBeCloseTo((0.5 + 0.5 * loose) / names.length + 0.5 * received, 9);
      }
      expect(ranks.reduce((sum, each) => sum + each.rank, 0)).toBeCloseTo(1, 9);
      expect(ranks.map((each) => each.rank)).toEqual(
        ranks.map((each) => each.rank).sort((one, other) => other - one),
      );
    }),
    runs,
  );
});

test("degrees and neighbours count every edge", async () => {
  await fc.assert(
    fc.asyncProperty(edges, fc.boolean(), async (given, directed) => {
      const degrees = (await ask("degrees", given, { directed })).degrees as { degree: number }[];
      expect(degrees.reduce((sum, { degree }) => sum + degree, 0)).toBe(2 * given.length);
      const lists = (await ask("adjacency", given, { directed })).adjacency as { neighbours: unknown[] }[];
      const loops = given.filter(({ from, to }) => from === to).length;
      const entries = directed ? given.length : 2 * given.length - loops;
      expect(lists.reduce((sum, { neighbours }) => sum + neighbours.length, 0)).toBe(entries);
    }),
    runs,
  );
});

test("names may be anything, and there may be no edges", async () => {
  const names = fc.array(fc.string({ unit: "binary", maxLength: 4 }), { minLength: 2, maxLength: 5 });
  const operation = fc.constantFrom(
    "adjacency",
    "degrees",
    "components",
    "cycles",
    "pagerank",
    "dot",
    "mermaid",
  );
  await fc.assert(
    fc.asyncProperty(names, operation, async (given, operation) => {
      const chain = given.slice(1).map((to, at) => ({ from: given[at] ?? "", to, weight: 1 }));
      expect(await ask(operation, chain)).toMatchObject({ nodes: new Set(given).size, edges: chain.length });
      expect(await ask(operation, [])).toMatchObject({ nodes: 0, edges: 0 });
    }),
    { numRuns: 25 },
  );
});

test("a chain of 20,000 nodes is no matter", async () => {
  const chain = Array.from({ length: 20_000 }, (_, at) => ({ from: `${at}`, to: `${at + 1}`, weight: 1 }));
  const { paths } = await ask("shortest-path", chain, { from: "0", to: "20000" });
  expect(paths).toMatchObject([{ distance: 20_000 }]);
  expect(await ask("cycles", chain)).toMatchObject({ acyclic: true });
  expect((await ask("components", chain)).strongComponents).toHaveLength(20_001);
});
