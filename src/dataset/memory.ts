import { KirchhoffError } from "../core/index.js";
import { type Dataset, namesOf, splitOf } from "./dataset.js";
import { exactSource } from "./exact-source.js";
import type { GenerateProgress } from "./generate.js";
import { labelRows } from "./label-rows.js";
import type { Recipe } from "./recipe.js";
import type { DatasetRow } from "./row.js";
import { rowCount, withRowCount } from "./row-count.js";
import type { OperatingPointSource } from "./source.js";

/** Options of {@link generateInMemory}. */
export interface InMemoryOptions {
  readonly count?: number;
  readonly source?: OperatingPointSource;
  /** Gives up. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: GenerateProgress) => void) | undefined;
}

/**
 * A dataset in memory: the same rows as on disk, for tests and quick experiments. They are labelled by `source`, or by the exact linear
 * solve, whatever simulator the recipe names. `count` makes the dataset smaller, as {@link withRowCount} does. Throws DATASET_COUNT and, when `signal` stops it, DATASET_INTERRUPTED.
 */
export async function generateInMemory(
  recipe: Recipe,
  { count, source = exactSource(), signal, onProgress }: InMemoryOptions = {},
): Promise<Dataset> {
  const sized = count === undefined ? recipe : withRowCount(recipe, count);
  const indices = Array.from({ length: rowCount(sized) }, (_, index) => index);
  const rows: DatasetRow[] = [];
  let [done, failed] = [0, 0];
  for await (const row of labelRows(sized, indices, source, signal)) {
    rows[row.index] = row;
    done++;
    if (row.status === "failed") failed++;
    onProgress?.({ done, total: indices.length, failed });
  }
  if (done < indices.length) {
    throw new KirchhoffError(
      "DATASET_INTERRUPTED",
      `stopped after ${done} of ${indices.length} labelled rows`,
      {
        hint: "nothing is kept of a dataset in memory: begin again, or generate one into a folder first",
      },
    );
  }
  return { recipe: sized, splitNames: namesOf(sized), split: async (name) => splitOf(name, rows) };
}
