import { type LogicTable, logicProof } from "../logic.js";
import type { ProofInput } from "../proof.js";

const phases = "0 0\n1 1\n0 0\n1 1";

/** From 0.6 V to 1.2 V. */
const up: LogicTable = {
  ...{ inputs: "in", outputs: "out", phases, supplyVolts: 1.2 },
  ...{ levels: { in: [0, 0.6] }, devices: "Vlow vddl 0 0.6", phaseSeconds: 5e-9 },
};

/** Both levels, through the other supply. */
export const levelShifters: Readonly<Record<string, ProofInput>> = {
  level_shifter_cross_coupled: logicProof(up),
  level_shifter_mirror: logicProof(up),
  level_shifter_down: logicProof({
    ...{ inputs: "in", outputs: "out", phases, supplyVolts: 1.2 },
    ...{ levels: { out: [0, 0.6] }, devices: "Vlow vddl 0 0.6" },
  }),
};
