import { type OpAmpPorts, paperOpAmpPorts } from "./op-amp.js";
import { defineTestbench, type Testbench } from "./schema.js";

/** At 1 Hz and above, the one lets through nothing and the other everything: 6 GΩ and 0.2 Ω. */
const feedback = { henries: "1g", farads: 1 };

/**
 * The open-loop response of an op-amp at an operating point that it finds itself. At DC its inverting input follows its output, through
 * a buffer, so that gate currents do not load the output, and an inductor; at the frequencies of the response that path is open, and a
 * capacitor passes the small signal of the input's source. The DC value of that source has no effect. Measures, for a differential
 * volt: `gain`, `bandwidth`, `unityGainFrequency`, `phaseMargin`; at the same point `supplyCurrent`, `power`.
 */
export function opAmpLoopTestbench(
  ports: OpAmpPorts = paperOpAmpPorts,
  { pointsPerDecade = 10 }: { readonly pointsPerDecade?: number } = {},
): Testbench {
  const { output, plus, minus, positiveSupply, negativeSupply } = ports;
  const driven = `${minus.net}_ac`;
  const buffered = `${output}_buffered`;
  const response = <Measure extends string>(measure: Measure) => ({
    measure,
    analysis: "differential",
    of: `v(${output})`,
  });
  const supplies = [positiveSupply, ...(negativeSupply === undefined ? [] : [negativeSupply])];
  return defineTestbench({
    name: "op-amp-loop",
    description: "An op-amp in open loop at the operating point that it has as a follower",
    supplies: [positiveSupply],
    decks: {
      loop: {
        rewire: { [minus.source]: { plus: driven } },
        devices: [
          `ebuffer ${buffered} 0 ${output} 0 1`,
          `lfeedback ${buffered} ${minus.net} ${feedback.henries}`,
          `cinput ${driven} ${minus.net} ${feedback.farads}`,
        ].join("\n"),
        analyses: {
          point: { kind: "op", devices: true },
          differential: {
            kind: "ac",
            points: pointsPerDecade,
            stimulus: { [plus.source]: 0.5, [minus.source]: -0.5 },
          },
        },
      },
    },
    measures: {
      gain: response("dc-gain"),
      bandwidth: response("bandwidth"),
      unityGainFrequency: response("unity-gain-frequency"),
      phaseMargin: { ...response("phase-margin"), polarity: "non-inverting" },
      supplyCurrent: { measure: "supply-current", analysis: "point", sources: [positiveSupply] },
      power: { measure: "power", analysis: "point", sources: supplies },
    },
  });
}
