import { z } from "zod";
import {
  batchGraphs,
  type CircuitGraph,
  type FeatureScheme,
  type GraphBatch,
  type GraphTopology,
} from "../../graph/index.js";
import { edgeFeeds, edgeInputs, gatLayer, linear } from "../../nn/index.js";
import { gatherRows } from "../../tensor/index.js";
import { graphFeeds, graphInputs } from "../graph-inputs.js";
import type { PreparedNetwork } from "../prepared-network.js";
import { profileOf, type Topologies } from "../topologies.js";
import { stack, voltageHead } from "../voltage-head.js";

export const gatSchema = z.strictObject({
  kind: z.literal("gat").describe("graph attention with ReLU between the layers, a baseline of paper A"),
  layers: z.int().min(1).max(100).default(5).describe("attention layers"),
  hidden: z.int().min(1).default(128).describe("channels of a node's state, and of each head"),
  heads: z.int().min(1).default(8).describe("attention heads, averaged"),
  output: z.enum(["sigmoid", "linear"]).default("sigmoid").describe("sigmoid for voltages in (0, 1)"),
});

/** A GAT (Veličković et al. 2018) below the head of paper A: `h ← ReLU(GAT(h))`, heads averaged, without residuals. */
export function prepareGat(
  config: z.output<typeof gatSchema>,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  const { layers, hidden, heads } = config;
  const profile = profileOf(topologies, (topology) => topology);
  const degrees = profileOf(topologies, withSelfLoop);
  const profiles = { sourceProfile: degrees, targetProfile: degrees };
  const inputs = graphInputs(scheme.width, profile);
  const edges = edgeInputs("edges", { nodes: "nodes", edges: "edges", ...profiles });
  return {
    predict(scope) {
      const start = linear(scope.child("input"), inputs.features, hidden);
      const embedding = stack(layers, start, (h, layer) =>
        gatLayer(scope.child("layers").child(layer), h, edges, { outputs: hidden, heads }),
      );
      return voltageHead(scope.child("head"), gatherRows(embedding, inputs.outputNodes), config);
    },
    feeds(graphs) {
      const batch = batchGraphs(graphs, scheme, profile);
      const lists = edgesWithSelfLoops(graphs, batch);
      return { ...graphFeeds(batch, scheme), ...edgeFeeds("edges", lists, batch.nodes, profiles) };
    },
  };
}

/** The degrees of a topology with one self loop a node. */
const withSelfLoop = ({ offsets }: GraphTopology) => ({ offsets: offsets.map((at, node) => at + node) });

/** The directed edges between a batch's rows, and one self loop a row. */
function edgesWithSelfLoops(
  graphs: readonly CircuitGraph[],
  { nodes, rowOfNode, nodeOffsets }: GraphBatch,
): { source: Int32Array; target: Int32Array } {
  const count = graphs.reduce((sum, { topology }) => sum + 2 * topology.edges + topology.nodes, 0);
  const source = new Int32Array(count);
  const target = new Int32Array(count);
  for (let row = 0; row < nodes; row++) source[row] = target[row] = row;
  let edge = nodes;
  graphs.forEach(({ topology: { offsets, neighbours, nodes: size } }, g) => {
    const first = nodeOffsets[g]!;
    for (let node = 0; node < size; node++) {
      for (let k = offsets[node]!; k < offsets[node + 1]!; k++) {
        source[edge] = rowOfNode[first + neighbours[k]!]!;
        target[edge++] = rowOfNode[first + node]!;
      }
    }
  });
  return { source, target };
}
