import { KirchhoffError, RandomStream } from "../core/index.js";
import type { PreparedNetwork } from "../model/index.js";
import type { StateLayout } from "../nn/index.js";
import type { Runtime } from "../tensor/index.js";
import { type LabelledGraphs, labelsOf } from "./labelled-graphs.js";
import { type Metrics, type Scored, scorePredictions } from "./metrics.js";
import type { PredictionProgram } from "./prediction-program.js";
import { Programs } from "./programs.js";
import { scheduleOf } from "./schedule.js";
import type { TrainerConfig } from "./trainer-config.js";
import { type TrainingProgram, type TrainingState, weightsOf } from "./training-program.js";

/** A validation and the step after which it was made. */
export interface Validation {
  readonly step: number;
  readonly metrics: Metrics;
}

/** Where a training run stands: what a checkpoint keeps, so that the run can go on as if it had not stopped. */
export interface TrainerPosition {
  readonly state: TrainingState;
  readonly last?: Validation | undefined;
  readonly best?: Validation | undefined;
}

/** One line of a run's metrics: means over the steps since the line before. */
export interface StepRecord {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly graphsPerSecond: number;
}

/** Told of what happens in a run, in order; training waits for each. */
export interface TrainerObserver {
  onStep?(step: number, loss: number, learningRate: number): void;
  onRecord?(record: StepRecord): Promise<void>;
  onValidation?(position: TrainerPosition, validation: Validation, isBest: boolean): Promise<void>;
  onCheckpoint?(position: TrainerPosition): Promise<void>;
}

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
  /** Programs that were compiled for this network and these settings; the caller releases them. */
  readonly programs?: Programs | undefined;
}

export type StopReason = "finished" | "stopped-early" | "interrupted";

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

  /** Compiles the programs of a run, where they are not given. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { network, runtime, config, rateFactors } = options;
    const programs =
      options.programs ??
      new Programs(network, { runtime, ...config, rateFactors: rateFactors !== undefined });
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
    const learningRateOf = scheduleOf(config);
    let position = from;
    let window = new RecordWindow();
    while (position.state.step < config.steps) {
      if (this.#patienceIsOver(position)) return { position, reason: "stopped-early" };
      if (signal?.aborted) {
        await observer.onCheckpoint?.(position);
        return { position, reason: "interrupted" };
      }
      const step = position.state.step + 1;
      const learningRate = learningRateOf(step);
      const graphs = this.#batchOf(step);
      const result = await this.#step(position.state, graphs, learningRate);
      position = { ...position, state: result.state };
      window.add(result.loss, result.gradientNorm, graphs.length);
      observer.onStep?.(step, result.loss, learningRate);
      if (step % config.logEvery === 0 || step === config.steps) {
        await observer.onRecord?.(window.record(step, learningRate));
        window = new RecordWindow();
      }
      if (step % config.validation.every === 0 || step === config.steps) {
        position = await this.#validate(position, observer);
      }
      if (step % config.checkpointEvery === 0 || step === config.steps) {
        await observer.onCheckpoint?.(position);
      }
    }
    return { position, reason: "finished" };
  }

  async release(): Promise<void> {
    if (!this.#options.programs) await this.#programs.release();
  }

  async #step(state: TrainingState, chosen: Uint32Array, learningRate: number) {
    const { network, train } = this.#options;
    const graphs = Array.from(chosen, (g) => train.graphs[g]!);
    const result = await this.#training.step(
      state,
      network.feeds(graphs, this.#parts),
      labelsOf(train, chosen),
      learningRate,
      this.#rateFactors,
    );
    if (Number.isFinite(result.loss) && Number.isFinite(result.gradientNorm)) return result;
    throw new KirchhoffError("TRAIN_DIVERGED", `the loss is not a number at step ${state.step + 1}`, {
      found: `loss ${result.loss}, gradient norm ${result.gradientNorm}, learning rate ${learningRate}`,
      hint: "lower learningRate.peak, lengthen learningRate.warmup, or set clipNorm: 1",
    });
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

  async #validate(position: TrainerPosition, observer: TrainerObserver): Promise<TrainerPosition> {
    const { valid, config, score = scorePredictions } = this.#options;
    const { levels, by } = config.validation;
    const predictions = await this.#prediction.predict(weightsOf(position.state), valid.graphs);
    const metrics = score({ ...valid, predictions }, { levels });
    const validation = { step: position.state.step, metrics };
    const isBest = position.best === undefined || isBetter(metrics, position.best.metrics, by);
    const next = { ...position, last: validation, best: isBest ? validation : position.best };
    await observer.onValidation?.(next, validation, isBest);
    return next;
  }

  #patienceIsOver({ last, best }: TrainerPosition): boolean {
    const { every, patience } = this.#options.config.validation;
    if (patience === undefined || !last || !best) return false;
    return last.step - best.step >= patience * every;
  }
}

/** Nodes that one part of a batch should have, for what is computed of them to fit the processor's cache. */
const nodesOfPart = 3500;

/** In how many parts a batch is worked on: from the average size of the graphs, so that it is the same for every batch. */
function partsOf({ train: { graphs }, config }: TrainerOptions): number {
  const size = Math.min(config.batchSize, graphs.length);
  const nodes = graphs.reduce((sum, { topology }) => sum + topology.nodes, 0) / graphs.length;
  return Math.min(size, Math.max(1, Math.round((size * nodes) / nodesOfPart)));
}

/** By accuracy, and by error where that is equal; or by error alone. */
function isBetter(a: Metrics, b: Metrics, by: TrainerConfig["validation"]["by"]): boolean {
  if (by === "error") return a.rmse < b.rmse;
  return a.accuracy > b.accuracy || (a.accuracy === b.accuracy && a.rmse < b.rmse);
}

/** Sums over the steps of one line of metrics. */
class RecordWindow {
  readonly #started = performance.now();
  #steps = 0;
  #loss = 0;
  #gradientNorm = 0;
  #graphs = 0;

  add(loss: number, gradientNorm: number, graphs: number): void {
    this.#steps++;
    this.#loss += loss;
    this.#gradientNorm += gradientNorm;
    this.#graphs += graphs;
  }

  record(step: number, learningRate: number): StepRecord {
    const seconds = (performance.now() - this.#started) / 1000;
    return {
      step,
      loss: this.#loss / this.#steps,
      gradientNorm: this.#gradientNorm / this.#steps,
      learningRate,
      graphsPerSecond: this.#graphs / seconds,
    };
  }
}
