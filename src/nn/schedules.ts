/** Learning rate of update `step`, which counts from 1. */
export type Schedule = (step: number) => number;

export interface WarmUpOptions {
  readonly peak: number;
  /** Updates of linear warm-up; 0 for none. */
  readonly warmup: number;
  /** Update at which `end` is reached. */
  readonly total: number;
  readonly end: number;
}

/** The same rate at every update. */
export const constantSchedule =
  (rate: number): Schedule =>
  () =>
    rate;

/** Linear from 0 to the peak at update `warmup`, then linear to `end` at `total`, constant after (paper A's code, section 3). */
export const linearSchedule = (options: WarmUpOptions): Schedule =>
  afterWarmUp(options, (progress) => 1 - progress);

/** Linear warm-up, then half a cosine from the peak to `end` at `total`, constant after (Loshchilov and Hutter 2017). */
export const cosineSchedule = (options: WarmUpOptions): Schedule => afterWarmUp(options, halfCosine);

/**
 * The cosine rule of paper A's older code: the cosine runs from the first update on (whose rate is 0 where there is a warm-up) and is
 * multiplied by the warm-up's ramp; without `end` it rises again after `total`.
 */
export function cosineProductSchedule({
  peak,
  warmup,
  total,
  end,
}: Omit<WarmUpOptions, "end"> & { readonly end?: number }): Schedule {
  return (step) => {
    const k = step - 1;
    if (end !== undefined && k >= total) return end;
    const low = end ?? 0;
    const rate = low + (peak - low) * halfCosine(k / total);
    return warmup > 0 && k <= warmup ? (rate * k) / warmup : rate;
  };
}

const halfCosine = (progress: number): number => 0.5 * (1 + Math.cos(Math.PI * progress));

function afterWarmUp(
  { peak, warmup, total, end }: WarmUpOptions,
  shape: (progress: number) => number,
): Schedule {
  return (step) => {
    if (warmup > 0 && step <= warmup) return (peak * step) / warmup;
    if (step >= total) return end;
    return end + (peak - end) * shape((step - warmup) / (total - warmup));
  };
}
