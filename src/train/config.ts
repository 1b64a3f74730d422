import { z } from "zod";
import { type Recipe, recipeSchema, type SimulatorChoice, simulatorChoices } from "../dataset/index.js";
import { featureSchemeNames } from "../graph/index.js";
import { type NetworkConfig, networkSchema } from "../model/index.js";
import { type ContrastConfig, contrastSchema } from "./joint/contrast-config.js";
import { checkWarmup, type TrainerConfig, trainerFields } from "./trainer-config.js";

/** Where training data come from: a folder that `kirchhoff generate` made, or a recipe that is labelled in memory. */
export type DatasetChoice =
  | { readonly folder: string }
  | {
      readonly recipe: string | Recipe;
      readonly rows?: number | undefined;
      readonly seed?: number | undefined;
      readonly simulator?: SimulatorChoice | undefined;
    };

/** A checked pretraining configuration with every default filled in. */
export interface PretrainConfig extends TrainerConfig {
  readonly dataset: DatasetChoice;
  readonly features: {
    readonly scheme: string;
    readonly columns?: readonly string[] | undefined;
    readonly fit: boolean;
  };
  readonly network: NetworkConfig;
  /** A contrastive loss beside that of voltages, on circuits of the catalogue. */
  readonly contrast?: ContrastConfig | undefined;
}

export const datasetSchema = z.union([
  z.strictObject({ folder: z.string().min(1).describe("folder that kirchhoff generate made") }),
  z.strictObject({
    recipe: z
      .union([z.string(), recipeSchema])
      .describe("a dataset recipe, by name or written out, to be labelled in memory"),
    rows: z.int().min(2).optional().describe("rows of all splits together (default: the recipe's)"),
    seed: z.int().min(0).optional().describe("in place of the recipe's seed"),
    simulator: z
      .enum(simulatorChoices)
      .optional()
      .describe(
        "what computes the labels (default: the exact solver where all circuits are linear, else ngspice)",
      ),
  }),
]);

/** What `kirchhoff pretrain` is configured by; all defaults are here. */
export const pretrainSchema: z.ZodType<PretrainConfig> = z
  .strictObject({
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
    contrast: contrastSchema
      .optional()
      .describe("a contrastive loss beside that of voltages, on the means of last states"),
    ...trainerFields({ batchSize: 64, steps: 4000, every: 250, by: "accuracy" }),
  })
  .superRefine(checkWarmup);

/** What pretraining learns: voltages of nodes, or likeness of circuits by contrast. */
export type Objective = "voltages" | "contrastive";

/** The objective of a configuration of pretraining: only contrastive ones name theirs. */
export function objectiveOf(config: unknown): Objective {
  return (config as { readonly objective?: unknown } | null)?.objective === "contrastive"
    ? "contrastive"
    : "voltages";
}
