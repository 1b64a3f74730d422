import { type CircuitGraph, schemeFromJSON } from "../../graph/index.js";
import {
  embeddingOf,
  type ModelDescription,
  type NodeEmbedding,
  type PreparedNetwork,
  prepareNetwork,
  type StoredTensor,
  type Topologies,
  withGraphHead,
} from "../../model/index.js";
import { FrozenStates } from "../frozen-states.js";

/** Graphs whose states are computed at a time. */
const graphsAtOnce = 64;

/** A model with a head for quantities of whole circuits. */
type WithHead = ModelDescription & {
  readonly [Key in "head" | "targets"]-?: NonNullable<ModelDescription[Key]>;
};

/**
 * A model of which the head alone is trained: what the head reads of a graph is computed once, and is an input of its programs from then
 * on. Names and places of its weights are those of the whole model.
 */
export class HeadOnFrozen {
  readonly network: PreparedNetwork;
  readonly #embedding: NodeEmbedding;
  #states: FrozenStates | undefined;

  /** Throws MODEL_NO_EMBEDDING. */
  constructor({ network, scheme, head, targets }: WithHead, topologies: Topologies) {
    const backbone = prepareNetwork(network, schemeFromJSON(scheme), topologies);
    const embedding = embeddingOf(backbone, head.reads);
    this.#embedding = embedding;
    const known: NodeEmbedding = {
      width: embedding.width,
      states: (scope, parts) => {
        // Not used, but so the backbone has its weights in the model.
        embedding.states(scope, parts);
        return FrozenStates.input(embedding.width);
      },
      feeds: (graphs) => this.#states!.feeds(graphs),
    };
    this.network = withGraphHead(
      { ...backbone, embedding: known },
      { ...head, reads: "states" },
      targets.length,
    );
  }

  /** Computes what the head reads of these graphs, under these weights of the backbone. */
  async compute(
    tensors: ReadonlyMap<string, StoredTensor>,
    graphs: readonly CircuitGraph[],
    threads: number | undefined,
  ): Promise<void> {
    await this.release();
    const states = await FrozenStates.open(
      { embedding: this.#embedding, tensors },
      { threads: threads ?? 1 },
    );
    this.#states = states;
    for (let first = 0; first < graphs.length; first += graphsAtOnce)
      await states.compute(graphs.slice(first, first + graphsAtOnce));
  }

  async release(): Promise<void> {
    await this.#states?.release();
  }
}
