import { z } from "zod";

/** How the learning rate goes from step to step. */
export type ScheduleConfig =
  | { readonly kind: "constant"; readonly peak: number; readonly warmup?: number | undefined }
  | {
      readonly kind: "cosine";
      readonly peak: number;
      readonly warmup?: number | undefined;
      readonly end: number;
    }
  | {
      readonly kind: "linear";
      readonly peak: number;
      readonly warmup?: number | undefined;
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
    readonly rows?: number | undefined;
  };
  readonly checkpointEvery: number;
  readonly logEvery: number;
  readonly device: (typeof devices)[number];
  readonly threads?: number | undefined;
}

/** Defaults that differ between pretraining and fine-tuning. */
interface TrainerDefaults {
  readonly batchSize: number;
  readonly steps: number;
  readonly every: number;
  readonly by: (typeof criteria)[number];
}

const peak = z.number().positive().default(1e-3).describe("largest learning rate");
const end = z.number().min(0);

const warmup = z
  .number()
  .min(0)
  .refine((value) => value < 1 || Number.isInteger(value), "neither whole nor below one")
  .optional()
  .describe("steps of linear warm-up from zero; below one, a part of all steps (default: 0.05)");

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

/** Steps of linear warm-up. */
export function warmupOf({ learningRate, steps }: Pick<TrainerConfig, "learningRate" | "steps">): number {
  const { warmup = 0.05 } = learningRate;
  return warmup < 1 ? Math.floor(warmup * steps) : warmup;
}

/** Adds to a configuration's issues where its warm-up would end after the learning rate has. */
export function checkWarmup(
  config: Pick<TrainerConfig, "learningRate" | "steps">,
  context: z.RefinementCtx,
): void {
  const { learningRate, steps } = config;
  const warmup = warmupOf(config);
  const decayed = learningRate.kind === "linear" ? (learningRate.decaySteps ?? steps) : steps;
  if (warmup <= Math.min(steps, decayed)) return;
  context.addIssue({
    code: "custom",
    path: ["learningRate", "warmup"],
    message: `a warm-up of ${warmup} steps never reaches the peak`,
    params: {
      expected: `at most ${Math.min(steps, decayed)}, the number of steps`,
      hint: "lower learningRate.warmup (below one it is a part of all steps), or train for more steps",
    },
  });
}

/** How weights are updated, as fields of a configuration. */
export function updateFields(steps: number) {
  return {
    steps: z.int().min(1).default(steps).describe("optimiser steps"),
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
  };
}

/** When a run validates, as fields of a configuration. */
export function validationFields(every: number) {
  return {
    every: z.int().min(1).default(every).describe("steps between validations"),
    patience: z
      .int()
      .min(1)
      .optional()
      .describe("validations without a better one before training stops (default: never)"),
  };
}

/** What a run leaves and where it computes, as fields of a configuration. */
export function runFields() {
  return {
    checkpointEvery: z.int().min(1).default(250).describe("steps between writes of checkpoints/last"),
    logEvery: z.int().min(1).default(10).describe("steps between lines of metrics.jsonl"),
    device: z.enum(devices).default("cpu").describe("where the programs run"),
    threads: z.int().min(1).optional().describe("threads inside an operator (default: the runtime's choice)"),
  };
}

/** The settings of {@link TrainerConfig} as fields of a configuration. */
export function trainerFields({ batchSize, steps, every, by }: TrainerDefaults) {
  return {
    seed: z.int().min(0).default(1).describe("of initial weights and of the order of batches"),
    loss: z
      .strictObject({
        kind: z.enum(lossKinds).default("mse").describe("squared, absolute or Huber error on the outputs"),
        delta: z
          .number()
          .positive()
          .default(0.05)
          .describe("where the Huber loss turns linear, in the unit of the outputs"),
      })
      .prefault({})
      .describe("what is minimised"),
    batchSize: z
      .int()
      .min(1)
      .default(batchSize)
      .describe("graphs of one step; at most the size of the training split"),
    ...updateFields(steps),
    validation: z
      .strictObject({
        ...validationFields(every),
        levels: z.number().min(1).default(100).describe("K of Acc@K: an error below range / K is a hit"),
        by: z
          .enum(criteria)
          .default(by)
          .describe("what makes a checkpoint the best: the highest accuracy, or the least squared error"),
        rows: z.int().min(1).optional().describe("validate on this many rows only (default: all)"),
      })
      .prefault({})
      .describe("how progress is judged"),
    ...runFields(),
  };
}
