// Reads one flowchart a line, as a JSON string, and answers each with its nodes, arrows and subgraphs, or its error.

import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
// The kinds of diagrams are known only after a first one.
await mermaid.parse("flowchart LR\n  a --> b");

for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  let answer;
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(JSON.parse(line));
    answer = {
      nodes: [...db.getVertices().values()].map((node) => ({ id: node.id, text: node.text, classes: node.classes })),
      arrows: db.getEdges().map((edge) => ({ from: edge.start, to: edge.end, text: edge.text, stroke: edge.stroke })),
      subgraphs: db.getSubGraphs().map((graph) => ({ id: graph.id, title: graph.title, nodes: graph.nodes })),
    };
  } catch (error) {
    answer = { error: String(error.message) };
  }
  console.log(JSON.stringify(answer));
}
