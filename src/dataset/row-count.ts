import { parametricCircuit } from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import { axesOf, placesOf, pointCount } from "./grid.js";
import { type Recipe, type SplitName, splitNames } from "./recipe.js";
import { distributionsOf } from "./sampling.js";

/** Rows of all splits together. */
export function rowCount({ splits }: Pick<Recipe, "splits">): number {
  return splitNames.reduce((sum, split) => sum + splits[split], 0);
}

/** How many different rows the grid of each circuit of a recipe has for a split. */
export function gridRows(
  recipe: Pick<Recipe, "circuits" | "sampling" | "netlists">,
  split: SplitName,
): number[] {
  return recipe.circuits.map((name) => {
    const axes = axesOf(distributionsOf(recipe, parametricCircuit(name))) ?? [];
    const { start, end } = placesOf(split, pointCount(axes));
    return end - start;
  });
}

/**
 * The recipe with `count` rows in all, its splits in the same proportion; each split of at least one row keeps one.
 *
 * The rows of a split are the first rows of the full split. Throws DATASET_COUNT.
 */
export function withRowCount(recipe: Recipe, count: number): Recipe {
  const present = splitNames.filter((split) => recipe.splits[split] > 0);
  if (!Number.isInteger(count) || count < present.length) {
    throw new KirchhoffError("DATASET_COUNT", "too few rows for the splits of this recipe", {
      found: `${count}`,
      expected: `an integer from ${present.length} up: at least one row for each of ${present.join(", ")}`,
    });
  }
  const total = rowCount(recipe);
  const splits = { train: 0, valid: 0, test: 0 };
  let left = count;
  present.forEach((split, i) => {
    const later = present.length - 1 - i;
    const share = Math.round((count * recipe.splits[split]) / total);
    splits[split] = later === 0 ? left : Math.min(Math.max(share, 1), left - later);
    left -= splits[split];
  });
  return { ...recipe, splits: recipe.grid ? withinGrids(recipe, splits) : splits };
}

/** Splits of as many rows, none larger than what the grids have for it: by rounding they may be a row or two. Throws DATASET_COUNT. */
function withinGrids(recipe: Recipe, splits: Recipe["splits"]): Recipe["splits"] {
  const room = Object.fromEntries(
    splitNames.map((split) => [split, gridRows(recipe, split).reduce((sum, rows) => sum + rows, 0)]),
  ) as Record<SplitName, number>;
  const fitted = { ...splits };
  let homeless = 0;
  for (const split of splitNames) {
    const over = Math.max(0, fitted[split] - room[split]);
    fitted[split] -= over;
    homeless += over;
  }
  for (const split of splitNames) {
    const moved = Math.min(homeless, room[split] - fitted[split]);
    fitted[split] += moved;
    homeless -= moved;
  }
  if (homeless === 0) return fitted;
  throw new KirchhoffError("DATASET_COUNT", "the grids of this recipe have fewer points", {
    found: `${rowCount({ splits })} rows`,
    expected: `at most ${rowCount({ splits: room })}`,
  });
}
