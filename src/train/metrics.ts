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
  readonly predictions: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  /** `[graphs + 1]`: the outputs of graph `g` are entries `offsets[g]` to `offsets[g + 1] - 1`. */
  readonly offsets: ArrayLike<number>;
}

/** Metrics of predictions; `levels` is K, `batchSize` the graphs of one batch of `batchAccuracy`. */
export function scorePredictions(
  { predictions, labels, offsets }: Scored,
  { levels = 100, batchSize = 256 }: { readonly levels?: number; readonly batchSize?: number } = {},
): Metrics {
  const graphs = offsets.length - 1;
  const threshold = rangeOf(labels, 0, labels.length) / levels;
  let squares = 0;
  for (let i = 0; i < labels.length; i++) squares += (predictions[i]! - labels[i]!) ** 2;
  const mse = squares / labels.length;
  let batches = 0;
  let sum = 0;
  for (let first = 0; first < graphs; first += batchSize) {
    const [start, end] = [offsets[first]!, offsets[Math.min(first + batchSize, graphs)]!];
    sum += hitRate(predictions, labels, start, end, rangeOf(labels, start, end) / levels);
    batches++;
  }
  return {
    graphs,
    labels: labels.length,
    accuracy: hitRate(predictions, labels, 0, labels.length, threshold),
    batchAccuracy: sum / batches,
    mse,
    rmse: Math.sqrt(mse),
    threshold,
  };
}

function rangeOf(values: ArrayLike<number>, start: number, end: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return high - low;
}

function hitRate(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  start: number,
  end: number,
  threshold: number,
): number {
  let hits = 0;
  for (let i = start; i < end; i++) if (Math.abs(predictions[i]! - labels[i]!) < threshold) hits++;
  return hits / (end - start);
}
