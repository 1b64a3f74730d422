import { stratifiedSampler } from "../../graph/index.js";
import { meanStates, type PreparedNetwork } from "../../model/index.js";
import { diceLoss } from "../../nn/index.js";
import { input, mul, regroup } from "../../tensor/index.js";
import { vectorOf } from "../tensor-values.js";
import type { ExtraObjective } from "../trainer.js";
import type { ContrastConfig } from "./contrast-config.js";
import type { ContrastPool } from "./contrast-pool.js";

/**
 * The loss of DICE on the means of a network's last states, own negatives pushed away, as a second objective beside voltages: terminal
 * graphs with their values, so that one network learns from structure and from simulations. Throws MODEL_NO_EMBEDDING.
 */
export function contrastObjective(
  network: PreparedNetwork,
  { graphs, circuits, place }: ContrastPool,
  { members, circuitsPerStep, perLabel, weight, tau, positiveTau, negativeTau }: ContrastConfig,
  seed: number,
): ExtraObjective {
  const means = meanStates(network);
  const examplesOf = stratifiedSampler(
    { circuits, members, negatives: true, seed },
    { perLabel, circuitsPerBatch: Math.min(circuits, circuitsPerStep) },
  );
  return {
    loss(scope) {
      const embeddings = regroup(means.predict(scope), ["graphs", means.width]);
      const labels = input("contrast/labels", ["graphs"]);
      const temperatures = { tau, positiveTau, negativeTau };
      return mul(diceLoss(embeddings, labels, { ...temperatures, ownNegatives: true }), weight);
    },
    feeds(step) {
      const examples = examplesOf(step);
      const chosen = examples.map(({ circuit, sign, member }) => graphs[place(circuit, sign, member)]!);
      const labels = Float32Array.from(examples, ({ circuit, sign }) => sign * (circuit + 1));
      return { ...means.feeds(chosen), "contrast/labels": vectorOf(labels) };
    },
  };
}
