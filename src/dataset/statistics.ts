import type { DatasetSplit } from "./dataset.js";
import type { SplitName } from "./recipe.js";

/** How the labels of a split are spread; each label of each row counts once. */
export interface LabelStatistics {
  readonly labels: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Labels' statistics and rows by circuit of one split. */
export interface SplitStatistics {
  readonly split: SplitName;
  readonly ok: number;
  readonly failed: number;
  readonly circuits: Readonly<Record<string, number>>;
  /** Absent where no row has labels. */
  readonly labels?: LabelStatistics;
}

/** What a split holds. */
export function describeSplit({ name, rows, failed }: DatasetSplit): SplitStatistics {
  const circuits: Record<string, number> = {};
  for (const { circuitName } of [...rows, ...failed])
    circuits[circuitName] = (circuits[circuitName] ?? 0) + 1;
  const labels = labelStatistics(rows.map((row) => row.labels));
  return { split: name, ok: rows.length, failed: failed.length, circuits, ...(labels && { labels }) };
}

function labelStatistics(rows: readonly Float64Array[]): LabelStatistics | undefined {
  let [labels, mean, squares] = [0, 0, 0];
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    for (const label of row) {
      labels++;
      const deviation = label - mean;
      mean += deviation / labels;
      squares += deviation * (label - mean);
      minimum = Math.min(minimum, label);
      maximum = Math.max(maximum, label);
    }
  }
  if (labels === 0) return undefined;
  return { labels, mean, standardDeviation: Math.sqrt(squares / labels), minimum, maximum };
}
