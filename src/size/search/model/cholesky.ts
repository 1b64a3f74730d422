/** The lower factor of a positive definite matrix, in place. */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      matrix[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-10)) : sum / matrix[j * n + j]!;
    }
  }
  return matrix;
}

/** Solves with the lower factor. */
export function forward(factor: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * x[k]!;
    x[i] = sum / factor[i * n + i]!;
  }
  return x;
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
export const solve = (factor: Float64Array, right: Float64Array) => backward(factor, forward(factor, right));

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
