/** How well predictions fit their labels; invalid labels and the predictions of them count nowhere. */
export interface Score {
  /** Labels that count. */
  readonly labels: number;
  /** Acc@K: the share met to within a threshold, strictly. */
  readonly accuracy: number;
  /** The share of the variance that is explained: 1 - (squared errors) / (squared differences from the mean). */
  readonly r2: number;
  /** In the labels' unit. */
  readonly rmse: number;
}

/** The threshold of Acc@K: the range of the valid labels over K. */
export function accuracyThreshold(labels: Float64Array, levels: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const label of labels) {
    if (label < low) low = label;
    if (label > high) high = label;
  }
  return (high - low) / levels;
}

/** Compares predictions with labels of the same order; NaN is an invalid label. Scores are NaN where no label is valid. */
export function score(predictions: ArrayLike<number>, labels: ArrayLike<number>, threshold: number): Score {
  const valid = Array.from(labels, (_, i) => i).filter((i) => !Number.isNaN(labels[i]!));
  const count = valid.length;
  const mean = valid.reduce((sum, i) => sum + labels[i]!, 0) / count;
  const spread = valid.reduce((sum, i) => sum + (labels[i]! - mean) ** 2, 0);
  const errors = valid.map((i) => Math.abs(predictions[i]! - labels[i]!));
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  return {
    labels: count,
    accuracy: errors.filter((error) => error < threshold).length / count,
    r2: 1 - squares / spread,
    rmse: Math.sqrt(squares / count),
  };
}
