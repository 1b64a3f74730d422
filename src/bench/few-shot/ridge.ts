import { type Basis, basisOf, monomialCount, monomials, standardiserOf, varyingColumns } from "./columns.js";
import {
  columnMeans,
  type Examples,
  type Matrix,
  meanSquaredDifference,
  type Regressor,
  stackExamples,
} from "./matrix.js";

/** Products of parameters, and how strongly weights are pulled to zero. */
interface RidgeSetting {
  readonly basis: Basis;
  readonly degree: number;
  /** Of the penalty, as a share of the mean square of a column. */
  readonly penalty: number;
}

/** Larger polynomials are not tried. */
const mostTerms = 500;
const penalties = [1e-8, 1e-6, 1e-4, 1e-2, 1];

/**
 * Ridge regression on polynomials of the parameters or their logarithms, up to the third degree. Which one, and its penalty, is chosen
 * by the error on `held`; then it is fitted to all examples.
 */
export function ridge(fit: Examples, held: Examples): Regressor {
  const all = stackExamples(fit, held);
  let best: { setting: RidgeSetting; error: number } | undefined;
  for (const basis of ["values", "logarithms", "both"] as const) {
    const columns = varyingColumns(basisOf(basis, all.inputs)(all.inputs));
    for (const degree of [1, 2, 3]) {
      if (degree > 1 && monomialCount(columns, degree) > mostTerms) continue;
      const solver = new RidgeSolver(fit, all.inputs, basis, degree);
      for (const penalty of penalties) {
        const error = meanSquaredDifference(solver.regressor(penalty)(held.inputs), held.targets);
        if (best === undefined || error < best.error) best = { setting: { basis, degree, penalty }, error };
      }
    }
  }
  const { basis, degree, penalty } = best!.setting;
  return new RidgeSolver(all, all.inputs, basis, degree).regressor(penalty);
}

/** Least squares on one polynomial, for any penalty. */
class RidgeSolver {
  readonly #expand: (inputs: Matrix) => Matrix;
  readonly #gram: Float64Array;
  readonly #moment: Float64Array;
  readonly #means: Float64Array;
  readonly #outputs: number;

  constructor({ inputs, targets }: Examples, known: Matrix, basis: Basis, degree: number) {
    const toBasis = basisOf(basis, known);
    const scale = standardiserOf(toBasis(inputs));
    const products = (matrix: Matrix) => monomials(scale(toBasis(matrix)), degree);
    const scaleProducts = standardiserOf(products(inputs));
    this.#expand = (matrix) => scaleProducts(products(matrix));
    const x = this.#expand(inputs);
    this.#outputs = targets.columns;
    this.#means = columnMeans(targets);
    this.#gram = gramOf(x);
    this.#moment = momentOf(x, targets, this.#means);
  }

  regressor(penalty: number): (inputs: Matrix) => Matrix {
    const terms = Math.round(Math.sqrt(this.#gram.length));
    const outputs = this.#outputs;
    const damped = this.#gram.slice();
    for (let i = 0; i < terms; i++) damped[i * terms + i]! += penalty;
    const weights = solvePositiveDefinite(damped, this.#moment, terms, outputs);
    return (inputs) => {
      const x = this.#expand(inputs);
      const data = new Float64Array(inputs.rows * outputs);
      for (let i = 0; i < inputs.rows; i++) {
        for (let o = 0; o < outputs; o++) {
          let sum = this.#means[o]!;
          for (let t = 0; t < terms; t++) sum += x.data[i * terms + t]! * weights[t * outputs + o]!;
          data[i * outputs + o] = sum;
        }
      }
      return { rows: inputs.rows, columns: outputs, data };
    };
  }
}

/** `xᵀ x / rows`. */
function gramOf({ rows, columns, data }: Matrix): Float64Array {
  const gram = new Float64Array(columns * columns);
  for (let r = 0; r < rows; r++) {
    const row = data.subarray(r * columns, (r + 1) * columns);
    for (let i = 0; i < columns; i++) {
      const xi = row[i]! / rows;
      for (let j = 0; j <= i; j++) gram[i * columns + j]! += xi * row[j]!;
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) gram[j * columns + i] = gram[i * columns + j]!;
  }
  return gram;
}

/** `xᵀ (y - means) / rows`. */
function momentOf(x: Matrix, y: Matrix, means: Float64Array): Float64Array {
  const moment = new Float64Array(x.columns * y.columns);
  for (let r = 0; r < x.rows; r++) {
    for (let t = 0; t < x.columns; t++) {
      const xt = x.data[r * x.columns + t]! / x.rows;
      for (let o = 0; o < y.columns; o++) {
        moment[t * y.columns + o]! += xt * (y.data[r * y.columns + o]! - means[o]!);
      }
    }
  }
  return moment;
}

/** Solves `a w = b` by Cholesky's factors, which take the place of `a` `[n, n]`; `b` is `[n, columns]`. */
export function solvePositiveDefinite(
  a: Float64Array,
  b: Float64Array,
  n: number,
  columns: number,
): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j * n + j]!;
    }
  }
  const w = b.slice();
  for (let o = 0; o < columns; o++) {
    for (let i = 0; i < n; i++) {
      let sum = w[i * columns + o]!;
      for (let k = 0; k < i; k++) sum -= a[i * n + k]! * w[k * columns + o]!;
      w[i * columns + o] = sum / a[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = w[i * columns + o]!;
      for (let k = i + 1; k < n; k++) sum -= a[k * n + i]! * w[k * columns + o]!;
      w[i * columns + o] = sum / a[i * n + i]!;
    }
  }
  return w;
}
