import { KirchhoffError } from "../core/index.js";
import {
  type CardBase,
  type Checkpoint,
  type ModelCard,
  packTensors,
  unpackTensors,
  type ValidationRecord,
} from "../model/index.js";
import type { StateLayout } from "../nn/index.js";
import type { TrainingPosition, Validation } from "./training-loop.js";
import { type TrainingState, weightsOf } from "./update-program.js";

/** The names and places of a network's parameters and buffers. */
export interface Layouts {
  readonly parameters: StateLayout;
  readonly buffers: StateLayout;
}

/** What the card of every checkpoint of a run says. */
export type RunCard<Card extends CardBase = ModelCard> = Omit<Card, "training"> & {
  readonly config: unknown;
};

/** A position as a checkpoint: the weights to be used, and with `resumable` all that training needs to go on. */
export function checkpointOf<Card extends CardBase>(
  { state, last, best }: TrainingPosition<object>,
  { parameters, buffers }: Layouts,
  { config, ...card }: RunCard<Card>,
  { resumable }: { readonly resumable: boolean },
): Checkpoint<Card> {
  const weights = weightsOf(state);
  const training: CardBase["training"] = {
    step: state.step,
    ...(last && { last: recordOf(last) }),
    ...(best && { best: recordOf(best) }),
    config,
  };
  return {
    card: { ...card, training } as unknown as Card,
    tensors: new Map([
      ...unpackTensors(parameters, weights.parameters),
      ...unpackTensors(buffers, weights.buffers),
    ]),
    ...(resumable && { training: trainingTensors(state) }),
  };
}

/** The position that a resumable checkpoint holds. Throws CHECKPOINT_MISMATCH and CHECKPOINT_NOT_RESUMABLE. */
export function positionOf<Metrics>(
  { card, tensors, training }: Checkpoint<CardBase>,
  layouts: Layouts,
): TrainingPosition<Metrics> {
  const vector = (name: string, { size }: StateLayout): Float32Array => {
    const data = training?.get(name);
    if (data?.length === size) return data;
    throw new KirchhoffError("CHECKPOINT_NOT_RESUMABLE", "training cannot go on from this checkpoint", {
      found: data ? `${data.length} numbers in "${name}"` : `no "${name}"`,
      expected: "a run's checkpoints/last.safetensors",
    });
  };
  const { parameters, buffers } = layouts;
  const [weights, statistics] = packTensors(tensors, [parameters, buffers]) as [Float32Array, Float32Array];
  const averaged = training?.has("parameters");
  const state: TrainingState = {
    step: card.training.step,
    parameters: averaged ? vector("parameters", parameters) : weights,
    buffers: averaged ? vector("buffers", buffers) : statistics,
    firstMoment: vector("firstMoment", parameters),
    secondMoment: vector("secondMoment", parameters),
    ...(averaged && { average: { parameters: weights, buffers: statistics } }),
  };
  return { state, last: validationOf(card.training.last), best: validationOf(card.training.best) };
}

function trainingTensors({
  parameters,
  buffers,
  firstMoment,
  secondMoment,
  average,
}: TrainingState): Map<string, Float32Array> {
  return new Map(Object.entries({ firstMoment, secondMoment, ...(average && { parameters, buffers }) }));
}

function recordOf({ step, metrics }: Validation<object>): ValidationRecord {
  return { step, metrics: { ...metrics } as Record<string, number> };
}

function validationOf<Metrics>(record: ValidationRecord | undefined): Validation<Metrics> | undefined {
  return record && { step: record.step, metrics: record.metrics as unknown as Metrics };
}
