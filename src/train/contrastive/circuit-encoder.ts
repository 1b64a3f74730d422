import type { Circuit } from "../../circuit/index.js";
import { type DeviceGraph, deviceGraph } from "../../graph/index.js";
import {
  type Checkpoint,
  cardFormat,
  type EncoderCard,
  type EncoderConfig,
  packTensors,
  prepareEncoder,
  readEncoderCard,
  unpackTensors,
} from "../../model/index.js";
import { buildModel, initialState } from "../../nn/index.js";
import type { SessionOptions } from "../../tensor/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { loadCheckpointOf } from "../checkpoint-files.js";
import { checkpointPath } from "../predictor.js";
import { versions } from "../provenance.js";
import type { Weights } from "../update-program.js";
import { kindsIn } from "./circuits.js";
import { compileEmbedding, type EmbeddingProgram } from "./embedding-program.js";
import { predictorPrefix } from "./objective.js";

/** A trained encoder at work: circuits to embeddings. */
export class CircuitEncoder {
  readonly card: EncoderCard;
  /** Numbers of an embedding. */
  readonly width: number;
  readonly #program: EmbeddingProgram;
  readonly #weights: Weights;

  private constructor(card: EncoderCard, width: number, program: EmbeddingProgram, weights: Weights) {
    this.card = card;
    this.width = width;
    this.#program = program;
    this.#weights = weights;
  }

  /**
   * Opens a checkpoint (.safetensors) or the best one of a run folder.
   *
   * Throws CHECKPOINT_NOT_FOUND, CHECKPOINT_KIND, what reading a checkpoint throws, and TENSOR_DEVICE_ABSENT.
   */
  static async open(path: string, options: SessionOptions = {}): Promise<CircuitEncoder> {
    return CircuitEncoder.of(await loadCheckpointOf(readEncoderCard, await checkpointPath(path)), options);
  }

  /** Takes a checkpoint that is in memory. Throws CHECKPOINT_MISMATCH and TENSOR_DEVICE_ABSENT. */
  static async of(
    { card, tensors }: Pick<Checkpoint<EncoderCard>, "card" | "tensors">,
    options: SessionOptions = {},
  ): Promise<CircuitEncoder> {
    const encoder = prepareEncoder(card.network);
    const model = buildModel((scope) => encoder.embed(scope), { training: false });
    const own = new Map([...tensors].filter(([name]) => !name.startsWith(predictorPrefix)));
    const [parameters, buffers] = packTensors(own, [model.parameters, model.buffers]);
    const program = await compileEmbedding(encoder, model.result, { ...options, runtime: nodeRuntime });
    return new CircuitEncoder(card, encoder.width, program, { parameters: parameters!, buffers: buffers! });
  }

  /** An encoder as it is before training: what pretraining is worth is what it adds to this. */
  static async untrained(
    network: EncoderConfig,
    seed: number,
    options: SessionOptions = {},
  ): Promise<CircuitEncoder> {
    const encoder = prepareEncoder(network);
    const { parameters, buffers } = buildModel((scope) => encoder.embed(scope), { training: false });
    const card: EncoderCard = {
      ...{ format: cardFormat, network, versions: await versions() },
      ...{ seen: { circuits: [], kinds: [] }, training: { step: 0 } },
    };
    const state = [parameters, buffers].flatMap((layout) =>
      unpackTensors(layout, initialState(layout, seed)),
    );
    return CircuitEncoder.of({ card, tensors: new Map(state) }, options);
  }

  /** The device graph of a circuit as this encoder takes it. */
  graph(circuit: Circuit): DeviceGraph {
    return deviceGraph(circuit, this.card.network.style);
  }

  /** Embeddings of device graphs `[graphs, width]`, one row each. Throws MODEL_GRAPH_STYLE. */
  embed(graphs: Iterable<DeviceGraph>): Promise<Float32Array> {
    return this.#program.embed(this.#weights, graphs);
  }

  /** The node kinds of a graph that occur in no training circuit (`diode`, `npn` …): expect little there. */
  unseenKinds(graph: DeviceGraph): string[] {
    const seen = new Set(this.card.seen.kinds);
    return kindsIn([graph]).filter((kind) => !seen.has(kind));
  }

  release(): Promise<void> {
    return this.#program.release();
  }
}
