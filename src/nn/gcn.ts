import {
  add,
  type Expression,
  mul,
  type RowTableInput,
  reciprocal,
  sqrt,
  stopGradient,
  summandCount,
  sumRows,
} from "../tensor/index.js";
import { linear } from "./layers.js";
import type { Scope } from "./scope.js";

/**
 * Graph convolution (Kipf and Welling 2017, eq. 2): `y_i = Σ_j W x_j / √(d_j d_i) + b` over the in-neighbours of i and i itself,
 * `d` the in-degree with that self loop: x `[nodes, c]` to `[nodes, outputs]`.
 *
 * @param neighbours in-neighbours without self loops
 */
export function gcnLayer(
  scope: Scope,
  x: Expression,
  outputs: number,
  neighbours: RowTableInput,
): Expression {
  const inverseRoot = stopGradient(reciprocal(sqrt(add(summandCount(neighbours), 1))));
  const scaled = mul(linear(scope, x, outputs, { bias: false }), inverseRoot);
  const aggregated = mul(add(sumRows(scaled, neighbours), scaled), inverseRoot);
  return add(aggregated, scope.parameter("bias", [outputs], { constant: 0 }));
}
