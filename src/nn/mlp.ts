import { type Expression, gelu, relu } from "../tensor/index.js";
import { batchNorm, type LinearOptions, linear } from "./layers.js";
import type { Scope } from "./scope.js";

export interface MlpOptions {
  /** Linear layers, at least 1. */
  readonly layers: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly activation?: "relu" | "gelu";
  /** `none` leaves the batch norms out. */
  readonly norm?: "batch" | "none";
  /** How its linear layers start. */
  readonly initial?: LinearOptions["initial"];
  /** `[rows, 1]`: how many equal rows each row stands for (default: one). */
  readonly counts?: Expression;
}

/**
 * Linear – batch norm – activation, repeated, and a last linear layer: x `[rows, inputs]` to `[rows, outputs]`; layers are called
 * `lin0`, `bn0`, `lin1` … With 5 layers and 512 channels the MLP-5 of paper A (Table I), with GELU the MLPs of DICE.
 */
export function mlp(scope: Scope, x: Expression, options: MlpOptions): Expression {
  return lastLinear(scope, mlpBody(scope, x, options), options);
}

/** An {@link mlp} without its last linear layer. */
export function mlpBody(
  scope: Scope,
  x: Expression,
  { layers, hidden, activation = "relu", norm = "batch", initial, counts }: MlpOptions,
): Expression {
  const act = activation === "relu" ? relu : gelu;
  let h = x;
  for (let layer = 0; layer < layers - 1; layer++) {
    const z = linear(scope.child(`lin${layer}`), h, hidden, { ...(initial && { initial }) });
    h = act(norm === "batch" ? batchNorm(scope.child(`bn${layer}`), z, counts) : z);
  }
  return h;
}

/** The last linear layer of an {@link mlp}: of rows of its body, or of sums of so many `summands`. */
export function lastLinear(
  scope: Scope,
  body: Expression,
  { layers, outputs, initial }: MlpOptions,
  summands?: Expression,
): Expression {
  return linear(scope.child(`lin${layers - 1}`), body, outputs, {
    ...(initial && { initial }),
    ...(summands && { summands }),
  });
}
