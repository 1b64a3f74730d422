import { around } from "../benches.js";
import type { Claim, ProofInput } from "../proof.js";

/** What a mirror must do with 10 uA, its output between 0.5 V and 1 V of a 1.2 V supply. */
interface MirrorBench {
  /** Amperes into the output at 0.6 V, within a part. */
  readonly copy: number;
  readonly within: number;
  /** Most change of that, in amperes, between 0.5 V and 1 V. */
  readonly change: number;
  /** Further SPICE cards. */
  readonly devices?: string;
}

function mirrorProof({ copy, within, change, devices = "" }: MirrorBench): ProofInput {
  const current = { analysis: "sweep", of: "i(vout)" } as const;
  return {
    devices: `Vdd vdd 0 1.2\nIin vdd in 10u\nVout out 0 0.6\n${devices}`,
    analyses: { sweep: { kind: "dc", source: "vout", start: 0.3, stop: 1, step: 0.02 } },
    claims: {
      copy: { measure: "sample", ...current, at: 0.6, ...around(-copy, within) },
      change: { measure: "peak-to-peak", ...current, from: 0.5, most: change },
    },
  };
}

const bankCopy = (output: string, times: number): [string, Claim] => [
  `copy at ${output}`,
  { measure: "value", analysis: "point", of: `i(v${output})`, ...around(times * 10e-6, 0.05) },
];

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
  cascode_mirror: mirrorProof({ copy: 10e-6, within: 0.06, change: 0.3e-6 }),
  wide_swing_mirror: mirrorProof({
    ...{ copy: 10e-6, within: 0.06, change: 0.3e-6, devices: "Ibias vdd bias 10u" },
  }),
  wilson_mirror: mirrorProof({ copy: 10e-6, within: 0.06, change: 0.3e-6 }),
  regulated_cascode_mirror: mirrorProof({ copy: 10e-6, within: 0.06, change: 0.1e-6 }),
  widlar_source: mirrorProof({ copy: 1.4e-6, within: 0.3, change: 0.3e-6 }),
  pmos_mirror_bank: {
    devices: "Vdd vdd 0 1\nIin in 0 10u\nVout1 out1 0 0.5\nVout2 out2 0 0.5\nVout4 out4 0 0.5",
    analyses: { point: { kind: "op" } },
    claims: Object.fromEntries([bankCopy("out1", 1), bankCopy("out2", 2), bankCopy("out4", 4)]),
  },
};
