import type { ProofInput } from "../proof.js";

/** Regulated outputs. */
export const regulators: Readonly<Record<string, ProofInput>> = {
  basic_ldo: {
    devices: `Vdd vdd 0 1.1
      Vref vinn 0 0.2
      Vfb vinp vfb 0
      Ibias ib 0 10u
      Iload vout 0 1m
      Cload vout 0 100p`,
    analyses: {
      load: { kind: "dc", source: "iload", start: 0, stop: 5e-3, step: 0.5e-3 },
      line: { kind: "dc", source: "vdd", start: 1, stop: 1.2, step: 0.02 },
    },
    claims: {
      output: { measure: "sample", analysis: "load", of: "v(vout)", at: 1e-3, least: 0.78, most: 0.82 },
      "load regulation": { measure: "peak-to-peak", analysis: "load", of: "v(vout)", most: 0.03 },
      "line regulation": { measure: "peak-to-peak", analysis: "line", of: "v(vout)", most: 0.02 },
    },
  },
};
