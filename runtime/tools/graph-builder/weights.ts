import { refuse } from "../shared/kernel";
import { Graph } from "./graph";
import { Heap } from "./heap";
import { DisjointSets } from "./structure";

/** Shortest ways from one node (Dijkstra). */
export class Ways {
  distances: StaticArray<f64>;
  private before: StaticArray<i32>;

  constructor(graph: Graph, start: i32) {
    for (let edge = 0; edge < graph.edgeCount; edge++) {
      if (graph.weights[edge] < 0) refuse("shortest paths need weights that are not negative");
    }
    this.distances = new StaticArray<f64>(graph.size);
    this.before = new StaticArray<i32>(graph.size);
    this.distances.fill(Infinity);
    this.before.fill(-1);
    this.distances[start] = 0;
    const heap = new Heap();
    heap.push(0, start);
    while (!heap.isEmpty) {
      const distance = heap.leastKey;
      const node = heap.pop();
      if (distance > this.distances[node]) continue;
      for (let at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
        const end = graph.ends[at];
        const through = distance + graph.weights[graph.edges[at]];
        if (through >= this.distances[end]) continue;
        this.distances[end] = through;
        this.before[end] = node;
        heap.push(through, end);
      }
    }
  }

  /** The nodes on the way, both ends included; none when there is no way. */
  to(node: i32): i32[] {
    const way: i32[] = [];
    if (!isFinite(this.distances[node])) return way;
    for (let at = node; at >= 0; at = this.before[at]) way.push(at);
    return way.reverse();
  }
}

/** The edges of a spanning forest of the least weight (Kruskal). */
export function spanningForest(graph: Graph): i32[] {
  const heap = new Heap();
  for (let edge = 0; edge < graph.edgeCount; edge++) heap.push(graph.weights[edge], edge);
  const sets = new DisjointSets(graph.size);
  const chosen: i32[] = [];
  while (!heap.isEmpty) {
    const edge = heap.pop();
    if (sets.join(graph.from[edge], graph.to[edge])) chosen.push(edge);
  }
  return chosen;
}

const mostRounds = 200;
const closeEnough: f64 = 1e-12;

/** PageRank by repetition; edges are followed in proportion to their weights, and who has none goes anywhere. The ranks add up to 1. */
export function pageRank(graph: Graph, damping: f64): StaticArray<f64> {
  const count = graph.size;
  const out = new StaticArray<f64>(count);
  for (let node = 0; node < count; node++) {
    for (let at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
      const weight = graph.weights[graph.edges[at]];
      if (weight < 0) refuse("PageRank needs weights that are not negative");
      out[node] += weight;
    }
  }
  let ranks = new StaticArray<f64>(count);
  ranks.fill(1 / <f64>count);
  for (let round = 0; round < mostRounds; round++) {
    let loose: f64 = 0;
    for (let node = 0; node < count; node++) {
      if (out[node] == 0) loose += ranks[node];
    }
    const next = new StaticArray<f64>(count);
    next.fill((1 - damping + damping * loose) / <f64>count);
    for (let node = 0; node < count; node++) {
      if (out[node] == 0) continue;
      const share = (damping * ranks[node]) / out[node];
      for (let at = graph.starts[node]; at < graph.starts[node + 1]; at++) next[graph.ends[at]] += share * graph.weights[graph.edges[at]];
    }
    let change: f64 = 0;
    for (let node = 0; node < count; node++) change += Math.abs(next[node] - ranks[node]);
    ranks = next;
    if (change < closeEnough) break;
  }
  return ranks;
}
