import { measureUnits } from "../simulate/index.js";
import type { DatasetSplit } from "./dataset.js";
import type { Recipe, SplitName } from "./recipe.js";
import type { LabelledRow } from "./row.js";
import { measureKinds } from "./testbench.js";

/** How numbers are spread; the deviation is that of the numbers themselves, not an estimate from a sample. */
export interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** How the labels of a split are spread; each label of each row counts once. */
export interface LabelStatistics extends Spread {
  readonly labels: number;
}

/** How a measure is spread over the labelled rows of a split. */
export interface MeasureStatistics {
  /** Hz, dB, ° …; empty where the measure is a voltage or a current. */
  readonly unit: string;
  /** Rows in which it exists. */
  readonly valid: number;
  /** Of those rows; absent where there are none. */
  readonly spread?: Spread;
  /** The other labelled rows by reason, most frequent first. */
  readonly invalid: Readonly<Record<string, number>>;
}

/** Labels' and measures' statistics and rows by circuit of one split. */
export interface SplitStatistics {
  readonly split: SplitName;
  readonly ok: number;
  readonly failed: number;
  readonly circuits: Readonly<Record<string, number>>;
  /** Absent where no row has labels. */
  readonly labels?: LabelStatistics;
  /** By the name of each measure of the recipe. */
  readonly measures: Readonly<Record<string, MeasureStatistics>>;
}

/** What a split of a dataset of this recipe holds. */
export function describeSplit({ name, rows, failed }: DatasetSplit, recipe: Recipe): SplitStatistics {
  const circuits: Record<string, number> = {};
  for (const { circuitName } of [...rows, ...failed])
    circuits[circuitName] = (circuits[circuitName] ?? 0) + 1;
  const { count, spread } = spreadOf(labelsOf(rows));
  const measures = Object.entries(measureKinds(recipe)).map(
    ([measure, kind]) => [measure, measureStatistics(measure, measureUnits[kind], rows)] as const,
  );
  return {
    split: name,
    ok: rows.length,
    failed: failed.length,
    circuits,
    ...(spread && { labels: { labels: count, ...spread } }),
    measures: Object.fromEntries(measures),
  };
}

/** The unit of what a network may learn of whole circuits: a measure of the recipe, or its label. */
export function targetUnit(recipe: Recipe, name: string): string | undefined {
  const kind = measureKinds(recipe)[name];
  if (kind !== undefined) return measureUnits[kind];
  return recipe.label === "output-resistance" ? "Ω" : undefined;
}

function measureStatistics(name: string, unit: string, rows: readonly LabelledRow[]): MeasureStatistics {
  const reasons = new Map<string, number>();
  for (const { invalid } of rows) {
    const reason = invalid[name];
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const valid = rows.filter(({ invalid }) => !(name in invalid));
  const { count, spread } = spreadOf(valid.map(({ measures }) => measures[name]!));
  const invalid = Object.fromEntries([...reasons].sort(([, a], [, b]) => b - a));
  return { unit, valid: count, ...(spread && { spread }), invalid };
}

function* labelsOf(rows: readonly LabelledRow[]): Generator<number> {
  for (const { labels } of rows) yield* labels;
}

function spreadOf(values: Iterable<number>): { readonly count: number; readonly spread?: Spread } {
  let [count, mean, squares] = [0, 0, 0];
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    count++;
    const deviation = value - mean;
    mean += deviation / count;
    squares += deviation * (value - mean);
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  if (count === 0) return { count };
  return { count, spread: { mean, standardDeviation: Math.sqrt(squares / count), minimum, maximum } };
}
