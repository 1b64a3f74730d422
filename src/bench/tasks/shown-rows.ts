import { rowGraph } from "../../dataset/index.js";
import type { TaskEncoder } from "./encoder.js";
import type { RegressionRows } from "./regressor.js";
import type { TaskData, TopologyRows } from "./samples.js";
import { channelStandard, type LabelStandard, standardised } from "./standardise.js";

/** What an encoder that sees values knows of each row, by the dataset's index of the row; empty for others. */
export type RowStates = ReadonlyMap<number, Float32Array>;

/** Rows as a regressor takes them. */
export function shownRows(
  { topology, values, labels, rows }: TopologyRows,
  standard: LabelStandard,
  features: RowStates,
): RegressionRows {
  return {
    ...{ topology, count: labels.rows, values: values.data, labels: standardised(labels.data, standard) },
    ...(features.size > 0 && { features: concatenated(rows.map(({ index }) => features.get(index)!)) }),
  };
}

/** What an encoder knows of each row, by the row's index: standardised over the training rows of all topologies. */
export async function featuresOf(
  { rowFeatures }: Pick<TaskEncoder, "rowFeatures">,
  { train, valid, test }: TaskData["splits"],
): Promise<RowStates> {
  if (!rowFeatures) return new Map();
  const { width } = rowFeatures;
  const rowsOf = (split: readonly TopologyRows[]) => split.flatMap((each) => each.rows);
  const known = rowsOf(train);
  const rows = [...known, ...rowsOf(valid), ...rowsOf(test)];
  const states = await rowFeatures.of(rows.map(rowGraph));
  const standard = channelStandard(states.subarray(0, known.length * width), width);
  return new Map(
    rows.map(({ index }, i) => [
      index,
      Float32Array.from(
        standardised(Float64Array.from(states.subarray(i * width, (i + 1) * width)), standard),
      ),
    ]),
  );
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const width = parts[0]?.length ?? 0;
  const whole = new Float32Array(parts.length * width);
  parts.forEach((part, i) => {
    whole.set(part, i * width);
  });
  return whole;
}
