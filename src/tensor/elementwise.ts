import { apply, constant, type Expression, type GradientRule } from "./expression.js";
import { sumTo } from "./reduce.js";
import { broadcastShapes } from "./shape.js";

/** An expression, or a number that stands for a scalar. */
export type Operand = Expression | number;

const expression = (x: Operand): Expression => (typeof x === "number" ? constant(x) : x);

function binary(kind: string, a: Operand, b: Operand, type?: "bool"): Expression {
  const [x, y] = [expression(a), expression(b)];
  return apply(kind, [x, y], { shape: broadcastShapes(kind, x.shape, y.shape), type: type ?? x.type });
}

const unary = (kind: string, x: Expression, attributes = {}): Expression =>
  apply(kind, [x], { shape: x.shape, type: x.type }, { attributes });

export const add = (a: Operand, b: Operand): Expression => binary("Add", a, b);
export const sub = (a: Operand, b: Operand): Expression => binary("Sub", a, b);
export const mul = (a: Operand, b: Operand): Expression => binary("Mul", a, b);
export const div = (a: Operand, b: Operand): Expression => binary("Div", a, b);
/** The larger of two, elementwise; the gradient goes to the first where they are equal. */
export const maximum = (a: Operand, b: Operand): Expression => binary("Max", a, b);
export const minimum = (a: Operand, b: Operand): Expression =>
  neg(maximum(neg(expression(a)), neg(expression(b))));
/** `x` held between two bounds; beyond them no gradient flows. */
export const clip = (x: Expression, low: number, high: number): Expression => minimum(maximum(x, low), high);
export const greater = (a: Operand, b: Operand): Expression => binary("Greater", a, b, "bool");
export const equal = (a: Operand, b: Operand): Expression => binary("Equal", a, b, "bool");
export const neg = (x: Expression): Expression => unary("Neg", x);
export const abs = (x: Expression): Expression => unary("Abs", x);
export const exp = (x: Expression): Expression => unary("Exp", x);
/** Natural logarithm. */
export const log = (x: Expression): Expression => unary("Log", x);
export const sqrt = (x: Expression): Expression => unary("Sqrt", x);
/** `x` to a constant power; x > 0 unless the exponent is a whole number. */
export const power = (x: Expression, exponent: number): Expression =>
  apply("Pow", [x, constant(exponent)], { shape: x.shape, type: x.type });
export const reciprocal = (x: Expression): Expression => unary("Reciprocal", x);
export const relu = (x: Expression): Expression => unary("Relu", x);
export const sigmoid = (x: Expression): Expression => unary("Sigmoid", x);
export const tanh = (x: Expression): Expression => unary("Tanh", x);
/** `log(1 + exp(x))`, safe for large x. */
export const softplus = (x: Expression): Expression => unary("Softplus", x);
export const erf = (x: Expression): Expression => unary("Erf", x);
export const square = (x: Expression): Expression => mul(x, x);
export const leakyRelu = (x: Expression, slope: number): Expression => sub(relu(x), mul(relu(neg(x)), slope));
/** The exact GELU, `x Φ(x)`. */
export const gelu = (x: Expression): Expression => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));

/** 1 or 0 as float32. */
export function toFloat(x: Expression): Expression {
  return apply("Cast", [x], { shape: x.shape }, { attributes: { to: 1 } });
}

/** 1 where x > 0, else 0: one vectorised pass (ONNX's `Sign`, and `Greater` with `Cast`, are several times slower). */
export function isPositive(x: Expression): Expression {
  return unary("HardSigmoid", x, { alpha: { float: 3e38 }, beta: { float: 0 } });
}

/** A copy of `x` in the larger shape of `like`. */
export const broadcastLike = (x: Expression, like: Expression): Expression => add(x, mul(like, 0));

const rule =
  (backward: (adjoint: Expression, x: Expression, y: Expression) => Expression): GradientRule =>
  ({ inputs, outputs }, [adjoint]) => [backward(adjoint!, inputs[0]!, outputs[0]!)];

const pairRule =
  (
    left: (adjoint: Expression, a: Expression, b: Expression, y: Expression) => Expression,
    right: (adjoint: Expression, a: Expression, b: Expression, y: Expression) => Expression,
  ): GradientRule =>
  ({ inputs, outputs }, [adjoint]) => {
    const [a, b] = [inputs[0]!, inputs[1]!];
    const y = outputs[0]!;
    return [
      isFree(a) ? sumTo(left(adjoint!, a, b, y), a.shape) : undefined,
      isFree(b) ? sumTo(right(adjoint!, a, b, y), b.shape) : undefined,
    ];
  };

/** Constants need no adjoint: their products are not even built. */
const isFree = (x: Expression): boolean => x.operation.kind !== "Constant";

const none: GradientRule = () => [];

export const elementwiseRules: Readonly<Record<string, GradientRule>> = {
  Add: pairRule(
    (g) => g,
    (g) => g,
  ),
  Sub: pairRule(
    (g) => g,
    (g) => neg(g),
  ),
  Mul: pairRule(
    (g, _, b) => mul(g, b),
    (g, a) => mul(g, a),
  ),
  Div: pairRule(
    (g, _, b) => div(g, b),
    (g, _, b, y) => neg(div(mul(g, y), b)),
  ),
  Max: pairRule(
    (g, a, b) => mul(g, sub(1, isPositive(sub(b, a)))),
    (g, a, b) => mul(g, isPositive(sub(b, a))),
  ),
  Neg: rule((g) => neg(g)),
  Abs: rule((g, x) => mul(g, sub(isPositive(x), isPositive(neg(x))))),
  Exp: rule((g, _, y) => mul(g, y)),
  Log: rule((g, x) => div(g, x)),
  Sqrt: rule((g, _, y) => div(mul(g, 0.5), y)),
  Pow: ({ inputs }, [adjoint]) => {
    const exponent = inputs[1]!.operation.values![0]!;
    return [mul(adjoint!, mul(power(inputs[0]!, exponent - 1), exponent))];
  },
  Reciprocal: rule((g, _, y) => neg(mul(g, square(y)))),
  Relu: rule((g, _, y) => mul(g, isPositive(y))),
  Sigmoid: rule((g, _, y) => mul(g, mul(y, sub(1, y)))),
  Tanh: rule((g, _, y) => mul(g, sub(1, square(y)))),
  Softplus: rule((g, x) => mul(g, sigmoid(x))),
  Erf: rule((g, x) => mul(g, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)))),
  HardSigmoid: none,
  Greater: none,
  Equal: none,
  Cast: none,
};
