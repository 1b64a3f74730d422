import { cholesky, dot, forward, inverseOf, likelyVariance, solve } from "./cholesky.js";

/** What a Gaussian process says of points: means and standard deviations, in the unit of the observations. */
export interface Posterior {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Logarithms of length scales, then of the noise's standard deviation over the signal's. */
type Hyperparameters = Float64Array;

const sqrt5 = Math.sqrt(5);
const [leastNoise, mostNoise] = [Math.log(1e-3), Math.log(0.5)];
const [leastLength, mostLength] = [Math.log(0.05), Math.log(20)];

/**
 * A Gaussian process with a Matérn 5/2 kernel and a length scale for each dimension (Rasmussen and Williams 2006, chapters 2 and 5);
 * its signal's variance is the one of most likelihood, in closed form.
 */
export class GaussianProcess {
  readonly #points: readonly Float64Array[];
  readonly #mean: number;
  readonly #scale: number;
  readonly #lengths: Float64Array;
  readonly #factor: Float64Array;
  readonly #weights: Float64Array;

  private constructor(
    points: readonly Float64Array[],
    values: Float64Array,
    readonly hyperparameters: Hyperparameters,
  ) {
    this.#points = points;
    this.#mean = average(values);
    const centred = values.map((value) => value - this.#mean);
    this.#lengths = hyperparameters.slice(0, -1).map(Math.exp);
    this.#factor = cholesky(covariance(points, hyperparameters), points.length);
    this.#weights = solve(this.#factor, centred);
    this.#scale = Math.sqrt(likelyVariance(centred, this.#weights));
  }

  /**
   * Fits to points `[n][dimensions]` and their values by gradient ascent on the marginal likelihood, from `start` or from length scales of
   * half a unit.
   */
  static fit(
    points: readonly Float64Array[],
    values: Float64Array,
    { start, steps = 25 }: { readonly start?: Float64Array | undefined; readonly steps?: number } = {},
  ): GaussianProcess {
    const dimensions = points[0]!.length;
    let best: Hyperparameters =
      start ?? Float64Array.from([...new Array<number>(dimensions).fill(Math.log(0.5)), Math.log(0.05)]);
    const mean = average(values);
    const centred = values.map((value) => value - mean);
    const at = Float64Array.from(best);
    let bestLikelihood = Number.NEGATIVE_INFINITY;
    const first = new Float64Array(at.length);
    const second = new Float64Array(at.length);
    for (let step = 1; step <= steps; step++) {
      const { likelihood, gradient } = marginalLikelihood(points, centred, at);
      if (likelihood > bestLikelihood) {
        bestLikelihood = likelihood;
        best = Float64Array.from(at);
      }
      for (let i = 0; i < at.length; i++) {
        first[i] = 0.8 * first[i]! + 0.2 * gradient[i]!;
        second[i] = 0.95 * second[i]! + 0.05 * gradient[i]! ** 2;
        const direction = first[i]! / (1 - 0.8 ** step) / (Math.sqrt(second[i]! / (1 - 0.95 ** step)) + 1e-9);
        const [least, most] = i === at.length - 1 ? [leastNoise, mostNoise] : [leastLength, mostLength];
        at[i] = Math.min(Math.max(at[i]! + 0.15 * direction, least), most);
      }
    }
    return new GaussianProcess(points, values, best);
  }

  /** Length scales by dimension. */
  get lengths(): Float64Array {
    return this.#lengths;
  }

  /** Mean and standard deviation, without noise, at points. */
  predict(points: readonly Float64Array[]): Posterior {
    const n = this.#points.length;
    const columns = new Float64Array(points.length * n);
    points.forEach((point, row) => {
      this.#points.forEach((other, i) => {
        columns[row * n + i] = matern(distance(other, point, this.#lengths));
      });
    });
    const rowOf = (row: number) => columns.subarray(row * n, (row + 1) * n);
    const mean = Float64Array.from(points, (_, row) => this.#mean + dot(rowOf(row), this.#weights));
    forward(this.#factor, columns, n);
    const deviation = Float64Array.from(
      points,
      (_, row) => this.#scale * Math.sqrt(Math.max(1 - dot(rowOf(row), rowOf(row)), 0)),
    );
    return { mean, deviation };
  }
}

/** Log marginal likelihood, less a constant, with the signal's variance at its best; and its gradient by the hyperparameters. */
function marginalLikelihood(points: readonly Float64Array[], centred: Float64Array, at: Hyperparameters) {
  const n = points.length;
  const dimensions = at.length - 1;
  const factor = cholesky(covariance(points, at), n);
  const weights = solve(factor, centred);
  const variance = likelyVariance(centred, weights);
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) logDeterminant += Math.log(factor[i * n + i]!);
  const inverse = inverseOf(factor, n);
  const lengths = at.slice(0, -1).map(Math.exp);
  const noise = Math.exp(2 * at[dimensions]!);
  const gradient = new Float64Array(at.length);
  for (let i = 0; i < n; i++) {
    gradient[dimensions]! += 2 * noise * 0.5 * (weights[i]! ** 2 / variance - inverse[i * n + i]!);
    for (let j = 0; j < i; j++) {
      const both = (weights[i]! * weights[j]!) / variance - inverse[i * n + j]!;
      const r = distance(points[i]!, points[j]!, lengths);
      const slope = (5 / 3) * (1 + sqrt5 * r) * Math.exp(-sqrt5 * r);
      for (let k = 0; k < dimensions; k++) {
        const d = (points[i]![k]! - points[j]![k]!) / lengths[k]!;
        gradient[k]! += both * slope * d * d;
      }
    }
  }
  // A weak prior on length scales about half a unit keeps those of idle dimensions finite.
  let prior = 0;
  for (let k = 0; k < dimensions; k++) {
    const off = at[k]! - Math.log(0.7);
    prior -= (off * off) / 4.5;
    gradient[k]! -= (2 * off) / 4.5;
  }
  return { likelihood: -0.5 * n * Math.log(variance) - logDeterminant + prior, gradient };
}

/** Correlations of the points with noise on the diagonal, `[n, n]`. */
function covariance(points: readonly Float64Array[], at: Hyperparameters): Float64Array {
  const n = points.length;
  const lengths = at.slice(0, -1).map(Math.exp);
  const noise = Math.exp(2 * at[at.length - 1]!);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    matrix[i * n + i] = 1 + noise + 1e-8;
    for (let j = 0; j < i; j++) {
      const value = matern(distance(points[i]!, points[j]!, lengths));
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
  }
  return matrix;
}

function matern(r: number): number {
  return (1 + sqrt5 * r + (5 / 3) * r * r) * Math.exp(-sqrt5 * r);
}

function distance(a: Float64Array, b: Float64Array, lengths: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += ((a[k]! - b[k]!) / lengths[k]!) ** 2;
  return Math.sqrt(sum);
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
