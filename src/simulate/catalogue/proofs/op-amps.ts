import { amplifierProof } from "../benches.js";
import type { ProofInput } from "../proof.js";

const common = amplifierProof({ leastGainDb: 50, leastPhaseMargin: 45 });
const folded = amplifierProof({ leastGainDb: 60, leastPhaseMargin: 45 });

/** Gains and phase margins in open loop. */
export const opAmps: Readonly<Record<string, ProofInput>> = {
  opamp_miller_nmos: common,
  opamp_miller_pmos: common,
  opamp_ahuja: folded,
  opamp_rail_to_rail: folded,
};
