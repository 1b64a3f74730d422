import { amplifierProof } from "../benches.js";
import type { ProofInput } from "../proof.js";

/** Gains in open loop; a load of 1 pF compensates. */
export const otas: Readonly<Record<string, ProofInput>> = {
  ota_5t_nmos: amplifierProof({ leastGainDb: 25, leastPhaseMargin: 60 }),
  ota_5t_pmos: amplifierProof({ leastGainDb: 25, leastPhaseMargin: 60 }),
  ota_telescopic: amplifierProof({
    ...{ leastGainDb: 45, leastPhaseMargin: 60, supplyVolts: 1.2, commonModeVolts: 0.55 },
  }),
  ota_folded_cascode: amplifierProof({ leastGainDb: 50, leastPhaseMargin: 60 }),
  ota_symmetrical: amplifierProof({ leastGainDb: 25, leastPhaseMargin: 45, loadFarads: 4e-12 }),
  ota_fully_differential: {
    devices: "Vdd vdd 0 1\nVinp vinp 0 0.6\nVinn vinn 0 0.6",
    analyses: {
      point: { kind: "op" },
      response: { kind: "ac", startHz: 1e2, stopHz: 1e4, points: 1, stimulus: { vinp: 0.5, vinn: -0.5 } },
    },
    claims: {
      "common mode": { measure: "value", analysis: "point", of: "v(voutp)", least: 0.3, most: 0.8 },
      gain: { measure: "dc-gain", analysis: "response", of: "v(voutp, voutn)", least: 25 },
    },
  },
};
