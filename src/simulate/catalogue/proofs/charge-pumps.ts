import type { Claim, ProofInput } from "../proof.js";

/** Two clocks of opposite phase, 100 MHz. */
const clocks = "Vclk clk 0 pulse(0 1 0 0.2n 0.2n 4.8n 10n)\nVclkb clkb 0 pulse(1 0 0 0.2n 0.2n 4.8n 10n)";

/** A supply of 1 V lifted, at a light load, to at least so many volts. */
function pumpProof(least: number): ProofInput {
  return {
    devices: `Vdd vdd 0 1\n${clocks}\nRload out 0 1meg`,
    analyses: { run: { kind: "tran", stepSeconds: 1e-9, stopSeconds: 400e-9 } },
    claims: { output: { measure: "sample", analysis: "run", of: "v(out)", at: 400e-9, least } },
  };
}

const filter = (at: number, least: number, most: number): Claim => ({
  ...{ measure: "sample", analysis: "pulses", of: "v(out)", at, least, most },
});

/** Outputs after a time. */
export const chargePumps: Readonly<Record<string, ProofInput>> = {
  dickson_charge_pump: pumpProof(1.6),
  voltage_doubler: pumpProof(1.8),
  /** 10 uA for 20 ns into 1 pF, up and then down: 0.2 V each. */
  pll_charge_pump: {
    devices: `Vdd vdd 0 1
      Vup upb 0 pwl(0 1 10n 1 10.1n 0 30n 0 30.1n 1)
      Vdown down 0 pwl(0 0 50n 0 50.1n 1 70n 1 70.1n 0)
      Bstart out 0 i={time < 5n ? (v(out) - 0.4) * 1m : 0}`,
    analyses: { pulses: { kind: "tran", stepSeconds: 0.2e-9, stopSeconds: 100e-9 } },
    claims: {
      before: filter(9e-9, 0.39, 0.41),
      "after up": filter(45e-9, 0.56, 0.64),
      "after down": filter(95e-9, 0.35, 0.45),
    },
  },
};
