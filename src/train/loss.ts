import { huberLoss, l1Loss, meanSquaredError } from "../nn/index.js";
import type { Expression } from "../tensor/index.js";
import type { LossKind } from "./config.js";

/** The mean loss over all outputs, a scalar; `delta` is where the Huber loss turns linear. */
export function lossOf(
  { kind, delta }: { readonly kind: LossKind; readonly delta: number },
  prediction: Expression,
  target: Expression,
): Expression {
  switch (kind) {
    case "mse":
      return meanSquaredError(prediction, target);
    case "l1":
      return l1Loss(prediction, target);
    case "huber":
      return huberLoss(prediction, target, delta);
  }
}
