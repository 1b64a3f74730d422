import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Dataset,
  generateDataset,
  generateInMemory,
  namedRecipe,
  openDataset,
  openSource,
} from "../../dataset/index.js";
import { checkpointPath, loadCheckpoint } from "../../train/index.js";
import { type FigureOptions, runFigure } from "./figure.js";
import {
  type FewShotFigure,
  type FewShotMethod,
  type FewShotTask,
  fewShotFigure,
  frozenBudget,
  isGraphTask,
} from "./figure-definitions.js";
import { type Method, type RegressorName, regressorMethod } from "./method.js";
import { networkMethod, zeroShotMethod, zeroShotResistanceMethod } from "./networks.js";
import { type FigureResult, readFigure } from "./read-figure.js";

/** What {@link runFewShot} is told. */
export interface FewShotOptions
  extends Pick<
    FigureOptions,
    "folder" | "tasks" | "methods" | "fractions" | "testRows" | "resume" | "signal" | "onProgress"
  > {
  /** Seeds 1 to this number (default: 5). */
  readonly seeds?: number | undefined;
  /** Folder of the dataset, in place of one that is made anew. */
  readonly data?: string | undefined;
  /** The pretrained network (.safetensors or a run folder), in place of the figure's in `models/`. */
  readonly model?: string | undefined;
  /** Steps of every network, in place of the figure's. */
  readonly steps?: number | undefined;
  /** Threads inside an operator (default: 1). */
  readonly threads?: number | undefined;
}

/**
 * Repeats a few-shot figure and reads it from its records. Throws BENCH_UNKNOWN_ROW, BENCH_CELL_EXISTS, BENCH_CELL_DIFFERS, and
 * what opening and generating datasets, opening checkpoints and fine-tuning throw.
 */
export async function runFewShot(
  name: string,
  options: FewShotOptions,
): Promise<{ readonly finished: boolean; readonly result: FigureResult }> {
  const { seeds = 5, ...rest } = options;
  const figure = fewShotFigure(name);
  const finished = await runFigure({
    ...rest,
    figure,
    seeds,
    openDataset: (task) => openTask(task, options),
    openMethod: (method, task) => openMethod(figure, method, task, options),
  });
  return { finished, result: await readFigure(options.folder, figure) };
}

/** The dataset of a task: labelled in memory where it can be solved exactly, else in a folder that is made where it is missing. */
async function openTask(
  { recipe: name, isSimulated = false }: FewShotTask,
  { folder, data = join(folder, "data", name), signal }: FewShotOptions,
): Promise<Dataset> {
  const recipe = namedRecipe(name);
  if (!isSimulated) return generateInMemory(recipe);
  const isThere = await stat(join(data, "manifest.json")).then(
    () => true,
    () => false,
  );
  const source = await openSource(recipe.simulator);
  try {
    await generateDataset({ folder: data, recipe, source, resume: isThere, ...(signal && { signal }) });
  } finally {
    await source.close();
  }
  return openDataset(data);
}

async function openMethod(
  { model: modelName, budget, levels }: FewShotFigure,
  { id, weights, pooling = "attention", isProbed = false }: FewShotMethod,
  task: FewShotTask,
  { model = bundledModel(modelName), steps, threads = 1 }: FewShotOptions,
): Promise<Method> {
  if (!weights) return regressorMethod(id as RegressorName, { threads });
  const checkpoint = await loadCheckpoint(await checkpointPath(model));
  if (weights === "zero-shot") {
    return isGraphTask(task)
      ? zeroShotResistanceMethod(checkpoint, threads)
      : zeroShotMethod(checkpoint, threads);
  }
  const isFrozen = isProbed && weights === "pretrained";
  const own = isFrozen ? frozenBudget : budget;
  return networkMethod({
    checkpoint,
    weights,
    isProbed,
    ...(isFrozen && { trains: "head" }),
    ...(isGraphTask(task) && {
      head: { pooling: { kind: pooling }, ...(isFrozen && { reads: "voltages", norm: "none" }) },
    }),
    budget: { ...own, steps: steps ?? own.steps },
    levels,
    threads,
  });
}

/** A network that comes with Kirchhoff. */
function bundledModel(name: string): string {
  return fileURLToPath(new URL(`../../../models/${name}.safetensors`, import.meta.url));
}
