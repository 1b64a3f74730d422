import { add, div, mul, sqrt, square, sub } from "./elementwise.js";
import type { Expression } from "./expression.js";
import { sizeOf } from "./expression.js";
import { columnSum, mean } from "./reduce.js";

/** Layer norm over the last axis, biased variance: x `[…, c]`, scale and shift `[c]`. */
export function layerNorm(x: Expression, scale: Expression, shift: Expression, epsilon = 1e-5): Expression {
  const centred = sub(x, mean(x, [-1], true));
  const variance = mean(square(centred), [-1], true);
  return add(mul(div(centred, sqrt(add(variance, epsilon))), scale), shift);
}

export interface BatchNormResult {
  readonly output: Expression;
  /** Of the batch: mean `[1, c]` and biased variance `[1, c]`. */
  readonly mean: Expression;
  readonly variance: Expression;
}

/** Batch norm over the rows, with the batch's own mean and biased variance: x `[rows, c]`, scale and shift `[c]`. */
export function batchNorm(
  x: Expression,
  scale: Expression,
  shift: Expression,
  epsilon = 1e-5,
): BatchNormResult {
  const count = sizeOf(x.shape[0]!);
  const average = div(columnSum(x), count);
  const centred = sub(x, average);
  const variance = div(columnSum(square(centred)), count);
  const output = add(mul(centred, div(scale, sqrt(add(variance, epsilon)))), shift);
  return { output, mean: average, variance };
}
