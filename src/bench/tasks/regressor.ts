import { RandomStream } from "../../core/index.js";
import { buildModel, cosineSchedule, type Scope } from "../../nn/index.js";
import {
  compile,
  div,
  type Expression,
  input,
  mul,
  type Program,
  square,
  sub,
  sum,
  type TensorValue,
} from "../../tensor/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { compileUpdate, type UpdateProgram, vectorOf, type Weights } from "../../train/index.js";
import { cachedDecoder, type DecoderOptions } from "./decoder.js";
import { shapeFor, topologyFeeds, type ValueScaling, valueFeeds } from "./decoder-feeds.js";
import type { TaskEncoder } from "./encoder.js";
import { messageDecoder } from "./message-decoder.js";
import { relationFeeds } from "./message-feeds.js";
import { drawRows, gathered, labelFeeds } from "./sample-feeds.js";
import { startedState } from "./started-state.js";
import type { TaskTopology } from "./topology.js";

/** What a decoder learns from, or is tested on, of one topology. */
export interface RegressionRows {
  readonly topology: TaskTopology;
  readonly count: number;
  /** `[count, varying]`. */
  readonly values: Float64Array;
  /** `[count, outputs]`; NaN counts nowhere. */
  readonly labels: Float64Array;
  /** `[count, width]` of an encoder that knows rows, standardised. */
  readonly features?: Float32Array | undefined;
}

/** How long and how fast a decoder learns. */
export interface RegressionBudget {
  readonly steps: number;
  /** Samples of a step, all topologies together. */
  readonly batchSize: number;
  readonly learningRate: number;
  /** Looks at the validation rows; the best weights of them are kept. */
  readonly validations: number;
}

/** What {@link TaskRegressor} is made for. */
export interface RegressorOptions {
  /** All topologies that it will meet. */
  readonly topologies: readonly TaskTopology[];
  readonly encoder: TaskEncoder;
  readonly decoder: DecoderOptions;
  readonly scaling: ValueScaling;
  readonly weightDecay: number;
  readonly threads: number;
}

