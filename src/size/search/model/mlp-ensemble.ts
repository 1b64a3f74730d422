import { RandomStream } from "../../../core/index.js";
import { buildModel, fanIn, type Scope } from "../../../nn/index.js";
import {
  add,
  compile,
  type Expression,
  gelu,
  input,
  matmul,
  mean,
  mul,
  type Program,
  square,
  sub,
  type TensorValue,
} from "../../../tensor/index.js";
import { nodeRuntime } from "../../../tensor/node/index.js";
import { compileUpdate, type TrainingState, type UpdateProgram } from "../../../train/index.js";
import { decodeFloats, encodeFloats } from "./floats.js";

/** Widths of an ensemble of small networks. */
export interface EnsembleShape {
  readonly members: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
}

/** What an ensemble learns from: `inputs` `[rows, inputs]`, `targets` and `known` `[rows, outputs]`, row-major. */
export interface EnsembleData {
  readonly rows: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  /** 1 for a target that counts, 0 for one that is not known; all count where it is absent. */
  readonly known?: Float32Array;
}

const learningRate = 3e-3;
const weightDecay = 1e-2;

/**
 * Networks of two hidden layers that differ in their first weights and in how often they see each row (bootstrap by Poisson counts),
 * trained and asked side by side as one program.
 */
export class MlpEnsemble {
  readonly shape: EnsembleShape;
  readonly #seed: number;
  readonly #update: UpdateProgram;
  readonly #predict: Program;
  #state: TrainingState;

  private constructor(shape: EnsembleShape, seed: number, update: UpdateProgram, predict: Program) {
    this.shape = shape;
    this.#seed = seed;
    this.#update = update;
    this.#predict = predict;
    this.#state = update.initialState(seed);
  }

  /** Compiles the ensemble, with fresh weights or those of `stored`. */
  static async open(shape: EnsembleShape, seed: number, stored?: unknown): Promise<MlpEnsemble> {
    const { members, inputs, outputs } = shape;
    const x = input("x", ["rows", inputs]);
    const trained = buildModel((scope) => network(scope, x, shape), { training: true });
    const errors = square(sub(trained.result, input("y", ["rows", outputs])));
    const weights = mul(input("counts", [members, "rows", 1]), input("known", ["rows", outputs]));
    const loss = mean(mul(errors, weights));
    const session = { runtime: nodeRuntime, threads: 1 };
    const update = await compileUpdate(trained, loss, {}, { ...session, weightDecay });
    const asked = buildModel((scope) => network(scope, x, shape), { training: false });
    const predict = await compile({ y: asked.result }, session);
    const ensemble = new MlpEnsemble(shape, seed, update, predict);
    if (stored !== undefined) ensemble.#restore(stored as StoredState);
    return ensemble;
  }

  /** So many full-batch updates. */
  async train({ rows, inputs, targets, known }: EnsembleData, steps: number): Promise<void> {
    const feeds = {
      x: tensor([rows, this.shape.inputs], inputs),
      y: tensor([rows, this.shape.outputs], targets),
      known: tensor([rows, this.shape.outputs], known ?? new Float32Array(targets.length).fill(1)),
      counts: tensor([this.shape.members, rows, 1], this.#counts(rows)),
    };
    for (let step = 0; step < steps; step++) {
      const rate = learningRate * (step < steps / 2 ? 1 : 2 * (1 - step / steps) + 0.1);
      this.#state = (await this.#update.update(this.#state, feeds, rate)).state;
    }
  }

  /** Predictions `[members, rows, outputs]` for inputs `[rows, inputs]`. */
  async predict(rows: number, inputs: Float32Array): Promise<Float32Array> {
    const out = await this.#predict.run({
      x: tensor([rows, this.shape.inputs], inputs),
      parameters: tensor([this.#state.parameters.length], this.#state.parameters),
    });
    return out.y!.data as Float32Array;
  }

  /** Weights and moments, as JSON. */
  store(): unknown {
    const { step, parameters, firstMoment, secondMoment } = this.#state;
    const stored: StoredState = {
      step,
      parameters: encodeFloats(parameters),
      firstMoment: encodeFloats(firstMoment),
      secondMoment: encodeFloats(secondMoment),
    };
    return stored;
  }

  async release(): Promise<void> {
    await this.#update.release();
    await this.#predict.release();
  }

  #restore({ step, parameters, firstMoment, secondMoment }: StoredState): void {
    this.#state = {
      ...this.#state,
      step,
      parameters: decodeFloats(parameters),
      firstMoment: decodeFloats(firstMoment),
      secondMoment: decodeFloats(secondMoment),
    };
  }

  /** How often each member sees each row: the same for a row whenever it is asked for. */
  #counts(rows: number): Float32Array {
    const { members } = this.shape;
    const counts = new Float32Array(members * rows);
    for (let row = 0; row < rows; row++) {
      const stream = new RandomStream(this.#seed, "size/bootstrap", row);
      for (let member = 0; member < members; member++) counts[member * rows + row] = poissonOfOne(stream);
    }
    return counts;
  }
}

interface StoredState {
  readonly step: number;
  readonly parameters: string;
  readonly firstMoment: string;
  readonly secondMoment: string;
}

function network(
  scope: Scope,
  x: Expression,
  { members, inputs, hidden, outputs }: EnsembleShape,
): Expression {
  const layer = (name: string, h: Expression, from: number, to: number) => {
    const weight = scope.parameter(`${name}.weight`, [members, from, to], fanIn(from));
    return add(matmul(h, weight), scope.parameter(`${name}.bias`, [members, 1, to], fanIn(from)));
  };
  const first = gelu(layer("first", x, inputs, hidden));
  return layer("last", gelu(layer("second", first, hidden, hidden)), hidden, outputs);
}

function poissonOfOne(stream: RandomStream): number {
  let count = 0;
  for (let product = stream.uniform(); product > Math.exp(-1); product *= stream.uniform()) count++;
  return count;
}

function tensor(shape: readonly number[], data: Float32Array): TensorValue {
  return { type: "float32", shape, data };
}
