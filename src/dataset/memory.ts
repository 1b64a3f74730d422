import { type Dataset, namesOf, splitOf } from "./dataset.js";
import { exactSource } from "./exact-source.js";
import { labelRows } from "./label-rows.js";
import { type Recipe, rowCount, withRowCount } from "./recipe.js";
import type { DatasetRow } from "./row.js";
import type { OperatingPointSource } from "./source.js";

/**
 * A dataset in memory: the same rows as on disk, for tests and quick experiments. They are labelled by `source`, or by the exact linear
 * solve, whatever simulator the recipe names. `count` makes the dataset smaller, as {@link withRowCount} does. Throws DATASET_COUNT.
 */
export async function generateInMemory(
  recipe: Recipe,
  { count, source = exactSource() }: { readonly count?: number; readonly source?: OperatingPointSource } = {},
): Promise<Dataset> {
  const sized = count === undefined ? recipe : withRowCount(recipe, count);
  const indices = Array.from({ length: rowCount(sized) }, (_, index) => index);
  const rows: DatasetRow[] = [];
  for await (const row of labelRows(sized, indices, source)) rows[row.index] = row;
  return { recipe: sized, splitNames: namesOf(sized), split: async (name) => splitOf(name, rows) };
}
