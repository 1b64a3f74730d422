import { createHash } from "node:crypto";
import type { Dataset, LabelledRow, SplitName } from "../../dataset/index.js";
import type { Matrix } from "../few-shot/matrix.js";
import { catalogueName, type TaskTopology, taskTopology } from "./topology.js";

/** What of a dataset's rows is predicted. */
export interface TaskLabel {
  /** Name of a measure of the dataset. */
  readonly measure: string;
  /** How it enters the loss, and comes back. */
  readonly scale: LabelScale;
}

/** A number that a decoder learns in place of a measure: its natural logarithm, turned in sign or not, or a multiple of it. */
export type LabelScale = "minus-log" | "log" | number;

/** The rows of one topology of one split. */
export interface TopologyRows {
  readonly topology: TaskTopology;
  /** Values of the nodes that vary, as the decoder takes them: `[rows, varying]`. */
  readonly values: Matrix;
  /** All that varies, SI units: what a learner without graphs is given. */
  readonly parameters: Matrix;
  /** `[rows, labels]`, scaled; NaN where a measure does not exist. */
  readonly labels: Matrix;
  /** The dataset's rows themselves. */
  readonly rows: readonly LabelledRow[];
}

/** A task's rows by split and topology, the topologies in the order of the recipe. */
export interface TaskData {
  readonly topologies: readonly TaskTopology[];
  readonly splits: Readonly<Record<SplitName, readonly TopologyRows[]>>;
  /** Rows without any label, by reason. */
  readonly failed: Readonly<Record<string, number>>;
  /** SHA-256 of all values and labels. */
  readonly sha256: string;
}

/** Reads a task's rows; rows that have none of the labels count as failed. */
export async function loadTask(dataset: Dataset, labels: readonly TaskLabel[]): Promise<TaskData> {
  const topologies = dataset.recipe.circuits.map(taskTopology);
  const failed: Record<string, number> = {};
  const count = (reason: string) => {
    failed[reason] = (failed[reason] ?? 0) + 1;
  };
  const hash = createHash("sha256");
  const read = async (split: SplitName): Promise<TopologyRows[]> => {
    const { rows, failed: without } = await dataset.split(split);
    for (const { reason } of without) count(reason);
    const labelled = rows.filter((row) => {
      const has = labels.some(({ measure }) => Number.isFinite(row.measures[measure]));
      if (!has) count(Object.values(row.invalid)[0] ?? "unlabelled");
      return has;
    });
    return topologies.map((topology) => {
      const own = labelled.filter(({ circuitName }) => catalogueName(circuitName) === topology.name);
      const result = rowsOf(topology, own, labels);
      hash.update(result.values.data).update(result.labels.data);
      return result;
    });
  };
  const splits = { train: await read("train"), valid: await read("valid"), test: await read("test") };
  return { topologies, splits, failed, sha256: hash.digest("hex") };
}

function rowsOf(
  topology: TaskTopology,
  rows: readonly LabelledRow[],
  labels: readonly TaskLabel[],
): TopologyRows {
  const { varying } = topology;
  return {
    ...{ topology, rows },
    values: fill(rows.length, varying.length, (i, j) => {
      const { source, enter } = varying[j]!;
      return enter(rows[i]!.values[source]!);
    }),
    parameters: fill(rows.length, rows[0]?.values.length ?? 0, (i, j) => rows[i]!.values[j]!),
    labels: fill(rows.length, labels.length, (i, j) => {
      const { measure, scale } = labels[j]!;
      return scaled(rows[i]!.measures[measure] ?? Number.NaN, scale);
    }),
  };
}

/** A measure as it is learned; NaN where it cannot be. */
export function scaled(value: number, scale: LabelScale): number {
  if (typeof scale === "number") return value * scale;
  if (!(value > 0)) return Number.NaN;
  return scale === "log" ? Math.log(value) : -Math.log(value);
}

/** A measure from what was learned. */
export function unscaled(value: number, scale: LabelScale): number {
  if (typeof scale === "number") return value / scale;
  return Math.exp(scale === "log" ? value : -value);
}

/** A matrix from its entries. */
export function fill(rows: number, columns: number, entry: (i: number, j: number) => number): Matrix {
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = entry(i, j);
  return { rows, columns, data };
}
