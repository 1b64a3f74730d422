import { fanIn, type Scope } from "../../../nn/index.js";
import { type Expression, gemm } from "../../../tensor/index.js";

/** A linear layer that is used several times under one name. */
export function sharedLinear(
  scope: Scope,
  name: string,
  x: Expression,
  outputs: number,
  fan = x.shape[1] as number,
  hasBias = true,
): Expression {
  const weight = parameterOnce(scope, `${name}.weight`, [outputs, x.shape[1] as number], fan);
  const bias = hasBias ? parameterOnce(scope, `${name}.bias`, [outputs], fan) : undefined;
  return gemm(x, weight, { transposeB: true, ...(bias && { addend: bias }) });
}

const handedOut = new WeakMap<object, Map<string, Expression>>();

/** A parameter by its name, the same one each time. */
export function parameterOnce(scope: Scope, name: string, shape: readonly number[], fan: number): Expression {
  const known = handedOut.get(scope) ?? new Map<string, Expression>();
  handedOut.set(scope, known);
  const found = known.get(name) ?? scope.parameter(name, shape, fanIn(fan));
  known.set(name, found);
  return found;
}
