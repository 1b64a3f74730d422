import { stat } from "node:fs/promises";
import { join } from "node:path";
import {
  type Dataset,
  generateDataset,
  generateInMemory,
  namedRecipe,
  openDataset,
  openSource,
} from "../../dataset/index.js";
import { type FigureOptions, runFigure } from "./figure.js";
import { type FewShotMethod, type FewShotTask, fewShotFigure } from "./figure-definitions.js";
import { type Method, type RegressorName, regressorLabels, regressorMethod } from "./method.js";
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
  const { seeds = 5, threads = 1, ...rest } = options;
  const figure = fewShotFigure(name);
  const finished = await runFigure({
    ...rest,
    figure,
    seeds,
    openDataset: (task) => openTask(task, options),
    openMethod: (method, task) => openMethod(method, task, { threads }),
  });
  return { finished, result: await readFigure(options.folder, figure) };
}

/** The dataset of a task: labelled in memory where it can be solved exactly, else in a folder that is made where it is missing. */
async function openTask(
  { recipe: name }: FewShotTask,
  { folder, data = join(folder, "data", name), signal }: FewShotOptions,
): Promise<Dataset> {
  const recipe = namedRecipe(name);
  if (!name.startsWith("opamp")) return generateInMemory(recipe);
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
  { id }: FewShotMethod,
  _task: FewShotTask,
  { threads }: { readonly threads: number },
): Promise<Method> {
  if (Object.hasOwn(regressorLabels, id)) return regressorMethod(id as RegressorName, { threads });
  throw new Error(`no method ${id}`);
}
