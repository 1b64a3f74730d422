import { RandomStream } from "../../../core/index.js";

/** Points of a plane, one for each row that was embedded. */
export type PlanePoints = readonly (readonly [x: number, y: number])[];

/** What {@link tSne} is told; the defaults are those that its authors recommend. */
export interface TsneOptions {
  readonly perplexity?: number;
  readonly iterations?: number;
  readonly seed?: number;
}

/**
 * t-SNE (van der Maaten and Hinton 2008), exact: squared `distances` `[n, n]` of rows to points of a plane that keep neighbours together.
 *
 * Gradient descent with early exaggeration (12, for a quarter of the iterations), momentum .5 then .8, and gains per coordinate. Time and
 * memory grow with n².
 */
export function tSne(
  distances: Float64Array,
  { perplexity = 30, iterations = 500, seed = 1 }: TsneOptions = {},
): PlanePoints {
  const n = Math.round(Math.sqrt(distances.length));
  const affinities = jointAffinities(distances, n, Math.min(perplexity, (n - 1) / 3));
  const random = new RandomStream(seed, "t-sne");
  const at = Float64Array.from({ length: 2 * n }, () => 1e-4 * random.normal());
  const velocity = new Float64Array(2 * n);
  const gains = new Float64Array(2 * n).fill(1);
  const rate = Math.max(n / 12 / 4, 50);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const early = iteration < iterations / 4;
    const gradient = gradientOf(affinities, at, n, early ? 12 : 1);
    const momentum = early ? 0.5 : 0.8;
    for (let i = 0; i < 2 * n; i++) {
      const [slope, speed] = [gradient[i]!, velocity[i]!];
      gains[i] = Math.max(0.01, slope > 0 === speed > 0 ? gains[i]! * 0.8 : gains[i]! + 0.2);
      velocity[i] = momentum * speed - rate * gains[i]! * slope;
      at[i]! += velocity[i]!;
    }
  }
  return Array.from({ length: n }, (_, i) => [at[2 * i]!, at[2 * i + 1]!] as const);
}

/** Symmetric affinities that sum to 1: Gaussian, the width of each row such that its neighbours number `perplexity`. */
function jointAffinities(distances: Float64Array, n: number, perplexity: number): Float64Array {
  const conditional = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = distances.subarray(i * n, (i + 1) * n);
    conditional.set(rowAffinities(row, i, Math.log(perplexity)), i * n);
  }
  return conditional.map((p, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return Math.max((p + conditional[j * n + i]!) / (2 * n), 1e-12);
  });
}

/** Bisects the precision of a Gaussian until its entropy is the wanted one (50 halvings at most). */
function rowAffinities(distances: Float64Array, self: number, entropy: number): Float64Array {
  let [precision, low, high] = [1, 0, Number.POSITIVE_INFINITY];
  const nearest = distances.reduce((least, d, j) => (j === self ? least : Math.min(least, d)), Infinity);
  let row = new Float64Array(distances.length);
  for (let halving = 0; halving < 50; halving++) {
    row = distances.map((d, j) => (j === self ? 0 : Math.exp(-(d - nearest) * precision)));
    const total = row.reduce((sum, p) => sum + p, 0);
    const mean = row.reduce((sum, p, j) => sum + p * (distances[j]! - nearest), 0) / total;
    row = row.map((p) => p / total);
    const excess = Math.log(total) + precision * mean - entropy;
    if (Math.abs(excess) < 1e-5) break;
    if (excess > 0) low = precision;
    else high = precision;
    precision = high === Number.POSITIVE_INFINITY ? precision * 2 : (low + high) / 2;
  }
  return row;
}

/** Of the Kullback–Leibler divergence, affinities between points being those of Student's distribution. */
function gradientOf(affinities: Float64Array, at: Float64Array, n: number, exaggeration: number) {
  const kernel = new Float64Array(n * n);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const k = 1 / (1 + (at[2 * i]! - at[2 * j]!) ** 2 + (at[2 * i + 1]! - at[2 * j + 1]!) ** 2);
      kernel[i * n + j] = k;
      total += 2 * k;
    }
  }
  const gradient = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const k = kernel[i * n + j]!;
      const pull = 4 * (exaggeration * affinities[i * n + j]! - k / total) * k;
      for (const c of [0, 1]) {
        const step = pull * (at[2 * i + c]! - at[2 * j + c]!);
        gradient[2 * i + c]! += step;
        gradient[2 * j + c]! -= step;
      }
    }
  }
  return gradient;
}
