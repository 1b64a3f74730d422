import { apply, type Expression, type GradientRule } from "./expression.js";
import { transpose } from "./layout.js";
import { columnSum, sumTo } from "./reduce.js";
import { broadcastShapes, formatShape, shapeError } from "./shape.js";

/** Matrix product over the last two axes; leading axes broadcast. */
export function matmul(a: Expression, b: Expression): Expression {
  const [m, k] = a.shape.slice(-2);
  const [k2, n] = b.shape.slice(-2);
  if (a.shape.length < 2 || b.shape.length < 2 || k !== k2) {
    throw shapeError(
      "MatMul",
      `${formatShape(a.shape)} and ${formatShape(b.shape)}`,
      "[…, m, k] and […, k, n]",
    );
  }
  const lead = broadcastShapes("MatMul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return apply("MatMul", [a, b], { shape: [...lead, m!, n!], type: a.type });
}

interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Added to the product; broadcasts to it. */
  readonly addend?: Expression;
}

/** `op(a) op(b) + addend` of two matrices, in one call of the kernel. */
export function gemm(
  a: Expression,
  b: Expression,
  { transposeA, transposeB, addend }: GemmOptions = {},
): Expression {
  const [m, k] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const [k2, n] = transposeB ? [b.shape[1], b.shape[0]] : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || k !== k2) {
    const how = `${transposeA ? "transposed " : ""}${formatShape(a.shape)} and ${transposeB ? "transposed " : ""}${formatShape(b.shape)}`;
    throw shapeError("Gemm", how, "[m, k] and [k, n]");
  }
  if (addend) broadcastShapes("Gemm", [m!, n!], addend.shape);
  const attributes = { ...(transposeA ? { transA: 1 } : {}), ...(transposeB ? { transB: 1 } : {}) };
  return apply("Gemm", addend ? [a, b, addend] : [a, b], { shape: [m!, n!], type: a.type }, { attributes });
}

/** `x Wᵀ + b` with PyTorch's shapes: x `[rows, in]`, weight `[out, in]`, bias `[out]`. */
export function linear(x: Expression, weight: Expression, bias?: Expression): Expression {
  return gemm(x, weight, { transposeB: true, ...(bias ? { addend: bias } : {}) });
}

export const matrixRules: Readonly<Record<string, GradientRule>> = {
  MatMul: ({ inputs }, [adjoint]) => {
    const [a, b] = [inputs[0]!, inputs[1]!];
    if (a.shape.length === 2 && b.shape.length === 2) {
      return [gemm(adjoint!, b, { transposeB: true }), gemm(a, adjoint!, { transposeA: true })];
    }
    return [sumTo(matmul(adjoint!, transpose(b)), a.shape), sumTo(matmul(transpose(a), adjoint!), b.shape)];
  },
  Gemm: ({ inputs, attributes }, [adjoint]) => {
    const [a, b, addend] = [inputs[0]!, inputs[1]!, inputs[2]];
    const transposeA = attributes.transA === 1;
    const transposeB = attributes.transB === 1;
    const g = adjoint!;
    const da = transposeA
      ? gemm(b, g, { transposeA: transposeB, transposeB: true })
      : gemm(g, b, { transposeB: !transposeB });
    const db = transposeB
      ? gemm(g, a, { transposeA: true, transposeB: transposeA })
      : gemm(a, g, { transposeA: !transposeA });
    if (!addend) return [da, db];
    return [da, db, sumTo(addend.shape.length === 1 ? columnSum(g) : g, addend.shape)];
  },
};
