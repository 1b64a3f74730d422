/** The lower factor of a positive definite matrix, in place. */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++) {
    let sum = matrix[j * n + j]!;
    for (let k = 0; k < j; k++) sum -= matrix[j * n + k]! ** 2;
    matrix[j * n + j] = Math.sqrt(Math.max(sum, 1e-10));
    solveColumn(matrix, n, j, matrix, j + 1, n);
  }
  return matrix;
}

/** Solves with the lower factor for many right sides, the rows of `[count, n]`, in place. */
export function forward(factor: Float64Array, rows: Float64Array, n: number): Float64Array {
  const count = rows.length / n;
  for (let from = 0; from < count; from += atOnce) {
    for (let j = 0; j < n; j++) solveColumn(factor, n, j, rows, from, Math.min(from + atOnce, count));
  }
  return rows;
}

/** Right sides that are solved for together: few enough that their rows stay in the nearest cache. */
const atOnce = 16;

/**
 * Column `j` of rows that follow those of a factor, given its columns before. Four rows at a time: each sum waits for its own last term
 * alone, which is three times as fast and adds in the same order.
 */
function solveColumn(
  factor: Float64Array,
  n: number,
  j: number,
  rows: Float64Array,
  from: number,
  to: number,
): void {
  const pivot = factor[j * n + j]!;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const [a, b, c, d] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
    let [sumA, sumB, sumC, sumD] = [rows[a + j]!, rows[b + j]!, rows[c + j]!, rows[d + j]!];
    for (let k = 0; k < j; k++) {
      const by = factor[j * n + k]!;
      sumA -= rows[a + k]! * by;
      sumB -= rows[b + k]! * by;
      sumC -= rows[c + k]! * by;
      sumD -= rows[d + k]! * by;
    }
    rows[a + j] = sumA / pivot;
    rows[b + j] = sumB / pivot;
    rows[c + j] = sumC / pivot;
    rows[d + j] = sumD / pivot;
  }
  for (; i < to; i++) {
    let sum = rows[i * n + j]!;
    for (let k = 0; k < j; k++) sum -= rows[i * n + k]! * factor[j * n + k]!;
    rows[i * n + j] = sum / pivot;
  }
}

/** Solves with its transpose. */
function backward(factor: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i]! * x[k]!;
    x[i] = sum / factor[i * n + i]!;
  }
  return x;
}

/** Solves with the matrix of a factor. */
export const solve = (factor: Float64Array, right: Float64Array) =>
  backward(factor, forward(factor, right.slice(), right.length));

/** The lower half of the inverse of the matrix of a factor, `[n, n]`. */
export function inverseOf(factor: Float64Array, n: number): Float64Array {
  // L⁻¹ first, by columns; then L⁻ᵀ L⁻¹.
  const lower = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    lower[j * n + j] = 1 / factor[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= factor[i * n + k]! * lower[k * n + j]!;
      lower[i * n + j] = sum / factor[i * n + i]!;
    }
  }
  const inverse = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const left = lower[k * n + i]!;
      for (let j = 0; j <= i; j++) inverse[i * n + j]! += left * lower[k * n + j]!;
    }
  }
  return inverse;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * The signal's variance of most likelihood for values about their mean, in closed form; above zero, whatever their unit, so that it has a
 * logarithm.
 */
export function likelyVariance(centred: Float64Array, weights: Float64Array): number {
  return Math.max(dot(centred, weights) / centred.length, Number.MIN_VALUE);
}
