import { z } from "zod";
import { attentionPooling, meanPooling, mlp, type Scope } from "../../nn/index.js";
import { type Expression, flatten, type GroupTable } from "../../tensor/index.js";

const attentionSchema = z.strictObject({
  kind: z.literal("attention").describe("cross-attention of latents over all states, as paper A has it"),
  latents: z.int().min(1).default(16).describe("vectors that attend"),
  latentWidth: z.int().min(1).default(16).describe("channels of each"),
  layers: z.int().min(1).default(3).describe("cross-attention layers"),
  learned: z
    .boolean()
    .default(true)
    .describe("learn the latents; the paper says so, but its code leaves them as they were drawn"),
});

const meanSchema = z.strictObject({
  kind: z.literal("mean").describe("the mean of all states, the paper's ablation"),
});

/** A head for quantities of a whole circuit: pooling, then a perceptron. */
export const graphHeadSchema = z.strictObject({
  pooling: z
    .discriminatedUnion("kind", [attentionSchema, meanSchema])
    .prefault({ kind: "attention" })
    .describe("how the states of a circuit become one vector"),
  reads: z
    .enum(["states", "voltages"])
    .optional()
    .describe(
      "all that the network knows of each node (default), or the voltage alone that it gives the net there",
    ),
  layers: z.int().min(1).default(3).describe("linear layers after it"),
  hidden: z.int().min(1).default(128).describe("channels between them"),
  norm: z.enum(["batch", "none"]).default("batch").describe("norm between them"),
});
export type GraphHeadConfig = z.output<typeof graphHeadSchema>;

/**
 * Predictions of `targets` quantities of each graph (paper A, section III-C): the states of its nodes `[rows, width]` pooled, then a
 * perceptron, linear at the end.
 *
 * @returns `[outputs]`, graph by graph
 */
export function graphHead(
  scope: Scope,
  states: Expression,
  byGraph: GroupTable,
  { pooling, layers, hidden, norm }: GraphHeadConfig,
  targets: number,
): Expression {
  const pooled =
    pooling.kind === "mean"
      ? meanPooling(states, byGraph)
      : attentionPooling(scope.child("pooling"), states, byGraph, pooling);
  return flatten(mlp(scope.child("mlp"), pooled, { layers, hidden, outputs: targets, norm }), "outputs");
}
