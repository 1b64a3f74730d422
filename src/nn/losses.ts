import { abs, add, type Expression, mean, minimum, mul, square, sub } from "../tensor/index.js";

/** Mean squared error of tensors of one shape. */
export const meanSquaredError = (prediction: Expression, target: Expression): Expression =>
  mean(square(sub(prediction, target)));

/** Mean absolute error of tensors of one shape. */
export const l1Loss = (prediction: Expression, target: Expression): Expression =>
  mean(abs(sub(prediction, target)));

/** Huber's loss (1964): `e² / 2` up to `|e| = delta`, then `delta (|e| - delta / 2)`; the mean of it. */
export function huberLoss(prediction: Expression, target: Expression, delta = 1): Expression {
  const error = abs(sub(prediction, target));
  const held = minimum(error, delta);
  return mean(add(mul(square(held), 0.5), mul(sub(error, held), delta)));
}
