import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { validateConfig } from "../../core/index.js";
import type { Checkpoint } from "../../model/index.js";
import type { OpenedDataset } from "../data.js";
import { beginRun, type RunWork, resumeRun } from "../in-run-folder.js";
import { keepRun, type PretrainProgress } from "../kept-run.js";
import { checkpointPath } from "../predictor.js";
import { readFinetuneConfig } from "../run.js";
import { describeRun, withAbsoluteFolder } from "../run-description.js";
import { RunFolder } from "../run-folder.js";
import { assemble } from "./assemble.js";
import { type FinetuneConfig, finetuneSchema } from "./config.js";
import { memberData, type PreparedFinetune, prepareFinetune } from "./prepare.js";

/** How far fine-tuning has come: {@link PretrainProgress} of one member of the ensemble. */
export interface FinetuneProgress extends PretrainProgress {
  /** Which member is being trained, from 0. */
  readonly member: number;
  readonly members: number;
}

/** Options of {@link finetune} and {@link resumeFinetune}. */
export interface FinetuneOptions {
  /** Called after every step. */
  readonly onProgress?: (progress: FinetuneProgress) => void;
  /** Stops after the step under way, with everything kept. */
  readonly signal?: AbortSignal;
  /** The configuration's dataset, where it is open already (see `openFinetuneData`). */
  readonly data?: OpenedDataset | undefined;
}

/** What came of fine-tuning. */
export interface FinetuneResult {
  readonly reason: "finished" | "interrupted";
  /** Steps that each member did. */
  readonly steps: readonly number[];
  /** Samples that were learned from, held-out ones included. */
  readonly samples: number;
  /** Node kinds of the samples that the pretrained network has never seen: of these it knows what the samples tell. */
  readonly newKinds: readonly string[];
  /** What decides measures but stays unread, since only the head was trained: `capacitances`. */
  readonly unread: readonly string[];
  /** The network or ensemble, calibrated; absent where it was interrupted. */
  readonly checkpoint?: Checkpoint;
}

/**
 * Fine-tunes a pretrained network to a dataset; `config` is what {@link finetuneSchema} describes, defaults may be left out.
 *
 * With a `folder`, the run leaves there its configuration, journal and the assembled checkpoint, and each member's run in `members/`, and
 * can be resumed from any moment; without one, nothing is written. Throws CONFIG_INVALID, CHECKPOINT_NOT_FOUND,
 * CHECKPOINT_MISMATCH, TRAIN_FROM_ENSEMBLE, TRAIN_UNKNOWN_TARGET, TRAIN_NO_VALID_LABEL, TRAIN_TOO_FEW_SAMPLES, TRAIN_ONE_LAYER, MODEL_NO_EMBEDDING, and
 * what `pretrain` throws of its data and its folder.
 */
export async function finetune(
  config: unknown,
  {
    folder,
    goOn = false,
    ...options
  }: FinetuneOptions & {
    readonly folder?: string;
    /** Go on with the run that the folder holds, where it is of this very configuration. */
    readonly goOn?: boolean;
  } = {},
): Promise<FinetuneResult> {
  const checked = validateConfig(finetuneSchema, config, "the configuration of fine-tuning");
  if (goOn && folder !== undefined && (await holdsRunOf(folder, checked)))
    return resumeFinetune(folder, options);
  return beginRun(
    folder,
    workOf(async () => withAbsoluteFolder(checked), options),
  );
}

/**
 * Goes on with the run in a folder, to the same weights as if it had never stopped.
 *
 * Throws TRAIN_RUN_NOT_FOUND, TRAIN_RUN_KIND, TRAIN_RUN_LOCKED, TRAIN_RUN_DAMAGED, TRAIN_DATA_CHANGED, and what {@link finetune} throws.
 */
export function resumeFinetune(folder: string, options: FinetuneOptions = {}): Promise<FinetuneResult> {
  return resumeRun(
    folder,
    workOf(() => readFinetuneConfig(folder), options),
  );
}

function workOf(
  configOf: () => Promise<FinetuneConfig>,
  options: FinetuneOptions,
): RunWork<PreparedFinetune, FinetuneResult> {
  return {
    command: "finetune",
    prepare: async () => prepareFinetune(await configOf(), options.data),
    describe: factsOf,
    train: (prepared, run) => train(prepared, run, options),
  };
}

async function holdsRunOf(folder: string, config: FinetuneConfig): Promise<boolean> {
  if (!(await RunFolder.exists(folder))) return false;
  const wanted = { ...withAbsoluteFolder(config), from: await checkpointPath(resolve(config.from)) };
  return isDeepStrictEqual(await readFinetuneConfig(folder), JSON.parse(JSON.stringify(wanted)));
}

async function train(
  prepared: PreparedFinetune,
  run: RunFolder | undefined,
  options: FinetuneOptions,
): Promise<FinetuneResult> {
  const { config, tuner, samples, newKinds, unread } = prepared;
  const learned = { samples: samples.graphs.length, newKinds, unread };
  const members: Checkpoint[] = [];
  const steps: number[] = [];
  try {
    for (let member = 0; member < config.members; member++) {
      const result = await trainMember(prepared, member, run, options);
      steps.push(result.step);
      if (result.reason === "interrupted") return { reason: "interrupted", steps, ...learned };
      members.push(result.checkpoint);
    }
    const checkpoint = await assemble(prepared, members);
    await run?.save("best", checkpoint);
    await run?.event("finished", { members: members.length });
    return { reason: "finished", steps, ...learned, checkpoint };
  } finally {
    await tuner.release();
  }
}

/** Trains one member, in a run folder of its own within that of the run. */
async function trainMember(
  prepared: PreparedFinetune,
  member: number,
  parent: RunFolder | undefined,
  { onProgress, signal }: FinetuneOptions,
) {
  const { config, tuner, card, pretrained } = prepared;
  const run = parent && (await memberRun(parent, member, prepared));
  try {
    const keeping = {
      run,
      layouts: await tuner.layouts(),
      card,
      steps: config.steps,
      onProgress: (progress: PretrainProgress) =>
        onProgress?.({ ...progress, member, members: config.members }),
    };
    const { train: fitted, valid } = memberData(prepared, member);
    const from = config.scratch ? undefined : pretrained;
    return await keepRun(keeping, (position, observer) =>
      tuner.fit({ train: fitted, valid, from, seed: config.seed + member }, { observer, signal, position }),
    );
  } finally {
    await run?.close();
  }
}

async function memberRun(parent: RunFolder, member: number, prepared: PreparedFinetune): Promise<RunFolder> {
  const folder = join(parent.folder, "members", `${member}`);
  if (await RunFolder.exists(folder)) return RunFolder.reopen(folder);
  const run = await RunFolder.create(folder);
  const facts = factsOf(prepared);
  const config = { ...facts.config, seed: facts.config.seed + member, members: 1 };
  await run.describe(await describeRun({ command: "finetune", ...facts, config }));
  return run;
}

const factsOf = ({ config, dataset, pretrainedSha256 }: PreparedFinetune) => ({
  config,
  dataset,
  pretrained: pretrainedSha256,
});
