import type { PreparedNetwork } from "../model/index.js";
import type { SessionOptions } from "../tensor/index.js";
import { compilePrediction, type PredictionProgram } from "./prediction-program.js";
import { compileTraining, type TrainingProgram, type TrainingProgramOptions } from "./training-program.js";

/** How programs compute, and where. */
export interface ProgramSettings extends Omit<TrainingProgramOptions, "parts" | "threads" | "profile"> {
  readonly threads?: number | undefined;
}

/** The programs of one network, each compiled when it is first wanted: any number of runs on other data and weights share them. */
export class Programs {
  readonly #network: PreparedNetwork;
  readonly #settings: ProgramSettings;
  readonly #training = new Map<number, Promise<TrainingProgram>>();
  #prediction: Promise<PredictionProgram> | undefined;

  constructor(network: PreparedNetwork, settings: ProgramSettings) {
    this.#network = network;
    this.#settings = settings;
  }

  /** The training step on batches that come in so many parts. */
  training(parts: number): Promise<TrainingProgram> {
    const known = this.#training.get(parts);
    if (known) return known;
    const { runtime, loss, weightDecay, clipNorm, averageDecay, masked, rateFactors, isFrozen, extraLoss } =
      this.#settings;
    const program = compileTraining(this.#network, {
      ...{
        runtime,
        loss,
        weightDecay,
        clipNorm,
        averageDecay,
        masked,
        rateFactors,
        isFrozen,
        extraLoss,
        parts,
      },
      ...this.#session(),
    });
    this.#training.set(parts, program);
    return program;
  }

  prediction(): Promise<PredictionProgram> {
    this.#prediction ??= compilePrediction(this.#network, {
      runtime: this.#settings.runtime,
      ...this.#session(),
    });
    return this.#prediction;
  }

  async release(): Promise<void> {
    for (const program of this.#training.values()) await (await program).release();
    await (await this.#prediction)?.release();
  }

  #session(): SessionOptions {
    const { device, threads } = this.#settings;
    return { ...(device !== undefined && { device }), ...(threads !== undefined && { threads }) };
  }
}
