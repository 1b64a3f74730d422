import { validateConfig } from "../../core/index.js";
import { cardFormat, type EncoderCard, prepareEncoder, readEncoderCard } from "../../model/index.js";
import { nodeRuntime } from "../../tensor/node/index.js";
import { beginRun, type RunWork, resumeRun } from "../in-run-folder.js";
import { keepRunOf, type TrainingProgress, type TrainingResult } from "../kept-run.js";
import type { RunCard } from "../position.js";
import { versions } from "../provenance.js";
import { readContrastiveConfig } from "../run.js";
import type { RunDescription, RunFolder } from "../run-folder.js";
import { augmented, digestOfGraphs, kindsIn, namedCircuits } from "./circuits.js";
import { type ContrastiveConfig, contrastiveSchema } from "./config.js";
import type { IntrinsicMetrics } from "./intrinsic.js";
import { ContrastiveTrainer } from "./trainer.js";

export type ContrastiveProgress = TrainingProgress<IntrinsicMetrics>;
export type ContrastiveResult = TrainingResult<IntrinsicMetrics, EncoderCard>;

/** Options of {@link pretrainContrastive} and {@link resumeContrastive}. */
export interface ContrastiveOptions {
  /** Called after every step. */
  readonly onProgress?: (progress: ContrastiveProgress) => void;
  /** Stops after the step under way, with everything kept. */
  readonly signal?: AbortSignal;
}

/**
 * Pretrains an encoder of circuits by contrast, without simulation; `config` is what {@link contrastiveSchema} describes, defaults may
 * be left out.
 *
 * With a `folder`, the run leaves there what `pretrain` leaves, and can be resumed from any moment; without one, nothing is written.
 * Throws CONFIG_INVALID, TRAIN_UNKNOWN_CIRCUITS, TRAIN_RUN_EXISTS, TRAIN_RUN_LOCKED, TRAIN_FOLDER_NOT_EMPTY, TRAIN_DIVERGED and
 * TRAIN_DISK_FULL.
 */
export async function pretrainContrastive(
  config: unknown,
  { folder, ...options }: ContrastiveOptions & { readonly folder?: string } = {},
): Promise<ContrastiveResult> {
  const checked = validateConfig(contrastiveSchema, config, "the configuration of contrastive pretraining");
  return beginRun(
    folder,
    workOf(async () => checked, options),
  );
}

/**
 * Goes on with the run in a folder from its last checkpoint, to the same weights as if it had never stopped.
 *
 * Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_KIND, TRAIN_RUN_LOCKED, TRAIN_RUN_DAMAGED, TRAIN_DATA_CHANGED, and what
 * {@link pretrainContrastive} throws.
 */
export function resumeContrastive(
  folder: string,
  options: ContrastiveOptions = {},
): Promise<ContrastiveResult> {
  return resumeRun(
    folder,
    workOf(() => readContrastiveConfig(folder), options),
  );
}

function workOf(
  configOf: () => Promise<ContrastiveConfig>,
  options: ContrastiveOptions,
): RunWork<Prepared, ContrastiveResult> {
  return {
    command: "pretrain",
    prepare: async () => prepare(await configOf()),
    describe: (prepared) => prepared,
    train: (prepared, run) => train(prepared, run, options),
  };
}

/** A configuration with its circuits and its card. */
interface Prepared {
  readonly config: ContrastiveConfig;
  readonly dataset: RunDescription["dataset"];
  readonly trainer: ContrastiveTrainer;
  readonly card: RunCard<EncoderCard>;
}

async function prepare(config: ContrastiveConfig): Promise<Prepared> {
  const [learned, unseen] = [namedCircuits(config.circuits.train), namedCircuits(config.circuits.valid)];
  const kinds = { style: config.network.style, rules: config.circuits.rules };
  const train = augmented(learned, { ...kinds, seed: config.seed, purpose: "train" });
  // The same graphs for every seed of training.
  const valid = augmented(unseen, { ...kinds, seed: 0, purpose: "valid" });
  const encoder = prepareEncoder(config.network);
  return {
    config,
    dataset: {
      name: `circuits ${config.circuits.train.join(", ")}`,
      train: train.length,
      valid: valid.length,
      sha256: digestOfGraphs([...train, ...valid]),
    },
    trainer: await ContrastiveTrainer.create({ config, encoder, train, valid, runtime: nodeRuntime }),
    card: {
      format: cardFormat,
      network: config.network,
      seen: {
        circuits: learned.map(({ name }) => name),
        kinds: kindsIn(train.map(({ original }) => original)),
      },
      versions: await versions(),
      config,
    },
  };
}

async function train(
  { trainer, card, config }: Prepared,
  run: RunFolder | undefined,
  { onProgress, signal }: ContrastiveOptions,
): Promise<ContrastiveResult> {
  try {
    const keeping = { run, layouts: trainer.layouts, card, steps: config.steps, onProgress };
    return await keepRunOf<IntrinsicMetrics, EncoderCard>(readEncoderCard, keeping, (stored, observer) =>
      trainer.run(stored ?? trainer.start(), observer, signal),
    );
  } finally {
    await trainer.release();
  }
}
