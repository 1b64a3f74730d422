import { z } from "zod";
import { quantity } from "./quantity.js";

const coefficient = quantity.refine((value) => value >= 0, "must not be below zero");

/** How far equal transistors differ. The defaults are typical of 45 nm bulk transistors, and no foundry's. */
export const mismatchSchema = z.strictObject({
  avtMillivoltMicron: coefficient
    .default(2.5)
    .describe("of the threshold: standard deviation of a pair's difference, in mV, times √(W L), in µm"),
  abetaPercentMicron: coefficient
    .default(1)
    .describe("of the current factor: standard deviation of a pair's difference, in %, times √(W L), in µm"),
  models: z
    .record(
      z.string(),
      z.strictObject({
        avtMillivoltMicron: coefficient.optional(),
        abetaPercentMicron: coefficient.optional(),
      }),
    )
    .default({})
    .describe("coefficients of transistors of a model, by its name"),
});

/** Pelgrom's coefficients of all transistors, and of those of some models. */
export type MismatchRule = z.infer<typeof mismatchSchema>;
