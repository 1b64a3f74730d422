import { type Expression, gelu, relu } from "../tensor/index.js";
import { batchNorm, type LinearOptions, linear } from "./layers.js";
import type { Scope } from "./scope.js";

interface MlpOptions {
  /** Linear layers, at least 1. */
  readonly layers: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly activation?: "relu" | "gelu";
  /** `none` leaves the batch norms out. */
  readonly norm?: "batch" | "none";
  /** How its linear layers start. */
  readonly initial?: LinearOptions["initial"];
}

/**
 * Linear – batch norm – activation, repeated, and a last linear layer: x `[rows, inputs]` to `[rows, outputs]`; layers are called
 * `lin0`, `bn0`, `lin1` … With 5 layers and 512 channels the MLP-5 of paper A (Table I), with GELU the MLPs of DICE.
 */
export function mlp(
  scope: Scope,
  x: Expression,
  { layers, hidden, outputs, activation = "relu", norm = "batch", initial = "fan-in" }: MlpOptions,
): Expression {
  const act = activation === "relu" ? relu : gelu;
  let h = x;
  for (let layer = 0; layer < layers - 1; layer++) {
    const z = linear(scope.child(`lin${layer}`), h, hidden, { initial });
    h = act(norm === "batch" ? batchNorm(scope.child(`bn${layer}`), z) : z);
  }
  return linear(scope.child(`lin${layers - 1}`), h, outputs, { initial });
}
