import { z } from "zod";
import type { RandomStream } from "../core/index.js";

const bounds = { low: z.number().describe("lower end"), high: z.number().describe("upper end, excluded") };

/** How one value of a circuit is drawn, in the parameter's SI unit. */
export const distributionSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("uniform"), ...bounds })
    .refine(({ low, high }) => low < high, "low must be below high")
    .describe("uniform in [low, high)"),
  z
    .strictObject({ kind: z.literal("log-uniform"), ...bounds })
    .refine(({ low, high }) => 0 < low && low < high, "a log-uniform needs 0 < low < high")
    .describe("uniform in the logarithm, from low to high"),
  z
    .strictObject({ kind: z.literal("normal"), mean: z.number(), deviation: z.number().positive() })
    .describe("normal, not truncated"),
  z.strictObject({ kind: z.literal("choice"), values: z.array(z.number()).min(1) }).describe("one of a list"),
  z.strictObject({ kind: z.literal("constant"), value: z.number() }).describe("always the same"),
]);

/** A {@link distributionSchema} in its checked form. */
export type Distribution =
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "log-uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "normal"; readonly mean: number; readonly deviation: number }
  | { readonly kind: "choice"; readonly values: readonly number[] }
  | { readonly kind: "constant"; readonly value: number };

/** One value of the distribution; a constant takes nothing from the stream. */
export function draw(distribution: Distribution, random: RandomStream): number {
  switch (distribution.kind) {
    case "uniform":
      return random.uniform(distribution.low, distribution.high);
    case "log-uniform":
      return Math.exp(random.uniform(Math.log(distribution.low), Math.log(distribution.high)));
    case "normal":
      return distribution.mean + distribution.deviation * random.normal();
    case "choice":
      return distribution.values[random.integer(0, distribution.values.length - 1)]!;
    case "constant":
      return distribution.value;
  }
}
