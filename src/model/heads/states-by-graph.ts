import { type DegreeProfile, KirchhoffError } from "../../core/index.js";
import type { CircuitGraph } from "../../graph/index.js";
import { type GroupTable, groupFeeds, groupTable, type TensorValue } from "../../tensor/index.js";
import type { NodeEmbedding, PreparedNetwork } from "../prepared-network.js";

/** All graphs of a batch in one padded class: they are of similar size. */
export const graphSizes: DegreeProfile = [{ width: Number.POSITIVE_INFINITY, padded: true }];

/** The states of a network's rows, and which graph each belongs to. */
export interface StatesByGraph {
  readonly embedding: NodeEmbedding;
  readonly byGraph: GroupTable;
  feeds(graphs: readonly CircuitGraph[], parts?: number): Record<string, TensorValue>;
}

/** Declares the partition of a network's states into graphs. Throws MODEL_NO_EMBEDDING. */
export function statesByGraph({ embedding }: PreparedNetwork): StatesByGraph {
  if (!embedding) {
    throw new KirchhoffError("MODEL_NO_EMBEDDING", "this network has no states that a head could look at", {
      expected: "a graph network such as deepgen or norton",
      hint: "fine-tune another network, or take voltages as the target",
    });
  }
  return {
    embedding,
    byGraph: groupTable("graphs", { items: "embedded", groups: "graphs", profile: graphSizes }),
    feeds(graphs, parts) {
      const { feeds, graphOfRow } = embedding.feeds(graphs, parts);
      return { ...feeds, ...groupFeeds("graphs", graphOfRow, graphs.length, graphSizes) };
    },
  };
}
