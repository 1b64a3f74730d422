import { type Metrics, type Scored, scorePredictions } from "../metrics.js";

/** How well one target is predicted, over its valid labels. */
export interface TargetMetrics extends Metrics {
  /** Coefficient of determination: 1 - squared error / variance. */
  readonly r2: number;
  /** Mean absolute error. */
  readonly mae: number;
}

/** Predictions and labels of several targets, which take turns; labels that are NaN do not count. */
type ScoredTargets = Pick<Scored, "predictions" | "labels">;

interface ScoreOptions {
  /** K of Acc@K. */
  readonly levels: number;
}

/** Metrics of each of `targets` quantities, in the unit of the labels. */
export function scoreEachTarget(
  scored: ScoredTargets,
  targets: number,
  options: ScoreOptions,
): TargetMetrics[] {
  return Array.from({ length: targets }, (_, t) => {
    const valid = validOf(scored, t, targets);
    const { labels, predictions } = valid;
    const metrics = scorePredictions(valid, options);
    const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
    const variance = labels.reduce((sum, label) => sum + (label - mean) ** 2, 0) / labels.length;
    const absolute = labels.reduce((sum, label, i) => sum + Math.abs(label - predictions[i]!), 0);
    return { ...metrics, r2: 1 - metrics.mse / variance, mae: absolute / labels.length };
  });
}

/** Metrics of all targets together, for {@link Trainer}: the mean over those that have valid labels. */
export function scoreTargets(targets: number) {
  return (scored: Scored, options: ScoreOptions): Metrics => {
    const each = scoreEachTarget(scored, targets, options).filter(({ labels }) => labels > 0);
    const mean = (of: (metrics: Metrics) => number) =>
      each.reduce((sum, metrics) => sum + of(metrics), 0) / each.length;
    const mse = mean((metrics) => metrics.mse);
    return {
      graphs: scored.offsets.length - 1,
      labels: each.reduce((sum, { labels }) => sum + labels, 0),
      accuracy: mean((metrics) => metrics.accuracy),
      batchAccuracy: mean((metrics) => metrics.batchAccuracy),
      mse,
      rmse: Math.sqrt(mse),
      threshold: mean((metrics) => metrics.threshold),
    };
  };
}

/** The valid labels of one target, one a graph. */
function validOf({ predictions, labels }: ScoredTargets, target: number, targets: number): Scored {
  const chosen: number[] = [];
  for (let i = target; i < labels.length; i += targets) if (!Number.isNaN(labels[i]!)) chosen.push(i);
  return {
    predictions: Float64Array.from(chosen, (i) => predictions[i]!),
    labels: Float64Array.from(chosen, (i) => labels[i]!),
    offsets: Int32Array.from({ length: chosen.length + 1 }, (_, i) => i),
  };
}
