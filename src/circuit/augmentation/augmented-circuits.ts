import type { Circuit } from "../circuit.js";
import { type EditOptions, editCircuit } from "./edit-circuit.js";
import { type AugmentationOptions, AugmentationTree } from "./tree.js";

/** A member of an {@link AugmentationTree} as circuits. */
export interface AugmentedCircuit {
  /** The member's number, from 0. */
  readonly member: number;
  readonly positive: Circuit;
  readonly negative: Circuit;
}

/** The members of a circuit's augmentation tree one after another, without end, the circuit itself first; none is kept. */
export function* augmentedCircuits(
  circuit: Circuit,
  options: AugmentationOptions & EditOptions,
): Generator<AugmentedCircuit, never> {
  const tree = new AugmentationTree(circuit, options);
  for (let member = 0; ; member++) {
    yield {
      member,
      positive: editCircuit(circuit, tree.positive(member), options),
      negative: editCircuit(circuit, tree.negative(member), options),
    };
  }
}
