import type { DegreeProfile } from "../core/index.js";
import { type Expression, input, type RowTableInput, symmetricTable } from "../tensor/index.js";

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
