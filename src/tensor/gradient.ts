import { KirchhoffError } from "../core/index.js";
import { add, elementwiseRules } from "./elementwise.js";
import { constant, type Expression, type GradientRule, type Operation } from "./expression.js";
import { layoutRules, zerosLike } from "./layout.js";
import { matrixRules } from "./matrix.js";
import { reduceRules } from "./reduce.js";
import { rowRules } from "./rows.js";
import { formatShape, shapeError } from "./shape.js";
import { inTopologicalOrder } from "./traversal.js";

/** Adjoint rules by operator; composites carry their own. */
export const gradientRules: Readonly<Record<string, GradientRule>> = {
  ...elementwiseRules,
  ...reduceRules,
  ...matrixRules,
  ...layoutRules,
  ...rowRules,
};

/**
 * Reverse-mode derivatives of a scalar: one expression for each of `parameters`, in its shape (zeros where the scalar does not
 * depend on it).
 *
 * @throws TENSOR_SHAPE_MISMATCH when `scalar` has axes; TENSOR_NO_GRADIENT when an operator on the way has no rule.
 */
export function grad(scalar: Expression, parameters: readonly Expression[]): Expression[] {
  if (scalar.shape.length > 0) throw shapeError("grad", formatShape(scalar.shape), "a scalar, shape []");
  const order = inTopologicalOrder([scalar], { intoComposites: false });
  const wanted = dependents(order, parameters);
  const adjoints = new Map<Expression, Expression>([[scalar, constant(1)]]);
  const accumulate = (x: Expression, adjoint: Expression): void => {
    const sofar = adjoints.get(x);
    adjoints.set(x, sofar ? add(sofar, adjoint) : adjoint);
  };
  for (const operation of order.reverse()) {
    if (!wanted.has(operation) || operation.inputs.length === 0) continue;
    const received = operation.outputs.map((output) => adjoints.get(output));
    if (received.every((adjoint) => adjoint === undefined)) continue;
    const rule = operation.composite?.gradient ?? gradientRules[operation.kind];
    if (!rule) {
      throw new KirchhoffError("TENSOR_NO_GRADIENT", `operator ${operation.kind} has no gradient rule`, {
        expected: `one of ${Object.keys(gradientRules).join(", ")}, or a composite with a rule of its own`,
        hint: "wrap the expression in stopGradient or withGradient",
      });
    }
    rule(operation, received).forEach((adjoint, i) => {
      const x = operation.inputs[i];
      if (adjoint && x && wanted.has(x.operation)) accumulate(x, adjoint);
    });
  }
  return parameters.map((parameter) => adjoints.get(parameter) ?? zerosLike(parameter));
}

/** The operations that some parameter flows into (or is an output of). */
function dependents(order: readonly Operation[], parameters: readonly Expression[]): Set<Operation> {
  const wanted = new Set(parameters.map((parameter) => parameter.operation));
  for (const operation of order) {
    if (operation.inputs.some((x) => x && wanted.has(x.operation))) wanted.add(operation);
  }
  return wanted;
}
