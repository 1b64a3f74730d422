import { around } from "../benches.js";
import type { Claim, ProofInput } from "../proof.js";

/** Gains in dB at frequencies in hertz, within a twentieth of a dB, or at most so high. */
function responseProof(
  gains: readonly (readonly [hertz: number, least: number, most: number])[],
): ProofInput {
  const claims = gains.map(([frequency, least, most]): [string, Claim] => [
    `gain at ${frequency} Hz`,
    { measure: "gain", analysis: "response", of: "v(vout)", frequency, least, most },
  ]);
  return {
    devices: "Vin vin 0 0.5",
    analyses: {
      response: { kind: "ac", points: 50, startHz: 1e2, stopHz: 1e12, stimulus: { vin: 1 } },
    },
    claims: Object.fromEntries(claims),
  };
}

/** Of 1 uH with 1 pF. */
const resonance = 1 / (2 * Math.PI * 1e-9);

const notch = responseProof([
  [1e6, -0.05, 0.05],
  [resonance, -400, -30],
  [1e11, -0.05, 0.05],
]);
const peakingLowPass = responseProof([
  [1e6, -0.05, 0.05],
  [resonance, 2.96, 3.06],
  [resonance * 100, -40.05, -39.95],
]);

/** Responses that their values give by hand. */
export const passiveNetworks: Readonly<Record<string, ProofInput>> = {
  rladder: {
    devices: "Vin vin 0 1",
    analyses: { point: { kind: "op" } },
    claims: { output: { measure: "value", analysis: "point", of: "v(vout)", ...around(4 / 7, 1e-6) } },
  },
  rlc_1: notch,
  rlc_2: notch,
  rlc_3: peakingLowPass,
  rlc_4: peakingLowPass,
  rlc_5: responseProof([
    [1e6, -0.05, 0.05],
    [resonance, -0.05, 0.05],
    [resonance * 100, -80.05, -79.95],
  ]),
  rlc_6: responseProof([
    [resonance / 100, -40.05, -39.95],
    [resonance, -0.05, 0.05],
    [resonance * 100, -40.05, -39.95],
  ]),
  rlc_7: responseProof([
    [1e3, -0.05, 0.05],
    [1e12, -6.07, -5.97],
  ]),
  twin_t_notch: responseProof([
    [1e2, -0.05, 0.05],
    [1 / (2 * Math.PI * 1e-5), -400, -40],
    [1e8, -0.05, 0.05],
  ]),
  /** Half the source, 3 dB less at the cut-off, 60 dB less a decade on. */
  butterworth_low_pass: responseProof([
    [1e5, -6.05, -5.99],
    [1e8, -9.1, -8.97],
    [1e9, -66.1, -65.9],
  ]),
  wien_network: responseProof([[1 / (2 * Math.PI * 1e-5), -9.6, -9.5]]),
};
