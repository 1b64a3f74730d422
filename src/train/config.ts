import { z } from "zod";
import { type Recipe, recipeSchema, type SimulatorChoice, simulatorChoices } from "../dataset/index.js";
import { featureSchemeNames } from "../graph/index.js";
import { type NetworkConfig, networkSchema } from "../model/index.js";

/** Where training data come from: a folder that `kirchhoff generate` made, or a recipe that is labelled in memory. */
export type DatasetChoice =
  | { readonly folder: string }
  | {
      readonly recipe: string | Recipe;
      readonly rows?: number | undefined;
      readonly seed?: number | undefined;
      readonly simulator: SimulatorChoice;
    };

/** How the learning rate goes from step to step. */
export type ScheduleConfig =
  | { readonly kind: "constant"; readonly peak: number; readonly warmup: number }
  | { readonly kind: "cosine"; readonly peak: number; readonly warmup: number; readonly end: number }
  | {
      readonly kind: "linear";
      readonly peak: number;
      readonly warmup: number;
      readonly end: number;
      readonly decaySteps?: number | undefined;
    };

export const lossKinds = ["mse", "l1", "huber"] as const;
export type LossKind = (typeof lossKinds)[number];

export const devices = ["cpu", "webgpu", "cuda"] as const;

/** What decides between the validations of a run: the highest accuracy, or the least squared error. */
export const criteria = ["accuracy", "error"] as const;

/** How any network is trained, whatever it is and whatever it learns. */
export interface TrainerConfig {
  readonly seed: number;
  readonly loss: { readonly kind: LossKind; readonly delta: number };
  readonly batchSize: number;
  readonly steps: number;
  readonly learningRate: ScheduleConfig;
  readonly weightDecay: number;
  readonly clipNorm?: number | undefined;
  readonly averageDecay?: number | undefined;
  readonly validation: {
    readonly every: number;
    readonly patience?: number | undefined;
    readonly levels: number;
    readonly by: (typeof criteria)[number];
  };
  readonly checkpointEvery: number;
  readonly logEvery: number;
  readonly device: (typeof devices)[number];
  readonly threads?: number | undefined;
}

/** A checked pretraining configuration with every default filled in. */
export interface PretrainConfig extends TrainerConfig {
  readonly dataset: DatasetChoice;
  readonly features: {
    readonly scheme: string;
    readonly columns?: readonly string[] | undefined;
    readonly fit: boolean;
  };
  readonly network: NetworkConfig;
  readonly validation: TrainerConfig["validation"] & { readonly rows?: number | undefined };
}

const peak = z.number().positive().default(1e-3).describe("largest learning rate");
const warmup = z.int().min(0).default(200).describe("steps of linear warm-up from zero");
const end = z.number().min(0);

const scheduleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant").describe("constant after the warm-up"), peak, warmup }),
  z.strictObject({
    kind: z.literal("cosine").describe("a half cosine from the peak to the end, over all steps"),
    peak,
    warmup,
    end: end.default(0).describe("learning rate at the last step"),
  }),
  z.strictObject({
    kind: z.literal("linear").describe("a straight line from the peak to the end"),
    peak,
    warmup,
    end: end.default(0).describe("learning rate once decayed"),
    decaySteps: z.int().min(1).optional().describe("step at which the end is reached (default: the last)"),
  }),
]);

const datasetSchema = z.union([
  z.strictObject({ folder: z.string().min(1).describe("folder that kirchhoff generate made") }),
  z.strictObject({
    recipe: z
      .union([z.string(), recipeSchema])
      .describe("a dataset recipe, by name or written out, to be labelled in memory"),
    rows: z.int().min(2).optional().describe("rows of all splits together (default: the recipe's)"),
    seed: z.int().min(0).optional().describe("in place of the recipe's seed"),
    simulator: z.enum(simulatorChoices).default("exact").describe("what computes the labels"),
  }),
]);

/** What `kirchhoff pretrain` is configured by; all defaults are here. */
export const pretrainSchema: z.ZodType<PretrainConfig> = z.strictObject({
  seed: z.int().min(0).default(1).describe("of initial weights and of the order of batches"),
  dataset: datasetSchema.prefault({ recipe: "ladder" }).describe("what is learned from"),
  features: z
    .strictObject({
      scheme: z
        .enum(featureSchemeNames as [string, ...string[]])
        .default("kirchhoff@1")
        .describe("feature scheme"),
      columns: z.array(z.string()).optional().describe("value features, where the scheme lets one choose"),
      fit: z
        .boolean()
        .default(true)
        .describe("standardise features by the statistics of the training graphs"),
    })
    .prefault({})
    .describe("how nodes are written as numbers"),
  network: networkSchema.prefault({ kind: "deepgen" }).describe("the network's architecture"),
  loss: z
    .strictObject({
      kind: z.enum(lossKinds).default("mse").describe("squared, absolute or Huber error on the output nets"),
      delta: z.number().positive().default(0.05).describe("where the Huber loss turns linear, in volts"),
    })
    .prefault({})
    .describe("what is minimised"),
  batchSize: z
    .int()
    .min(1)
    .default(64)
    .describe("graphs of one step; at most the size of the training split"),
  steps: z.int().min(1).default(4000).describe("optimiser steps"),
  learningRate: scheduleSchema.prefault({ kind: "cosine" }).describe("learning-rate schedule"),
  weightDecay: z.number().min(0).default(0).describe("decoupled weight decay of AdamW"),
  clipNorm: z
    .number()
    .positive()
    .optional()
    .describe("largest norm of the whole gradient (default: unlimited)"),
  averageDecay: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe("decay of an exponential moving average of the weights, which is then validated and kept"),
  validation: z
    .strictObject({
      every: z.int().min(1).default(250).describe("steps between validations"),
      patience: z
        .int()
        .min(1)
        .optional()
        .describe("validations without a better accuracy before training stops"),
      levels: z.number().min(1).default(100).describe("K of Acc@K: an error below range / K is a hit"),
      by: z
        .enum(criteria)
        .default("accuracy")
        .describe("what makes a checkpoint the best: the highest accuracy, or the least squared error"),
      rows: z.int().min(1).optional().describe("validate on this many rows only (default: all)"),
    })
    .prefault({})
    .describe("how progress is judged"),
  checkpointEvery: z.int().min(1).default(250).describe("steps between writes of checkpoints/last"),
  logEvery: z.int().min(1).default(10).describe("steps between lines of metrics.jsonl"),
  device: z.enum(devices).default("cpu").describe("where the programs run"),
  threads: z.int().min(1).optional().describe("threads inside an operator (default: the runtime's choice)"),
});
