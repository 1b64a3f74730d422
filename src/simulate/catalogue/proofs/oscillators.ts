import { oscillatorProof } from "../benches.js";
import type { ProofInput } from "../proof.js";

const kick = "Ikick vout_1 0 pulse(0 0.5m 0 10p 10p 50p)";

/** Frequencies and swings. */
export const oscillators: Readonly<Record<string, ProofInput>> = {
  osc_rlc_nmos: oscillatorProof({
    devices: `Vdd vdd 0 1\nVin vin 0 0.5\n${kick}`,
    of: "v(vout_1, vout_2)",
    stopSeconds: 10e-9,
    hertz: [2e9, 5e9],
    leastSwing: 0.3,
  }),
  osc_rlc_cmos: oscillatorProof({
    devices: `Vdd vdd 0 1\nVn vin_nmos 0 0.6\nVp vin_pmos 0 0.4\n${kick}`,
    of: "v(vout_1, vout_2)",
    stopSeconds: 10e-9,
    hertz: [2e9, 6e9],
    leastSwing: 0.3,
  }),
  osc_lowv_chaotic_colpitts: oscillatorProof({
    devices: "V1 vin_1 0 1\nV2 vin_2 0 1\nIkick mn1g 0 pulse(0 0.1m 0 10p 10p 200p)",
    of: "v(mn2g)",
    stopSeconds: 40e-9,
    hertz: [0.5e9, 5e9],
    leastSwing: 0.1,
  }),
};
