import { z } from "zod";
import { type GraphHeadConfig, graphHeadSchema } from "../../model/index.js";
import { type DatasetChoice, datasetSchema } from "../config.js";
import { checkWarmup, type TrainerConfig, trainerFields } from "../trainer-config.js";
import type { RateFactors } from "./rate-factors.js";
import type { Target } from "./targets.js";

/** A checked configuration of fine-tuning with every default filled in. */
export interface FinetuneConfig extends TrainerConfig {
  readonly from: string;
  readonly scratch: boolean;
  readonly dataset: DatasetChoice;
  readonly targets: "voltages" | readonly Target[];
  readonly samples?: number | undefined;
  readonly subsetSeed: number;
  readonly held: "samples" | "split";
  readonly trains: "all" | "head";
  readonly rates: RateFactors;
  readonly head: GraphHeadConfig;
  readonly refitFeatures: boolean;
  readonly members: number;
  readonly coverage: number;
}

const targetSchema = z.union([
  z.string().transform((name): Target => ({ name, scale: "linear" })),
  z.strictObject({
    name: z.string().describe("a measure of the dataset's rows"),
    scale: z
      .enum(["linear", "log"])
      .default("linear")
      .describe("log: learn the logarithm of a positive quantity with a long tail"),
  }),
]);

/** What `kirchhoff finetune` is configured by; all defaults are here. */
export const finetuneSchema: z.ZodType<FinetuneConfig> = z
  .strictObject({
    from: z.string().min(1).describe("pretrained network: a checkpoint, or the folder of a run"),
    scratch: z
      .boolean()
      .default(false)
      .describe("take its architecture and features, but begin with fresh weights"),
    dataset: datasetSchema.describe("what is learned from"),
    targets: z
      .union([z.literal("voltages"), z.array(targetSchema).min(1)])
      .default("voltages")
      .describe("voltages of the output nets, or measures of whole circuits"),
    samples: z.int().min(2).optional().describe("rows of the training split to learn from (default: all)"),
    subsetSeed: z.int().min(0).default(1).describe("which rows these are; fewer are always among more"),
    held: z
      .enum(["samples", "split"])
      .default("samples")
      .describe("what decides when to stop: every fifth sample, or the dataset's valid split"),
    trains: z.enum(["all", "head"]).default("all").describe("the whole network, or its head alone"),
    rates: z
      .strictObject({
        backbone: z.number().min(0).default(1).describe("factor on the learning rate below the head"),
        layerDecay: z
          .number()
          .positive()
          .max(1)
          .default(1)
          .describe("a further factor a layer, downwards, of networks with layers"),
      })
      .prefault({})
      .describe("how fast parts of the network learn"),
    head: graphHeadSchema.prefault({}).describe("the head for measures; voltages keep the network's own"),
    refitFeatures: z
      .boolean()
      .default(false)
      .describe(
        "standardise features by the samples in place of the pretraining's circuits, as the paper does",
      ),
    members: z
      .int()
      .min(1)
      .max(50)
      .default(1)
      .describe("networks of an ensemble, which differ by their seeds"),
    coverage: z.number().gt(0).lt(1).default(0.9).describe("share of true values that intervals shall hold"),
    ...trainerFields({ batchSize: 64, steps: 600, every: 20, by: "error" }),
  })
  .superRefine(checkWarmup);
