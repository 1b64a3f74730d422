import type { DegreeProfile } from "../core/index.js";
import type { FeatureScheme, GraphBatch } from "../graph/index.js";
import {
  type Expression,
  input,
  type RowTableInput,
  rowTableFeeds,
  symmetricTable,
  type TensorValue,
} from "../tensor/index.js";

/** The symbolic batch of graphs that a network is built on. */
export interface GraphInputs {
  /** Node features `[nodes, features]`. */
  readonly features: Expression;
  /** Neighbours of each node, undirected. */
  readonly neighbours: RowTableInput;
  /** Rows of the nodes that are predicted `[outputs]`, int32. */
  readonly outputNodes: Expression;
}

/** Declares the inputs of a program over batches of graphs with these features and degrees. */
export function graphInputs(featureWidth: number, profile: DegreeProfile): GraphInputs {
  return {
    features: input("features", ["nodes", featureWidth]),
    neighbours: symmetricTable("neighbours", "nodes", profile),
    outputNodes: input("outputNodes", ["outputs"], "int32"),
  };
}

/** What a program over {@link graphInputs} is fed for a batch of graphs under this scheme. */
export function graphFeeds(batch: GraphBatch, scheme: FeatureScheme): Record<string, TensorValue> {
  return {
    features: { type: "float32", shape: [batch.nodes, scheme.width], data: batch.features },
    ...rowTableFeeds("neighbours", batch.neighbours),
    outputNodes: { type: "int32", shape: [batch.outputNodes.length], data: batch.outputNodes },
  };
}
