import type { ProofInput } from "../proof.js";

/** An amplifier with one input at `vin`, of which the gain at low frequencies lies between two values in dB. */
export function stageProof(
  inputVolts: number,
  gainDb: readonly [least: number, most: number],
  devices = "",
): ProofInput {
  const [least, most] = gainDb;
  return {
    devices: `Vdd vdd 0 1\nVin vin 0 ${inputVolts}\n${devices}`,
    analyses: { response: { kind: "ac", startHz: 1e3, stopHz: 1e6, points: 1, stimulus: { vin: 1 } } },
    claims: { gain: { measure: "dc-gain", analysis: "response", of: "v(vout)", least, most } },
  };
}

/** Gains at low frequencies. */
export const singleStageAmplifiers: Readonly<Record<string, ProofInput>> = {
  csamp: stageProof(0.35, [12, 30]),
  cgamp: stageProof(0.5, [8, 30]),
  sourcefollower: stageProof(0.8, [-3, 0]),
};
