import { Json } from "../shared/json";
import { refuse } from "../shared/kernel";

const mostNodes = 100_000;

/** A graph whose nodes are numbered in the order in which they were named; so are its edges. */
export class Graph {
  names: string[] = [];
  labels: Map<i32, string> = new Map();
  from: i32[] = [];
  to: i32[] = [];
  weights: f64[] = [];
  edgeLabels: Map<i32, string> = new Map();
  /** Ends of edges by their beginning, an undirected edge both ways: those of node n are at `starts[n]` up to `starts[n + 1]`. */
  starts: StaticArray<i32> = new StaticArray<i32>(0);
  ends: StaticArray<i32> = new StaticArray<i32>(0);
  /** The edges that these are. */
  edges: StaticArray<i32> = new StaticArray<i32>(0);
  private numbers: Map<string, i32> = new Map();

  constructor(public directed: bool) {}

  static of(given: Json): Graph {
    const graph = new Graph(given.flagOf("directed", true));
    const nodes = given.itemsOf("nodes");
    for (let at = 0; at < nodes.length; at++) {
      const number = graph.node(nodes[at].textOf("id", ""));
      const label = nodes[at].textOf("label", "");
      if (label != "") graph.labels.set(number, label);
    }
    const edges = given.itemsOf("edges");
    for (let at = 0; at < edges.length; at++) {
      graph.from.push(graph.node(edges[at].textOf("from", "")));
      graph.to.push(graph.node(edges[at].textOf("to", "")));
      graph.weights.push(edges[at].numberOf("weight", 1));
      const label = edges[at].textOf("label", "");
      if (label != "") graph.edgeLabels.set(at, label);
    }
    graph.connect();
    return graph;
  }

  get size(): i32 {
    return this.names.length;
  }

  get edgeCount(): i32 {
    return this.from.length;
  }

  /** The number of a node that is there. */
  numberOf(name: string): i32 {
    if (!this.numbers.has(name)) refuse('there is no node "' + name + '"');
    return this.numbers.get(name);
  }

  label(node: i32): string {
    return this.labels.has(node) ? this.labels.get(node) : this.names[node];
  }

  private node(name: string): i32 {
    if (this.numbers.has(name)) return this.numbers.get(name);
    const number = this.names.length;
    if (number >= mostNodes) refuse("a graph may have " + mostNodes.toString() + " nodes");
    this.numbers.set(name, number);
    this.names.push(name);
    return number;
  }

  /** Sorts the edges by where they begin. */
  private connect(): void {
    const starts = new StaticArray<i32>(this.size + 2);
    for (let edge = 0; edge < this.edgeCount; edge++) {
      starts[this.from[edge] + 2]++;
      if (this.goesBack(edge)) starts[this.to[edge] + 2]++;
    }
    for (let node = 2; node < starts.length; node++) starts[node] += starts[node - 1];
    const count = starts[this.size + 1];
    this.ends = new StaticArray<i32>(count);
    this.edges = new StaticArray<i32>(count);
    this.starts = starts;
    for (let edge = 0; edge < this.edgeCount; edge++) {
      this.place(this.from[edge], this.to[edge], edge);
      if (this.goesBack(edge)) this.place(this.to[edge], this.from[edge], edge);
    }
  }

  private goesBack(edge: i32): bool {
    return !this.directed && this.from[edge] != this.to[edge];
  }

  private place(from: i32, to: i32, edge: i32): void {
    const at = this.starts[from + 1]++;
    this.ends[at] = to;
    this.edges[at] = edge;
  }
}
