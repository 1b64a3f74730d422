import { accuracyAtK, batchAccuracyAtK } from "../nn/index.js";

/** How well predictions fit their labels; errors are in the labels' unit. */
export interface Metrics {
  readonly graphs: number;
  readonly labels: number;
  /** Acc@K as the paper defines it: the share of labels met to within (range of all labels) / K, strictly. */
  readonly accuracy: number;
  /** Acc@K as the paper's code computes it: with the range of each batch, averaged over batches. */
  readonly batchAccuracy: number;
  readonly mse: number;
  readonly rmse: number;
  /** The error below which a label counts as met in `accuracy`. */
  readonly threshold: number;
}

/** What {@link scorePredictions} compares: outputs of all graphs, one after the other. */
export interface Scored {
  readonly predictions: Float32Array | Float64Array;
  readonly labels: Float64Array;
  /** `[graphs + 1]`: the outputs of graph `g` are entries `offsets[g]` to `offsets[g + 1] - 1`. */
  readonly offsets: Int32Array;
}

/** Metrics of predictions; `levels` is K, `batchSize` the graphs of one batch of `batchAccuracy`. */
export function scorePredictions(
  { predictions, labels, offsets }: Scored,
  { levels = 100, batchSize = 256 }: { readonly levels?: number; readonly batchSize?: number } = {},
): Metrics {
  const graphs = offsets.length - 1;
  const batches = [];
  for (let first = 0; first < graphs; first += batchSize) {
    const [start, end] = [offsets[first]!, offsets[Math.min(first + batchSize, graphs)]!];
    batches.push({ predictions: predictions.subarray(start, end), labels: labels.subarray(start, end) });
  }
  let [squares, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  labels.forEach((label, i) => {
    squares += (predictions[i]! - label) ** 2;
    low = Math.min(low, label);
    high = Math.max(high, label);
  });
  const mse = squares / labels.length;
  return {
    graphs,
    labels: labels.length,
    accuracy: accuracyAtK({ predictions, labels }, levels),
    batchAccuracy: batchAccuracyAtK(batches, levels),
    mse,
    rmse: Math.sqrt(mse),
    threshold: (high - low) / levels,
  };
}
