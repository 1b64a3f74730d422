/** The mean of repeated measurements, and the standard error of that mean where there are at least two. */
export interface Estimate {
  readonly mean: number;
  readonly standardError?: number | undefined;
  readonly values: readonly number[];
}

/** Mean and standard error (sample standard deviation over the root of the count) of at least one value. */
export function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, values };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length), values };
}
