import { around } from "../benches.js";
import type { ProofInput } from "../proof.js";

/** An output at one load, in volts, and what it may change between no load and 5 mA, and between supplies of 1 V and 1.2 V. */
function regulatorProof(output: number, load: number, line: number, devices: string): ProofInput {
  return {
    devices: `Vdd vdd 0 1.1\nIload vout 0 1m\n${devices}`,
    analyses: {
      load: { kind: "dc", source: "iload", start: 0, stop: 5e-3, step: 0.5e-3 },
      line: { kind: "dc", source: "vdd", start: 1, stop: 1.2, step: 0.02 },
    },
    claims: {
      output: { measure: "sample", analysis: "load", of: "v(vout)", at: 1e-3, ...around(output, 0.025) },
      "load regulation": { measure: "peak-to-peak", analysis: "load", of: "v(vout)", most: load },
      "line regulation": { measure: "peak-to-peak", analysis: "line", of: "v(vout)", most: line },
    },
  };
}

/** Regulated outputs. */
export const regulators: Readonly<Record<string, ProofInput>> = {
  basic_ldo: regulatorProof(0.8, 0.03, 0.02, "Vref vinn 0 0.2\nVfb vinp vfb 0\nIbias ib 0 10u"),
  ldo_pmos: regulatorProof(0.8, 0.06, 0.02, "Vref vref 0 0.4"),
  fvf_regulator: regulatorProof(0.8, 0.03, 0.02, "Vset vset 0 0.56"),
  /** 100 ohms feed it from 1.1 V; it takes 3 mA less what the load takes. */
  shunt_regulator: {
    devices: "Vsupply in 0 1.1\nRfeed in vout 100\nVref vref 0 0.4\nIload vout 0 1m",
    analyses: { load: { kind: "dc", source: "iload", start: 0, stop: 2e-3, step: 0.2e-3 } },
    claims: {
      output: { measure: "sample", analysis: "load", of: "v(vout)", at: 1e-3, ...around(0.82, 0.025) },
      "load regulation": { measure: "peak-to-peak", analysis: "load", of: "v(vout)", most: 0.04 },
    },
  },
};
