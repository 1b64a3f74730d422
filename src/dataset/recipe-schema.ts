import { z } from "zod";
import { loadConfig } from "../core/index.js";
import { checkRecipe } from "./check-recipe.js";
import { distributionSchema } from "./distribution.js";
import { labelKinds, parameterUnits, type Recipe, simulatorChoices } from "./recipe.js";
import { type RecipeFiles, resolveFiles } from "./recipe-files.js";

const count = z.int().nonnegative();

const netlistSchema = z.strictObject({
  netlist: z.string().describe("a netlist file, against the recipe's folder"),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "lower-case letters, digits, '_' and '-'")
    .optional()
    .describe("default: the file's name"),
  parameters: z
    .record(z.string(), distributionSchema)
    .refine((parameters) => Object.keys(parameters).length > 0, "something must vary")
    .describe("what varies, a .param name or device.parameter, and how it is drawn"),
  outputs: z.array(z.string()).min(1).optional().describe("nets to label; all but ground if absent"),
});

const storedNetlist = z.strictObject({
  file: z.string(),
  text: z.string(),
  files: z.record(z.string(), z.string()),
  parameters: z.record(z.string(), distributionSchema),
  outputs: z.array(z.string()).optional(),
});

/** What a dataset is made from, as a recipe states it; `files` reads the netlists and testbenches that it names. */
const schemaWith = (files?: RecipeFiles) =>
  z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9][a-z0-9._-]*$/, "lower-case letters, digits, '.', '_' and '-'")
        .describe("name of the dataset"),
      description: z.string().default("").describe("one sentence for the data card"),
      circuits: z
        .array(z.union([z.string(), netlistSchema]))
        .min(1)
        .describe(
          "parametric circuits, or netlists of your own, that the rows take in turn; one listed twice comes twice as often",
        ),
      netlists: z.record(z.string(), storedNetlist).default({}).describe("filled in by Kirchhoff"),
      label: z.enum(labelKinds).default("operating-point").describe("what a row is labelled with"),
      testbench: z
        .union([z.string(), z.strictObject({ file: z.string(), text: z.string() })])
        .optional()
        .describe(
          "what measures the circuits: op-amp or op-amp-loop (for opamp, opamp-biased), delay-line, dice-op-amp, follower-op-amp, or a file",
        ),
      measures: z
        .array(z.string())
        .default([])
        .describe("measures of the testbench that each row has, beside its label"),
      devices: z
        .boolean()
        .default(false)
        .describe("whether rows hold the operating point of every transistor and diode"),
      sampling: z
        .strictObject({
          default: distributionSchema.default({ kind: "uniform", low: 0, high: 1 }),
          units: z
            .partialRecord(z.enum(parameterUnits), distributionSchema)
            .default({})
            .describe("by the parameter's unit"),
          parameters: z
            .record(z.string(), distributionSchema)
            .default({})
            .describe("by the parameter's name, or the start of it and '*' (rh*); goes before its unit"),
        })
        .prefault({})
        .describe("how values are drawn, in SI units"),
      grid: z
        .boolean()
        .optional()
        .describe("rows are different points of the product of each circuit's choices, in a drawn order"),
      splits: z
        .strictObject({ train: count.default(0), valid: count.default(0), test: count.default(0) })
        .refine(({ train, valid, test }) => train + valid + test > 0, "a dataset needs at least one row")
        .describe("rows of each split"),
      seed: z.int().nonnegative().default(1).describe("the same seed gives the same rows"),
      simulator: z.enum(simulatorChoices).default("auto").describe("what computes the labels"),
      rowsPerShard: z.int().min(1).max(100_000).default(1000).describe("rows of one Parquet file"),
    })
    .transform((stated, context) => resolveFiles(stated, files, context))
    .superRefine(checkRecipe);

/** What a dataset is made from, as a manifest holds it: the files that it needs are within. */
export const recipeSchema: z.ZodType<Recipe> = schemaWith();

/**
 * The recipe in a YAML text; `file` names it in errors, `files` reads the netlists and the testbench that it names. Throws
 * CONFIG_SYNTAX, CONFIG_INVALID and DATASET_NETLIST.
 */
export function loadRecipe(text: string, file: string, files?: RecipeFiles): Recipe {
  return loadConfig(schemaWith(files), text, file);
}
