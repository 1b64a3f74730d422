import { columnMeans, type Examples, type Matrix, selectRows } from "../few-shot/matrix.js";
import { ridge } from "../few-shot/ridge.js";
import type { TopologyRows } from "./samples.js";

/** Learners that know the values of one topology, by name, and nothing of its graph. */
const parameterLearners = ["mean", "ridge"] as const;
export type ParameterLearner = (typeof parameterLearners)[number];

export const isParameterLearner = (name: string): name is ParameterLearner =>
  parameterLearners.some((each) => each === name);

/** Predictions of the test rows, `[rows, labels]`: each label learned from the rows that have it; NaN where too few have. */
export async function learnFromParameters(
  name: ParameterLearner,
  {
    fit,
    held,
    test,
  }: { readonly fit: TopologyRows; readonly held: TopologyRows; readonly test: TopologyRows },
): Promise<Float64Array> {
  const outputs = test.labels.columns;
  const result = new Float64Array(test.labels.data.length).fill(Number.NaN);
  for (let o = 0; o < outputs; o++) {
    const [known, kept] = [examplesOf(fit, o), examplesOf(held, o)];
    if (known.inputs.rows < 2 || kept.inputs.rows < 1) continue;
    const predicted =
      name === "mean"
        ? new Float64Array(test.labels.rows).fill(columnMeans(known.targets)[0]!)
        : (await ridge(known, kept)(test.parameters)).data;
    for (let i = 0; i < test.labels.rows; i++) result[i * outputs + o] = predicted[i]!;
  }
  return result;
}

/** The rows that have a label, and that label alone. */
function examplesOf({ parameters, labels }: TopologyRows, label: number): Examples {
  const column = (i: number) => labels.data[i * labels.columns + label]!;
  const rows = Array.from({ length: labels.rows }, (_, i) => i).filter((i) => !Number.isNaN(column(i)));
  const targets: Matrix = { rows: rows.length, columns: 1, data: Float64Array.from(rows, column) };
  return { inputs: selectRows(parameters, rows), targets };
}

/** Some rows of a topology. */
export function chooseRows(rows: TopologyRows, chosen: ArrayLike<number>): TopologyRows {
  return {
    topology: rows.topology,
    values: selectRows(rows.values, chosen),
    parameters: selectRows(rows.parameters, chosen),
    labels: selectRows(rows.labels, chosen),
    rows: Array.from(chosen, (i) => rows.rows[i]!),
  };
}
