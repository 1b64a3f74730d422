import type { AugmentedDeviceGraphs, DeviceGraph, ExampleSampler } from "../../graph/index.js";
import type { PreparedEncoder } from "../../model/index.js";
import type { Runtime } from "../../tensor/index.js";
import type { Layouts } from "../position.js";
import { vectorOf } from "../tensor-values.js";
import {
  runTraining,
  type StopReason,
  type TrainingObserver,
  type TrainingPosition,
} from "../training-loop.js";
import { compileUpdate, type TrainingState, type UpdateProgram, weightsOf } from "../update-program.js";
import { samplerOf } from "./batches.js";
import type { ContrastiveConfig } from "./config.js";
import { compileEmbedding, type EmbeddingProgram } from "./embedding-program.js";
import { allExamples, graphsOf, labelsOf } from "./examples.js";
import { type IntrinsicMetrics, intrinsicMetrics } from "./intrinsic.js";
import { buildObjective } from "./objective.js";

/** What {@link ContrastiveTrainer.run} works on. */
export interface ContrastiveTrainerOptions {
  readonly config: ContrastiveConfig;
  readonly encoder: PreparedEncoder<DeviceGraph>;
  readonly train: readonly AugmentedDeviceGraphs[];
  readonly valid: readonly AugmentedDeviceGraphs[];
  readonly runtime: Runtime;
}

/** Trains one encoder by contrast; a pure function of its configuration and circuits, from any position that it has been in. */
export class ContrastiveTrainer {
  readonly #options: ContrastiveTrainerOptions;
  readonly #update: UpdateProgram;
  readonly #embedding: EmbeddingProgram;
  readonly #examplesOf: ExampleSampler;

  private constructor(
    options: ContrastiveTrainerOptions,
    update: UpdateProgram,
    embedding: EmbeddingProgram,
  ) {
    this.#options = options;
    this.#update = update;
    this.#embedding = embedding;
    this.#examplesOf = samplerOf(options.config, options.train.length);
  }

  /** Compiles the programs of a run. */
  static async create(options: ContrastiveTrainerOptions): Promise<ContrastiveTrainer> {
    const { config, encoder, runtime } = options;
    const { loss, weightDecay, clipNorm, averageDecay, device, threads } = config;
    const session = { runtime, device, ...(threads !== undefined && { threads }) };
    const learning = buildObjective(encoder, loss, { training: true });
    const update = await compileUpdate(
      learning,
      learning.result.loss,
      {},
      {
        ...{ weightDecay, clipNorm, averageDecay },
        ...session,
      },
    );
    const { embeddings } = buildObjective(encoder, loss, { training: false }).result;
    return new ContrastiveTrainer(options, update, await compileEmbedding(encoder, embeddings, session));
  }

  /** The names and places of parameters and buffers. */
  get layouts(): Layouts {
    return this.#update;
  }

  /** Where a run begins. */
  start(): TrainingPosition<IntrinsicMetrics> {
    return { state: this.#update.initialState(this.#options.config.seed) };
  }

  /**
   * Trains from a position to the end, to the end of patience, or to the step after `signal` is aborted.
   *
   * Throws TRAIN_DIVERGED where the loss is no longer a number.
   */
  run(
    from: TrainingPosition<IntrinsicMetrics>,
    observer: TrainingObserver<IntrinsicMetrics> = {},
    signal?: AbortSignal,
  ): Promise<{ position: TrainingPosition<IntrinsicMetrics>; reason: StopReason }> {
    const { config } = this.#options;
    const { by } = config.validation;
    const task = {
      config,
      step: (state: TrainingState, learningRate: number) => this.#step(state, learningRate),
      validate: (state: TrainingState) => this.validate(state),
      isBetter: (found: IntrinsicMetrics, best: IntrinsicMetrics) => by === "last" || found[by] > best[by],
    };
    return runTraining(task, from, observer, signal);
  }

  /** The intrinsic test of a state on the validation circuits. */
  async validate(state: TrainingState): Promise<IntrinsicMetrics> {
    const { config, valid } = this.#options;
    const examples = allExamples(valid.length, config.validation.members);
    const embeddings = await this.#embedding.embed(weightsOf(state), graphsOf(valid, examples));
    return intrinsicMetrics(embeddings, Int32Array.from(labelsOf(examples)));
  }

  async release(): Promise<void> {
    await this.#update.release();
    await this.#embedding.release();
  }

  async #step(state: TrainingState, learningRate: number) {
    const { encoder, train } = this.#options;
    const examples = this.#examplesOf(state.step);
    const feeds = {
      ...encoder.feeds([...graphsOf(train, examples)]),
      labels: vectorOf(labelsOf(examples)),
    };
    const result = await this.#update.update(state, feeds, learningRate);
    return { ...result, graphs: examples.length };
  }
}
