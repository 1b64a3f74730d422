import { amperesIntoOutput, type Circuit, parametricCircuit } from "../circuit/index.js";
import type { PlannedRow } from "./plan.js";
import type { LabelKind } from "./recipe.js";

/** How a label is got from one operating point: the circuit to simulate, and the nets whose voltages are the label. */
export interface LabelKindRule {
  readonly unit: "volt" | "ohm";
  circuit(row: PlannedRow): Circuit;
  /** Labels of a row from the voltages of all nets, by net id. */
  read(circuit: Circuit, voltages: Float64Array): Float64Array;
}

/** The rule of each label kind. */
export const labelRules: Readonly<Record<LabelKind, LabelKindRule>> = {
  /** Voltages of the output nets, in their order. */
  "operating-point": {
    unit: "volt",
    circuit: build,
    read: (circuit, voltages) => Float64Array.from(circuit.outputs ?? [], (net) => voltages[net]!),
  },
  /**
   * Resistance from the last output to ground with every source off: one ampere driven in there makes as many volts as ohms
   * (paper A names no port; the last output agrees with its class threshold of 0.25).
   */
  "output-resistance": {
    unit: "ohm",
    circuit: (row) => {
      const circuit = build(row);
      return amperesIntoOutput(circuit, lastOutput(circuit));
    },
    read: (circuit, voltages) => Float64Array.of(voltages[lastOutput(circuit)]!),
  },
};

function build({ circuitName, values }: PlannedRow): Circuit {
  return parametricCircuit(circuitName).build(values);
}

function lastOutput(circuit: Circuit): number {
  return circuit.outputs!.at(-1)!;
}
