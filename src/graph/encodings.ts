import type { Circuit } from "../circuit/index.js";
import { deviceGraph, deviceGraphKinds, directedEdges } from "./device-graph/index.js";
import { graphTopology } from "./topology.js";

/** What a graph of a circuit looks like from outside. */
export interface GraphSize {
  readonly nodes: number;
  readonly edges: number;
  /** Nodes by kind, kinds without any left out. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** A way to write any circuit as a graph. */
export interface GraphEncoding {
  readonly name: "terminal" | "device";
  /** What its edges are called. */
  readonly edges: string;
  size(circuit: Circuit): GraphSize;
}

/** The encodings that there are: the terminal graph of paper A, and the device graph of DICE as published. */
export const graphEncodings: readonly GraphEncoding[] = [
  {
    name: "terminal",
    edges: "edges",
    size(circuit) {
      const { nodes, edges, kinds, kindOfNode } = graphTopology(circuit);
      return { nodes, edges, kinds: countKinds(kinds, kindOfNode) };
    },
  },
  {
    name: "device",
    edges: "directed edges",
    size(circuit) {
      const graph = deviceGraph(circuit, "faithful");
      return {
        nodes: graph.devices + graph.nets,
        edges: directedEdges(graph),
        kinds: countKinds(deviceGraphKinds.faithful.nodes, graph.kindOfNode),
      };
    },
  },
];

function countKinds(names: readonly string[], kindOfNode: Iterable<number>): Record<string, number> {
  const counts = new Array<number>(names.length).fill(0);
  for (const kind of kindOfNode) counts[kind]!++;
  return Object.fromEntries(
    names.map((name, kind) => [name, counts[kind]!] as const).filter(([, n]) => n > 0),
  );
}
