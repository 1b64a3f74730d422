import { add, div, mul, reciprocal, sqrt, square, sub } from "./elementwise.js";
import { applyMany, type Expression, sizeOf, withGradient } from "./expression.js";
import { reshape } from "./layout.js";
import { matmul } from "./matrix.js";
import { columnSum, sumTo } from "./reduce.js";
import { formatShape, shapeError } from "./shape.js";

/**
 * Layer norm over the last axis, biased variance: x `[rows, c]`, scale and shift `[c]`. Runs as one fused operator; the gradient is
 * written out, with its sums over channels as products.
 */
export function layerNorm(x: Expression, scale: Expression, shift: Expression, epsilon = 1e-5): Expression {
  const [rows, channels] = x.shape;
  if (x.shape.length !== 2 || typeof channels !== "number") {
    throw shapeError("layerNorm", formatShape(x.shape), "[rows, channels] with a known number of channels");
  }
  const column = { shape: [rows!, 1] };
  const [y, mean, inverse] = applyMany(
    "LayerNormalization",
    [x, scale, shift],
    [{ shape: x.shape }, column, column],
    { attributes: { axis: -1, epsilon: { float: epsilon } } },
  );
  return withGradient([x, scale, shift], [y!], (_, [adjoint]) => {
    const g = adjoint!;
    const normal = mul(sub(x, mean!), inverse!);
    const gNormal = mul(g, normal);
    const weights = reshape(div(scale, channels), [channels, 1]);
    const meanOfG = matmul(g, weights);
    const meanOfGNormal = matmul(gNormal, weights);
    const dx = mul(sub(sub(mul(g, scale), meanOfG), mul(normal, meanOfGNormal)), inverse!);
    return [dx, sumTo(gNormal, scale.shape), sumTo(g, shift.shape)];
  })[0]!;
}

export interface BatchNormResult {
  readonly output: Expression;
  /** Of the batch: mean `[1, c]` and biased variance `[1, c]`. */
  readonly mean: Expression;
  readonly variance: Expression;
}

/** Batch norm over the rows, with the batch's own mean and biased variance: x `[rows, c]`, scale and shift `[c]`. */
export function batchNorm(
  x: Expression,
  scale: Expression,
  shift: Expression,
  epsilon = 1e-5,
): BatchNormResult {
  const count = sizeOf(x.shape[0]!);
  const mean = div(columnSum(x), count);
  const centred = sub(x, mean);
  const variance = div(columnSum(square(centred)), count);
  const inverse = reciprocal(sqrt(add(variance, epsilon)));
  const factor = mul(scale, inverse);
  const body = add(mul(centred, factor), shift);
  const [output] = withGradient([x, scale, shift], [body], (_, [adjoint]) => {
    const g = adjoint!;
    const sumOfG = columnSum(g);
    const sumOfGCentred = columnSum(mul(g, centred));
    const slope = div(mul(mul(factor, square(inverse)), sumOfGCentred), count);
    const dx = sub(sub(mul(g, factor), mul(centred, slope)), div(mul(factor, sumOfG), count));
    return [dx, reshape(mul(sumOfGCentred, inverse), scale.shape), reshape(sumOfG, shift.shape)];
  });
  return { output: output!, mean, variance };
}
