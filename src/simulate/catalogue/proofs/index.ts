import type { ProofInput } from "../proof.js";
import { combinationalLogic } from "./combinational-logic.js";
import { comparators } from "./comparators.js";
import { currentMirrors } from "./current-mirrors.js";
import { delayLines } from "./delay-lines.js";
import { flipFlops } from "./flip-flops.js";
import { logicGates } from "./logic-gates.js";
import { oscillators } from "./oscillators.js";
import { passiveNetworks } from "./passive-networks.js";
import { regulators } from "./regulators.js";
import { singleStageAmplifiers } from "./single-stage-amplifiers.js";
import { threeStageOpAmps } from "./three-stage-op-amps.js";

/** The proofs of the catalogue's circuits, by name. */
export const proofs: Readonly<Record<string, ProofInput>> = {
  ...passiveNetworks,
  ...singleStageAmplifiers,
  ...currentMirrors,
  ...threeStageOpAmps,
  ...regulators,
  ...comparators,
  ...logicGates,
  ...combinationalLogic,
  ...flipFlops,
  ...delayLines,
  ...oscillators,
};
