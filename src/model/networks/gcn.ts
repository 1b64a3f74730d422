import { z } from "zod";
import { batchGraphs, type FeatureScheme } from "../../graph/index.js";
import { gcnLayer, linear } from "../../nn/index.js";
import { gatherRows } from "../../tensor/index.js";
import { graphFeeds, graphInputs } from "../graph-inputs.js";
import type { PreparedNetwork } from "../prepared-network.js";
import { profileOf, type Topologies } from "../topologies.js";
import { stack, voltageHead } from "../voltage-head.js";

export const gcnSchema = z.strictObject({
  kind: z.literal("gcn").describe("graph convolutions with ReLU between them, a baseline of paper A"),
  layers: z.int().min(1).max(100).default(5).describe("graph convolutions"),
  hidden: z.int().min(1).default(128).describe("channels of a node's state"),
  output: z.enum(["sigmoid", "linear"]).default("sigmoid").describe("sigmoid for voltages in (0, 1)"),
});

/** A GCN (Kipf and Welling 2017) below the head of paper A: `h ← ReLU(GCN(h))`, without residuals. */
export function prepareGcn(
  config: z.output<typeof gcnSchema>,
  scheme: FeatureScheme,
  topologies: Topologies,
): PreparedNetwork {
  const { layers, hidden } = config;
  const profile = profileOf(topologies, (topology) => topology);
  const inputs = graphInputs(scheme.width, profile);
  return {
    predict(scope) {
      const start = linear(scope.child("input"), inputs.features, hidden);
      const embedding = stack(layers, start, (h, layer) =>
        gcnLayer(scope.child("layers").child(layer), h, hidden, inputs.neighbours),
      );
      return voltageHead(scope.child("head"), gatherRows(embedding, inputs.outputNodes), config);
    },
    feeds: (graphs) => graphFeeds(batchGraphs(graphs, scheme, profile), scheme),
  };
}
