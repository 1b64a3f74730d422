import { validateConfig } from "../core/index.js";
import type { GenerateProgress } from "../dataset/index.js";
import { cardFormat, prepareNetwork } from "../model/index.js";
import { nodeRuntime } from "../tensor/node/index.js";
import { type PretrainConfig, pretrainSchema } from "./config.js";
import { digestOf, openChoice } from "./data.js";
import { beginRun, type RunWork, resumeRun } from "./in-run-folder.js";
import { contrastObjective } from "./joint/contrast-objective.js";
import { contrastPool } from "./joint/contrast-pool.js";
import { keepRun, type PretrainProgress, type PretrainResult } from "./kept-run.js";
import { type LabelledGraphs, loadSplit, seenIn, topologiesOf, voltageRange } from "./labelled-graphs.js";
import type { RunCard } from "./position.js";
import { versions } from "./provenance.js";
import { readRunConfig } from "./run.js";
import { withAbsoluteFolder } from "./run-description.js";
import type { RunDescription, RunFolder } from "./run-folder.js";
import { schemeOf } from "./scheme.js";
import { Trainer } from "./trainer.js";

/** Options of {@link pretrain} and {@link resumePretrain}. */
export interface PretrainOptions {
  /** Called while a dataset that the configuration names by its recipe is labelled, before training. */
  readonly onLabelled?: (progress: GenerateProgress) => void;
  /** Called after every step. */
  readonly onProgress?: (progress: PretrainProgress) => void;
  /** Stops after the step under way, with everything kept; while data are labelled, at once and with nothing kept. */
  readonly signal?: AbortSignal;
}

/**
 * Pretrains a network on node voltages; `config` is what {@link pretrainSchema} describes, defaults may be left out.
 *
 * With a `folder`, the run leaves there its configuration, journal, metrics and checkpoints, and can be resumed from any moment; without
 * one, nothing is written. Throws CONFIG_INVALID, TRAIN_RUN_EXISTS, TRAIN_RUN_LOCKED, TRAIN_FOLDER_NOT_EMPTY, TRAIN_EMPTY_SPLIT,
 * TRAIN_LABEL_KIND, TRAIN_DIVERGED, TRAIN_DISK_FULL, DATASET_INTERRUPTED where `signal` stops labelling, and what opening the dataset
 * throws.
 */
export async function pretrain(
  config: unknown,
  { folder, ...options }: PretrainOptions & { readonly folder?: string } = {},
): Promise<PretrainResult> {
  const checked = validateConfig(pretrainSchema, config, "the configuration of pretraining");
  return beginRun(
    folder,
    workOf(async () => withAbsoluteFolder(checked), options),
  );
}

/**
 * Goes on with the run in a folder from its last checkpoint, to the same weights as if it had never stopped.
 *
 * Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_LOCKED, TRAIN_RUN_DAMAGED, TRAIN_DATA_CHANGED, and what {@link pretrain} throws.
 */
export function resumePretrain(folder: string, options: PretrainOptions = {}): Promise<PretrainResult> {
  return resumeRun(
    folder,
    workOf(() => readRunConfig(folder), options),
  );
}

function workOf(
  configOf: () => Promise<PretrainConfig>,
  options: PretrainOptions,
): RunWork<Prepared, PretrainResult> {
  return {
    command: "pretrain",
    prepare: async () => prepare(await configOf(), options),
    describe: (prepared) => prepared,
    train: (prepared, run) => train(prepared, run, options),
  };
}

/** A configuration with its data and its card. */
interface Prepared {
  readonly config: PretrainConfig;
  readonly dataset: RunDescription["dataset"];
  readonly train: LabelledGraphs;
  readonly valid: LabelledGraphs;
  readonly trainer: Trainer;
  readonly card: RunCard;
}

async function prepare(config: PretrainConfig, { onLabelled, signal }: PretrainOptions): Promise<Prepared> {
  const { dataset, simulator } = await openChoice(config.dataset, { onProgress: onLabelled, signal });
  const train = await loadSplit(dataset, "train");
  const valid = await loadSplit(dataset, "valid", { rows: config.validation.rows });
  const scheme = schemeOf(config, train);
  const pool = config.contrast && contrastPool(config.contrast);
  const topologies = topologiesOf([...train.graphs, ...valid.graphs, ...(pool?.graphs ?? [])]);
  const network = prepareNetwork(config.network, scheme, topologies);
  const extra = pool && contrastObjective(network, pool, config.contrast!, config.seed);
  return {
    config,
    dataset: {
      name: dataset.recipe.name,
      simulator,
      train: train.graphs.length,
      valid: valid.graphs.length,
      sha256: digestOf([train, valid]),
    },
    train,
    valid,
    trainer: await Trainer.create({ config, network, train, valid, runtime: nodeRuntime, extra }),
    card: {
      format: cardFormat,
      network: config.network,
      scheme: scheme.toJSON(),
      seen: seenIn([train]),
      labels: voltageRange(train),
      versions: await versions(),
      config,
    },
  };
}

async function train(
  { trainer, card, config }: Prepared,
  run: RunFolder | undefined,
  { onProgress, signal }: PretrainOptions,
): Promise<PretrainResult> {
  try {
    const { layouts } = trainer;
    const keeping = { run, layouts, card, steps: config.steps, onProgress };
    return await keepRun(keeping, (stored, observer) =>
      trainer.run(stored ?? trainer.start(), observer, signal),
    );
  } finally {
    await trainer.release();
  }
}
