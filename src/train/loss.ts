import { abs, type Expression, mean, minimum, mul, square, sub } from "../tensor/index.js";
import type { LossKind } from "./config.js";

/** The mean loss over all outputs, a scalar; `delta` is where the Huber loss turns linear. */
export function lossOf(
  { kind, delta }: { readonly kind: LossKind; readonly delta: number },
  prediction: Expression,
  target: Expression,
): Expression {
  const error = sub(prediction, target);
  if (kind === "mse") return mean(square(error));
  const distance = abs(error);
  if (kind === "l1") return mean(distance);
  // With q = min(|e|, delta): q (|e| - q / 2) is e² / 2 inside and delta (|e| - delta / 2) outside.
  const inner = minimum(distance, delta);
  return mean(mul(inner, sub(distance, mul(inner, 0.5))));
}
