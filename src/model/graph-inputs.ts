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

/** The symbolic batch of graphs that a network is built on, or one part of it. */
export interface GraphInputs {
  /** Node features `[nodes, features]`. */
  readonly features: Expression;
  /** Neighbours of each node, undirected. */
  readonly neighbours: RowTableInput;
  /** Rows of the nodes that are predicted `[outputs]`, int32. */
  readonly outputNodes: Expression;
}

/**
 * The inputs of a program over batches of graphs with these features and degrees. Names end in `suffix` (`/0`, `/1` … for the parts of a
 * batch).
 */
export function graphInputs(featureWidth: number, profile: DegreeProfile, suffix = ""): GraphInputs {
  const nodes = `nodes${suffix}`;
  return {
    features: input(`features${suffix}`, [nodes, featureWidth]),
    neighbours: symmetricTable(`neighbours${suffix}`, nodes, profile),
    outputNodes: input(`outputNodes${suffix}`, [`outputs${suffix}`], "int32"),
  };
}

/** What a program over {@link graphInputs} is fed for a batch of graphs under this scheme. */
export function graphFeeds(
  batch: GraphBatch,
  scheme: FeatureScheme,
  suffix = "",
): Record<string, TensorValue> {
  return {
    [`features${suffix}`]: { type: "float32", shape: [batch.nodes, scheme.width], data: batch.features },
    ...rowTableFeeds(`neighbours${suffix}`, batch.neighbours),
    [`outputNodes${suffix}`]: { type: "int32", shape: [batch.outputNodes.length], data: batch.outputNodes },
  };
}
