import { type DegreeProfile, KirchhoffError } from "../../core/index.js";
import { groupFeeds, groupTable } from "../../tensor/index.js";
import type { NodeEmbedding, PreparedNetwork } from "../prepared-network.js";
import { type GraphHeadConfig, graphHead } from "./graph-head.js";

/** All graphs of a batch in one padded class: they are of similar size. */
const graphSizes: DegreeProfile = [{ width: Number.POSITIVE_INFINITY, padded: true }];

/**
 * A backbone below a head for quantities of whole circuits: predicts `targets` numbers a graph, `[outputs]`, graph by graph.
 * Throws MODEL_NO_EMBEDDING.
 */
export function withGraphHead(
  network: PreparedNetwork,
  config: GraphHeadConfig,
  targets: number,
): PreparedNetwork {
  const embedding = embeddingOf(network);
  const byGraph = groupTable("graphs", { items: "embedded", groups: "graphs", profile: graphSizes });
  return {
    otherClasses: { ...network.otherClasses, graphs: graphSizes },
    predict: (scope, parts) =>
      graphHead(scope.child("head"), embedding.states(scope, parts), byGraph, config, targets),
    feeds(graphs, parts) {
      const { feeds, graphOfRow } = embedding.feeds(graphs, parts);
      return { ...feeds, ...groupFeeds("graphs", graphOfRow, graphs.length, graphSizes) };
    },
    embedding,
  };
}

/** The embedding of a network. Throws MODEL_NO_EMBEDDING. */
export function embeddingOf({ embedding }: PreparedNetwork): NodeEmbedding {
  if (embedding) return embedding;
  throw new KirchhoffError("MODEL_NO_EMBEDDING", "this network has no states that a head could look at", {
    expected: "a graph network such as deepgen or thevenin",
    hint: "fine-tune another network, or take voltages as the target",
  });
}
