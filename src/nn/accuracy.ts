interface Compared {
  readonly predictions: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/**
 * Acc@K as paper A defines it (section IV): the fraction of predictions within `(max - min of the labels) / k` of their labels,
 * strictly, with one threshold over all labels given. NaN where there is none.
 */
export function accuracyAtK({ predictions, labels }: Compared, k: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < labels.length; i++) {
    lowest = Math.min(lowest, labels[i]!);
    highest = Math.max(highest, labels[i]!);
  }
  const threshold = (highest - lowest) / k;
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    if (Math.abs(predictions[i]! - labels[i]!) < threshold) correct++;
  }
  return correct / labels.length;
}

/** Acc@K as paper A's code computes it: a threshold and a fraction for each batch, then the plain mean over the batches. */
export function batchAccuracyAtK(batches: readonly Compared[], k: number): number {
  return batches.reduce((sum, batch) => sum + accuracyAtK(batch, k), 0) / batches.length;
}
