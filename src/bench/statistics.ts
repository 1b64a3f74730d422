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

/**
 * The half width of the 95 % confidence interval of a mean, by Student's distribution; undefined where there is a single value.
 * Beyond 30 degrees of freedom by the normal distribution.
 */
export function halfWidth95({ standardError, values }: Estimate): number | undefined {
  if (standardError === undefined) return undefined;
  return standardError * (student975[values.length - 2] ?? 1.96);
}

/** The 97.5 % points of Student's distribution with 1 to 30 degrees of freedom. */
const student975 = [
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
  ...[2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086],
  ...[2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042],
];

/** The middle of at least one value; of an even number the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
