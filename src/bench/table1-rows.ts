import { selectById } from "./select.js";

/** Branches of the ladders that Table I tests on. */
export const testSizes = [12, 16, 32, 128] as const;
export type TestSize = (typeof testSizes)[number];

/** What a network of the table is trained on: ladders of the test's own size, or of 2 to 10 branches (and then tested zero-shot). */
export type Training = "own size" | "2-10";

/** A row of Table I. */
export interface TableRow {
  readonly id: string;
  readonly label: string;
  readonly network: "mlp" | "deepgen" | "thevenin";
  /** Layers of the network, where it has a number of them. */
  readonly layers?: number;
  readonly training: Training;
  /** The paper's test Acc@100, mean and standard error of three seeds, in the order of {@link testSizes}. */
  readonly paper?: readonly (readonly [mean: number, standardError: number])[];
}

/** Table I of paper A (arXiv 2203.15913), and below it rows of our own. */
export const tableRows: readonly TableRow[] = [
  {
    id: "mlp-5-fixed",
    label: "MLP-5-fixed",
    network: "mlp",
    layers: 5,
    training: "own size",
    paper: [
      [0.3064, 0.0079],
      [0.2466, 0.0056],
      [0.1649, 0.0014],
      [0.0905, 0.0009],
    ],
  },
  {
    id: "deepgen-5-fixed",
    label: "DeepGEN-5-fixed",
    network: "deepgen",
    layers: 5,
    training: "own size",
    paper: [
      [0.1024, 0.0073],
      [0.1073, 0.0071],
      [0.1114, 0.0084],
      [0.115, 0.0038],
    ],
  },
  {
    id: "deepgen-10-fixed",
    label: "DeepGEN-10-fixed",
    network: "deepgen",
    layers: 10,
    training: "own size",
    paper: [
      [0.6984, 0.009],
      [0.6585, 0.011],
      [0.6142, 0.0392],
      [0.6167, 0.0027],
    ],
  },
  {
    id: "deepgen-15-fixed",
    label: "DeepGEN-15-fixed",
    network: "deepgen",
    layers: 15,
    training: "own size",
    paper: [
      [0.9124, 0.0112],
      [0.8756, 0.0493],
      [0.8756, 0.0166],
      [0.8329, 0.0419],
    ],
  },
  {
    id: "deepgen-5",
    label: "DeepGEN-5, zero-shot",
    network: "deepgen",
    layers: 5,
    training: "2-10",
    paper: [
      [0.1029, 0.0013],
      [0.1038, 0.0026],
      [0.1001, 0.0027],
      [0.1009, 0.0027],
    ],
  },
  {
    id: "deepgen-10",
    label: "DeepGEN-10, zero-shot",
    network: "deepgen",
    layers: 10,
    training: "2-10",
    paper: [
      [0.6847, 0.0069],
      [0.6493, 0.0039],
      [0.5979, 0.0064],
      [0.566, 0.0095],
    ],
  },
  {
    id: "deepgen-15",
    label: "DeepGEN-15, zero-shot",
    network: "deepgen",
    layers: 15,
    training: "2-10",
    paper: [
      [0.898, 0.0068],
      [0.8711, 0.0059],
      [0.8406, 0.0127],
      [0.8186, 0.0093],
    ],
  },
  { id: "deepgen-16", label: "DeepGEN-16, zero-shot", network: "deepgen", layers: 16, training: "2-10" },
  { id: "thevenin", label: "Thévenin, zero-shot", network: "thevenin", training: "2-10" },
];

/** The rows with these ids, in the order of the table; all where none are named. Throws BENCH_UNKNOWN_ROW. */
export function selectRows(ids: readonly string[] = []): readonly TableRow[] {
  return selectById(tableRows, ids, "row of Table I");
}
