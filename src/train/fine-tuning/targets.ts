import { KirchhoffError, nearestWord } from "../../core/index.js";
import { type Dataset, type LabelledRow, rowGraph, type SplitName } from "../../dataset/index.js";
import type { TargetScaling } from "../../model/index.js";
import type { LabelledGraphs } from "../labelled-graphs.js";

/** A quantity of a whole circuit that a network is to learn. */
export interface Target {
  readonly name: string;
  /** `log` learns the decimal logarithm of a positive quantity with a long tail, such as a bandwidth or a power. */
  readonly scale: TargetScaling["scale"];
}

/** Names of what the rows of a dataset can teach of whole circuits. */
export function targetNames({ recipe }: Dataset, row: LabelledRow | undefined): string[] {
  if (recipe.label === "output-resistance") return [recipe.label];
  return row ? Object.keys(row.measures) : [];
}

/**
 * The labelled rows of a split with the targets as labels, target by target within a graph, in their own units; NaN where a row has no
 * valid one. Throws TRAIN_EMPTY_SPLIT and TRAIN_UNKNOWN_TARGET.
 */
export async function loadTargets(
  dataset: Dataset,
  split: SplitName,
  targets: readonly Pick<Target, "name">[],
  { rows: most }: { readonly rows?: number | undefined } = {},
): Promise<LabelledGraphs> {
  const { recipe } = dataset;
  const rows = (await dataset.split(split)).rows.slice(0, most);
  if (rows.length === 0) {
    throw new KirchhoffError(
      "TRAIN_EMPTY_SPLIT",
      `the dataset ${recipe.name} has no labelled ${split} rows`,
      {
        expected: "at least one row",
        hint: "generate a dataset whose recipe has rows in this split",
      },
    );
  }
  const known = targetNames(dataset, rows[0]);
  for (const { name } of targets) if (!known.includes(name)) throw unknownTarget(recipe.name, name, known);
  const width = targets.length;
  const labels = new Float64Array(rows.length * width);
  rows.forEach((row, g) => {
    targets.forEach(({ name }, t) => {
      labels[g * width + t] = recipe.label === "output-resistance" ? row.labels[0]! : row.measures[name]!;
    });
  });
  return {
    graphs: rows.map(rowGraph),
    labels,
    offsets: Int32Array.from({ length: rows.length + 1 }, (_, g) => g * width),
    circuits: [...new Set(rows.map((row) => row.circuitName))],
  };
}

function unknownTarget(dataset: string, name: string, known: readonly string[]): KirchhoffError {
  const guess = nearestWord(name, known);
  return new KirchhoffError("TRAIN_UNKNOWN_TARGET", `the dataset ${dataset} has no target of this name`, {
    found: name,
    expected: known.length > 0 ? `one of voltages, ${known.join(", ")}` : "voltages: it has no measures",
    ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
  });
}
