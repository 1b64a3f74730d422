import type { ShownLabel } from "./definitions.js";
import type { TaskPoint } from "./record.js";
import { fitScores } from "./scores.js";

/** Predictions and labels as they are learned, `[rows, labels]`. */
export interface Tested {
  /** What was tested. */
  readonly part: string;
  readonly predictions: Float64Array;
  readonly labels: Float64Array;
}

/** A point for each label. */
export function pointsOf(
  { part, predictions, labels }: Tested,
  shown: readonly ShownLabel[],
  samples?: number,
): TaskPoint[] {
  const column = (values: Float64Array, o: number) => values.filter((_, i) => i % shown.length === o);
  return shown.map((label, o) => ({
    ...(samples !== undefined && { samples }),
    ...{ part, label: label.measure },
    scores: fitScores(column(predictions, o), column(labels, o), label),
  }));
}

/** Points of everything together, and of each part. */
export function pointsOfAll(parts: readonly Tested[], shown: readonly ShownLabel[]): TaskPoint[] {
  const joined = (of: (part: Tested) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => [...of(part)]));
  const all: Tested = {
    part: "all",
    predictions: joined(({ predictions }) => predictions),
    labels: joined(({ labels }) => labels),
  };
  return [all, ...parts].flatMap((part) => pointsOf(part, shown));
}
