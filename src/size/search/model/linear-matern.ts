import { cholesky, dot, forward, likelyVariance, solve } from "./cholesky.js";
import type { Posterior } from "./gaussian-process.js";

/** Of one point and `n` others: inner products, and squared distances, both by dimension in the mean. */
export interface Likeness {
  readonly products: Float64Array;
  readonly squares: Float64Array;
}

/** Natural logarithms of the linear part's weight, of the length scale, and of the noise's share of the deviation. */
export interface KernelParameters {
  readonly linear: number;
  readonly length: number;
  readonly noise: number;
}

/** Where a search for the most likely parameters begins, how far it goes at once, and where it ends. */
const start: KernelParameters = { linear: 0, length: Math.log(1.5), noise: Math.log(0.05) };
const stride: KernelParameters = { linear: 1.1, length: 0.5, noise: 1.1 };
const range = {
  linear: [Math.log(1e-3), Math.log(100)],
  length: [Math.log(0.1), Math.log(8)],
  noise: [Math.log(1e-3), Math.log(0.5)],
} as const;
const names = ["linear", "length", "noise"] as const;
/** Rounds over the parameters where nothing is known of them; one suffices to follow what is learned. */
const firstRounds = 4;
const sqrt5 = Math.sqrt(5);

/**
 * A Gaussian process whose kernel is the sum of a linear and a Matérn 5/2 one (Rasmussen and Williams 2006, chapters 4 and 5). The linear part
 * carries what logarithms of currents and transconductances add up to, however many numbers a point has; one length scale serves them all.
 */
export class LinearMatern {
  readonly #mean: number;
  readonly #fitted: Fitted;

  private constructor(
    mean: number,
    readonly parameters: KernelParameters,
    fitted: Fitted,
  ) {
    this.#mean = mean;
    this.#fitted = fitted;
  }

  /** Fits to `values` of `n` points, given how alike all of them are; from the parameters of an earlier fit, or from none. */
  static fit(
    likeness: readonly Likeness[],
    values: Float64Array,
    earlier?: KernelParameters | undefined,
  ): LinearMatern {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const centred = values.map((value) => value - mean);
    let parameters = earlier ?? start;
    let best = fitted(likeness, centred, parameters);
    for (let round = 0; round < (earlier ? 1 : firstRounds); round++) {
      for (const name of names) {
        for (const moved of neighbours(name, parameters)) {
          const found = fitted(likeness, centred, moved);
          if (found.likelihood <= best.likelihood) continue;
          [best, parameters] = [found, moved];
          break;
        }
      }
    }
    return new LinearMatern(mean, parameters, best);
  }

  /** What it says of points, given how like the fitted ones each is, and its inner product with itself. */
  at(points: readonly Likeness[], selves: Float64Array): Posterior {
    const { factor, weights, scale } = this.#fitted;
    const n = weights.length;
    const kernel = kernelOf(this.parameters);
    const columns = new Float64Array(points.length * n);
    const mean = new Float64Array(points.length);
    points.forEach(({ products, squares }, row) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const value = kernel(products[i]!, squares[i]!);
        columns[row * n + i] = value;
        sum += value * weights[i]!;
      }
      mean[row] = this.#mean + sum;
    });
    const halves = forward(factor, columns, n);
    const deviation = selves.map((self, row) => {
      const half = halves.subarray(row * n, (row + 1) * n);
      return scale * Math.sqrt(Math.max(kernel(self, 0) - dot(half, half), 0));
    });
    return { mean, deviation };
  }
}

interface Fitted {
  readonly factor: Float64Array;
  readonly weights: Float64Array;
  /** The signal's standard deviation of most likelihood, in closed form. */
  readonly scale: number;
  /** Log marginal likelihood with a weak prior on the parameters, less a constant. */
  readonly likelihood: number;
}

function fitted(likeness: readonly Likeness[], centred: Float64Array, parameters: KernelParameters): Fitted {
  const n = centred.length;
  const kernel = kernelOf(parameters);
  const noise = Math.exp(2 * parameters.noise) * (1 + Math.exp(parameters.linear)) + 1e-8;
  const matrix = new Float64Array(n * n);
  likeness.forEach(({ products, squares }, i) => {
    for (let j = 0; j <= i; j++) matrix[i * n + j] = kernel(products[j]!, squares[j]!);
    matrix[i * n + i]! += noise;
  });
  const factor = cholesky(matrix, n);
  const weights = solve(factor, centred);
  const variance = likelyVariance(centred, weights);
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) logDeterminant += Math.log(factor[i * n + i]!);
  const prior = -(parameters.linear ** 2) / 18 - (parameters.length - Math.log(1.2)) ** 2 / 4;
  const likelihood = -0.5 * n * Math.log(variance) - logDeterminant + prior;
  return { factor, weights, scale: Math.sqrt(variance), likelihood };
}

function kernelOf({ linear, length }: KernelParameters) {
  const [weight, scale] = [Math.exp(linear), sqrt5 / Math.exp(length)];
  return (product: number, square: number) => {
    const r = Math.sqrt(square) * scale;
    return weight * product + (1 + r + (r * r) / 3) * Math.exp(-r);
  };
}

/** The parameters with one of them a stride down and up, within its range. */
function neighbours(name: (typeof names)[number], from: KernelParameters): KernelParameters[] {
  const [least, most] = range[name];
  return [-stride[name], stride[name]]
    .map((by) => Math.min(Math.max(from[name] + by, least), most))
    .filter((value) => value !== from[name])
    .map((value) => ({ ...from, [name]: value }));
}
