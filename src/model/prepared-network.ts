import type { DegreeProfile } from "../core/index.js";
import type { CircuitGraph } from "../graph/index.js";
import type { Scope } from "../nn/index.js";
import type { Expression, TensorValue } from "../tensor/index.js";

/**
 * A network fitted to the circuits that it will see: which degrees occur decides the program, sizes stay open.
 *
 * A batch may be given in `parts`: what it computes is the same, but the work at one time fits the processor's cache. A network for
 * which that does not pay ignores it.
 */
export interface PreparedNetwork {
  /** The degree classes of row tables that have others than the circuits decide, by the table's name. */
  readonly otherClasses?: Readonly<Record<string, DegreeProfile>>;
  /**
   * Builds the prediction of every output, `[outputs]`, graph by graph in the order of the circuits' outputs. Pure. What only the
   * voltages need (the head) has names that start with `head.`; all else is the backbone, the same as in {@link embedding}.
   */
  predict(scope: Scope, parts?: number): Expression;
  /** Likewise, with the predictions of heads that are trained beside the last one, where a network has such. Pure. */
  predictByHeads?(scope: Scope, parts?: number): HeadPredictions;
  /** What the program is fed for these graphs. */
  feeds(graphs: readonly CircuitGraph[], parts?: number): Record<string, TensorValue>;
  /** The backbone's states, for heads that look at whole circuits; absent where a network has none. */
  readonly embedding?: NodeEmbedding;
  /** In place of all that the backbone knows of a terminal, the voltage that the network gives its net, and 1 where that is known. */
  readonly voltages?: NodeEmbedding;
}

/** What the heads of a network predict, `[outputs]` each. */
export interface HeadPredictions {
  readonly prediction: Expression;
  /** Of heads between layers, which training alone uses. */
  readonly early: readonly Expression[];
}

/** What a backbone knows of each node (or each terminal) of its graphs. */
export interface NodeEmbedding {
  /** Channels of a state. */
  readonly width: number;
  /** Builds the states of all rows of the batch, `["embedded", width]`, with parameters of `predict`. Pure. */
  states(scope: Scope, parts?: number): Expression;
  /** What {@link states} is fed for these graphs, and `[embedded]`: the graph of each row. */
  feeds(graphs: readonly CircuitGraph[], parts?: number): EmbeddingFeeds;
}

export interface EmbeddingFeeds {
  readonly feeds: Record<string, TensorValue>;
  readonly graphOfRow: Int32Array;
}
