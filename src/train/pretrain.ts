import { resolve } from "node:path";
import { KirchhoffError, validateConfig } from "../core/index.js";
import { circuitKinds } from "../graph/index.js";
import { type Checkpoint, cardFormat, prepareNetwork } from "../model/index.js";
import { nodeRuntime } from "../tensor/node/index.js";
import { type PretrainConfig, pretrainSchema } from "./config.js";
import { digestOf, openChoice } from "./data.js";
import { type LabelledGraphs, loadSplit, topologiesOf } from "./labelled-graphs.js";
import { checkpointOf, positionOf, type RunCard } from "./position.js";
import { gitCommit, versions } from "./provenance.js";
import { openRun } from "./run.js";
import { type RunDescription, RunFolder } from "./run-folder.js";
import { schemeOf } from "./scheme.js";
import { type StopReason, Trainer, type TrainerObserver, type Validation } from "./trainer.js";

/** How far training has come. */
export interface PretrainProgress {
  readonly step: number;
  readonly steps: number;
  /** The step that this call began after; 0 unless it resumed a run. */
  readonly firstStep: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly last?: Validation | undefined;
  readonly best?: Validation | undefined;
}

/** Options of {@link pretrain} and {@link resumePretrain}. */
export interface PretrainOptions {
  /** Called after every step. */
  readonly onProgress?: (progress: PretrainProgress) => void;
  /** Stops after the step under way, with everything kept. */
  readonly signal?: AbortSignal;
}

/** What came of training. */
export interface PretrainResult {
  readonly reason: StopReason;
  /** Steps done, over all calls. */
  readonly step: number;
  readonly last?: Validation | undefined;
  readonly best?: Validation | undefined;
  /** The best weights by validation; the present ones where there was no validation yet. */
  readonly checkpoint: Checkpoint;
}

/**
 * Pretrains a network on node voltages; `config` is what {@link pretrainSchema} describes, defaults may be left out.
 *
 * With a `folder`, the run leaves there its configuration, journal, metrics and checkpoints, and can be resumed from any moment; without
 * one, nothing is written. Throws CONFIG_INVALID, TRAIN_RUN_EXISTS, TRAIN_RUN_LOCKED, TRAIN_FOLDER_NOT_EMPTY, TRAIN_EMPTY_SPLIT,
 * TRAIN_LABEL_KIND, TRAIN_DIVERGED, TRAIN_DISK_FULL, and what opening the dataset throws.
 */
export async function pretrain(
  config: unknown,
  { folder, ...options }: PretrainOptions & { readonly folder?: string } = {},
): Promise<PretrainResult> {
  const checked = validateConfig(pretrainSchema, config, "the configuration of pretraining");
  if (folder === undefined) return train(await prepare(checked), undefined, options);
  const run = await RunFolder.create(folder);
  try {
    const absolute = withAbsoluteFolder(checked);
    const prepared = await prepare(absolute);
    await run.describe(await describeRun(prepared));
    return await train(prepared, run, options);
  } finally {
    await run.close();
  }
}

/**
 * Goes on with the run in a folder from its last checkpoint, to the same weights as if it had never stopped.
 *
 * Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_LOCKED, TRAIN_RUN_DAMAGED, TRAIN_DATA_CHANGED, and what {@link pretrain} throws.
 */
