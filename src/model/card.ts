import { z } from "zod";
import { KirchhoffError } from "../core/index.js";
import type { SchemeDescription } from "../graph/index.js";
import { type GraphHeadConfig, graphHeadSchema } from "./heads/graph-head.js";
import { type NetworkConfig, networkSchema } from "./network.js";

/** Version of the card's layout; a reader refuses a newer one. */
export const cardFormat = 1;

/** What a network is, what it has seen and how it was trained: the JSON file beside its weights. */
export interface ModelCard {
  readonly format: typeof cardFormat;
  readonly network: NetworkConfig;
  /** The feature scheme with its statistics. */
  readonly scheme: SchemeDescription;
  /** The training circuits: their names and the kinds (of `circuitKinds`) that occur in them. */
  readonly seen: { readonly circuits: readonly string[]; readonly kinds: readonly string[] };
  /** Range of the training labels; absent where the network predicts `targets`. */
  readonly labels?: VoltageLabels | undefined;
  /** What the network predicts of whole circuits, and by which head; absent where it predicts voltages. */
  readonly targets?: readonly TargetScaling[] | undefined;
  readonly head?: GraphHeadConfig | undefined;
  /** Networks of an ensemble, whose mean predicts; absent where there is one. */
  readonly members?: number | undefined;
  /** How wide intervals are; absent where they were not calibrated. */
  readonly calibration?: Calibration | undefined;
  /** What the circuits were like that it was fine-tuned on. */
  readonly familiarity?: Familiarity | undefined;
  readonly training: {
    /** Optimiser steps done. */
    readonly step: number;
    /** The validation at this step, or the last one before it; and the best one of the run so far. */
    readonly last?: ValidationRecord | undefined;
    readonly best?: ValidationRecord | undefined;
    /** The complete configuration of the run. */
    readonly config?: unknown;
  };
  /** Versions of what made it: `kirchhoff`, `node`, `onnxruntime`. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface VoltageLabels {
  readonly unit: "volt";
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Intervals `mean ± factor · √(spread² + floor²)` on the network's scale (volts, or standardised targets), `spread` being the members'
 * standard deviation; one floor and factor for all voltages, or one a target. With `nets`, kinds of nets have floors of their own.
 */
export interface Calibration {
  /** The share of true values that intervals hold, by the held-out samples. */
  readonly coverage: number;
  /** Held-out samples that it rests on. */
  readonly samples: number;
  readonly floors: readonly number[];
  readonly factors: readonly number[];
  /** Of voltages: floors by the kind of net, and the factor of nets that sources drive; what is not there is as for all. */
  readonly nets?:
    | { readonly floors: Readonly<Record<string, number>>; readonly drivenFactor?: number | undefined }
    | undefined;
}

/** What a network's circuits were like, to tell those that are not. */
export interface Familiarity {
  /** Smallest and largest value of each device parameter, `resistor.resistance`, SI units. */
  readonly ranges: Readonly<Record<string, readonly [minimum: number, maximum: number]>>;
  /** Mean and deviation of the mean state of a circuit, and the farthest sample in these terms; absent without states. */
  readonly states?:
    | { readonly mean: readonly number[]; readonly std: readonly number[]; readonly farthest: number }
    | undefined;
}

/** A quantity of a whole circuit, and how the network sees it: `(value - mean) / std`, of its decimal logarithm where `scale` is log. */
export interface TargetScaling {
  readonly name: string;
  readonly scale: "linear" | "log";
  readonly mean: number;
  readonly std: number;
}

/** What a validation found after a number of steps. */
export interface ValidationRecord {
  readonly step: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A card as it is stored: with the checksum of the weights. */
export interface StoredCard extends ModelCard {
  readonly tensors: { readonly bytes: number; readonly sha256: string };
}

const validationSchema = z.strictObject({
  step: z.int().min(0),
  metrics: z.record(z.string(), z.number()),
});

const storedCardSchema: z.ZodType<StoredCard> = z.strictObject({
  format: z.literal(cardFormat),
  network: networkSchema,
  scheme: z.custom<SchemeDescription>(
    (value) => typeof value === "object" && value !== null,
    "a feature scheme",
  ),
  seen: z.strictObject({ circuits: z.array(z.string()), kinds: z.array(z.string()) }),
  labels: z.strictObject({ unit: z.literal("volt"), minimum: z.number(), maximum: z.number() }).optional(),
  targets: z
    .array(
      z.strictObject({
        name: z.string(),
        scale: z.enum(["linear", "log"]),
        mean: z.number(),
        std: z.number().positive(),
      }),
    )
    .optional(),
  head: graphHeadSchema.optional(),
  members: z.int().min(2).optional(),
  calibration: z
    .strictObject({
      coverage: z.number(),
      samples: z.int(),
      floors: z.array(z.number()),
      factors: z.array(z.number()),
      nets: z
        .strictObject({ floors: z.record(z.string(), z.number()), drivenFactor: z.number().optional() })
        .optional(),
    })
    .optional(),
  familiarity: z
    .strictObject({
      ranges: z.record(z.string(), z.tuple([z.number(), z.number()])),
      states: z
        .strictObject({ mean: z.array(z.number()), std: z.array(z.number()), farthest: z.number() })
        .optional(),
    })
    .optional(),
  training: z.strictObject({
    step: z.int().min(0),
    last: validationSchema.optional(),
    best: validationSchema.optional(),
    config: z.unknown().optional(),
  }),
  versions: z.record(z.string(), z.string()),
  tensors: z.strictObject({ bytes: z.int(), sha256: z.string() }),
});

/** The card in a JSON text; `source` names it in errors. Throws CHECKPOINT_INVALID and CHECKPOINT_NEWER. */
export function parseCard(text: string, source: string): StoredCard {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidCard(source, "it is not JSON", cause);
  }
  const { format } = (value ?? {}) as { format?: unknown };
  if (typeof format === "number" && format > cardFormat) {
    throw new KirchhoffError("CHECKPOINT_NEWER", `${source} was written by a newer version of Kirchhoff`, {
      found: `format ${format}`,
      expected: `format ${cardFormat}`,
      hint: "update Kirchhoff",
    });
  }
  const parsed = storedCardSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidCard(source, z.prettifyError(parsed.error), parsed.error);
}

function invalidCard(source: string, found: string, cause: unknown): KirchhoffError {
  return new KirchhoffError("CHECKPOINT_INVALID", `${source} does not hold the card of a network`, {
    found,
    cause,
    hint: "name a checkpoint that Kirchhoff wrote (.safetensors)",
  });
}
