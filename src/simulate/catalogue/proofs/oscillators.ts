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
  ring_oscillator_3: oscillatorProof({
    devices: "Vdd vdd 0 1\nIkick a 0 pulse(0 50u 0 5p 5p 20p)",
    ...{ of: "v(out)", stopSeconds: 10e-9, hertz: [0.5e9, 3e9], leastSwing: 0.8 },
  }),
  ring_oscillator_5: oscillatorProof({
    devices: "Vdd vdd 0 1\nVen en 0 pwl(0 0 0.2n 0 0.21n 1)",
    ...{ of: "v(out)", stopSeconds: 16e-9, hertz: [0.3e9, 2e9], leastSwing: 0.8 },
  }),
  ring_vco: oscillatorProof({
    devices: "Vdd vdd 0 1\nVctrl vctrl 0 0.5\nIkick a 0 pulse(0 50u 0 5p 5p 50p)",
    ...{ of: "v(out)", stopSeconds: 30e-9, hertz: [0.1e9, 2e9], leastSwing: 0.8 },
  }),
  ring_differential: oscillatorProof({
    devices: "Vdd vdd 0 1\nIkick outp 0 pulse(0 0.1m 0 5p 5p 50p)",
    ...{ of: "v(outp, outn)", stopSeconds: 10e-9, hertz: [0.5e9, 5e9], leastSwing: 0.3 },
  }),
  relaxation_oscillator: oscillatorProof({
    devices: "Vdd vdd 0 1",
    ...{ of: "v(out)", stopSeconds: 200e-9, hertz: [20e6, 0.5e9], leastSwing: 0.8 },
  }),
  osc_colpitts: oscillatorProof({
    devices: "Vdd vdd 0 1\nVbias vbias 0 0.8\nIkick out 0 pulse(0 0.5m 0 10p 10p 100p)",
    ...{ of: "v(out)", stopSeconds: 20e-9, hertz: [1e9, 5e9], leastSwing: 0.2 },
  }),
};
