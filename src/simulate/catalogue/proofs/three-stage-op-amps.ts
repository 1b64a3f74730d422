import { amplifierProof } from "../benches.js";
import type { ProofInput } from "../proof.js";

const names = [
  ...["alfio_raffc", "fan_smc", "hoilee_affc", "leung_dfcfc1", "leung_dfcfc2", "leung_nmcf", "leung_nmcnr"],
  ...["peng_acbc", "peng_iac", "peng_tcfc", "qu2017_azc", "ramos_pfc", "sau_cfcc", "tan_clia", "yan_az"],
].map((name) => `${name}_pin_3_amp`);

const proof = amplifierProof({ leastGainDb: 70, leastPhaseMargin: 45 });

/** All sixteen but the one without a bias current, which has one in `song_dacfc_pin_3_amp_corrected`. */
export const threeStageOpAmps: Readonly<Record<string, ProofInput>> = Object.fromEntries(
  [...names, "song_dacfc_pin_3_amp_corrected"].map((name) => [name, proof]),
);
