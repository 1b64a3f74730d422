import type { HeadPredictions, PreparedNetwork } from "../model/index.js";
import { buildModel, type Scope } from "../nn/index.js";
import { add, type Expression, input, mul, type TensorValue } from "../tensor/index.js";
import { lossOf, maskedLossOf } from "./loss.js";
import { vectorOf } from "./tensor-values.js";
import type { LossKind } from "./trainer-config.js";
import {
  compileUpdate,
  type TrainingState,
  type Update,
  type UpdateOptions,
  type UpdateProgram,
} from "./update-program.js";

/** What one step did. */
export interface StepResult extends Omit<Update, "outputs"> {
  /** Predictions before the update, `[outputs]`. */
  readonly predictions: Float32Array;
}

/** A compiled training step of a network that predicts outputs. */
export interface TrainingProgram extends Omit<UpdateProgram, "update"> {
  /**
   * One update; `feeds` is the batch as the network made it, `target` its labels `[outputs]`, of which those that are NaN do not count in
   * a `masked` program; `rateFactors` `[parameters]` is wanted by a program that has them.
   */
  step(
    state: TrainingState,
    feeds: Readonly<Record<string, TensorValue>>,
    target: Float32Array,
    learningRate: number,
    rateFactors?: Float32Array,
  ): Promise<StepResult>;
}

/** What {@link compileTraining} compiles. */
export interface TrainingProgramOptions extends UpdateOptions {
  readonly loss: { readonly kind: LossKind; readonly delta: number };
  /** Parts that batches are worked on in; their feeds must come in as many. */
  readonly parts?: number | undefined;
  /** Labels may be NaN: they do not count then. */
  readonly masked?: boolean | undefined;
  /** A term to be added to the loss, by the same weights on other inputs, which are fed beside the batch. */
  readonly extraLoss?: ((scope: Scope) => Expression) | undefined;
  /** Tensors that do not train, by their full name; batch norms among them keep their statistics and use them. */
  readonly isFrozen?: ((name: string) => boolean) | undefined;
}

/** Compiles the training step of a network. */
export async function compileTraining(
  network: PreparedNetwork,
  { loss: lossConfig, parts, masked, isFrozen, extraLoss, ...options }: TrainingProgramOptions,
): Promise<TrainingProgram> {
  const model = buildModel(
    (scope) => ({ ...headsOf(network, scope, parts), extra: extraLoss?.(scope.again()) }),
    { training: true, isFrozen },
  );
  const { prediction: predictions, early, extra } = model.result;
  const labels = input("target", ["outputs"]);
  const mask = masked ? input("targetMask", ["outputs"]) : undefined;
  const lossFrom = (prediction: Expression) =>
    mask ? maskedLossOf(lossConfig, prediction, labels, mask) : lossOf(lossConfig, prediction, labels);
  // Early heads count as much as the last one, all together.
  const ofHeads = early.reduce(
    (sum, prediction) => add(sum, mul(lossFrom(prediction), 1 / early.length)),
    lossFrom(predictions),
  );
  const loss = extra ? add(ofHeads, extra) : ofHeads;
  const { update, ...program } = await compileUpdate(model, loss, { predictions }, options);
  return {
    ...program,
    async step(state, feeds, target, learningRate, rateFactors) {
      const labelled = { ...feeds, ...(masked ? maskedTarget(target) : { target: vectorOf(target) }) };
      const { outputs, ...result } = await update(state, labelled, learningRate, rateFactors);
      return { ...result, predictions: outputs.predictions!.data as Float32Array };
    },
  };
}

const headsOf = (network: PreparedNetwork, scope: Scope, parts: number | undefined): HeadPredictions =>
  network.predictByHeads?.(scope, parts) ?? { prediction: network.predict(scope, parts), early: [] };

/** Labels as a masked program takes them: those that are NaN are 0, and so is their mark. */
function maskedTarget(labels: Float32Array): Record<string, TensorValue> {
  return {
    target: vectorOf(labels.map((label) => (Number.isNaN(label) ? 0 : label))),
    targetMask: vectorOf(labels.map((label) => (Number.isNaN(label) ? 0 : 1))),
  };
}
