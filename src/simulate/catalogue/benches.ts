import type { Claim, ProofInput } from "./proof.js";

/** How an amplifier with differential inputs `vinp` and `vinn` is measured, and what it must reach. */
export interface AmplifierBench {
  readonly leastGainDb: number;
  /** Degrees; nothing is claimed of phase and unity-gain frequency where it is absent. */
  readonly leastPhaseMargin?: number;
  readonly supplyVolts?: number;
  /** Volts at both inputs (default: half the supply). */
  readonly commonModeVolts?: number;
  readonly loadFarads?: number;
  /** Further SPICE cards. */
  readonly devices?: string;
}

/**
 * Gain and phase margin of an amplifier in open loop, at the operating point of a follower: an inductor too large for any frequency
 * joins output and inverting input, a capacitor as large holds that input.
 */
export function amplifierProof(bench: AmplifierBench): ProofInput {
  const { supplyVolts = 1, commonModeVolts = supplyVolts / 2, loadFarads = 1e-12, devices = "" } = bench;
  const response = { analysis: "response", of: "v(vout)" } as const;
  const margin: Record<string, Claim> =
    bench.leastPhaseMargin === undefined
      ? {}
      : { "phase margin": { measure: "phase-margin", ...response, least: bench.leastPhaseMargin } };
  return {
    devices: `Vdd vdd 0 ${supplyVolts}
      Vinp vinp 0 ${commonModeVolts}
      Lloop vout vinn 1g
      Cloop vinn 0 1g
      Cload vout 0 ${loadFarads}
      ${devices}`,
    analyses: {
      point: { kind: "op" },
      response: { kind: "ac", startHz: 1, stopHz: 1e10, stimulus: { vinp: 1 } },
    },
    claims: {
      output: {
        ...{ measure: "value", analysis: "point", of: "v(vout)" },
        ...around(commonModeVolts, 0.03),
      },
      // The operating point of a loop that feeds back the wrong way exists as well, so the sign is claimed too.
      gain: { measure: "dc-transfer", ...response, least: 10 ** (bench.leastGainDb / 20) },
      ...margin,
    },
  };
}

/** An oscillator: what starts it, how long it runs, and where its frequency must be. */
export interface OscillatorBench {
  /** SPICE cards: supplies, and a current that starts it. */
  readonly devices: string;
  /** Signal, such as `v(out)`. */
  readonly of: string;
  readonly stopSeconds: number;
  readonly hertz: readonly [least: number, most: number];
  /** Least volts from peak to peak in the second half. */
  readonly leastSwing: number;
}

/** An oscillation in the second half of a transient. */
export function oscillatorProof({
  devices,
  of,
  stopSeconds,
  hertz,
  leastSwing,
}: OscillatorBench): ProofInput {
  const signal = { analysis: "run", of } as const;
  const [least, most] = hertz;
  const after = stopSeconds / 2;
  return {
    devices,
    analyses: {
      run: { kind: "tran", stepSeconds: stopSeconds / 400, stopSeconds, maxStepSeconds: stopSeconds / 400 },
    },
    claims: {
      frequency: { measure: "frequency", ...signal, after, least, most },
      swing: { measure: "peak-to-peak", ...signal, from: after, least: leastSwing },
    },
  };
}

/** Bounds about a value, by a part of it. */
export function around(value: number, part: number): { readonly least: number; readonly most: number } {
  const [a, b] = [value * (1 - part), value * (1 + part)];
  return { least: Math.min(a, b), most: Math.max(a, b) };
}
