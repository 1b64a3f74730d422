import { schemeFromJSON } from "../../graph/index.js";
import { type Checkpoint, prepareNetwork, unpackTensors } from "../../model/index.js";
import { buildModel, initialState } from "../../nn/index.js";
import type { LabelledGraphs } from "../../train/index.js";

/** The same network as in a checkpoint, with random weights: what training is worth. */
export function untrained({ card }: Checkpoint, seed: number): Checkpoint {
  const network = prepareNetwork(card.network, schemeFromJSON(card.scheme), "any");
  const { parameters, buffers } = buildModel((scope) => network.predict(scope), { training: false });
  const tensors = new Map(
    [parameters, buffers].flatMap((layout) => unpackTensors(layout, initialState(layout, seed))),
  );
  return { card: { ...card, training: { step: 0 } }, tensors };
}

/** The mean of all labels, in volts: what one predicts who knows nothing of the circuit. */
export function meanLabel({ labels }: LabelledGraphs): number {
  return labels.reduce((sum, label) => sum + label, 0) / labels.length;
}
