import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { KirchhoffError } from "../../core/index.js";
import {
  generateDataset,
  gridRows,
  namedRecipe,
  openDataset,
  openSource,
  type Recipe,
  type StoredDataset,
  splitNames,
  withRowCount,
} from "../../dataset/index.js";
import type { RegressionTask } from "./definitions.js";
import type { TaskOptions } from "./run.js";

type Recipes = Pick<RegressionTask, "recipe" | "otherRecipe">;

/** A task's dataset, and which of its recipes that is of. */
export interface TaskRows {
  readonly dataset: StoredDataset;
  readonly recipe: string;
}

/** Where the dataset of a task is, unless it is named. */
export const rowsFolder = (folder: string, { recipe }: Pick<Recipes, "recipe">): string =>
  join(folder, "data", recipe);

/**
 * The dataset of a task in a folder, made where it is missing or unfinished. One that is there may have any number of rows, of any seed.
 * Throws BENCH_DATA_DIFFERS where it is of another recipe, and what opening and generating datasets throws.
 */
export async function openRows(
  task: Recipes,
  {
    folder,
    data = rowsFolder(folder, task),
    rows,
    signal,
    onProgress,
  }: Pick<TaskOptions, "folder" | "data" | "rows" | "signal" | "onProgress">,
): Promise<TaskRows> {
  const finished = rows === undefined ? await openFinished(data) : undefined;
  if (finished) return { dataset: finished, recipe: knownRecipe(data, finished.recipe, task) };
  const recipe = sized(namedRecipe(task.recipe), rows);
  const source = await openSource(recipe.simulator);
  try {
    await generateDataset({
      ...{ folder: data, recipe, source, resume: true },
      ...(signal && { signal }),
      onProgress: ({ done, total }) => onProgress?.({ phase: "simulating", done, total }),
    });
  } finally {
    await source.close();
  }
  return { dataset: await openDataset(data), recipe: task.recipe };
}

/** Undefined where a folder holds no dataset, or an unfinished one; one that is damaged throws. */
async function openFinished(folder: string): Promise<StoredDataset | undefined> {
  try {
    return await openDataset(folder);
  } catch (error) {
    const code = error instanceof KirchhoffError ? error.code : undefined;
    if (code === "DATASET_NOT_FOUND" || code === "DATASET_UNFINISHED") return undefined;
    throw error;
  }
}

/** What decides which rows a recipe has and what they are called, but not what a row is. */
const ofRows = new Set(["name", "description", "splits", "seed", "simulator", "rowsPerShard"]);

/** Which of a task's recipes a dataset is of, whatever its name. */
function knownRecipe(folder: string, found: Recipe, { recipe, otherRecipe }: Recipes): string {
  const wanted = namedRecipe(recipe);
  const differing = differences(found, wanted);
  if (differing.length === 0) return recipe;
  if (otherRecipe && differences(found, namedRecipe(otherRecipe)).length === 0) return otherRecipe;
  throw new KirchhoffError("BENCH_DATA_DIFFERS", `${folder} is no dataset of this task`, {
    found: `recipe ${found.name}, which differs in ${differing.join(", ")}`,
    expected: `recipe ${wanted.name}`,
    hint: `make it with: kirchhoff generate ${wanted.name} --out <folder>; or leave out --data`,
  });
}

function differences(found: Recipe, wanted: Recipe): string[] {
  return (Object.keys(wanted) as (keyof Recipe)[]).filter(
    (key) => !ofRows.has(key) && !isDeepStrictEqual(plain(found[key]), plain(wanted[key])),
  );
}

/** As a manifest keeps it. */
const plain = (value: unknown): unknown => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

function sized(recipe: Recipe, rows: TaskOptions["rows"]): Recipe {
  if (rows === undefined) return recipe;
  if (rows !== "all") return withRowCount(recipe, rows);
  if (!recipe.grid) return recipe;
  const all = splitNames.flatMap((split) => gridRows(recipe, split)).reduce((sum, points) => sum + points, 0);
  return withRowCount(recipe, all);
}
