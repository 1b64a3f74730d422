import type { PreparedNetwork } from "../prepared-network.js";
import { type GraphHeadConfig, graphHead } from "./graph-head.js";
import { graphSizes, statesByGraph } from "./states-by-graph.js";

/**
 * A backbone below a head for quantities of whole circuits: predicts `targets` numbers a graph, `[outputs]`, graph by graph.
 * Throws MODEL_NO_EMBEDDING.
 */
export function withGraphHead(
  network: PreparedNetwork,
  config: GraphHeadConfig,
  targets: number,
): PreparedNetwork {
  const { states, byGraph, feeds } = statesByGraph(network, config.reads);
  return {
    otherClasses: { ...network.otherClasses, graphs: graphSizes },
    predict: (scope, parts) => graphHead(scope.child("head"), states(scope, parts), byGraph, config, targets),
    feeds,
    ...(network.embedding && { embedding: network.embedding }),
  };
}
