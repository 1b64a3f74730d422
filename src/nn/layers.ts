import {
  add,
  linear as affine,
  batchNorm as batchNormOfBatch,
  div,
  type Expression,
  gemm,
  layerNorm as layerNormOf,
  mul,
  sizeOf,
  sqrt,
  square,
  sub,
  sum,
} from "../tensor/index.js";
import { fanIn, type Scope, xavier } from "./scope.js";

export interface LinearOptions {
  readonly bias?: boolean;
  /** `xavier` starts with Xavier-normal weights and zero biases in place of {@link fanIn}. */
  readonly initial?: "fan-in" | "xavier";
  /** Where rows are sums: of how many, `[rows, 1]`; so often the bias counts. */
  readonly summands?: Expression;
}

/** `x Wᵀ + b`: x `[rows, inputs]` to `[rows, outputs]`, started like PyTorch's `nn.Linear`. */
export function linear(
  scope: Scope,
  x: Expression,
  outputs: number,
  { bias = true, initial = "fan-in", summands }: LinearOptions = {},
): Expression {
  const inputs = x.shape[1] as number;
  const [ofWeight, ofBias] =
    initial === "xavier" ? [xavier(inputs, outputs), { constant: 0 }] : [fanIn(inputs), fanIn(inputs)];
  const weight = scope.parameter("weight", [outputs, inputs], ofWeight);
  if (bias && !summands) return affine(x, weight, scope.parameter("bias", [outputs], ofBias));
  const product = gemm(x, weight, { transposeB: true });
  return bias ? add(product, mul(summands!, scope.parameter("bias", [outputs], ofBias))) : product;
}

/** Layer norm over the channels of `[rows, channels]`. */
export function layerNorm(scope: Scope, x: Expression): Expression {
  const channels = x.shape[1] as number;
  return layerNormOf(
    x,
    scope.parameter("weight", [channels], { constant: 1 }),
    scope.parameter("bias", [channels], { constant: 0 }),
  );
}

const momentum = 0.1;
export const batchNormEpsilon = 1e-5;

/**
 * Batch norm over the rows of `[rows, channels]`: the batch's statistics in training (running ones updated with momentum 0.1,
 * variance unbiased, as PyTorch does), the running statistics otherwise. With `counts` `[rows, 1]` each row stands for so many equal ones.
 */
export function batchNorm(scope: Scope, x: Expression, counts?: Expression): Expression {
  const channels = x.shape[1] as number;
  const scale = scope.parameter("weight", [channels], { constant: 1 });
  const shift = scope.parameter("bias", [channels], { constant: 0 });
  const runningMean = scope.buffer("running_mean", [channels], { constant: 0 });
  const runningVariance = scope.buffer("running_var", [channels], { constant: 1 });
  if (!scope.training) {
    const factor = div(scale, sqrt(add(runningVariance, batchNormEpsilon)));
    return add(mul(x, factor), sub(shift, mul(runningMean, factor)));
  }
  if (counts) {
    const rows = sum(counts);
    const mean = div(sum(mul(x, counts), [0], true), rows);
    const centred = sub(x, mean);
    const variance = div(sum(mul(square(centred), counts), [0], true), rows);
    updateRunningStatistics(scope, { mean, variance, rows, runningMean, runningVariance });
    return add(mul(centred, div(scale, sqrt(add(variance, batchNormEpsilon)))), shift);
  }
  const { output, mean, variance } = batchNormOfBatch(x, scale, shift, batchNormEpsilon);
  updateRunningStatistics(scope, { mean, variance, rows: sizeOf(x.shape[0]!), runningMean, runningVariance });
  return output;
}

interface BatchStatistics {
  readonly mean: Expression;
  /** Biased. */
  readonly variance: Expression;
  readonly rows: Expression;
  readonly runningMean: Expression;
  readonly runningVariance: Expression;
}

/** Moves a batch norm's running statistics towards those of the batch; the variance enters unbiased. */
export function updateRunningStatistics(
  scope: Scope,
  { mean, variance, rows, runningMean, runningVariance }: BatchStatistics,
): void {
  scope.update("running_mean", blend(runningMean, mean));
  scope.update("running_var", blend(runningVariance, mul(variance, div(rows, sub(rows, 1)))));
}

const blend = (running: Expression, batch: Expression): Expression =>
  add(mul(running, 1 - momentum), mul(batch, momentum));
