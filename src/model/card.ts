import { z } from "zod";
import { KirchhoffError } from "../core/index.js";
import type { SchemeDescription } from "../graph/index.js";
import { isEncoderKind } from "./encoder.js";
import { type GraphHeadConfig, graphHeadSchema } from "./heads/graph-head.js";
import { type NetworkConfig, networkSchema } from "./network.js";

/** Version of the card's layout; a reader refuses a newer one. */
export const cardFormat = 1;

/** What the cards of all networks say. */
export interface CardBase {
  readonly format: typeof cardFormat;
  /** The training circuits: their names, and the node kinds that occur in them (of `circuitKinds`, or of device graphs). */
  readonly seen: { readonly circuits: readonly string[]; readonly kinds: readonly string[] };
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

/** What a network that predicts is, what it has seen and how it was trained: the JSON file beside its weights. */
export interface ModelCard extends CardBase {
  readonly network: NetworkConfig;
  /** The feature scheme with its statistics. */
  readonly scheme: SchemeDescription;
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
  /** The share of true values that intervals hold, by the held-out samples; of several measures, the least. */
  readonly coverage: number;
  /** Held-out samples that it rests on; of measures, those that the rarest one is valid for. */
  readonly samples: number;
  /** The same of each measure, where there are several. */
  readonly measures?: readonly { readonly coverage: number; readonly samples: number }[] | undefined;
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
  /** Of the values, where it is known: `Hz`, `dB`. */
  readonly unit?: string | undefined;
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
export type Stored<Card> = Card & { readonly tensors: { readonly bytes: number; readonly sha256: string } };
export type StoredCard = Stored<ModelCard>;

const validationSchema = z.strictObject({
  step: z.int().min(0),
  metrics: z.record(z.string(), z.number()),
});

/** The fields that all stored cards have. */
export const storedCardFields = {
  format: z.literal(cardFormat),
  seen: z.strictObject({ circuits: z.array(z.string()), kinds: z.array(z.string()) }),
  training: z.strictObject({
    step: z.int().min(0),
    last: validationSchema.optional(),
    best: validationSchema.optional(),
    config: z.unknown().optional(),
  }),
  versions: z.record(z.string(), z.string()),
  tensors: z.strictObject({ bytes: z.int(), sha256: z.string() }),
};

const storedCardSchema: z.ZodType<StoredCard> = z.strictObject({
  ...storedCardFields,
  network: networkSchema,
  scheme: z.custom<SchemeDescription>(
    (value) => typeof value === "object" && value !== null,
    "a feature scheme",
  ),
  labels: z.strictObject({ unit: z.literal("volt"), minimum: z.number(), maximum: z.number() }).optional(),
  targets: z
    .array(
      z.strictObject({
        name: z.string(),
        unit: z.string().optional(),
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
      measures: z.array(z.strictObject({ coverage: z.number(), samples: z.int() })).optional(),
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
});

/** Reads the card in a JSON text; `source` names it in errors. */
export type CardReader<Card> = (text: string, source: string) => Stored<Card>;

/** The card of a network that predicts. Throws CHECKPOINT_INVALID, CHECKPOINT_NEWER and CHECKPOINT_KIND. */
export const readModelCard: CardReader<ModelCard> = (text, source) => {
  const { value, networkKind } = readCardText(text, source);
  if (isEncoderKind(networkKind))
    throw otherKind(source, "an encoder of circuits", "a network that predicts");
  return checkedCard(storedCardSchema, value, source);
};

/** The JSON value in a card's text, and the kind of network that it names. Throws CHECKPOINT_INVALID and CHECKPOINT_NEWER. */
export function readCardText(text: string, source: string): { value: unknown; networkKind: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidCard(source, "it is not JSON", cause);
  }
  const { format, network } = (value ?? {}) as { format?: unknown; network?: { kind?: unknown } };
  if (typeof format === "number" && format > cardFormat) {
    throw new KirchhoffError("CHECKPOINT_NEWER", `${source} was written by a newer version of Kirchhoff`, {
      found: `format ${format}`,
      expected: `format ${cardFormat}`,
      hint: "update Kirchhoff",
    });
  }
  return { value, networkKind: network?.kind };
}

/** A card that has been checked. Throws CHECKPOINT_INVALID. */
export function checkedCard<Card>(
  schema: z.ZodType<Stored<Card>>,
  value: unknown,
  source: string,
): Stored<Card> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidCard(source, z.prettifyError(parsed.error), parsed.error);
}

/** The error of a checkpoint that holds another sort of network than is wanted. */
export function otherKind(source: string, found: string, expected: string): KirchhoffError {
  return new KirchhoffError("CHECKPOINT_KIND", `${source} holds another sort of network`, {
    ...{ found, expected },
    hint: "networks that predict go with predict, evaluate and finetune; encoders with embed and similar",
  });
}

function invalidCard(source: string, found: string, cause: unknown): KirchhoffError {
  return new KirchhoffError("CHECKPOINT_INVALID", `${source} does not hold the card of a network`, {
    found,
    cause,
    hint: "name a checkpoint that Kirchhoff wrote (.safetensors)",
  });
}
