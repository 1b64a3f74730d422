import type { OnnxAttribute } from "./onnx.js";

/** Adds a node to the program; gives the name of its output. */
export interface DoubleEmitter {
  node(type: string, inputs: readonly string[], attributes?: Readonly<Record<string, OnnxAttribute>>): string;
  scalar(value: number): string;
  /** Mean over the last axis, which stays as 1. */
  rowMean(x: string): string;
}

type Attributes = Readonly<Record<string, OnnxAttribute>>;
type DoubleKernel = (emit: DoubleEmitter, inputs: readonly string[], attributes: Attributes) => string[];

/**
 * What stands for operators that ONNX Runtime's CPU provider does not have in double precision, so that the gradients of all can be
 * checked by finite differences. Exact to about 1e-14; slow.
 */
export const doubleKernels: Readonly<Record<string, DoubleKernel>> = {
  // Only `isPositive` uses it, so steeply that it is a step.
  HardSigmoid: (emit, [x]) => [emit.node("Cast", [emit.node("Greater", [x!, emit.scalar(0)])], { to: 11 })],
  Softplus: (emit, [x]) => {
    const tail = emit.node("Exp", [emit.node("Neg", [emit.node("Abs", [x!])])]);
    const log = emit.node("Log", [emit.node("Add", [tail, emit.scalar(1)])]);
    return [emit.node("Add", [emit.node("Relu", [x!]), log])];
  },
  Erf: (emit, [x]) => [erf(emit, x!)],
  LayerNormalization: (emit, [x, scale, shift], attributes) => {
    const mean = emit.rowMean(x!);
    const centred = emit.node("Sub", [x!, mean]);
    const variance = emit.rowMean(emit.node("Mul", [centred, centred]));
    const { float: epsilon } = attributes.epsilon as { readonly float: number };
    const root = emit.node("Sqrt", [emit.node("Add", [variance, emit.scalar(epsilon)])]);
    const inverse = emit.node("Reciprocal", [root]);
    const normal = emit.node("Mul", [centred, inverse]);
    return [emit.node("Add", [emit.node("Mul", [normal, scale!]), shift!]), mean, inverse];
  },
};

/** `erf x = 2/√π x exp(-x²) (1 + 2x²/3 (1 + 2x²/5 (1 + …)))`, with x held to ±4.5 (1 - erf 4.5 is 2e-10). */
function erf(emit: DoubleEmitter, x: string): string {
  const { node, scalar } = emit;
  const held = node("Min", [node("Max", [x, scalar(-4.5)]), scalar(4.5)]);
  const square = node("Mul", [held, held]);
  const twice = node("Mul", [square, scalar(2)]);
  let series = scalar(1);
  for (let n = 80; n >= 1; n--) {
    const factor = node("Div", [twice, scalar(2 * n + 1)]);
    series = node("Add", [node("Mul", [factor, series]), scalar(1)]);
  }
  const envelope = node("Mul", [node("Exp", [node("Neg", [square])]), scalar(2 / Math.sqrt(Math.PI))]);
  return node("Mul", [node("Mul", [held, envelope]), series]);
}
