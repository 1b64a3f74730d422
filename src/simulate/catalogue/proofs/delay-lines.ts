import type { Claim, ProofInput } from "../proof.js";

/** Least and most nanoseconds. */
type Range = readonly [least: number, most: number];

/** Delays with the control nets at a first and then at a second value. */
interface DelayBench {
  readonly controls: Readonly<Record<string, readonly [first: number, second: number]>>;
  /** The edge whose delay the control changes most. */
  readonly edge: "rising" | "falling";
  readonly first: Range;
  readonly second: Range;
}

/** A pulse with the control nets at their first value, then one with the second; an edge comes out in the given time, and so the other. */
export function delayLineProof({ controls, edge, first, second }: DelayBench): ProofInput {
  const sources = Object.entries(controls).map(
    ([net, [before, after]]) => `V${net} ${net} 0 pwl(0 ${before} 150n ${before} 151n ${after})`,
  );
  const delay = (of: DelayBench["edge"], after: number, [least, most]: Range): Claim => ({
    ...{ measure: "delay", analysis: "pulses", of: "v(vout)", from: "v(vin)", level: 0.5, after },
    ...{ fromEdge: of, ofEdge: of, least: least * 1e-9, most: most * 1e-9 },
  });
  const other = edge === "rising" ? "falling" : "rising";
  return {
    devices: ["Vdd vdd 0 1", "Vin vin 0 pulse(0 1 10n 1n 1n 70n 200n)", ...sources].join("\n"),
    analyses: { pulses: { kind: "tran", stepSeconds: 1e-9, stopSeconds: 350e-9 } },
    claims: {
      "delay at first": delay(edge, 0, first),
      "delay at second": delay(edge, 200e-9, second),
      "other edge at first": delay(other, 0, [0, 30]),
      "other edge at second": delay(other, 200e-9, [0, 30]),
    },
  };
}

/** Delays that the control sets. */
export const delayLines: Readonly<Record<string, ProofInput>> = {
  capacitor_delay_line: delayLineProof({
    ...{ controls: { vctrl: [0, 1] }, edge: "rising", first: [5, 6.9], second: [6.9, 9] },
  }),
  capbank_delay_line: delayLineProof({
    controls: { vctrl0: [0, 1], vctrl1: [0, 1], vctrl2: [0, 0], vctrl3: [0, 0], vctrl4: [0, 0] },
    ...{ edge: "falling", first: [0.1, 1], second: [3, 10] },
  }),
  diode_delay_line: delayLineProof({
    ...{ controls: { vctrl: [0, 1] }, edge: "falling", first: [14.2, 16], second: [12, 14.2] },
  }),
  moscap_delay_line: delayLineProof({
    controls: { vctrl0: [0, 1], vctrl1: [0, 1], vctrl2: [0, 1] },
    ...{ edge: "rising", first: [1.8, 2.05], second: [2.05, 2.3] },
  }),
  starved_inv_delay_line: delayLineProof({
    controls: { vctrlp: [0.3, 0.1], vctrln: [0.7, 0.9] },
    ...{ edge: "rising", first: [16, 25], second: [8, 16] },
  }),
  rc_delay_line: delayLineProof({
    ...{ controls: { vctrl: [0.8, 1] }, edge: "falling", first: [2.5, 30], second: [0.5, 2.5] },
  }),
  inverter_delay_line: delayLineProof({
    ...{ controls: {}, edge: "rising", first: [0.5, 3], second: [0.5, 3] },
  }),
};
