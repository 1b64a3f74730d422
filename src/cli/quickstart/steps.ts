import { join } from "node:path";
import { countFailures, countRows, generateDataset, type Recipe, rowCount } from "../../dataset/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import {
  openRun,
  type PretrainProgress,
  type PretrainResult,
  pretrain,
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

/** Simulates the circuits of recipes into folders of their own, going on where an earlier call stopped. */
export async function simulateAll(
  recipes: readonly Recipe[],
  source: SimulationPool,
  folder: string,
  { narrator, signal }: { readonly narrator: Narrator; readonly signal: AbortSignal },
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

/** Trains in a run folder, going on where an earlier call stopped. */
export async function train(
  folder: string,
  config: Readonly<Record<string, unknown>>,
  { narrator, signal }: { readonly narrator: Narrator; readonly signal: AbortSignal },
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
    return (await hasRun(folder))
      ? await resumePretrain(folder, hooks)
      : await pretrain(config, { folder, ...hooks });
  } finally {
    progress.stop();
  }
}

function note(loss: number, { last }: PretrainProgress): string {
  const accuracy = last ? `, validation Acc@100 ${last.metrics.accuracy.toFixed(3)}` : "";
  return `loss ${loss.toExponential(1)}${accuracy}`;
}

async function hasRun(folder: string): Promise<boolean> {
  try {
    await openRun(folder);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "TRAIN_RUN_NOT_FOUND") return false;
    throw error;
  }
}
