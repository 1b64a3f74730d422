import { defineTestbench, type Testbench } from "./schema.js";

/**
 * Delays of a line from `vin` to `vout`, its supply and input connected: of the first rising and of the first falling edge of its input, at
 * 0.5 V. The steps of the published transient (DICE, section 6.2), which ends as soon as both edges are out.
 */
export function delayLineTestbench(): Testbench {
  const delay = (edge: "rising" | "falling") => ({
    ...{ measure: "delay" as const, analysis: "pulse", of: "v(vout)", from: "v(vin)" },
    ...{ level: 0.5, fromEdge: edge, ofEdge: edge },
  });
  return defineTestbench({
    name: "delay-line",
    description: "A delay line's answer to a pulse",
    supplies: ["vdd"],
    decks: {
      line: { analyses: { pulse: { kind: "tran", stepSeconds: 100e-9, stopSeconds: 2.2e-6 } } },
    },
    measures: { riseDelay: delay("rising"), fallDelay: delay("falling") },
  });
}
