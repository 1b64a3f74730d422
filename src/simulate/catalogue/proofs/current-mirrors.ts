import { around } from "../benches.js";
import type { ProofInput } from "../proof.js";

/** Currents out of mirrors. */
export const currentMirrors: Readonly<Record<string, ProofInput>> = {
  /** 5 kohm carry the copy; the supply gives it and the original. */
  currentmirror: {
    devices: "Vdd vdd 0 1\nVin vin 0 0.4",
    analyses: { point: { kind: "op" } },
    claims: {
      copy: { measure: "value", analysis: "point", of: "v(vdd, vout)", ...around(0.236, 0.05) },
      both: { measure: "supply-current", analysis: "point", sources: ["vdd"], ...around(92e-6, 0.05) },
    },
  },
};
