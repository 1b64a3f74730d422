import type { RandomStream } from "../../../core/index.js";
import { buildModel } from "../../../nn/index.js";
import { add, compile, input, mul, type Program, sigmoid, type TensorValue } from "../../../tensor/index.js";
import { nodeRuntime } from "../../../tensor/node/index.js";
import { compileUpdate, type UpdateProgram, type Weights } from "../../../train/index.js";
import type { Design } from "../../space.js";
import { decodeFloats, encodeFloats } from "../model/floats.js";
import type { DesignEncoder } from "./encoder.js";
import { crossEntropy, droppedBy, type HeadShape, headPlaces, heads, maskWidth } from "./heads.js";

const dropout = 0.2;
const batch = 64;
const learningRate = 1e-3;

/** Pairs of designs to learn from, and the labels of each spec, `[pairs, specs]`, 0 or 1. */
export interface ComparisonBatch {
  readonly a: readonly Design[];
  readonly b: readonly Design[];
  /** Side a is better than side b. */
  readonly better: Float32Array;
  /** Side a, side b meets the spec. */
  readonly meetsA: Float32Array;
  readonly meetsB: Float32Array;
}

/** What the discriminator believes of designs beside a reference: probabilities `[rows, specs]`. */
export interface Beliefs {
  readonly better: Float32Array;
  readonly meets: Float32Array;
}

/** Weights as text; `statistics` are those of batch norms, and what else trains without a gradient. */
export interface StoredWeights {
  readonly weights?: string | undefined;
  readonly statistics?: string | undefined;
}

/** What a {@link Discriminator} is made of. */
export interface DiscriminatorOptions {
  readonly encoder: DesignEncoder;
  readonly heads: HeadShape;
  readonly specs: number;
  readonly seed: number;
  /** What {@link Discriminator.store} gave. */
  readonly stored?: StoredWeights | undefined;
}

/**
 * BagNet's discriminator (paper A, section V): features shared by all specs, and for each spec a head that says which of two designs is
 * better, and one that says whether a design meets it. Changing sides changes the first head's answer to its complement exactly.
 * Its weights stay from one training to the next; the optimiser begins anew.
 */
export class Discriminator {
  /** Pairs of a training step. */
  static readonly batch = batch;
  readonly #encoder: DesignEncoder;
  readonly #specs: number;
  readonly #maskWidth: number;
  readonly #update: UpdateProgram;
  readonly #ask: Program;
  #weights: Weights;

  private constructor(
    { encoder, specs, seed, stored }: DiscriminatorOptions,
    width: number,
    update: UpdateProgram,
    ask: Program,
  ) {
    this.#encoder = encoder;
    this.#specs = specs;
    this.#maskWidth = width;
    this.#update = update;
    this.#ask = ask;
    const { parameters, buffers } = update.initialState(seed);
    const fresh = { parameters, buffers };
    this.#weights =
      stored?.weights === undefined ? (encoder.begin?.(update, fresh) ?? fresh) : decoded(stored, fresh);
  }

  /** Compiles it, with fresh weights, pretrained ones where its features have such, or stored ones. Throws CHECKPOINT_MISMATCH. */
  static async open(options: DiscriminatorOptions): Promise<Discriminator> {
    const { encoder, heads: shape, specs } = options;
    const session = { runtime: nodeRuntime, threads: 1 };
    const places = [...encoder.places, ...headPlaces(shape, specs)];
    const width = maskWidth(places);
    const trained = buildModel(
      (scope) => {
        const dropped = droppedBy(input("kept", ["rows", width]), places);
        return heads(scope, { ...encoder.build(scope, dropped), specs, shape, dropped });
      },
      { training: true },
    );
    const label = (name: string) => input(name, ["rows", specs]);
    const { better, meetsA, meetsB } = trained.result;
    const meets = mul(add(crossEntropy(meetsA, label("meetsA")), crossEntropy(meetsB, label("meetsB"))), 0.5);
    const loss = add(crossEntropy(better, label("better")), meets);
    const update = await compileUpdate(trained, loss, {}, { ...session, weightDecay: 0 });
    const asked = buildModel(
      (scope) => {
        const dropped = <X>(x: X) => x;
        return heads(scope, { ...encoder.build(scope, dropped), specs, shape, dropped });
      },
      { training: false },
    );
    const ask = await compile(
      { better: sigmoid(asked.result.better), meets: sigmoid(asked.result.meetsA) },
      session,
    );
    return new Discriminator(options, width, update, ask);
  }

  /** One update for each batch. */
  async train(batches: Iterable<ComparisonBatch>, stream: RandomStream): Promise<void> {
    let state = { ...this.#update.initialState(0), ...this.#weights };
    for (const { a, b, better, meetsA, meetsB } of batches) {
      const labels = (data: Float32Array) => tensor([a.length, this.#specs], data);
      const feeds = {
        ...(await this.#encoder.feeds(a, b, true)),
        better: labels(better),
        meetsA: labels(meetsA),
        meetsB: labels(meetsB),
        kept: tensor([a.length, this.#maskWidth], dropoutMask(a.length * this.#maskWidth, stream)),
      };
      state = (await this.#update.update(state, feeds, learningRate)).state;
    }
    this.#weights = { parameters: state.parameters, buffers: state.buffers };
  }

  /** What it believes of designs beside a reference. */
  async ask(designs: readonly Design[], reference: Design): Promise<Beliefs> {
    const feeds = await this.#encoder.feeds(
      designs,
      designs.map(() => reference),
      false,
    );
    const { parameters, buffers } = this.#weights;
    const out = await this.#ask.run({
      ...feeds,
      parameters: tensor([parameters.length], parameters),
      buffers: tensor([buffers.length], buffers),
    });
    return { better: out.better!.data as Float32Array, meets: out.meets!.data as Float32Array };
  }

  store(): StoredWeights {
    const { parameters, buffers } = this.#weights;
    return {
      weights: encodeFloats(parameters),
      ...(buffers.length > 0 && { statistics: encodeFloats(buffers) }),
    };
  }

  async release(): Promise<void> {
    await this.#update.release();
    await this.#ask.release();
  }
}

function decoded({ weights, statistics }: StoredWeights, fresh: Weights): Weights {
  return {
    parameters: decodeFloats(weights!),
    buffers: statistics === undefined ? fresh.buffers : decodeFloats(statistics),
  };
}

function tensor(shape: readonly number[], data: Float32Array): TensorValue {
  return { type: "float32", shape, data };
}

/** Zeros with the probability of dropout, to eight bits, else what keeps the mean. */
function dropoutMask(length: number, stream: RandomStream): Float32Array {
  const mask = new Float32Array(length);
  const limit = Math.round(256 * dropout);
  for (let i = 0, word = 0; i < length; i++, word >>>= 8) {
    if (i % 4 === 0) word = stream.nextUint32();
    mask[i] = (word & 255) < limit ? 0 : 256 / (256 - limit);
  }
  return mask;
}
