import { numberText } from "../shared/json";
import { Text } from "../shared/text";
import { Graph } from "./graph";

/** What stands at an edge: its label, or a weight that says something. */
function edgeText(graph: Graph, edge: i32): string {
  if (graph.edgeLabels.has(edge)) return graph.edgeLabels.get(edge);
  return graph.weights[edge] == 1 ? "" : numberText(graph.weights[edge]);
}

/** The graph in the language of Graphviz. */
export function dot(graph: Graph): string {
  const text = new Text();
  text.append(graph.directed ? "digraph {\n" : "graph {\n");
  for (let node = 0; node < graph.size; node++) {
    text.append("  " + dotQuoted(graph.names[node]));
    if (graph.labels.has(node)) text.append(" [label=" + dotQuoted(graph.labels.get(node)) + "]");
    text.append(";\n");
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const arrow = graph.directed ? " -> " : " -- ";
    text.append("  " + dotQuoted(graph.names[graph.from[edge]]) + arrow + dotQuoted(graph.names[graph.to[edge]]));
    const label = edgeText(graph, edge);
    if (label != "") text.append(" [label=" + dotQuoted(label) + "]");
    text.append(";\n");
  }
  text.append("}\n");
  return text.toString();
}

function dotQuoted(name: string): string {
  return '"' + name.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n") + '"';
}

/** The graph as a flow chart of Mermaid. Nodes have numbers there, because ids may hardly be anything. */
export function mermaid(graph: Graph): string {
  const text = new Text();
  text.append("flowchart LR\n");
  for (let node = 0; node < graph.size; node++) {
    text.append("  n" + node.toString() + '["' + mermaidQuoted(graph.label(node)) + '"]\n');
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const label = edgeText(graph, edge);
    text.append("  n" + graph.from[edge].toString() + (graph.directed ? " -->" : " ---"));
    if (label != "") text.append('|"' + mermaidQuoted(label) + '"|');
    text.append(" n" + graph.to[edge].toString() + "\n");
  }
  return text.toString();
}

function mermaidQuoted(label: string): string {
  const entities = label.replaceAll("&", "&amp;").replaceAll("#", "&num;").replaceAll('"', "&quot;");
  return entities.replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "").replaceAll("\n", "<br>");
}
