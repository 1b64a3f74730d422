import { decoderKinds, plainValues, type ValueScaling } from "./decoder-feeds.js";
import type { TopologyRows } from "./samples.js";

/** Mean and deviation of each kind of node over these rows, and over what no row sets; a kind that is constant is shown as 0. */
export function fitValues(rows: readonly TopologyRows[]): ValueScaling {
  const values = Array.from({ length: decoderKinds }, (): number[] => []);
  for (const { topology, values: own } of rows) {
    const { graph, varying, fixedValues } = topology;
    for (let i = 0; i < own.rows; i++) {
      varying.forEach(({ kind }, j) => {
        values[kind]!.push(own.data[i * own.columns + j]!);
      });
    }
    const moves = new Set(varying.map(({ node }) => node));
    // As often as a row has them.
    for (let node = 0; node < graph.devices; node++) {
      if (moves.has(node)) continue;
      const kind = graph.kindOfNode[node]!;
      for (let i = 0; i < own.rows; i++) values[kind]!.push(fixedValues[node]!);
    }
  }
  const { mean, deviation } = {
    mean: plainValues.mean.slice(),
    deviation: plainValues.deviation.slice(),
  };
  values.forEach((own, kind) => {
    if (own.length === 0) return;
    ({ mean: mean[kind], deviation: deviation[kind] } = moments(own) as { mean: number; deviation: number });
  });
  return { mean, deviation };
}

/** Mean and standard deviation of each label over the rows that have it. */
export interface LabelStandard {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** The same means, and no deviation. */
export function centring({ mean }: LabelStandard): LabelStandard {
  return { mean, deviation: new Float64Array(mean.length).fill(1) };
}

export function fitLabels(rows: readonly TopologyRows[]): LabelStandard {
  const columns = rows[0]!.labels.columns;
  const found = Array.from({ length: columns }, (_, o) =>
    moments(
      rows.flatMap(({ labels }) =>
        Array.from({ length: labels.rows }, (_, i) => labels.data[i * columns + o]!).filter(Number.isFinite),
      ),
    ),
  );
  return {
    mean: Float64Array.from(found, ({ mean }) => mean),
    deviation: Float64Array.from(found, ({ deviation }) => deviation),
  };
}

/** Mean and deviation of each channel of `[rows, width]`. */
export function channelStandard(data: ArrayLike<number>, width: number): LabelStandard {
  const found = Array.from({ length: width }, (_, c) =>
    moments(Array.from({ length: data.length / width }, (_, i) => data[i * width + c]!)),
  );
  return {
    mean: Float64Array.from(found, ({ mean }) => mean),
    deviation: Float64Array.from(found, ({ deviation }) => deviation),
  };
}

/** Labels `[rows, labels]` less their mean, over their deviation. */
export function standardised(labels: Float64Array, { mean, deviation }: LabelStandard): Float64Array {
  return labels.map((label, i) => (label - mean[i % mean.length]!) / deviation[i % mean.length]!);
}

/** The way back. */
export function restored(values: Float64Array, { mean, deviation }: LabelStandard): Float64Array {
  return values.map((value, i) => value * deviation[i % mean.length]! + mean[i % mean.length]!);
}

function moments(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  if (values.length === 0) return { mean: 0, deviation: 1 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: square > 1e-18 * mean * mean ? Math.sqrt(square) : 1 };
}
