import { type DegreeProfile, KirchhoffError } from "../../core/index.js";
import type { CircuitGraph } from "../../graph/index.js";
import type { Scope } from "../../nn/index.js";
import {
  add,
  concat,
  type Dimension,
  type Expression,
  type GroupTable,
  groupFeeds,
  groupTable,
  input,
  type TensorValue,
  withGradient,
} from "../../tensor/index.js";
import type { NodeEmbedding, PreparedNetwork } from "../prepared-network.js";
import type { GraphHeadConfig } from "./graph-head.js";

/** All graphs of a batch in one padded class: they are of similar size. */
export const graphSizes: DegreeProfile = [{ width: Number.POSITIVE_INFINITY, padded: true }];

/** The states of a network's rows, and which graph each belongs to. */
export interface StatesByGraph {
  readonly width: number;
  /** As of the embedding, its rows called `embedded` in any case. */
  states(scope: Scope, parts?: number): Expression;
  readonly byGraph: GroupTable;
  feeds(graphs: readonly CircuitGraph[], parts?: number): Record<string, TensorValue>;
}

/** Declares the partition of a network's states, or of its voltages, into graphs. Throws MODEL_NO_EMBEDDING. */
export function statesByGraph(
  network: Pick<PreparedNetwork, "embedding" | "voltages">,
  reads: GraphHeadConfig["reads"] = "states",
): StatesByGraph {
  const embedding = embeddingOf(network, reads);
  return {
    width: embedding.width,
    // The zeros tell the program how many rows there are: a size is read from an input that has it.
    states: (scope, parts) =>
      add(withRows(embedding.states(scope, parts), "embedded"), input("embeddedZeros", ["embedded", 1])),
    byGraph: groupTable("graphs", { items: "embedded", groups: "graphs", profile: graphSizes }),
    feeds(graphs, parts) {
      const { feeds, graphOfRow } = embedding.feeds(graphs, parts);
      const rows = graphOfRow.length;
      return {
        ...feeds,
        ...groupFeeds("graphs", graphOfRow, graphs.length, graphSizes),
        embeddedZeros: { type: "float32", shape: [rows, 1], data: new Float32Array(rows) },
      };
    },
  };
}

/** What a head reads of a network. Throws MODEL_NO_EMBEDDING. */
export function embeddingOf(
  { embedding, voltages }: Pick<PreparedNetwork, "embedding" | "voltages">,
  reads: GraphHeadConfig["reads"] = "states",
): NodeEmbedding {
  const found = reads === "states" ? embedding : voltages;
  if (found) return found;
  throw new KirchhoffError("MODEL_NO_EMBEDDING", `this network has no ${reads} that a head could look at`, {
    expected: reads === "states" ? "a graph network such as deepgen or norton" : "a network of kind thevenin",
    hint: "fine-tune another network, or take voltages as the target",
  });
}

/** The same rows under another name of their number; a gradient needs to know neither. */
function withRows(x: Expression, size: Dimension): Expression {
  const renamed = (y: Expression, name: Dimension) => concat([y], 0, name);
  return withGradient([x], [renamed(x, size)], (_, [adjoint]) => [renamed(adjoint!, x.shape[0]!)])[0]!;
}
