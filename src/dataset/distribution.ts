import { z } from "zod";
import type { RandomStream } from "../core/index.js";
import { quantitySchema } from "./quantity.js";

const bounds = {
  low: quantitySchema.describe("lower end"),
  high: quantitySchema.describe("upper end, excluded"),
};

const independent = [
  z
    .strictObject({ kind: z.literal("uniform"), ...bounds })
    .refine(({ low, high }) => low < high, "low must be below high")
    .describe("uniform in [low, high)"),
  z
    .strictObject({ kind: z.literal("log-uniform"), ...bounds })
    .refine(({ low, high }) => 0 < low && low < high, "a log-uniform needs 0 < low < high")
    .describe("uniform in the logarithm, from low to high"),
  z
    .strictObject({
      kind: z.literal("rounded-uniform"),
      ...bounds,
      step: quantitySchema.default(1).describe("what values are multiples of"),
    })
    .refine(({ low, high, step }) => low < high && step > 0, "low must be below high, and the step above 0")
    .describe(
      "uniform in [low, high), then rounded to the nearest multiple of the step; the ends come half as often",
    ),
  z
    .strictObject({ kind: z.literal("normal"), mean: quantitySchema, deviation: quantitySchema })
    .refine(({ deviation }) => deviation > 0, "the deviation must be above 0")
    .describe("normal, not truncated"),
  z
    .strictObject({ kind: z.literal("choice"), values: z.array(quantitySchema).min(1) })
    .describe("one of a list"),
  z.strictObject({ kind: z.literal("constant"), value: quantitySchema }).describe("always the same"),
] as const;

/** How one value of a circuit is drawn, in the parameter's SI unit. */
export const distributionSchema = z.discriminatedUnion("kind", [
  ...independent,
  z
    .strictObject({
      kind: z.literal("copy"),
      of: z.string().describe("name of a parameter that stands before this one in the circuit"),
      probability: z.number().min(0).max(1).default(1).describe("how often it is the same"),
      otherwise: z
        .discriminatedUnion("kind", [...independent])
        .optional()
        .describe("how it is drawn where it is not the same"),
    })
    .refine(
      ({ probability, otherwise }) => probability === 1 || otherwise !== undefined,
      "a copy with a probability below 1 needs otherwise: how the value is drawn then",
    )
    .describe("the value of another parameter, always or with a probability"),
]);

/** A distribution that depends on no other value. */
export type IndependentDistribution =
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "log-uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "rounded-uniform"; readonly low: number; readonly high: number; readonly step: number }
  | { readonly kind: "normal"; readonly mean: number; readonly deviation: number }
  | { readonly kind: "choice"; readonly values: readonly number[] }
  | { readonly kind: "constant"; readonly value: number };

/** A {@link distributionSchema} in its checked form. */
export type Distribution =
  | IndependentDistribution
  | {
      readonly kind: "copy";
      /** Name of an earlier parameter. */
      readonly of: string;
      readonly probability: number;
      readonly otherwise?: IndependentDistribution | undefined;
    };

/** One value of the distribution; a constant takes nothing from the stream. */
export function draw(distribution: IndependentDistribution, random: RandomStream): number {
  switch (distribution.kind) {
    case "uniform":
      return random.uniform(distribution.low, distribution.high);
    case "log-uniform":
      return Math.exp(random.uniform(Math.log(distribution.low), Math.log(distribution.high)));
    case "rounded-uniform": {
      const { low, high, step } = distribution;
      return Math.round(random.uniform(low, high) / step) * step;
    }
    case "normal":
      return distribution.mean + distribution.deviation * random.normal();
    case "choice":
      return distribution.values[random.integer(0, distribution.values.length - 1)]!;
    case "constant":
      return distribution.value;
  }
}

/** One value for each of these parameters, in their order; a copy takes the value of the earlier parameter that it names. */
export function drawValues(
  names: readonly string[],
  distributions: readonly Distribution[],
  random: RandomStream,
): Float64Array {
  const values = new Float64Array(names.length);
  distributions.forEach((each, i) => {
    if (each.kind !== "copy") values[i] = draw(each, random);
    else if (each.otherwise === undefined || random.uniform() < each.probability)
      values[i] = values[names.indexOf(each.of)]!;
    else values[i] = draw(each.otherwise, random);
  });
  return values;
}
