import type { CircuitGraph } from "../../graph/index.js";
import {
  type Checkpoint,
  type ModelDescription,
  type PreparedNetwork,
  prepareModel,
  unpackTensors,
} from "../../model/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { type LabelledGraphs, topologiesOf } from "../labelled-graphs.js";
import type { Layouts } from "../position.js";
import { Programs } from "../programs.js";
import {
  type StopReason,
  Trainer,
  type TrainerObserver,
  type TrainerPosition,
  type Validation,
} from "../trainer.js";
import type { TrainerConfig } from "../trainer-config.js";
import { type Weights, weightsOf } from "../update-program.js";
import { HeadOnFrozen } from "./head-on-frozen.js";
import { type RateFactors, rateFactors } from "./rate-factors.js";
import { isOfHead, pretrainedState } from "./start.js";
import { scoreTargets } from "./target-metrics.js";

/** What a {@link FineTuner} is made for. */
export interface FineTunerOptions {
  /** Architecture and features; `targets` and `head` where quantities of whole circuits are learned in place of voltages. */
  readonly model: ModelDescription;
  /** Graphs of every topology that will be seen. */
  readonly graphs: Iterable<CircuitGraph>;
  /** Loss, clipping, averaging, weight decay, device and threads are compiled in; the rest are defaults of {@link FineTuner.fit}. */
  readonly config: TrainerConfig;
  /** `head` leaves the backbone as it is: its weights, and the statistics of its batch norms, which it uses. Default: all. */
  readonly trains?: "all" | "head" | undefined;
  readonly rates?: RateFactors | undefined;
}

/** One run of a {@link FineTuner}. */
export interface FitOptions
  extends Partial<Pick<TrainerConfig, "seed" | "steps" | "batchSize" | "learningRate" | "validation">> {
  /** Labels in volts, or standardised targets (`scaleLabels`), NaN where there is no valid one. */
  readonly train: LabelledGraphs;
  readonly valid: LabelledGraphs;
  /** Weights to begin with; none: from scratch. */
  readonly from?: Pick<Checkpoint, "card" | "tensors"> | undefined;
}

/** Where a run is told of and where it begins; used to keep it in a folder. */
export interface FitHooks {
  readonly observer?: TrainerObserver | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where an earlier call left it. */
  readonly position?: TrainerPosition | undefined;
}

/** What came of a run. */
export interface Fitted {
  /** The best weights by validation; undefined where an earlier call found them. */
  readonly weights?: Weights;
  readonly best?: Validation | undefined;
  /** Steps done, over all calls. */
  readonly steps: number;
  readonly reason: StopReason;
  readonly position: TrainerPosition;
}

/**
 * Fine-tunes one architecture any number of times, from other weights, seeds and data: its programs are compiled once, but for that
 * of a frozen backbone.
 */
export class FineTuner {
  readonly #options: FineTunerOptions;
  readonly #isOfHead: (name: string) => boolean;
  readonly #rates: RateFactors | undefined;
  readonly #network: PreparedNetwork;
  readonly #programs: Programs;
  /** What is trained in place of the whole network, where a head alone is. */
  readonly #head: HeadOnFrozen | undefined;
  readonly #headPrograms: Programs | undefined;

  /** Throws MODEL_NO_EMBEDDING where a network without states shall learn of whole circuits. */
  constructor(options: FineTunerOptions) {
    const { model, graphs, config, trains, rates } = options;
    const { head, targets } = model;
    const topologies = topologiesOf(graphs);
    this.#isOfHead = isOfHead(model);
    // Weight decay would move frozen weights too.
    this.#rates = trains === "head" ? { backbone: 0, layerDecay: 1 } : rates;
    const settings = {
      ...config,
      runtime: nodeRuntime,
      masked: targets !== undefined,
      rateFactors: this.#rates !== undefined,
      ...(trains === "head" && { isFrozen: (name: string) => !this.#isOfHead(name) }),
    };
    this.#options = options;
    this.#network = prepareModel(model, topologies);
    this.#programs = new Programs(this.#network, settings);
    if (trains !== "head" || !head || !targets) return;
    this.#head = new HeadOnFrozen({ ...model, head, targets }, topologies);
    this.#headPrograms = new Programs(this.#head.network, settings);
  }

  /** Names and places of the network's parameters and buffers. */
  layouts(): Promise<Layouts> {
    return this.#programs.prediction();
  }

  /**
   * Trains on `train` from pretrained or fresh weights, and keeps those that `valid` finds best.
   *
   * Throws CHECKPOINT_MISMATCH and TRAIN_DIVERGED.
   */
  async fit(
    { train, valid, from, ...changes }: FitOptions,
    { observer, signal, position }: FitHooks = {},
  ): Promise<Fitted> {
    const { config, model } = this.#options;
    const { targets } = model;
    const rates = this.#rates;
    const settings = { ...config, ...changes };
    const trainer = await Trainer.create({
      config: settings,
      network: this.#head?.network ?? this.#network,
      train,
      valid,
      runtime: nodeRuntime,
      programs: this.#headPrograms ?? this.#programs,
      ...(targets && { score: scoreTargets(targets.length) }),
      ...(rates && { rateFactors: (layout) => rateFactors(layout, rates, this.#isOfHead) }),
    });
    const begin = position ?? this.#begin(trainer, from);
    if (begin.state.step < settings.steps) {
      const graphs = [...train.graphs, ...valid.graphs];
      await this.#head?.compute(tensorsOf(trainer, weightsOf(begin.state)), graphs, { ...config, signal });
    }
    let weights: Weights | undefined;
    const told: TrainerObserver = {
      ...observer,
      async onValidation(at, validation, isBest) {
        if (isBest) weights = weightsOf(at.state);
        await observer?.onValidation?.(at, validation, isBest);
      },
    };
    const { position: end, reason } = await trainer.run(begin, told, signal);
    const { best, state } = end;
    return { ...(weights && { weights }), best, steps: state.step, reason, position: end };
  }

  /** Outputs of all graphs under these weights: volts, or standardised targets, one after the other. */
  async predict(weights: Weights, graphs: readonly CircuitGraph[]): Promise<Float32Array> {
    return (await this.#programs.prediction()).predict(weights, graphs);
  }

  /** Frees the programs. */
  async release(): Promise<void> {
    await this.#programs.release();
    await this.#headPrograms?.release();
    await this.#head?.release();
  }

  #begin(trainer: Trainer, from: FitOptions["from"]): TrainerPosition {
    const fresh = trainer.start();
    if (!from) return fresh;
    const { model } = this.#options;
    const known = from.card.scheme.features?.length ?? 0;
    const keepsHead = sameHead(model, from.card);
    return {
      state: pretrainedState(fresh.state, trainer.layouts, from, {
        isFresh: (name) => !keepsHead && this.#isOfHead(name),
        newFeatures: (model.scheme.features?.length ?? 0) - known,
      }),
    };
  }
}

/** Weights by name. */
function tensorsOf({ layouts }: Trainer, { parameters, buffers }: Weights) {
  return new Map([
    ...unpackTensors(layouts.parameters, parameters),
    ...unpackTensors(layouts.buffers, buffers),
  ]);
}

/** Whether two models predict the same by the same head. */
function sameHead(a: ModelDescription, b: ModelDescription): boolean {
  const key = ({ head, targets }: ModelDescription) =>
    JSON.stringify([
      head ? { ...head, reads: head.reads ?? "states" } : null,
      targets?.map(({ name, scale }) => [name, scale]) ?? null,
    ]);
  return key(a) === key(b);
}
