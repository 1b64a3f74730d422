import { z } from "zod";
import { type EncoderConfig, encoderSchema } from "../../model/index.js";
import {
  checkWarmup,
  runFields,
  type TrainerConfig,
  updateFields,
  validationFields,
} from "../trainer-config.js";

/** Contrastive losses with their settings. */
export type ContrastiveLoss =
  | {
      readonly kind: "dice";
      readonly tau: number;
      readonly positiveTau: number;
      readonly negativeTau: number;
      readonly ownNegatives: boolean;
      readonly negativeAnchors: boolean;
    }
  | { readonly kind: "nt-xent"; readonly tau: number }
  | { readonly kind: "simsiam" };

/** How the graphs of a step are chosen. */
export type BatchChoice =
  | { readonly kind: "stratified"; readonly graphsPerCircuit: number; readonly circuits?: number | undefined }
  | { readonly kind: "shuffled"; readonly graphs: number; readonly balanced: boolean };

/** What makes a validation better than another: nothing but that it is later, or one of its figures. */
export const contrastiveCriteria = ["last", "precision", "gap"] as const;

/** A checked configuration of contrastive pretraining with every default filled in. */
export interface ContrastiveConfig extends Omit<TrainerConfig, "loss" | "batchSize" | "validation"> {
  readonly objective: "contrastive";
  readonly circuits: {
    readonly train: readonly string[];
    readonly valid: readonly string[];
    readonly members: number;
    readonly rules: "sound" | "faithful" | "exact";
  };
  readonly network: EncoderConfig;
  readonly loss: ContrastiveLoss;
  readonly batch: BatchChoice;
  readonly validation: {
    readonly every: number;
    readonly patience?: number | undefined;
    readonly members: number;
    readonly by: (typeof contrastiveCriteria)[number];
  };
}

const temperature = (value: number) => z.number().positive().default(value);

const lossSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("dice").describe("positives together, other circuits apart, three temperatures"),
    tau: temperature(0.05).describe("temperature of a pair's own term"),
    positiveTau: temperature(0.2).describe("temperature of positives in the denominator"),
    negativeTau: temperature(0.05).describe("temperature of other circuits in the denominator"),
    ownNegatives: z
      .boolean()
      .default(true)
      .describe("also push a circuit away from its own negatives (intended); false: as published"),
    negativeAnchors: z
      .boolean()
      .default(false)
      .describe(
        "also push negatives away from all graphs of other circuits, and with ownNegatives from their positives",
      ),
  }),
  z.strictObject({
    kind: z.literal("nt-xent").describe("normalised cross-entropy over positives"),
    tau: temperature(0.05).describe("temperature"),
  }),
  z.strictObject({ kind: z.literal("simsiam").describe("a predictor and a stopped gradient; no negatives") }),
]);

const batchSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("stratified").describe("equally many graphs of each circuit"),
    graphsPerCircuit: z
      .int()
      .min(2)
      .default(8)
      .describe("graphs of each circuit; half of them negatives, where the loss takes negatives"),
    circuits: z.int().min(2).optional().describe("circuits of a step, drawn anew for each (default: all)"),
  }),
  z.strictObject({
    kind: z.literal("shuffled").describe("as published: all graphs once in an epoch, in random order"),
    graphs: z.int().min(2).default(1024).describe("graphs of a step"),
    balanced: z
      .boolean()
      .default(true)
      .describe("then only as many of each label as its rarest one has, as published"),
  }),
]);

const circuitNames = (group: string) => z.array(z.string().min(1)).min(1).default([group]);

/** What contrastive pretraining is configured by; all defaults are here. */
export const contrastiveSchema: z.ZodType<ContrastiveConfig> = z
  .strictObject({
    objective: z.literal("contrastive").describe("learn likeness of circuits, without simulation"),
    circuits: z
      .strictObject({
        train: circuitNames("pretraining").describe(
          "circuits of the catalogue: names, families, sets, or the paper's splits pretraining and unseen",
        ),
        valid: circuitNames("unseen").describe("circuits of the intrinsic test, named likewise"),
        members: z
          .int()
          .min(1)
          .default(2000)
          .describe("positives of each circuit, and as many negatives; twice as many where there are none"),
        rules: z.enum(["sound", "faithful", "exact"]).default("sound").describe("rules of augmentation"),
      })
      .prefault({})
      .describe("what is learned from"),
    network: encoderSchema.prefault({ kind: "dice" }).describe("the encoder's architecture"),
    seed: z.int().min(0).default(1).describe("of initial weights, augmentation and batches"),
    loss: lossSchema.prefault({ kind: "dice" }).describe("what is minimised"),
    batch: batchSchema.prefault({ kind: "stratified" }).describe("the graphs of a step"),
    ...updateFields(4000),
    validation: z
      .strictObject({
        ...validationFields(250),
        members: z.int().min(2).default(40).describe("positives of each circuit, and as many negatives"),
        by: z
          .enum(contrastiveCriteria)
          .default("last")
          .describe("what makes weights the best: being the last, retrieval precision, or the gap"),
      })
      .prefault({})
      .describe("how progress is judged"),
    ...runFields(),
  })
  .superRefine(checkWarmup);
