import { KirchhoffError, nearestWord } from "../core/index.js";
import { ladder } from "./ladder.js";
import { biasedOpAmp, opAmp } from "./op-amp.js";
import type { ParametricCircuit } from "./parametric.js";
import { loadedDivider, parallelDivider, seriesDivider, wheatstoneBridge } from "./resistive.js";

const fixedCircuits = new Map(
  [parallelDivider, seriesDivider, loadedDivider, wheatstoneBridge, opAmp, biasedOpAmp].map((circuit) => [
    circuit.name,
    circuit,
  ]),
);

/** Names that {@link parametricCircuit} knows; `ladder-N` stands for every N from 1 up. */
export const parametricCircuitNames: readonly string[] = ["ladder-N", ...fixedCircuits.keys()];

const registered = new Map<string, ParametricCircuit>();

/**
 * Makes a circuit known by its name for as long as this process lives, such as that of a dataset which holds its own netlist. The name
 * must stand for its content (`ota@1f3a9c02`): the first of a name stays. Returns the one that is known.
 */
export function registerCircuit(circuit: ParametricCircuit): ParametricCircuit {
  const known = registered.get(circuit.name);
  if (known) return known;
  registered.set(circuit.name, circuit);
  return circuit;
}

/** The parametric circuit of this name, the same object on every call. Throws CIRCUIT_UNKNOWN_NAME. */
export function parametricCircuit(name: string): ParametricCircuit {
  const branches = /^ladder-([1-9]\d*)$/.exec(name)?.[1];
  const circuit =
    branches === undefined ? (fixedCircuits.get(name) ?? registered.get(name)) : ladder(Number(branches));
  if (circuit) return circuit;
  const near = nearestWord(name, parametricCircuitNames);
  throw new KirchhoffError("CIRCUIT_UNKNOWN_NAME", "no parametric circuit has this name", {
    found: name,
    expected: `one of ${parametricCircuitNames.join(", ")} (N: number of branches)`,
    ...(near ? { hint: `did you mean ${near}?` } : {}),
  });
}
