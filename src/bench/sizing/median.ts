import { RandomStream } from "../../core/index.js";
import { medianOf } from "../statistics.js";

/** A median with its 95 % interval; what is absent was never reached within the budget. */
export interface MedianEstimate {
  readonly median?: number;
  readonly low?: number;
  readonly high?: number;
}

/** Seeds below which an interval would say nothing. */
export const fewestForInterval = 3;

const resamples = 5000;

/**
 * The median of values, undefined ones for what never happened, which count as later than all others; and its bootstrap interval (2.5 and
 * 97.5 percentiles of resampled medians).
 */
export function medianEstimate(values: readonly (number | undefined)[]): MedianEstimate {
  const all = values.map((value) => value ?? Number.POSITIVE_INFINITY);
  const stream = new RandomStream(1, "bench/median");
  const medians = Array.from({ length: resamples }, () =>
    medianOf(all.map(() => all[stream.integer(0, all.length - 1)]!)),
  ).sort((a, b) => a - b);
  const at = (share: number) => medians[Math.round(share * (resamples - 1))]!;
  const found = { median: medianOf(all), low: at(0.025), high: at(0.975) };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => Number.isFinite(value)));
}
