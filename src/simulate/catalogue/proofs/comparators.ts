import { type LogicTable, logicProof } from "../logic.js";
import type { ProofInput } from "../proof.js";

/** A difference of 20 mV, both ways; vclk = 0 precharges both outputs. */
const clocked: LogicTable = {
  inputs: "vclk vin_p vin_n",
  outputs: "vo_p vo_n",
  levels: { vin_p: [0.49, 0.51], vin_n: [0.49, 0.51] },
  phases: `
    010 11
    110 10
    001 11
    101 01
    010 11
    110 10`,
};

/** The output after inputs rise and fall about a threshold, by so much. */
const aroundHalf = (volts: number, phases: string): ProofInput =>
  logicProof({
    ...{ inputs: "vinp", outputs: "vout", phases, phaseSeconds: 20e-9 },
    ...{ levels: { vinp: [0.6 - volts, 0.6 + volts] }, devices: "Vinn vinn 0 0.6" },
  });

/** A triangle of 0.2 V about the other input: the output has not changed yet where the inputs are equal. */
const hysteresis: ProofInput = {
  devices: "Vdd vdd 0 1\nVinn vinn 0 0.6\nVinp vinp 0 pwl(0 0.5 1u 0.7 2u 0.5)",
  analyses: { ramps: { kind: "tran", stepSeconds: 4e-9, stopSeconds: 2e-6 } },
  claims: {
    "equal on the way up": { measure: "sample", analysis: "ramps", of: "v(vout)", at: 0.5e-6, most: 0.1 },
    above: { measure: "sample", analysis: "ramps", of: "v(vout)", at: 1e-6, least: 0.9 },
    "equal on the way down": { measure: "sample", analysis: "ramps", of: "v(vout)", at: 1.5e-6, least: 0.9 },
    below: { measure: "sample", analysis: "ramps", of: "v(vout)", at: 1.99e-6, most: 0.1 },
  },
};

/** Decisions. */
export const comparators: Readonly<Record<string, ProofInput>> = {
  strongarm_latch_corrected: logicProof(clocked),
  dynamic_latched_comparator_corrected: logicProof(clocked),
  /** Both outputs are 0 until it decides. */
  double_tail_comparator: logicProof({
    inputs: "vclk vclkb vin_p vin_n",
    outputs: "vo_p vo_n",
    levels: { vin_p: [0.49, 0.51], vin_n: [0.49, 0.51] },
    phases: `
      0110 00
      1010 10
      0101 00
      1001 01
      0110 00
      1010 10`,
  }),
  comparator_continuous: aroundHalf(10e-3, "0 0\n1 1\n0 0\n1 1"),
  comparator_hysteresis: hysteresis,
};
