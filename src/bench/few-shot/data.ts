import { createHash } from "node:crypto";
import { KirchhoffError } from "../../core/index.js";
import { type Dataset, type DatasetSplit, rowGraph } from "../../dataset/index.js";
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

/** The first `testRows` test rows and all training rows of a dataset of one circuit. Throws BENCH_NOT_ONE_CIRCUIT. */
export async function loadFewShot(dataset: Dataset, testRows: number): Promise<FewShotData> {
  const splits = [await dataset.split("train"), await dataset.split("test")] as const;
  const circuits = new Set(splits.flatMap(({ rows }) => rows.map(({ circuitName }) => circuitName)));
  if (circuits.size !== 1 || splits.some(({ rows }) => rows.length === 0)) {
    throw new KirchhoffError("BENCH_NOT_ONE_CIRCUIT", `${dataset.recipe.name} is no dataset of one circuit`, {
      found: [...circuits].join(", ") || "no labelled rows",
      expected: "labelled train and test rows of one circuit",
      hint: "generate the dataset again, with all its splits",
    });
  }
  const [train, test] = [rowsOf(splits[0]), rowsOf(splits[1], testRows)];
  const { topology } = train.graphs[0]!;
  return {
    train,
    test,
    driven: dataset.recipe.label === "operating-point" ? drivenOutputs(topology) : [false],
    sha256: digestOf([train, test]),
  };
}

/** The chosen rows as examples for learners without graphs, those with an invalid label left out. */
export function examplesOf({ parameters, labels }: FewShotRows, chosen: Uint32Array): Examples {
  const valid = chosen.filter((row) => !rowOf(labels, row).some(Number.isNaN));
  return { inputs: selectRows(parameters, valid), targets: selectRows(labels, valid) };
}

function rowsOf({ rows, failed }: DatasetSplit, most = rows.length): FewShotRows {
  const taken = rows.slice(0, most);
  return {
    graphs: taken.map(rowGraph),
    parameters: matrixOf(taken.map(({ values }) => values)),
    labels: matrixOf(taken.map(({ labels }) => labels)),
    failed: failed.length,
  };
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
