import { z } from "zod";
import type { DeviceGraph } from "../graph/index.js";
import type { Scope } from "../nn/index.js";
import type { Expression, TensorValue } from "../tensor/index.js";
import { diceSchema, prepareDice } from "./networks/dice.js";

/** A network that turns graphs into embeddings. */
export interface PreparedEncoder<Graph> {
  /** Numbers of an embedding. */
  readonly width: number;
  /** Builds embeddings `[graphs, width]`. Pure. */
  embed(scope: Scope): Expression;
  /** What the program is fed for these graphs. */
  feeds(graphs: readonly Graph[]): Record<string, TensorValue>;
}

/** The architectures that embed circuits, as data: what a configuration names and a checkpoint's card stores. */
export const encoderSchema = z.discriminatedUnion("kind", [diceSchema]);
export type EncoderConfig = z.output<typeof encoderSchema>;

/** An encoder of this architecture, for any device graphs of its style. */
export function prepareEncoder(config: EncoderConfig): PreparedEncoder<DeviceGraph> {
  return prepareDice(config);
}

/** Whether a network of this kind embeds circuits. */
export const isEncoderKind = (kind: unknown): boolean =>
  encoderSchema.options.some((option) => option.shape.kind.value === kind);
