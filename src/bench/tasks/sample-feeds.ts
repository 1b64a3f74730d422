import type { RandomStream } from "../../core/index.js";
import type { TensorValue } from "../../tensor/index.js";
import { floats } from "./decoder-feeds.js";
import type { RegressionRows } from "./regressor.js";

/** So many rows of `count`, different ones while there are enough. */
export function drawRows(random: RandomStream, count: number, samples: number): Uint32Array {
  if (samples <= count) return random.permutation(count).subarray(0, samples);
  return Uint32Array.from({ length: samples }, () => random.integer(0, count - 1));
}

/** Labels of the chosen rows, and the weight of each: 0 where there is none. */
export function labelFeeds(
  rows: readonly RegressionRows[],
  chosen: readonly ArrayLike<number>[],
): Record<string, TensorValue> {
  const outputs = rows[0]!.labels.length / rows[0]!.count;
  const labels = gathered(
    rows.map((each) => each.labels),
    chosen,
    outputs,
  );
  const data = labels.data as Float32Array;
  const weights = data.map((label) => (Number.isNaN(label) ? 0 : 1));
  return {
    labels: floats(
      labels.shape,
      data.map((label) => (Number.isNaN(label) ? 0 : label)),
    ),
    labelWeights: floats(labels.shape, weights),
  };
}

/** Chosen rows of tables `[rows, width]`, one table after the other. */
export function gathered(
  tables: readonly ArrayLike<number>[],
  chosen: readonly ArrayLike<number>[],
  width: number,
): TensorValue {
  const rows = chosen.reduce((sum, { length }) => sum + length, 0);
  const data = new Float32Array(rows * width);
  let to = 0;
  tables.forEach((table, t) => {
    for (let s = 0; s < chosen[t]!.length; s++) {
      for (let c = 0; c < width; c++) data[to++] = table[chosen[t]![s]! * width + c]!;
    }
  });
  return floats([rows, width], data);
}
