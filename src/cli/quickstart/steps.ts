import { join } from "node:path";
import { KirchhoffError } from "../../core/index.js";
import { countFailures, countRows, generateDataset, type Recipe, rowCount } from "../../dataset/index.js";
import type { Checkpoint } from "../../model/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import {
  checkpointPath,
  type FinetuneProgress,
  finetune,
  loadCheckpoint,
  openRun,
  type PretrainProgress,
  type PretrainResult,
  pretrain,
  readFinetuneConfig,
  resumeFinetune,
  resumePretrain,
} from "../../train/index.js";
import type { Narrator } from "./narrator.js";

/** What simulating a set of circuits came to. */
export interface Simulated {
  readonly folder: string;
  readonly rows: number;
  readonly failed: number;
  /** Failed rows by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** Circuits simulated now, and the seconds that took; none where the folder held them already. */
  readonly fresh: number;
  readonly seconds: number;
}

/** What a step of the quickstart tells of itself, and what stops it. */
export interface StepHooks {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** Simulates the circuits of recipes into folders of their own, going on where an earlier call stopped. */
export async function simulateAll(
  recipes: readonly Recipe[],
  source: SimulationPool,
  folder: string,
  { narrator, signal }: StepHooks,
): Promise<Simulated[]> {
  const total = recipes.reduce((sum, recipe) => sum + rowCount(recipe), 0);
  const progress = narrator.progress("simulating", total, "circuits");
  const results: Simulated[] = [];
  let before = 0;
  try {
    for (const recipe of recipes) {
      const target = join(folder, recipe.name);
      const start = performance.now();
      let present: number | undefined;
      const manifest = await generateDataset({
        folder: target,
        recipe,
        source,
        resume: true,
        signal,
        onProgress({ done, failed }) {
          present ??= done;
          progress.update(before + done, failed > 0 ? `${failed} failed` : recipe.name);
        },
      });
      const rows = rowCount(recipe);
      before += rows;
      const failed = Object.values(countRows(manifest.shards)).reduce((sum, count) => sum + count.failed, 0);
      results.push({
        folder: target,
        rows,
        failed,
        failures: countFailures(manifest.shards),
        fresh: rows - (present ?? 0),
        seconds: (performance.now() - start) / 1000,
      });
    }
  } finally {
    progress.stop();
  }
  return results;
}

/** Trains in a run folder, going on where an earlier call stopped. Throws CLI_QUICKSTART_INTERRUPTED when `signal` stops it. */
export async function train(
  folder: string,
  config: Readonly<Record<string, unknown>>,
  { narrator, signal }: StepHooks,
): Promise<PretrainResult> {
  const progress = narrator.progress("training", config.steps as number, "steps");
  let loss: number | undefined;
  const hooks = {
    signal,
    onProgress(at: PretrainProgress) {
      loss = loss === undefined ? at.loss : 0.95 * loss + 0.05 * at.loss;
      progress.update(at.step, note(loss, at));
    },
  };
  try {
    const result = (await unlessAbsent("TRAIN_RUN_NOT_FOUND", openRun(folder)))
      ? await resumePretrain(folder, hooks)
      : await pretrain(config, { folder, ...hooks });
    stopIfInterrupted(result.reason, result.step);
    return result;
  } finally {
    progress.stop();
  }
}

/** Likewise fine-tunes in a run folder, unless it holds what came of that; `label` names the network beside the progress bar. */
export async function fineTune(
  folder: string,
  config: Readonly<Record<string, unknown>>,
  { narrator, signal, label }: StepHooks & { readonly label: string },
): Promise<Checkpoint> {
  const finished = await unlessAbsent("CHECKPOINT_NOT_FOUND", checkpointPath(folder).then(loadCheckpoint));
  if (finished) return finished;
  const progress = narrator.progress(label, config.steps as number, "steps");
  const hooks = {
    signal,
    onProgress({ step, best }: FinetuneProgress) {
      progress.update(step, best ? `held-out Acc@200 ${best.metrics.accuracy.toFixed(3)}` : "");
    },
  };
  try {
    const result = (await unlessAbsent("TRAIN_RUN_NOT_FOUND", readFinetuneConfig(folder)))
      ? await resumeFinetune(folder, hooks)
      : await finetune(config, { folder, ...hooks });
    stopIfInterrupted(result.reason, result.steps[0]!);
    return result.checkpoint!;
  } finally {
    progress.stop();
  }
}

function note(loss: number, { last }: PretrainProgress): string {
  const accuracy = last ? `, validation Acc@100 ${last.metrics.accuracy.toFixed(3)}` : "";
  return `loss ${loss.toExponential(1)}${accuracy}`;
}

function stopIfInterrupted(reason: string, step: number): void {
  if (reason !== "interrupted") return;
  throw new KirchhoffError("CLI_QUICKSTART_INTERRUPTED", `Stopped after step ${step}.`);
}

/** What is read, or undefined where reading ends with the error `code`: there is none yet. */
async function unlessAbsent<Value>(code: string, reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as { code?: string }).code === code) return undefined;
    throw error;
  }
}
