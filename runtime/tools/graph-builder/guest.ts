import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";
import { dot, mermaid } from "./drawing";
import { Graph } from "./graph";
import { components, findCycle, strongComponents, topologicalOrder } from "./structure";
import { pageRank, spanningForest, Ways } from "./weights";

export function run(): void {
  const given = input();
  const graph = Graph.of(given);
  const result = Json.object().set("nodes", Json.number(graph.size)).set("edges", Json.number(graph.edgeCount));
  perform(given.textOf("operation", ""), graph, given, result);
  give(result);
}

function perform(operation: string, graph: Graph, given: Json, result: Json): void {
  if (operation == "adjacency") result.set("adjacency", adjacency(graph));
  else if (operation == "degrees") result.set("degrees", degrees(graph));
  else if (operation == "components") {
    result.set("components", groupsJson(graph, components(graph)));
    if (graph.directed) result.set("strongComponents", groupsJson(graph, strongComponents(graph)));
  } else if (operation == "cycles") {
    const cycle = findCycle(graph);
    result.set("acyclic", Json.boolean(cycle.length == 0)).set("cycle", namesJson(graph, cycle));
  } else if (operation == "topological-order") result.set("order", order(graph));
  else if (operation == "shortest-path") shortest(graph, given, result);
  else if (operation == "spanning-tree") spanning(graph, result);
  else if (operation == "pagerank") result.set("ranks", ranks(graph, given.numberOf("damping", 0.85)));
  else result.set("text", Json.text(operation == "dot" ? dot(graph) : mermaid(graph)));
}

function namesJson(graph: Graph, nodes: i32[]): Json {
  const names = Json.array();
  for (let at = 0; at < nodes.length; at++) names.push(Json.text(graph.names[nodes[at]]));
  return names;
}

function groupsJson(graph: Graph, groups: i32[][]): Json {
  const json = Json.array();
  for (let at = 0; at < groups.length; at++) json.push(namesJson(graph, groups[at]));
  return json;
}

function nodeJson(graph: Graph, node: i32): Json {
  return Json.object().set("node", Json.text(graph.names[node]));
}

function adjacency(graph: Graph): Json {
  const lists = Json.array();
  for (let node = 0; node < graph.size; node++) {
    const neighbours = Json.array();
    for (let at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
      neighbours.push(nodeJson(graph, graph.ends[at]).set("weight", Json.number(graph.weights[graph.edges[at]])));
    }
    lists.push(nodeJson(graph, node).set("neighbours", neighbours));
  }
  return lists;
}

function degrees(graph: Graph): Json {
  const into = new StaticArray<i32>(graph.size);
  const out = new StaticArray<i32>(graph.size);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    out[graph.from[edge]]++;
    into[graph.to[edge]]++;
  }
  const list = Json.array();
  for (let node = 0; node < graph.size; node++) {
    const each = nodeJson(graph, node).set("degree", Json.number(into[node] + out[node]));
    if (graph.directed) each.set("in", Json.number(into[node])).set("out", Json.number(out[node]));
    list.push(each);
  }
  return list;
}

function order(graph: Graph): Json {
  if (!graph.directed) refuse("an undirected graph has no topological order");
  const nodes = topologicalOrder(graph);
  if (nodes.length < graph.size) {
    refuse("there is no topological order, because there is a cycle: " + namesJson(graph, findCycle(graph)).toString());
  }
  return namesJson(graph, nodes);
}

function shortest(graph: Graph, given: Json, result: Json): void {
  if (!given.has("from")) refuse('shortest-path needs "from"');
  const ways = new Ways(graph, graph.numberOf(given.textOf("from", "")));
  const paths = Json.array();
  const only = given.has("to") ? graph.numberOf(given.textOf("to", "")) : -1;
  for (let node = 0; node < graph.size; node++) {
    if (only >= 0 && node != only) continue;
    const path = nodeJson(graph, node);
    // a number that is not finite is written as null
    path.set("distance", Json.number(ways.distances[node]));
    if (only >= 0) path.set("path", namesJson(graph, ways.to(node)));
    paths.push(path);
  }
  result.set("paths", paths);
}

function spanning(graph: Graph, result: Json): void {
  if (graph.directed) refuse('a spanning tree is one of an undirected graph: say "directed": false');
  const chosen = spanningForest(graph);
  const tree = Json.array();
  let weight: f64 = 0;
  for (let at = 0; at < chosen.length; at++) {
    const edge = chosen[at];
    weight += graph.weights[edge];
    tree.push(
      Json.object()
        .set("from", Json.text(graph.names[graph.from[edge]]))
        .set("to", Json.text(graph.names[graph.to[edge]]))
        .set("weight", Json.number(graph.weights[edge])),
    );
  }
  result.set("tree", tree).set("weight", Json.number(weight)).set("trees", Json.number(graph.size - chosen.length));
}

class Ranked {
  constructor(
    public node: i32,
    public rank: f64,
  ) {}
}

function ranks(graph: Graph, damping: f64): Json {
  const byNode = pageRank(graph, damping);
  const sorted: Ranked[] = [];
  for (let node = 0; node < graph.size; node++) sorted.push(new Ranked(node, byNode[node]));
  sorted.sort((one, other) => (one.rank == other.rank ? one.node - other.node : one.rank > other.rank ? -1 : 1));
  const list = Json.array();
  for (let at = 0; at < sorted.length; at++) list.push(nodeJson(graph, sorted[at].node).set("rank", Json.number(sorted[at].rank)));
  return list;
}
