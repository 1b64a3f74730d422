import type { ProofInput } from "../proof.js";
import { chargePumps } from "./charge-pumps.js";
import { combinationalLogic } from "./combinational-logic.js";
import { comparators } from "./comparators.js";
import { currentMirrors } from "./current-mirrors.js";
import { delayLines } from "./delay-lines.js";
import { flipFlops } from "./flip-flops.js";
import { levelShifters } from "./level-shifters.js";
import { logicGates } from "./logic-gates.js";
import { memoryCells } from "./memory-cells.js";
import { opAmps } from "./op-amps.js";
import { oscillators } from "./oscillators.js";
import { otas } from "./otas.js";
import { passiveNetworks } from "./passive-networks.js";
import { references } from "./references.js";
import { regulators } from "./regulators.js";
import { singleStageAmplifiers } from "./single-stage-amplifiers.js";
import { threeStageOpAmps } from "./three-stage-op-amps.js";

/** The proofs of the catalogue's circuits, by name. */
export const proofs: Readonly<Record<string, ProofInput>> = {
  ...passiveNetworks,
  ...singleStageAmplifiers,
  ...currentMirrors,
  ...references,
  ...otas,
  ...opAmps,
  ...threeStageOpAmps,
  ...regulators,
  ...comparators,
  ...logicGates,
  ...combinationalLogic,
  ...flipFlops,
  ...memoryCells,
  ...levelShifters,
  ...delayLines,
  ...oscillators,
  ...chargePumps,
};
