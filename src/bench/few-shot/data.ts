import { createHash } from "node:crypto";
import { KirchhoffError } from "../../core/index.js";
import { type Dataset, type DatasetSplit, type LabelledRow, rowGraph } from "../../dataset/index.js";
import { type CircuitGraph, type GraphTopology, terminalRelations } from "../../graph/index.js";
import { type Examples, type Matrix, matrixOf, rowOf, selectRows } from "./matrix.js";

/** The rows of one split. */
export interface FewShotRows {
  readonly graphs: readonly CircuitGraph[];
  /** The values of each circuit's parameters, SI units: what a learner without graphs is given. */
  readonly parameters: Matrix;
  /** `[rows, targets]`; NaN where a label is invalid. */
  readonly labels: Matrix;
  /** Simulations that failed; they are no rows. */
  readonly failed: number;
}

/** The rows of one circuit that samples are drawn from, and those that every method is tested on. */
export interface FewShotData {
  readonly train: FewShotRows;
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
  if (circuits.size !== 1 || splits.some(({ rows }) => rows.length === 0)) {
    throw new KirchhoffError("BENCH_NOT_ONE_CIRCUIT", `${dataset.recipe.name} is no dataset of one circuit`, {
      found: [...circuits].join(", ") || "no labelled rows",
      expected: "labelled train and test rows of one circuit",
      hint: "generate the dataset again, with all its splits",
    });
  }
  const train = rowsOf(splits[0], options);
  const test = rowsOf({ ...splits[1], rows: splits[1].rows.slice(0, options.testRows) }, options);
  const { topology } = train.graphs[0]!;
  return {
    train,
    test,
    driven: isOfNets(dataset, options) ? drivenOutputs(topology) : [false],
    sha256: digestOf([train, test]),
  };
}

/** The chosen rows that have all labels. */
export function validOf({ labels }: FewShotRows, chosen: Uint32Array): Uint32Array {
  return chosen.filter((row) => !rowOf(labels, row).some(Number.isNaN));
}

/** The chosen rows as examples for learners without graphs, those with an invalid label left out. */
export function examplesOf(rows: FewShotRows, chosen: Uint32Array): Examples {
  const valid = validOf(rows, chosen);
  return { inputs: selectRows(rows.parameters, valid), targets: selectRows(rows.labels, valid) };
}

function rowsOf({ rows, failed }: DatasetSplit, options: FewShotDataOptions): FewShotRows {
  return {
    graphs: rows.map(rowGraph),
    parameters: matrixOf(rows.map(({ values }) => values)),
    labels: matrixOf(rows.map((row) => labelsOf(row, options))),
    failed: failed.length,
  };
}

function labelsOf(
  { labels, measures }: LabelledRow,
  { measure, logarithm = false }: FewShotDataOptions,
): ArrayLike<number> {
  if (measure === undefined) return labels;
  const value = measures[measure];
  if (value !== undefined) return [logarithm ? Math.log10(value) : value].map(finiteOrNaN);
  throw new KirchhoffError("BENCH_NO_MEASURE", "a row of the dataset has no such measure", {
    found: Object.keys(measures).join(", ") || "no measures",
    expected: measure,
    hint: "generate the dataset again by the recipe of the figure",
  });
}

const finiteOrNaN = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

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
