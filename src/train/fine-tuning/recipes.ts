import { KirchhoffError, nearestWord } from "../../core/index.js";
import type { TrainingRecipe } from "../recipes.js";

/** Settings of fine-tuning by name, defaults left out: what is learned, and from what, a user adds. */
export const finetuneRecipes: Readonly<Record<string, TrainingRecipe>> = {
  "few-shot": {
    description: "our defaults: 600 steps, every fifth sample held out",
    config: { clipNorm: 1 },
  },
  "paper-voltages": {
    description:
      "as the paper tuned resistive networks: 1,500 steps at a tenth of the rate, the valid split held out",
    config: {
      batchSize: 256,
      steps: 1500,
      learningRate: { kind: "linear", peak: 1e-4, warmup: 1 / 15, end: 1e-5 },
      held: "split",
      validation: { every: 100, levels: 100 },
    },
  },
  "paper-gain": {
    description:
      "as the paper learned the gain: 20,000 steps, a head of 15 layers, features standardised anew",
    config: {
      batchSize: 256,
      steps: 20_000,
      learningRate: { kind: "linear", peak: 1e-3, warmup: 0.0025, end: 5e-5 },
      held: "split",
      refitFeatures: true,
      head: { layers: 15 },
      validation: { every: 100, levels: 50 },
    },
  },
  "paper-rout": {
    description: "as the paper learned the output resistance: 600 steps, a head of three layers",
    config: {
      batchSize: 256,
      steps: 600,
      learningRate: { kind: "linear", peak: 1e-3, warmup: 1 / 12, end: 1e-5 },
      targets: ["output-resistance"],
      held: "split",
      validation: { every: 100, levels: 100 },
    },
  },
};

/** The settings of a recipe. Throws TRAIN_UNKNOWN_RECIPE. */
export function finetuneRecipe(name: string): TrainingRecipe {
  const recipe = Object.hasOwn(finetuneRecipes, name) ? finetuneRecipes[name] : undefined;
  if (recipe) return recipe;
  const names = Object.keys(finetuneRecipes);
  const guess = nearestWord(name, names);
  throw new KirchhoffError("TRAIN_UNKNOWN_RECIPE", "no recipe of fine-tuning has this name", {
    found: name,
    expected: `one of ${names.join(", ")}`,
    ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
  });
}
