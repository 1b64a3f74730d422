import { z } from "zod";

/** A contrastive loss beside another one, with every default filled in. */
export interface ContrastConfig {
  /** Circuits of the catalogue, families, sets or splits. */
  readonly circuits: readonly string[];
  readonly members: number;
  readonly circuitsPerStep: number;
  readonly perLabel: number;
  readonly weight: number;
  /** Temperatures of the loss of DICE. */
  readonly tau: number;
  readonly positiveTau: number;
  readonly negativeTau: number;
}

export const contrastSchema: z.ZodType<ContrastConfig> = z.strictObject({
  circuits: z.array(z.string()).min(1).default(["pretraining"]).describe("circuits that are told apart"),
  members: z.int().min(2).default(12).describe("positives of each circuit, and as many negatives"),
  circuitsPerStep: z.int().min(2).default(6).describe("circuits of a step, drawn anew for each"),
  perLabel: z.int().min(2).default(3).describe("positives of each of them in a step, and as many negatives"),
  tau: z.number().positive().default(0.2).describe("temperature of a pair's own term"),
  positiveTau: z.number().positive().default(0.4).describe("temperature of positives in the denominator"),
  negativeTau: z.number().positive().default(0.2).describe("temperature of all others in the denominator"),
  weight: z.number().positive().default(0.01).describe("of the loss of DICE beside that of voltages"),
});
