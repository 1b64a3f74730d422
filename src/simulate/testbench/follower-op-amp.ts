import { defineTestbench, type Testbench, type TestbenchInput } from "./schema.js";

/** An op-amp as a follower: sources `vdd`, `vinp` at its input and `vfb`, of 0 V, from its output `vout` to its inverting input. */
const output = "v(vout)";

const spot = (hertz: number, stimulus: Record<string, number>) =>
  ({ kind: "ac", variation: "lin", points: 1, startHz: hertz, stopHz: hertz, stimulus }) as const;

const atPoint: TestbenchInput["measures"] = {
  power: { measure: "power", analysis: "point", sources: ["vdd"] },
  offset: { measure: "offset", analysis: "point", of: output, input: "v(vinp)" },
};

/** The inverting input follows the output at DC alone and is driven through a capacitor by `vac`. */
const loop = (henries: string, farads: string, analyses: TestbenchInput["decks"][string]["analyses"]) => ({
  remove: ["vfb"],
  devices: `lloop vout vinn ${henries}\ncloop vac vinn ${farads}\nvac vac 0 0`,
  analyses,
});

/**
 * The five labels of DICE's op-amps (section 6.3), in dB as its testbench has them: `gain` of the open loop; `commonModeGain` and
 * `supplyGain` of the follower from a volt at both its inputs and from one at its supply, which stand for CMRR and PSRR there. All at
 * 0.1 Hz, and `power` and `offset` of the follower, at the circuit's temperature.
 */
export function diceOpAmpTestbench(): Testbench {
  const gain = (analysis: string) => ({
    ...{ measure: "gain" as const, analysis, of: output, frequency: 0.1 },
  });
  return defineTestbench({
    name: "dice-op-amp",
    description: "An op-amp as paper B measures it",
    supplies: ["vdd"],
    decks: {
      follower: {
        analyses: {
          point: { kind: "op" },
          common: spot(0.1, { vinp: 1, vfb: 1 }),
          supply: spot(0.1, { vdd: 1 }),
        },
      },
      openLoop: loop("1t", "1t", { differential: spot(0.1, { vac: 1 }) }),
    },
    measures: {
      ...atPoint,
      commonModeGain: gain("common"),
      gain: gain("differential"),
      supplyGain: gain("supply"),
    },
  });
}

/**
 * The measures of an op-amp that works, at the operating point of a follower: `power` and `offset`; `gain`, `unityGainFrequency` and
 * `phaseMargin` in open loop; `cmrr` and `psrr`, ratios of open-loop gains, at 1 Hz.
 */
export function followerOpAmpTestbench(): Testbench {
  const response = { analysis: "differential", of: output } as const;
  const rejection = (unwanted: string) => ({
    ...{ measure: "rejection-ratio" as const, wanted: "differential", unwanted, of: output },
  });
  return defineTestbench({
    name: "follower-op-amp",
    description: "An op-amp in open loop at the operating point that it has as a follower",
    supplies: ["vdd"],
    decks: {
      follower: { analyses: { point: { kind: "op" } } },
      openLoop: loop("1g", "1", {
        differential: { kind: "ac", points: 10, stimulus: { vinp: 0.5, vac: -0.5 } },
        common: spot(1, { vinp: 1, vac: 1 }),
        supply: spot(1, { vdd: 1 }),
      }),
    },
    measures: {
      ...atPoint,
      gain: { measure: "dc-gain", ...response },
      cmrr: rejection("common"),
      psrr: rejection("supply"),
      unityGainFrequency: { measure: "unity-gain-frequency", ...response },
      phaseMargin: { measure: "phase-margin", ...response, polarity: "non-inverting" },
    },
  });
}
