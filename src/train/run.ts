import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { KirchhoffError, validateConfig } from "../core/index.js";
import {
  type CardBase,
  type CardReader,
  type Checkpoint,
  type EncoderCard,
  type ModelCard,
  readEncoderCard,
  readModelCard,
} from "../model/index.js";
import { loadCheckpointOf } from "./checkpoint-files.js";
import { type Objective, objectiveOf, type PretrainConfig, pretrainSchema } from "./config.js";
import { type ContrastiveConfig, contrastiveSchema } from "./contrastive/config.js";
import type { IntrinsicMetrics } from "./contrastive/intrinsic.js";
import { type FinetuneConfig, finetuneSchema } from "./fine-tuning/config.js";
import { readJsonLines } from "./json-lines.js";
import type { Metrics } from "./metrics.js";
import {
  type CheckpointName,
  type RunCommand,
  type RunDescription,
  runFiles,
  runNotFound,
} from "./run-folder.js";
import type { StepRecord, Validation } from "./training-loop.js";

/** A line of a run's journal. */
export interface JournalEvent {
  readonly time: string;
  readonly event: string;
  readonly step?: number;
  readonly [fact: string]: unknown;
}

/** A training run as it lies in its folder, for reading. */
export interface RunOf<Config, Found, Card extends CardBase> {
  readonly folder: string;
  readonly description: RunDescription;
  readonly config: Config;
  /** Every event, in the order in which they happened. */
  readonly journal: readonly JournalEvent[];
  /** Metrics by ascending step; what a resumed run did again counts once. */
  readonly metrics: readonly StepRecord[];
  /** Validations by ascending step; likewise. */
  readonly validations: readonly Validation<Found>[];
  /** Throws CHECKPOINT_NOT_FOUND and what reading a checkpoint throws. */
  checkpoint(name: CheckpointName): Promise<Checkpoint<Card>>;
}

/** A run of pretraining on labels. */
export type Run = RunOf<PretrainConfig, Metrics, ModelCard>;
/** A run of contrastive pretraining. */
export type ContrastiveRun = RunOf<ContrastiveConfig, IntrinsicMetrics, EncoderCard>;

/** Reads a run folder, also while the run is under way. Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_KIND and TRAIN_RUN_DAMAGED. */
export const openRun = (folder: string): Promise<Run> => readRun(folder, readRunConfig, readModelCard);

/** Likewise of a run of contrastive pretraining. */
export const openContrastiveRun = (folder: string): Promise<ContrastiveRun> =>
  readRun(folder, readContrastiveConfig, readEncoderCard);

async function readRun<Config, Found, Card extends CardBase>(
  folder: string,
  readConfig: (folder: string) => Promise<Config>,
  readCard: CardReader<Card>,
): Promise<RunOf<Config, Found, Card>> {
  const description = await readDescription(folder, "pretrain");
  const journal = await readJsonLines<JournalEvent>(join(folder, runFiles.journal));
  const validations = journal.filter(({ event }) => event === "validated");
  return {
    folder,
    description,
    config: await readConfig(folder),
    journal,
    metrics: lastOfEachStep(await readJsonLines<StepRecord>(join(folder, runFiles.metrics))),
    validations: lastOfEachStep(validations.map((event) => validationOf<Found>(event))),
    checkpoint: (name) =>
      loadCheckpointOf(readCard, join(folder, runFiles.checkpoint(name)), { card: "ignore" }),
  };
}

/** The configuration in run.yaml of a run of pretraining. Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_KIND and TRAIN_RUN_DAMAGED. */
export async function readRunConfig(folder: string): Promise<PretrainConfig> {
  const { config } = await readDescription(folder, "pretrain");
  return damagedIfThrows(folder, () => validateConfig(pretrainSchema, config, runFiles.description));
}

/** Likewise of a run of contrastive pretraining. */
export async function readContrastiveConfig(folder: string): Promise<ContrastiveConfig> {
  const { config } = await readDescription(folder, "pretrain");
  return damagedIfThrows(folder, () => validateConfig(contrastiveSchema, config, runFiles.description));
}

/** What a run of pretraining learns. Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_KIND and TRAIN_RUN_DAMAGED. */
export async function objectiveOfRun(folder: string): Promise<Objective> {
  return objectiveOf((await readDescription(folder, "pretrain")).config);
}

/** Likewise of a run of fine-tuning. */
export async function readFinetuneConfig(folder: string): Promise<FinetuneConfig> {
  const { config } = await readDescription(folder, "finetune");
  return damagedIfThrows(folder, () => validateConfig(finetuneSchema, config, runFiles.description));
}

/** What run.yaml says of a run of this command. Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_KIND and TRAIN_RUN_DAMAGED. */
export async function readDescription(folder: string, command: RunCommand): Promise<RunDescription> {
  let text: string;
  try {
    text = await readFile(join(folder, runFiles.description), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw runNotFound(folder);
    throw error;
  }
  const description = damagedIfThrows(folder, () => {
    const read = parse(text) as RunDescription;
    if (read?.format !== 1) throw new Error(`format ${read?.format}, expected 1`);
    return read;
  });
  if (description.command === command) return description;
  throw new KirchhoffError("TRAIN_RUN_KIND", `${folder} holds a run of another command`, {
    found: description.command,
    expected: command,
    hint: `go on with it by: kirchhoff ${description.command} --resume ${folder}`,
  });
}

function damagedIfThrows<Value>(folder: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new KirchhoffError("TRAIN_RUN_DAMAGED", `${join(folder, runFiles.description)} cannot be used`, {
      found: (cause as Error).message,
      hint: "restore the file; it is the record of how the run was configured",
      cause,
    });
  }
}

function validationOf<Found>({ time: _, event: __, best: ___, step, ...metrics }: JournalEvent) {
  return { step: step!, metrics: metrics as Found };
}

/** By ascending step: a resumed run repeats the steps after its last checkpoint. */
function lastOfEachStep<Line extends { readonly step: number }>(lines: readonly Line[]): Line[] {
  const latest = new Map(lines.map((line) => [line.step, line]));
  return [...latest.values()].sort((a, b) => a.step - b.step);
}
