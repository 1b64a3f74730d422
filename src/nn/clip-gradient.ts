import { add, div, type Expression, minimum, mul, sqrt, square, sum } from "../tensor/index.js";

/**
 * Scales a packed gradient `[p]` so that its norm is at most `maxNorm` (Pascanu et al. 2013; 1e-6 is added to the norm, as PyTorch
 * does).
 *
 * @param maxNorm a number, or a scalar expression
 * @returns the gradient `[p]` and its norm before (a scalar)
 */
export function clipByGlobalNorm(
  gradient: Expression,
  maxNorm: Expression | number,
): { readonly gradient: Expression; readonly norm: Expression } {
  const norm = sqrt(sum(square(gradient)));
  return { gradient: mul(gradient, minimum(1, div(maxNorm, add(norm, 1e-6)))), norm };
}
