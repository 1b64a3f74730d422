import { AugmentationTree, editCircuit, soundRules } from "../../circuit/index.js";
import { type CircuitGraph, terminalGraph } from "../../graph/index.js";
import { namedCircuits } from "../contrastive/circuits.js";
import type { ContrastConfig } from "./contrast-config.js";

/** Terminal graphs of edited circuits with their values. */
export interface ContrastPool {
  readonly graphs: readonly CircuitGraph[];
  readonly circuits: number;
  /** The number of a graph: of a circuit, whether it is a positive, and its number among those. */
  place(circuit: number, sign: 1 | -1, member: number): number;
}

/** The graphs that a contrastive loss sees: they are few and kept, since a network over terminal graphs is made for those that it meets. */
export function contrastPool({ circuits: words, members }: ContrastConfig): ContrastPool {
  const circuits = namedCircuits(words);
  const graphs = circuits.flatMap(({ name, circuit }) => {
    const tree = new AugmentationTree(circuit, { rules: soundRules, seed: 0, purpose: `joint/${name}` });
    const member = (k: number) => [tree.positive(k), tree.negative(k)];
    return Array.from({ length: members }, (_, k) => member(k)).flatMap((edits) =>
      edits.map((each) => terminalGraph(editCircuit(circuit, each))),
    );
  });
  return {
    graphs,
    circuits: circuits.length,
    place: (circuit, sign, member) => 2 * (circuit * members + member) + (sign > 0 ? 0 : 1),
  };
}
