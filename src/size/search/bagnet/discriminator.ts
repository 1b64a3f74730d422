import type { RandomStream } from "../../../core/index.js";
import { buildModel } from "../../../nn/index.js";
import { add, compile, input, mul, type Program, sigmoid, type TensorValue } from "../../../tensor/index.js";
import { nodeRuntime } from "../../../tensor/node/index.js";
import { compileUpdate, type TrainingState, type UpdateProgram } from "../../../train/index.js";
import { decodeFloats, encodeFloats } from "../model/floats.js";
import { crossEntropy, droppedBy, heads, maskWidth } from "./heads.js";

const dropout = 0.2;
const batch = 64;
const learningRate = 1e-3;

/** Pairs of designs to learn from: features `[rows, inputs]` of both sides, and the labels of each spec, `[rows, specs]`, 0 or 1. */
export interface ComparisonBatch {
  readonly a: Float32Array;
  readonly b: Float32Array;
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

/**
 * BagNet's discriminator on the parameters of designs (paper A, section V; FC features): three layers of 20 shared by all specs, and for
 * each spec a head that says which of two designs is better, and one that says whether a design meets it. Changing sides changes
 * the first head's answer to its complement exactly. Its weights stay from one training to the next; the optimiser begins anew.
 */
export class Discriminator {
  /** Pairs of a training step. */
  static readonly batch = batch;
  readonly #specs: number;
  readonly #inputs: number;
  readonly #update: UpdateProgram;
  readonly #ask: Program;
  #parameters: Float32Array;

  private constructor(
    specs: number,
    inputs: number,
    update: UpdateProgram,
    ask: Program,
    parameters: Float32Array,
  ) {
    this.#specs = specs;
    this.#inputs = inputs;
    this.#update = update;
    this.#ask = ask;
    this.#parameters = parameters;
  }

  /** Compiles it for so many inputs and specs, with fresh weights or stored ones. */
  static async open(inputs: number, specs: number, seed: number, stored?: string): Promise<Discriminator> {
    const [a, b] = [input("a", ["rows", inputs]), input("b", ["rows", inputs])];
    const session = { runtime: nodeRuntime, threads: 1 };
    const trained = buildModel(
      (scope) =>
        heads(scope, { a, b, specs, dropped: droppedBy(input("kept", ["rows", maskWidth(specs)]), specs) }),
      { training: true },
    );
    const label = (name: string) => input(name, ["rows", specs]);
    const { better, meetsA, meetsB } = trained.result;
    const meets = mul(add(crossEntropy(meetsA, label("meetsA")), crossEntropy(meetsB, label("meetsB"))), 0.5);
    const loss = add(crossEntropy(better, label("better")), meets);
    const update = await compileUpdate(trained, loss, {}, { ...session, weightDecay: 0 });
    const asked = buildModel((scope) => heads(scope, { a, b, specs, dropped: (x) => x }), {
      training: false,
    });
    const ask = await compile(
      { better: sigmoid(asked.result.better), meets: sigmoid(asked.result.meetsA) },
      session,
    );
    const parameters = stored === undefined ? update.initialState(seed).parameters : decodeFloats(stored);
    return new Discriminator(specs, inputs, update, ask, parameters);
  }

  /** One update for each batch. */
  async train(batches: Iterable<ComparisonBatch>, stream: RandomStream): Promise<void> {
    const width = maskWidth(this.#specs);
    let state: TrainingState = { ...this.#update.initialState(0), parameters: this.#parameters };
    for (const { a, b, better, meetsA, meetsB } of batches) {
      const rows = better.length / this.#specs;
      const kept = dropoutMask(rows * width, stream);
      const labels = (data: Float32Array) => tensor([rows, this.#specs], data);
      const feeds = {
        a: tensor([rows, this.#inputs], a),
        b: tensor([rows, this.#inputs], b),
        better: labels(better),
        meetsA: labels(meetsA),
        meetsB: labels(meetsB),
        kept: tensor([rows, width], kept),
      };
      state = (await this.#update.update(state, feeds, learningRate)).state;
    }
    this.#parameters = state.parameters;
  }

  /** What it believes of designs, features `[rows, inputs]`, beside a reference `[inputs]`. */
  async ask(designs: Float32Array, reference: Float32Array): Promise<Beliefs> {
    const rows = designs.length / this.#inputs;
    const b = new Float32Array(designs.length);
    for (let row = 0; row < rows; row++) b.set(reference, row * this.#inputs);
    const out = await this.#ask.run({
      a: tensor([rows, this.#inputs], designs),
      b: tensor([rows, this.#inputs], b),
      parameters: tensor([this.#parameters.length], this.#parameters),
    });
    return { better: out.better!.data as Float32Array, meets: out.meets!.data as Float32Array };
  }

  /** The weights as text. */
  store(): string {
    return encodeFloats(this.#parameters);
  }

  async release(): Promise<void> {
    await this.#update.release();
    await this.#ask.release();
  }
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
