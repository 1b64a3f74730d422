import fc from "fast-check";
import {
  type Circuit,
  ladder,
  loadedDivider,
  parallelDivider,
  seriesDivider,
  wheatstoneBridge,
} from "../../src/circuit/index.js";

/** A ladder of 1 to 12 branches or a few-shot network, with values in (0, 1). */
export const resistiveCircuit: fc.Arbitrary<Circuit> = fc
  .oneof(
    fc.integer({ min: 1, max: 12 }).map(ladder),
    fc.constantFrom(parallelDivider, seriesDivider, loadedDivider, wheatstoneBridge),
  )
  .chain((circuit) =>
    fc
      .array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
        minLength: circuit.parameters.length,
        maxLength: circuit.parameters.length,
      })
      .map((values) => circuit.build(values)),
  );

/** Every device kind but those with a list of terminals of their own, with its terminals. */
const devices: readonly (readonly [
  Circuit["devices"][number]["kind"],
  readonly string[],
  readonly string[],
])[] = [
  ["resistor", ["plus", "minus"], ["resistance"]],
  ["resistor", ["plus", "minus", "bulk"], ["resistance"]],
  ["capacitor", ["plus", "minus"], ["capacitance"]],
  ["inductor", ["plus", "minus"], ["inductance"]],
  ["voltage-source", ["plus", "minus"], ["dc", "acMagnitude"]],
  ["current-source", ["plus", "minus"], ["dc"]],
  ["vccs", ["plus", "minus", "control-plus", "control-minus"], ["gain"]],
  ["diode", ["anode", "cathode"], []],
  ["npn", ["collector", "base", "emitter", "substrate"], ["area"]],
  ["nmos", ["drain", "gate", "source", "bulk"], ["w", "l"]],
  ["pmos", ["drain", "gate", "source", "bulk"], ["w", "l", "m"]],
  ["unknown", ["1", "2", "3", "4", "5", "6"], ["gm"]],
  ["mutual-inductor", [], ["coupling"]],
];

/** Any circuit: devices of every sort between up to eight nets, often with two terminals on one net, or a net on no device. */
export const anyCircuit: fc.Arbitrary<Circuit> = fc
  .tuple(
    fc.integer({ min: 1, max: 8 }),
    fc.array(
      fc.record({
        device: fc.constantFrom(...devices),
        nets: fc.array(fc.nat(7), { minLength: 6, maxLength: 6 }),
        value: fc.oneof(fc.constant(0), fc.double({ min: -10, max: 10, noNaN: true })),
      }),
      { maxLength: 15 },
    ),
  )
  .map(([nets, chosen]) => ({
    title: "any",
    nets: Array.from({ length: nets }, (_, n) => ({ name: `${n}`, isGround: n === 0 })),
    devices: chosen.map(({ device: [kind, terminals, parameters], nets: picks, value }, d) => ({
      name: `d${d}`,
      kind,
      terminals: terminals.map((name, t) => ({ name, net: picks[t]! % nets })),
      parameters: Object.fromEntries(parameters.map((name, p) => [name, value * (p + 1)])),
    })),
    models: [],
    temperature: 27,
    options: {},
  }));

/** The two-stage op-amp of paper A (data sheet 1.5), with every value 1. */
export function twoStageOpAmp(): Circuit {
  const mos: readonly (readonly [string, "nmos" | "pmos", string])[] = [
    ["mn1", "nmos", "net4 net2 net3 vss"],
    ["mn2", "nmos", "net5 net1 net3 vss"],
    ["mn3", "nmos", "net3 net7 vss vss"],
    ["mn4", "nmos", "net7 net7 vss vss"],
    ["mn5", "nmos", "net6 net7 vss vss"],
    ["mp1", "pmos", "net4 net4 vdd vdd"],
    ["mp2", "pmos", "net5 net4 vdd vdd"],
    ["mp3", "pmos", "net6 net5 vdd vdd"],
  ];
  const twoTerminals = [
    ["ibias", "current-source", "vdd net7"],
    ["vvdd", "voltage-source", "vdd 0"],
    ["vvss", "voltage-source", "vss 0"],
    ["vin1", "voltage-source", "net1 0"],
    ["vin2", "voltage-source", "net2 0"],
    ["rz", "resistor", "net8 net6"],
    ["cc", "capacitor", "net5 net8"],
    ["cl", "capacitor", "net6 0"],
  ] as const;
  const names = [...new Set([...mos, ...twoTerminals].flatMap(([, , nets]) => nets.split(" ")))];
  const terminals = (roles: readonly string[], nets: string) =>
    nets.split(" ").map((net, t) => ({ name: roles[t]!, net: names.indexOf(net) }));
  const parameter = {
    "current-source": "dc",
    "voltage-source": "dc",
    resistor: "resistance",
    capacitor: "capacitance",
  };
  return {
    title: "two-stage op-amp",
    nets: names.map((name) => ({ name, isGround: name === "0" })),
    devices: [
      ...mos.map(([name, kind, nets]) => ({
        name,
        kind,
        terminals: terminals(["drain", "gate", "source", "bulk"], nets),
        parameters: { w: 0.5e-6, l: 90e-9, m: 1 },
      })),
      ...twoTerminals.map(([name, kind, nets]) => ({
        name,
        kind,
        terminals: terminals(["plus", "minus"], nets),
        parameters: { [parameter[kind]]: 1 },
      })),
    ],
    models: [],
    temperature: 27,
    options: {},
  };
}
