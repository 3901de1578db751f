import { Graph } from "./graph";

/** Groups of nodes that are connected, whatever the direction of edges, each in the order of its nodes. */
export function components(graph: Graph): i32[][] {
  const sets = new DisjointSets(graph.size);
  for (let edge = 0; edge < graph.edgeCount; edge++) sets.join(graph.from[edge], graph.to[edge]);
  const groups: i32[][] = [];
  const groupOf = new StaticArray<i32>(graph.size);
  for (let node = 0; node < graph.size; node++) {
    const root = sets.rootOf(node);
    if (groupOf[root] == 0) {
      groups.push([]);
      groupOf[root] = groups.length;
    }
    groups[groupOf[root] - 1].push(node);
  }
  return groups;
}

export class DisjointSets {
  private parents: StaticArray<i32>;

  constructor(count: i32) {
    this.parents = new StaticArray<i32>(count);
    for (let at = 0; at < count; at++) this.parents[at] = at;
  }

  rootOf(member: i32): i32 {
    let at = member;
    while (this.parents[at] != at) {
      this.parents[at] = this.parents[this.parents[at]];
      at = this.parents[at];
    }
    return at;
  }

  /** @returns whether they were apart */
  join(one: i32, other: i32): bool {
    const root = this.rootOf(one);
    const second = this.rootOf(other);
    // the lesser number stays the root
    if (root < second) this.parents[second] = root;
    else this.parents[root] = second;
    return root != second;
  }
}

/** Groups of nodes that can be reached from each other (Tarjan's algorithm, without recursion), each in the order of its nodes. */
export function strongComponents(graph: Graph): i32[][] {
  const count = graph.size;
  const order = new StaticArray<i32>(count);
  const low = new StaticArray<i32>(count);
  const next = new StaticArray<i32>(count);
  const waiting = new StaticArray<bool>(count);
  const stack: i32[] = [];
  const path: i32[] = [];
  const groups: i32[][] = [];
  let visited = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] != 0) continue;
    path.push(root);
    while (path.length > 0) {
      const node = path[path.length - 1];
      if (order[node] == 0) {
        order[node] = ++visited;
        low[node] = visited;
        next[node] = graph.starts[node];
        stack.push(node);
        waiting[node] = true;
      }
      if (next[node] < graph.starts[node + 1]) {
        const end = graph.ends[next[node]++];
        if (order[end] == 0) path.push(end);
        else if (waiting[end]) low[node] = min(low[node], order[end]);
        continue;
      }
      path.pop();
      if (path.length > 0) {
        const parent = path[path.length - 1];
        low[parent] = min(low[parent], low[node]);
      }
      if (low[node] != order[node]) continue;
      const group: i32[] = [];
      let member = -1;
      while (member != node) {
        member = stack.pop();
        waiting[member] = false;
        group.push(member);
      }
      group.sort((one, other) => one - other);
      groups.push(group);
    }
  }
  groups.sort((one, other) => one[0] - other[0]);
  return groups;
}

/** The nodes of a cycle, in its order; none when there is no cycle. In an undirected graph an edge is not gone back. */
export function findCycle(graph: Graph): i32[] {
  const state = new StaticArray<u8>(graph.size);
  const next = new StaticArray<i32>(graph.size);
  const cameBy = new StaticArray<i32>(graph.size);
  const path: i32[] = [];
  for (let root = 0; root < graph.size; root++) {
    if (state[root] != 0) continue;
    path.push(root);
    state[root] = 1;
    next[root] = graph.starts[root];
    cameBy[root] = -1;
    while (path.length > 0) {
      const node = path[path.length - 1];
      if (next[node] == graph.starts[node + 1]) {
        state[node] = 2;
        path.pop();
        continue;
      }
      const at = next[node]++;
      const end = graph.ends[at];
      if (!graph.directed && graph.edges[at] == cameBy[node]) continue;
      if (state[end] == 1) return path.slice(path.indexOf(end));
      if (state[end] == 2) continue;
      path.push(end);
      state[end] = 1;
      next[end] = graph.starts[end];
      cameBy[end] = graph.edges[at];
    }
  }
  return [];
}

/** Nodes so that every edge goes forward; fewer than there are when there is a cycle. */
export function topologicalOrder(graph: Graph): i32[] {
  const incoming = new StaticArray<i32>(graph.size);
  for (let edge = 0; edge < graph.edgeCount; edge++) incoming[graph.to[edge]]++;
  const order: i32[] = [];
  for (let node = 0; node < graph.size; node++) {
    if (incoming[node] == 0) order.push(node);
  }
  for (let at = 0; at < order.length; at++) {
    const node = order[at];
    for (let index = graph.starts[node]; index < graph.starts[node + 1]; index++) {
      if (--incoming[graph.ends[index]] == 0) order.push(graph.ends[index]);
    }
  }
  return order;
}
