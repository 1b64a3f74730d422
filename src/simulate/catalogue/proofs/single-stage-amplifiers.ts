import type { Claim, ProofInput } from "../proof.js";

/** Decibels at low frequencies. */
type GainRange = readonly [least: number, most: number];

const lowFrequencies = { kind: "ac", startHz: 1e3, stopHz: 1e6, points: 1, stimulus: { vin: 1 } } as const;

const gainOf = ([least, most]: GainRange, of = "v(vout)"): Record<string, Claim> => ({
  gain: { measure: "dc-gain", analysis: "response", of, least, most },
});

/** An amplifier with its input at a voltage. */
function stageProof(inputVolts: number, gain: GainRange): ProofInput {
  return {
    devices: `Vdd vdd 0 1\nVin vin 0 ${inputVolts}`,
    analyses: { response: lowFrequencies },
    claims: gainOf(gain),
  };
}

/** An inverting amplifier that is biased by its own output, through an inductor too large for any frequency. */
function selfBiasedProof(gain: GainRange): ProofInput {
  return {
    devices: "Vdd vdd 0 1\nVin in 0 0\nCin in vin 1g\nLbias vin vout 1g",
    analyses: { response: lowFrequencies },
    claims: gainOf(gain),
  };
}

/** A follower: its gain, and the resistance that a current into its output meets. */
function followerProof(inputVolts: number): ProofInput {
  return {
    devices: `Vdd vdd 0 1\nVin vin 0 ${inputVolts}\nItest 0 vout 0`,
    analyses: { response: lowFrequencies, output: { ...lowFrequencies, stimulus: { itest: 1 } } },
    claims: {
      ...gainOf([-3, 0]),
      "output resistance": { measure: "output-resistance", analysis: "output", of: "v(vout)", most: 500 },
    },
  };
}

/** Gains at low frequencies. */
export const singleStageAmplifiers: Readonly<Record<string, ProofInput>> = {
  csamp: stageProof(0.35, [12, 30]),
  cgamp: stageProof(0.5, [8, 30]),
  sourcefollower: stageProof(0.8, [-3, 0]),
  cs_active_load: selfBiasedProof([25, 50]),
  cs_diode_load: stageProof(0.25, [6, 25]),
  cascode_amplifier: selfBiasedProof([45, 80]),
  inverter_amplifier: selfBiasedProof([20, 45]),
  flipped_voltage_follower: followerProof(0.5),
  super_source_follower: followerProof(0.65),
  differential_pair: {
    devices: "Vdd vdd 0 1\nVin vinp 0 0.6\nVinn vinn 0 0.6",
    analyses: { response: { ...lowFrequencies, stimulus: { vin: 0.5, vinn: -0.5 } } },
    claims: gainOf([9, 25], "v(voutp, voutn)"),
  },
};
