import { around } from "../benches.js";
import type { ProofInput } from "../proof.js";

/** A current out of `out` within two values, at half a volt, and its most change while the supply goes from 0.9 V to 1.2 V. */
function currentReference(least: number, most: number, change: number): ProofInput {
  const current = { analysis: "supply", of: "i(vout)" } as const;
  return {
    devices: "Vdd vdd 0 1\nVout out 0 0.5",
    analyses: { supply: { kind: "dc", source: "vdd", start: 0.8, stop: 1.2, step: 0.02 } },
    claims: {
      current: { measure: "sample", ...current, at: 1, least, most },
      change: { measure: "peak-to-peak", ...current, from: 0.9, most: change },
    },
  };
}

/** A voltage at `vref` that stays while the supply changes, at three temperatures. */
function bandgap(supply: string, volts: readonly [low: number, high: number], vref: number): ProofInput {
  const [start, stop] = volts;
  const reference = { analysis: "supply", of: "v(vref)" } as const;
  return {
    devices: `Vsupply ${supply} 0 ${stop}`,
    analyses: { supply: { kind: "dc", source: "vsupply", start, stop, step: (stop - start) / 10 } },
    claims: {
      reference: { measure: "sample", ...reference, at: stop, ...around(vref, 0.015) },
      change: { measure: "peak-to-peak", ...reference, most: vref * 0.02 },
    },
    temperatures: [-20, 27, 100],
  };
}

/** Currents and voltages. */
export const references: Readonly<Record<string, ProofInput>> = {
  beta_multiplier: currentReference(5e-6, 15e-6, 3e-6),
  vth_reference: currentReference(5e-6, 15e-6, 3e-6),
  bandgap_current_mode: bandgap("vdd", [1.1, 1.3], 0.585),
  bandgap_brokaw: bandgap("vcc", [2.5, 3.5], 1.21),
};
