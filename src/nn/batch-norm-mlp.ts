import {
  abs,
  add,
  columnSum,
  div,
  type Expression,
  gemm,
  isPositive,
  maximum,
  mul,
  reciprocal,
  relu,
  reshape,
  sizeOf,
  sqrt,
  square,
  sub,
  sum,
  withGradient,
  zerosLike,
} from "../tensor/index.js";
import { batchNormEpsilon, updateRunningStatistics } from "./layers.js";
import { fanIn, type Scope } from "./scope.js";

interface MlpOptions {
  readonly hidden: number;
  /** Added to the results, part by part. */
  readonly residuals: readonly Expression[];
  /** Names of the three layers in the scope. */
  readonly names: { readonly first: string; readonly norm: string; readonly second: string };
}

/**
 * Linear – batch norm – ReLU – linear plus a residual, `[rows, c] -> [rows, out]`, in half the memory passes of its layers, on rows
 * that come in parts and share their statistics.
 *
 * The first bias cancels in the norm and never enters a product (its gradient is 0; running means count it). The rows are centred before
 * the first product, where they are half as wide; the norm's scale goes into the second weight, its sign into the first, so that
 * one addition and a ReLU remain: `γ z/σ + β = |s| (sign(s) z + β/|s|)`, `s = γ/σ`. Tested against the plain layers.
 */
export function batchNormMlp(
  scope: Scope,
  parts: readonly Expression[],
  { hidden, residuals, names }: MlpOptions,
): Expression[] {
  const inputs = parts[0]!.shape[1] as number;
  const outputs = residuals[0]!.shape[1] as number;
  const [first, norm, second] = [
    scope.child(names.first),
    scope.child(names.norm),
    scope.child(names.second),
  ];
  const weight1 = first.parameter("weight", [hidden, inputs], fanIn(inputs));
  const bias1 = first.parameter("bias", [hidden], fanIn(inputs));
  const gamma = norm.parameter("weight", [hidden], { constant: 1 });
  const beta = norm.parameter("bias", [hidden], { constant: 0 });
  const runningMean = norm.buffer("running_mean", [hidden], { constant: 0 });
  const runningVariance = norm.buffer("running_var", [hidden], { constant: 1 });
  const weight2 = second.parameter("weight", [outputs, hidden], fanIn(hidden));
  const bias2 = second.parameter("bias", [outputs], fanIn(hidden));

  if (!scope.training) {
    const factor = div(gamma, sqrt(add(runningVariance, batchNormEpsilon)));
    const shift = add(beta, mul(sub(bias1, runningMean), factor));
    const scaled1 = mul(weight1, reshape(factor, [hidden, 1]));
    return parts.map((x, i) => {
      const v = relu(add(gemm(x, scaled1, { transposeB: true }), shift));
      return add(gemm(v, weight2, { transposeB: true, addend: residuals[i]! }), bias2);
    });
  }

  const rows = total(parts.map((x) => sizeOf(x.shape[0]!)));
  const mean = div(total(parts.map(columnSum)), rows);
  const sign = sub(mul(isPositive(gamma), 2), 1);
  const signed1 = mul(weight1, reshape(sign, [hidden, 1]));
  const centred = parts.map((x) => sub(x, mean));
  const zs = centred.map((x) => gemm(x, signed1, { transposeB: true }));
  const variance = div(total(zs.map((z) => columnSum(square(z)))), rows);
  const inverse = reciprocal(sqrt(add(variance, batchNormEpsilon)));
  const scale = maximum(mul(abs(gamma), inverse), 1e-12);
  const shift = div(beta, scale);
  const scaled2 = mul(weight2, scale);
  const vs = zs.map((z) => relu(add(z, shift)));
  const body = vs.map((v, i) => add(gemm(v, scaled2, { transposeB: true, addend: residuals[i]! }), bias2));

  const meanOfZ = gemm(mean, weight1, { transposeB: true });
  updateRunningStatistics(norm, { mean: add(meanOfZ, bias1), variance, rows, runningMean, runningVariance });

  const parameters = [weight1, gamma, beta, weight2, bias2];
  const results = withGradient([...parts, ...residuals, ...parameters], body, (_, adjoints) => {
    const gs = adjoints.map((g, i) => g ?? zerosLike(body[i]!));
    const backs = gs.map((g, i) => {
      const dV = mul(gemm(g, scaled2), isPositive(vs[i]!));
      const [sumOfDv, dScaled2] = [columnSum(dV), gemm(g, vs[i]!, { transposeA: true })];
      return { dV, sumOfDv, dScaled2, sumOfG: columnSum(g) };
    });
    const sumOfDv = total(backs.map((back) => back.sumOfDv));
    const dScaled2 = total(backs.map((back) => back.dScaled2));
    // Σ dv z, from what the second weight's gradient has summed already: v = z + β/scale where dv is not 0.
    const sumOfDvZ = sub(mul(scale, sum(mul(dScaled2, weight2), [0], true)), mul(sumOfDv, shift));
    const slope = div(mul(square(inverse), sumOfDvZ), rows);
    const meanOfDx = div(gemm(sumOfDv, signed1), rows);
    const fronts = backs.map(({ dV }, i) => {
      const dZ = sub(dV, mul(zs[i]!, slope));
      return { dSigned1: gemm(dZ, centred[i]!, { transposeA: true }), dX: sub(gemm(dZ, signed1), meanOfDx) };
    });
    const dSigned1 = total(fronts.map((front) => front.dSigned1));
    return [
      ...fronts.map((front) => front.dX),
      ...gs,
      mul(dSigned1, reshape(sign, [hidden, 1])),
      reshape(mul(mul(div(sumOfDvZ, scale), inverse), sign), [hidden]),
      reshape(div(sumOfDv, scale), [hidden]),
      mul(dScaled2, scale),
      reshape(total(backs.map((back) => back.sumOfG)), [outputs]),
    ];
  });
  return [...results];
}

const total = (terms: readonly Expression[]): Expression => terms.reduce((a, b) => add(a, b));