/** What one fit is given. */
export interface FitTask {
  readonly train: readonly RegressionRows[];
  readonly valid: readonly RegressionRows[];
  readonly budget: RegressionBudget;
  readonly seed: number;
  /** Weights to go on from; fresh ones where absent. */
  readonly from?: Weights | undefined;
  readonly onStep?: ((step: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Samples of one forward run in a test. */
const testSamples = 512;

/** An encoder and its decoder, that of DICE or one with messages, trained on samples of a task. Programs are compiled once for each number of topologies. */
export class TaskRegressor {
  readonly #options: RegressorOptions;
  readonly #updates = new Map<number, Promise<UpdateProgram>>();
  #prediction: Promise<Program> | undefined;

  constructor(options: RegressorOptions) {
    this.#options = options;
  }

  /** Trains on as many samples of each topology; the weights with the least error on the validation rows. Undefined where `signal` stopped it. */
  async fit({ train, valid, budget, seed, from, onStep, signal }: FitTask): Promise<Weights | undefined> {
    const update = await this.#updateFor(train.length);
    const constants = this.#constants(train.map(({ topology }) => topology));
    const samples = Math.max(2, Math.round(budget.batchSize / train.length));
    const rateOf = cosineSchedule({
      ...{ peak: budget.learningRate, warmup: Math.min(50, Math.ceil(budget.steps / 10)) },
      ...{ total: budget.steps, end: 0 },
    });
    let state = { ...startedState(update, seed, this.#options.encoder.start), ...from };
    let best: { readonly weights: Weights; readonly error: number } | undefined;
    const every = Math.max(1, Math.floor(budget.steps / budget.validations));
    for (let step = 1; step <= budget.steps; step++) {
      if (signal?.aborted) return undefined;
      const chosen = train.map(({ topology, count }) =>
        drawRows(new RandomStream(seed, `tasks/batch/${topology.name}`, step), count, samples),
      );
      const feeds = { ...constants, ...this.#sampleFeeds(train, chosen), ...labelFeeds(train, chosen) };
      const learningRate = rateOf(step);
      ({ state } = await update.update(state, feeds, learningRate));
      onStep?.(step);
      if (step % every !== 0 && step !== budget.steps) continue;
      const weights = { parameters: state.parameters, buffers: state.buffers };
      const error = await this.#error(weights, valid);
      // What is no number, as where no validation row has a label, gives way to whatever comes later.
      if (best === undefined || Number.isNaN(best.error) || error < best.error) best = { weights, error };
    }
    return best!.weights;
  }

  /** Predictions of all rows of a topology, `[count, outputs]`. */
  async predict(weights: Weights, rows: RegressionRows): Promise<Float64Array> {
    const { outputs } = this.#options.decoder;
    const program = await this.#predictionProgram();
    const constants = this.#constants([rows.topology]);
    const result = new Float64Array(rows.count * outputs);
    for (let start = 0; start < rows.count; start += testSamples) {
      const chosen = Array.from({ length: Math.min(testSamples, rows.count - start) }, (_, i) => start + i);
      const found = await program.run({
        ...constants,
        ...this.#sampleFeeds([rows], [chosen]),
        parameters: vectorOf(weights.parameters),
        buffers: vectorOf(weights.buffers),
      });
      result.set(found.predictions!.data as Float32Array, start * outputs);
    }
    return result;
  }

  async release(): Promise<void> {
    for (const update of this.#updates.values()) await (await update).release();
    await (await this.#prediction)?.release();
  }

  #updateFor(topologies: number): Promise<UpdateProgram> {
    const known = this.#updates.get(topologies);
    if (known) return known;
    const model = buildModel((scope) => this.#build(scope, topologies), { training: true });
    const outputs = this.#options.decoder.outputs;
    const weights = input("labelWeights", ["rows", outputs]);
    const errors = mul(square(sub(model.result, input("labels", ["rows", outputs]))), weights);
    const made = compileUpdate(
      model,
      div(sum(errors), sum(weights)),
      {},
      {
        ...{ runtime: nodeRuntime, threads: this.#options.threads },
        ...{ weightDecay: this.#options.weightDecay, clipNorm: 1 },
      },
    );
    this.#updates.set(topologies, made);
    return made;
  }

  #predictionProgram(): Promise<Program> {
    if (!this.#prediction) {
      const { result } = buildModel((scope) => this.#build(scope, 1), { training: false });
      const { threads } = this.#options;
      this.#prediction = compile({ predictions: result }, { runtime: nodeRuntime, threads });
    }
    return this.#prediction;
  }

  #build(scope: Scope, topologies: number): Expression {
    const { encoder, decoder, topologies: all } = this.#options;
    const shape = shapeFor(all, topologies, encoder.rowFeatures?.width ?? 0);
    const states = encoder.states(scope, topologies);
    return encoder.messages
      ? messageDecoder(scope.child("decoder"), states.nodes, shape, decoder, encoder.messages)
      : cachedDecoder(scope.child("decoder"), states, shape, decoder);
  }

  /** What the topologies alone decide of a program's feeds. */
  #constants(topologies: readonly TaskTopology[]): Record<string, TensorValue> {
    const { encoder, scaling, topologies: all } = this.#options;
    const { feeds, edges } = encoder.feeds(topologies);
    const shape = shapeFor(all, topologies.length, 0);
    return {
      ...feeds,
      ...topologyFeeds(topologies, edges, shape, scaling),
      ...(encoder.messages && relationFeeds(topologies, shape)),
    };
  }

  #sampleFeeds(
    rows: readonly RegressionRows[],
    chosen: readonly ArrayLike<number>[],
  ): Record<string, TensorValue> {
    const { encoder, scaling, topologies: all } = this.#options;
    const width = encoder.rowFeatures?.width ?? 0;
    const topologies = rows.map(({ topology }) => topology);
    const values = rows.map((each) => each.values);
    return {
      ...valueFeeds(topologies, values, chosen, shapeFor(all, rows.length, 0), scaling),
      ...(width > 0 && {
        rowFeatures: gathered(
          rows.map(({ features }) => features!),
          chosen,
          width,
        ),
      }),
    };
  }

  /** Mean squared error over the labels that exist; NaN where none does. */
  async #error(weights: Weights, valid: readonly RegressionRows[]): Promise<number> {
    let [squares, count] = [0, 0];
    for (const rows of valid) {
      (await this.predict(weights, rows)).forEach((prediction, i) => {
        const label = rows.labels[i]!;
        if (Number.isNaN(label)) return;
        squares += (prediction - label) ** 2;
        count++;
      });
    }
    return squares / count;
  }
}
