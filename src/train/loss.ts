import { huberLoss, l1Loss, meanSquaredError } from "../nn/index.js";
import { div, type Expression, maximum, mean, mul } from "../tensor/index.js";
import type { LossKind } from "./trainer-config.js";

interface LossOptions {
  readonly kind: LossKind;
  /** Where the Huber loss turns linear. */
  readonly delta: number;
}

/** The mean loss over all outputs, a scalar. */
export function lossOf({ kind, delta }: LossOptions, prediction: Expression, target: Expression): Expression {
  switch (kind) {
    case "mse":
      return meanSquaredError(prediction, target);
    case "l1":
      return l1Loss(prediction, target);
    case "huber":
      return huberLoss(prediction, target, delta);
  }
}

/** The mean loss over the outputs that `mask` marks with 1; it is 0 elsewhere, and so is `target` there. */
export function maskedLossOf(
  options: LossOptions,
  prediction: Expression,
  target: Expression,
  mask: Expression,
): Expression {
  return div(lossOf(options, mul(prediction, mask), target), maximum(mean(mask), 1e-6));
}
