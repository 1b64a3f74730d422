import { RandomStream } from "../../core/index.js";

/** A median with its 95 % interval; infinite where runs that never came to an end decide it. */
export interface MedianEstimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly values: readonly number[];
}

const resamples = 5000;

/** The median of values, infinite ones for what never happened, and its bootstrap interval (percentiles of resampled medians). */
export function medianEstimate(values: readonly number[]): MedianEstimate {
  const stream = new RandomStream(1, "bench/median");
  const medians = Array.from({ length: resamples }, () =>
    medianOf(values.map(() => values[stream.integer(0, values.length - 1)]!)),
  ).sort((a, b) => a - b);
  const at = (share: number) => medians[Math.round(share * (resamples - 1))]!;
  return { median: medianOf(values), low: at(0.025), high: at(0.975), values };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
