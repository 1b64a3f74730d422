import { createHash } from "node:crypto";
import { KirchhoffError } from "../../core/index.js";
import { type Dataset, type DatasetSplit, type LabelledRow, rowGraph } from "../../dataset/index.js";
import { type CircuitGraph, type GraphTopology, terminalRelations } from "../../graph/index.js";
import { type Examples, type Matrix, matrixOf, selectRows } from "./matrix.js";

/** The rows of one split. */
export interface FewShotRows {
  readonly rows: readonly LabelledRow[];
  readonly graphs: readonly CircuitGraph[];
  /** The values of each circuit's parameters, SI units: what a learner without graphs is given. */
  readonly parameters: Matrix;
  /** `[rows, targets]`. */
  readonly labels: Matrix;
  /** Simulations that failed or that the measure does not exist for; they are no rows. */
  readonly invalid: number;
}

/** The rows of one circuit that samples are drawn from, and those that every method is tested on. */
export interface FewShotData {
  readonly train: FewShotRows;
  /** So many as were asked for, at most. */
  readonly test: FewShotRows;
  /** Of each target, whether voltage sources alone decide it. */
  readonly driven: readonly boolean[];
  /** SHA-256 of all parameters and labels. */
  readonly sha256: string;
}

/** What of its rows is to be predicted, and how many rows are tested on. */
export interface FewShotDataOptions {
  readonly testRows: number;
  /** Name of a measure; the rows' own labels where absent. */
  readonly measure?: string | undefined;
  /** Whether its decimal logarithm is predicted. */
  readonly logarithm?: boolean | undefined;
}

/**
 * The first `testRows` test rows and all training rows of a dataset of one circuit. Throws BENCH_NOT_ONE_CIRCUIT and
 * BENCH_NO_MEASURE.
 */
export async function loadFewShot(dataset: Dataset, options: FewShotDataOptions): Promise<FewShotData> {
  const splits = [await dataset.split("train"), await dataset.split("test")] as const;
  const circuits = new Set(splits.flatMap(({ rows }) => rows.map(({ circuitName }) => circuitName)));
  const train = rowsOf(splits[0], options);
  const test = rowsOf(splits[1], options, options.testRows);
  if (circuits.size !== 1 || train.graphs.length === 0 || test.graphs.length === 0) {
    throw new KirchhoffError("BENCH_NOT_ONE_CIRCUIT", `${dataset.recipe.name} is no dataset of one circuit`, {
      found: [...circuits].join(", ") || "no labelled rows",
      expected: "labelled train and test rows of one circuit",
      hint: "generate the dataset again, with all its splits",
    });
  }
  const { topology } = train.graphs[0]!;
  return {
    train,
    test,
    driven: isOfNets(dataset, options) ? drivenOutputs(topology) : [false],
    sha256: digestOf([train, test]),
  };
}

/** The chosen rows as examples for learners without graphs. */
export function examplesOf({ parameters, labels }: FewShotRows, chosen: Uint32Array): Examples {
  return { inputs: selectRows(parameters, chosen), targets: selectRows(labels, chosen) };
}

function rowsOf({ rows, failed }: DatasetSplit, options: FewShotDataOptions, most?: number): FewShotRows {
  const labelled = rows
    .map((row) => ({ row, labels: labelsOf(row, options) }))
    .filter(({ labels }) => labels.every(Number.isFinite));
  const taken = labelled.slice(0, most);
  return {
    rows: taken.map(({ row }) => row),
    graphs: taken.map(({ row }) => rowGraph(row)),
    parameters: matrixOf(taken.map(({ row }) => row.values)),
    labels: matrixOf(taken.map(({ labels }) => labels)),
    invalid: failed.length + rows.length - labelled.length,
  };
}

function labelsOf(
  { labels, measures }: LabelledRow,
  { measure, logarithm = false }: FewShotDataOptions,
): number[] {
  if (measure === undefined) return [...labels];
  const value = measures[measure];
  if (value !== undefined) return [logarithm ? Math.log10(value) : value];
  throw new KirchhoffError("BENCH_NO_MEASURE", "a row of the dataset has no such measure", {
    found: Object.keys(measures).join(", ") || "no measures",
    expected: measure,
    hint: "generate the dataset again by the recipe of the figure",
  });
}

/** Whether targets are voltages of nets. */
function isOfNets({ recipe }: Dataset, { measure }: FewShotDataOptions): boolean {
  return recipe.label === "operating-point" && measure === undefined;
}

/** Of each output, whether a path of voltage sources joins it to ground. */
export function drivenOutputs(topology: GraphTopology): boolean[] {
  const driven = new Set(terminalRelations(topology).references.map(({ net }) => net));
  return Array.from(topology.outputNodes, (node) => driven.has(topology.netOfNode[node]!));
}

function digestOf(splits: readonly FewShotRows[]): string {
  const hash = createHash("sha256");
  for (const { parameters, labels } of splits) hash.update(parameters.data).update(labels.data);
  return hash.digest("hex");
}
