import { score } from "../few-shot/score.js";
import { type TaskLabel, unscaled } from "./samples.js";

/** How well one label is predicted; null where there is nothing to compare. */
export type FitScores = Readonly<Record<"r2" | "rmse" | "r2Log" | "correlation" | "labels", number | null>>;

/**
 * Scores of one label: R² and RMSE in its own unit; R² and the correlation of what is learned, which for a logarithm is `r2Log` and for a
 * multiple the same R². Labels that are NaN count nowhere.
 */
export function fitScores(predictions: Float64Array, labels: Float64Array, { scale }: TaskLabel): FitScores {
  const own = (values: Float64Array) => values.map((value) => unscaled(value, scale));
  const physical = score(own(predictions), own(labels), 0);
  const learned = score(predictions, labels, 0);
  return {
    r2: finite(physical.r2),
    rmse: finite(physical.rmse),
    r2Log: finite(learned.r2),
    correlation: finite(correlation(predictions, labels)),
    labels: physical.labels,
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Pearson's correlation over the labels that exist. */
function correlation(a: Float64Array, b: Float64Array): number {
  const valid = Array.from(b.keys()).filter((i) => !Number.isNaN(b[i]!));
  const mean = (x: Float64Array) => valid.reduce((sum, i) => sum + x[i]!, 0) / valid.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const i of valid) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}
