import { add, div, type Expression, input, mul, sqrt, square, sub } from "../tensor/index.js";

export interface AdamWState {
  readonly firstMoment: Expression;
  readonly secondMoment: Expression;
}

export interface AdamWOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** What a step is fed besides gradients: see {@link adamWFeeds}. */
export interface AdamWInputs {
  readonly learningRate: Expression;
  readonly weightDecay: Expression;
  readonly correction1: Expression;
  readonly correction2: Expression;
}

/** The scalar inputs of a program that ends in {@link adamW}. */
export function adamWInputs(): AdamWInputs {
  return {
    learningRate: input("learningRate", []),
    weightDecay: input("weightDecay", []),
    correction1: input("correction1", []),
    correction2: input("correction2", []),
  };
}

/** The values of {@link adamWInputs} at update `step`, which counts from 1. */
export function adamWFeeds(
  step: number,
  learningRate: number,
  weightDecay: number,
  { beta1 = 0.9, beta2 = 0.999 }: AdamWOptions = {},
): Record<string, number> {
  return {
    learningRate,
    weightDecay,
    correction1: 1 / (1 - beta1 ** step),
    correction2: 1 / (1 - beta2 ** step),
  };
}

/** One AdamW update of a packed vector (Loshchilov and Hutter 2019): decay `w (1 - lr wd)` first, epsilon outside the root. */
export function adamW(
  parameters: Expression,
  gradient: Expression,
  { firstMoment, secondMoment }: AdamWState,
  { learningRate, weightDecay, correction1, correction2 }: AdamWInputs,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamWOptions = {},
): { readonly parameters: Expression } & AdamWState {
  const first = add(mul(firstMoment, beta1), mul(gradient, 1 - beta1));
  const second = add(mul(secondMoment, beta2), mul(square(gradient), 1 - beta2));
  const decayed = mul(parameters, sub(1, mul(learningRate, weightDecay)));
  const direction = div(
    mul(first, mul(correction1, learningRate)),
    add(sqrt(mul(second, correction2)), epsilon),
  );
  return { parameters: sub(decayed, direction), firstMoment: first, secondMoment: second };
}
