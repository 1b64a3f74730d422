import { type AugmentationOptions, AugmentationTree, type Circuit } from "../../circuit/index.js";
import {
  type DeviceGraph,
  type DeviceGraphStyle,
  deviceGraph,
  editDeviceGraph,
} from "../device-graph/index.js";

/** The augmentation tree of a circuit as device graphs; each is made when it is asked for, and none is kept. */
export class AugmentedDeviceGraphs {
  readonly circuit: Circuit;
  readonly original: DeviceGraph;
  readonly #tree: AugmentationTree;

  constructor(circuit: Circuit, options: AugmentationOptions & { readonly style: DeviceGraphStyle }) {
    this.circuit = circuit;
    this.original = deviceGraph(circuit, options.style);
    this.#tree = new AugmentationTree(circuit, options);
  }

  /** Whether there is nothing to edit, so that every member is the circuit itself. */
  get isEmpty(): boolean {
    return this.#tree.isEmpty;
  }

  /** Member `k` of the positives; 0 is the circuit itself. */
  positive(k: number): DeviceGraph {
    return editDeviceGraph(this.original, this.#tree.positive(k), this.circuit);
  }

  /** Member `k` of the negatives. */
  negative(k: number): DeviceGraph {
    return editDeviceGraph(this.original, this.#tree.negative(k), this.circuit);
  }
}
