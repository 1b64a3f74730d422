import { KirchhoffError } from "../core/index.js";
import { type Dataset, rowGraph, type SplitName } from "../dataset/index.js";
import { type CircuitGraph, circuitKinds, type GraphTopology } from "../graph/index.js";
import type { ModelCard, VoltageLabels } from "../model/index.js";

/** Graphs with the voltages of their outputs. */
export interface LabelledGraphs {
  readonly graphs: readonly CircuitGraph[];
  /** Labels of all graphs, one after the other, in volts. */
  readonly labels: Float64Array;
  /** `[graphs + 1]`: the labels of graph `g` are entries `offsets[g]` to `offsets[g + 1] - 1`. */
  readonly offsets: Int32Array;
  /** Names of the circuits that occur. */
  readonly circuits: readonly string[];
}

/** The labelled rows of a split as graphs. Throws TRAIN_EMPTY_SPLIT and TRAIN_LABEL_KIND. */
export async function loadSplit(
  dataset: Dataset,
  name: SplitName,
  { rows: most }: { readonly rows?: number | undefined } = {},
): Promise<LabelledGraphs> {
  const { recipe } = dataset;
  if (recipe.label !== "operating-point") {
    throw new KirchhoffError("TRAIN_LABEL_KIND", `the dataset ${recipe.name} has labels of another kind`, {
      found: recipe.label,
      expected: "operating-point: voltages of the output nets",
      hint: "choose another dataset, or generate one with label: operating-point",
    });
  }
  const rows = (await dataset.split(name)).rows.slice(0, most);
  if (rows.length === 0) {
    throw new KirchhoffError("TRAIN_EMPTY_SPLIT", `the dataset ${recipe.name} has no labelled ${name} rows`, {
      expected: "at least one row in each of train and valid",
      hint: "generate a dataset whose recipe has rows in this split",
    });
  }
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, g) => {
    offsets[g + 1] = offsets[g]! + row.labels.length;
  });
  const labels = new Float64Array(offsets[rows.length]!);
  rows.forEach((row, g) => {
    labels.set(row.labels, offsets[g]);
  });
  return {
    graphs: rows.map(rowGraph),
    labels,
    offsets,
    circuits: [...new Set(rows.map((row) => row.circuitName))],
  };
}

/** The topologies that occur, each once. */
export function topologiesOf(graphs: Iterable<CircuitGraph>): GraphTopology[] {
  const found = new Set<GraphTopology>();
  for (const { topology } of graphs) found.add(topology);
  return [...found];
}

/** Labels of the chosen graphs, in their order. */
export function labelsOf({ labels, offsets }: LabelledGraphs, chosen: ArrayLike<number>): Float32Array {
  let size = 0;
  for (let i = 0; i < chosen.length; i++) size += offsets[chosen[i]! + 1]! - offsets[chosen[i]!]!;
  const result = new Float32Array(size);
  let next = 0;
  for (let i = 0; i < chosen.length; i++) {
    const own = labels.subarray(offsets[chosen[i]!]!, offsets[chosen[i]! + 1]!);
    result.set(own, next);
    next += own.length;
  }
  return result;
}

/** The circuits and node kinds of these graphs, for a card. */
export function seenIn(parts: readonly LabelledGraphs[]): ModelCard["seen"] {
  const topologies = topologiesOf(parts.flatMap(({ graphs }) => graphs));
  return {
    circuits: [...new Set(parts.flatMap(({ circuits }) => circuits))],
    kinds: [...new Set(topologies.flatMap(circuitKinds))].sort(),
  };
}

/** The range of labels that are voltages, for a card. */
export function voltageRange({ labels }: LabelledGraphs): VoltageLabels {
  return labels.reduce<VoltageLabels>(
    ({ unit, minimum, maximum }, value) => ({
      unit,
      minimum: Math.min(minimum, value),
      maximum: Math.max(maximum, value),
    }),
    { unit: "volt", minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY },
  );
}
