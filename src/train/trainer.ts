import { KirchhoffError, RandomStream } from "../core/index.js";
import type { PreparedNetwork } from "../model/index.js";
import type { Scope, StateLayout } from "../nn/index.js";
import type { Expression, Runtime, TensorValue } from "../tensor/index.js";
import { type LabelledGraphs, labelsOf } from "./labelled-graphs.js";
import { type Metrics, type Scored, scorePredictions } from "./metrics.js";
import type { PredictionProgram } from "./prediction-program.js";
import { Programs } from "./programs.js";
import type { TrainerConfig } from "./trainer-config.js";
import {
  runTraining,
  type StopReason,
  type TrainingObserver,
  type TrainingPosition,
  type TrainingTask,
  type Validation as ValidationOf,
} from "./training-loop.js";
import type { TrainingProgram } from "./training-program.js";
import { type TrainingState, weightsOf } from "./update-program.js";

export type { StepRecord, StopReason } from "./training-loop.js";
export type Validation = ValidationOf<Metrics>;
export type TrainerPosition = TrainingPosition<Metrics>;
export type TrainerObserver = TrainingObserver<Metrics>;

/** What {@link Trainer.run} works on. */
export interface TrainerOptions {
  readonly config: TrainerConfig;
  readonly network: PreparedNetwork;
  readonly train: LabelledGraphs;
  readonly valid: LabelledGraphs;
  readonly runtime: Runtime;
  /** How validation judges predictions (default: {@link scorePredictions}). */
  readonly score?: ((scored: Scored, options: { readonly levels: number }) => Metrics) | undefined;
  /** A factor on the learning rate of every parameter, by its place in the packed vector. */
  readonly rateFactors?: ((layout: StateLayout) => Float32Array) | undefined;
  /** A second objective of the same weights, on inputs of its own. */
  readonly extra?: ExtraObjective | undefined;
  /** Programs that were compiled for this network and these settings; the caller releases them. */
  readonly programs?: Programs | undefined;
}

/** A term of the loss that has nothing to do with the labels of the training graphs. */
export interface ExtraObjective {
  /** Builds it, from inputs whose names are those of an undivided batch, or its own. */
  loss(scope: Scope): Expression;
  /** What it is fed at a step, which counts from 1. */
  feeds(step: number): Record<string, TensorValue>;
}

/** Trains one network; a pure function of its configuration and data, from any position that it has been in. */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #parts: number;
  readonly #programs: Programs;
  readonly #training: TrainingProgram;
  readonly #prediction: PredictionProgram;
  readonly #rateFactors: Float32Array | undefined;

  private constructor(
    options: TrainerOptions,
    programs: Programs,
    training: TrainingProgram,
    prediction: PredictionProgram,
  ) {
    this.#options = options;
    this.#parts = partsOf(options);
    this.#programs = programs;
    this.#training = training;
    this.#prediction = prediction;
    this.#rateFactors = options.rateFactors?.(training.parameters);
  }

  /** Compiles the programs of a run, where they are not given. Throws TRAIN_BATCH_OF_ONE. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { network, runtime, config, rateFactors, extra } = options;
    const extraLoss = extra && ((scope: Scope) => extra.loss(scope));
    const programs =
      options.programs ??
      new Programs(network, { runtime, ...config, rateFactors: rateFactors !== undefined, extraLoss });
    const training = await programs.training(partsOf(options));
    return new Trainer(options, programs, training, await programs.prediction());
  }

  /** The names and places of parameters and buffers. */
  get layouts(): Pick<TrainingProgram, "parameters" | "buffers"> {
    return this.#training;
  }

  /** Where a run begins. */
  start(): TrainerPosition {
    return { state: this.#training.initialState(this.#options.config.seed) };
  }

  /**
   * Trains from a position to the end, to the end of patience, or to the step after `signal` is aborted.
   *
   * Throws TRAIN_DIVERGED where the loss is no longer a number.
   */
  async run(
    from: TrainerPosition,
    observer: TrainerObserver = {},
    signal?: AbortSignal,
  ): Promise<{ position: TrainerPosition; reason: StopReason }> {
    const { config } = this.#options;
    const task: TrainingTask<Metrics> = {
      config,
      step: (state, learningRate) => this.#step(state, learningRate),
      validate: (state) => this.#validate(state),
      isBetter: (found, best) => isBetter(found, best, config.validation.by),
    };
    return runTraining(task, from, observer, signal);
  }

  async release(): Promise<void> {
    if (!this.#options.programs) await this.#programs.release();
  }

  async #step(state: TrainingState, learningRate: number) {
    const { network, train, extra } = this.#options;
    const chosen = this.#batchOf(state.step + 1);
    const graphs = Array.from(chosen, (g) => train.graphs[g]!);
    const result = await this.#training.step(
      state,
      { ...network.feeds(graphs, this.#parts), ...extra?.feeds(state.step + 1) },
      labelsOf(train, chosen),
      learningRate,
      this.#rateFactors,
    );
    return { ...result, graphs: chosen.length };
  }

  /** The graphs of a step: epochs are keyed permutations of the training split, cut into full batches. */
  #batchOf(step: number): Uint32Array {
    const { config, train } = this.#options;
    const size = Math.min(config.batchSize, train.graphs.length);
    const batches = Math.floor(train.graphs.length / size);
    const epoch = Math.floor((step - 1) / batches);
    const first = ((step - 1) % batches) * size;
    return this.#permutation(epoch).subarray(first, first + size);
  }

  #epoch: { readonly number: number; readonly order: Uint32Array } | undefined;

  #permutation(epoch: number): Uint32Array {
    if (this.#epoch?.number !== epoch) {
      const random = new RandomStream(this.#options.config.seed, "epoch", epoch);
      this.#epoch = { number: epoch, order: random.permutation(this.#options.train.graphs.length) };
    }
    return this.#epoch.order;
  }

  async #validate(state: TrainingState): Promise<Metrics> {
    const { valid, config, score = scorePredictions } = this.#options;
    const predictions = await this.#prediction.predict(weightsOf(state), valid.graphs);
    return score({ ...valid, predictions }, { levels: config.validation.levels });
  }
}

/** Nodes that one part of a batch should have, for what is computed of them to fit the processor's cache. */
const nodesOfPart = 3500;

/** In how many parts a batch is worked on: from the average size of the graphs, so that it is the same for every batch. */
function partsOf({ train: { graphs }, config, extra }: TrainerOptions): number {
  const size = Math.min(config.batchSize, graphs.length);
  const nodes = graphs.reduce((sum, { topology }) => sum + topology.nodes, 0) / graphs.length;
  // Inputs of an undivided batch are left to a second objective.
  const least = extra ? 2 : 1;
  if (size < least) {
    throw new KirchhoffError("TRAIN_BATCH_OF_ONE", "beside a second loss a batch has at least two graphs", {
      found: `batchSize ${config.batchSize}, ${graphs.length} training rows`,
      hint: "set batchSize to 2 or more, and train on as many rows; or leave out contrast",
    });
  }
  return Math.min(size, Math.max(least, Math.round((size * nodes) / nodesOfPart)));
}

/** By accuracy, and by error where that is equal; or by error alone. */
function isBetter(a: Metrics, b: Metrics, by: TrainerConfig["validation"]["by"]): boolean {
  if (by === "error") return a.rmse < b.rmse;
  return a.accuracy > b.accuracy || (a.accuracy === b.accuracy && a.rmse < b.rmse);
}
