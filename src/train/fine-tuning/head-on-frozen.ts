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
import type { SessionOptions } from "../../tensor/index.js";
import { FrozenStates } from "../frozen-states.js";
import { batchesOf } from "../in-batches.js";

/** Where states are computed, and what stops it. */
interface ComputeOptions {
  readonly device?: SessionOptions["device"] | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A model with a head for quantities of whole circuits. */
type WithHead = ModelDescription & {
  readonly [Key in "head" | "targets"]-?: NonNullable<ModelDescription[Key]>;
};

/**
 * A model of which the head alone is trained: what the head reads of a graph is computed once, and is an input of its programs from then
 * on, one run at a time. Names and places of its weights are those of the whole model.
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

  /**
   * Computes what the head reads of these graphs under these weights, for what is trained next; leaves off where `signal` is aborted. It
   * stays in memory: four bytes for each channel of each node.
   */
  async compute(
    tensors: ReadonlyMap<string, StoredTensor>,
    graphs: readonly CircuitGraph[],
    { device, threads, signal }: ComputeOptions,
  ): Promise<void> {
    await this.release();
    const session = { ...(device !== undefined && { device }), ...(threads !== undefined && { threads }) };
    this.#states = await FrozenStates.open({ embedding: this.#embedding, tensors }, session);
    for (const batch of batchesOf(graphs, ({ topology }) => topology.nodes)) {
      if (signal?.aborted) return;
      await this.#states.compute(batch);
    }
  }

  async release(): Promise<void> {
    const states = this.#states;
    this.#states = undefined;
    await states?.release();
  }
}