export async function resumePretrain(folder: string, options: PretrainOptions = {}): Promise<PretrainResult> {
  const run = await RunFolder.reopen(folder);
  try {
    const { description, config } = await openRun(folder);
    const prepared = await prepare(config);
    expectSameData(prepared.dataset, description.dataset);
    return await train(prepared, run, options);
  } finally {
    await run.close();
  }
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

async function prepare(config: PretrainConfig): Promise<Prepared> {
  const { dataset, simulator } = await openChoice(config.dataset);
  const train = await loadSplit(dataset, "train");
  const valid = await loadSplit(dataset, "valid", { rows: config.validation.rows });
  const scheme = schemeOf(config, train);
  const topologies = topologiesOf([...train.graphs, ...valid.graphs]);
  const network = prepareNetwork(config.network, scheme, topologies);
  const { minimum, maximum } = rangeOf(train.labels);
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
    trainer: await Trainer.create({ config, network, train, valid, runtime: nodeRuntime }),
    card: {
      format: cardFormat,
      network: config.network,
      scheme: scheme.toJSON(),
      seen: {
        circuits: train.circuits,
        kinds: [...new Set(topologiesOf(train.graphs).flatMap(circuitKinds))].sort(),
      },
      labels: { unit: "volt", minimum, maximum },
      versions: await versions(),
      config,
    },
  };
}

async function train(
  prepared: Prepared,
  run: RunFolder | undefined,
  { onProgress, signal }: PretrainOptions,
): Promise<PretrainResult> {
  const { trainer, card, config } = prepared;
  const { layouts } = trainer;
  try {
    const stored = await run?.load("last");
    const start = stored ? positionOf(stored, layouts) : trainer.start();
    await run?.event(stored ? "resumed" : "started", { step: start.state.step });
    let bestInMemory: Checkpoint | undefined;
    let { last, best } = start;
    const observer: TrainerObserver = {
      onStep: (step, loss, learningRate) =>
        onProgress?.({
          step,
          steps: config.steps,
          firstStep: start.state.step,
          loss,
          learningRate,
          last,
          best,
        }),
      onRecord: async (record) => run?.record(record),
      async onValidation(position, validation, isBest) {
        ({ last, best } = position);
        await run?.event("validated", { step: validation.step, ...validation.metrics, best: isBest });
        if (!isBest) return;
        bestInMemory = checkpointOf(position, layouts, card, { resumable: false });
        await run?.save("best", bestInMemory);
      },
      async onCheckpoint(position) {
        await run?.save("last", checkpointOf(position, layouts, card, { resumable: true }));
        await run?.event("checkpoint", { step: position.state.step });
      },
    };
    const { position, reason } = await trainer.run(start, observer, signal);
    await run?.event(reason, { step: position.state.step });
    const checkpoint =
      bestInMemory ??
      (await run?.load("best")) ??
      checkpointOf(position, layouts, card, { resumable: false });
    return { reason, step: position.state.step, last: position.last, best: position.best, checkpoint };
  } finally {
    await trainer.release();
  }
}

async function describeRun({ config, dataset }: Prepared): Promise<RunDescription> {
  const git = await gitCommit(process.cwd());
  return {
    format: 1,
    command: "pretrain",
    started: new Date().toISOString(),
    versions: await versions(),
    platform: `${process.platform}-${process.arch}`,
    ...(git && { git }),
    dataset,
    config,
  };
}

function expectSameData(found: RunDescription["dataset"], begun: RunDescription["dataset"]): void {
  if (found.sha256 === begun.sha256) return;
  const describe = ({ name, simulator, train, sha256 }: RunDescription["dataset"]) =>
    `${name} by ${simulator.name} ${simulator.version}, ${train} training rows, sha-256 ${sha256.slice(0, 12)}`;
  throw new KirchhoffError("TRAIN_DATA_CHANGED", "the data are not those that the run began with", {
    found: describe(found),
    expected: describe(begun),
    hint: "bring the dataset back as it was, or begin a new run",
  });
}

/** A run is resumed from any folder, so that it names its data by their full path. */
function withAbsoluteFolder(config: PretrainConfig): PretrainConfig {
  const { dataset } = config;
  return "folder" in dataset ? { ...config, dataset: { folder: resolve(dataset.folder) } } : config;
}

function rangeOf(values: Float64Array): { minimum: number; maximum: number } {
  return values.reduce(
    ({ minimum, maximum }, value) => ({
      minimum: Math.min(minimum, value),
      maximum: Math.max(maximum, value),
    }),
    { minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY },
  );
}
