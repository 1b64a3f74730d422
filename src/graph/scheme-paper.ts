import type { DeviceKind } from "../circuit/index.js";
import { KirchhoffError } from "../core/index.js";
import { deviceFeature, type FeatureParameter, type NodeFeature } from "./feature.js";
import {
  createScheme,
  type FeatureScheme,
  type FeatureStatistics,
  type SchemeDescription,
} from "./scheme.js";
import type { GraphTopology } from "./topology.js";

/** Node types of the resistive encoder, in the alphabetical order that gives each its place. */
const resistiveTypes = ["gnd", "rt", "vn", "vnode_i", "vnode_o", "vp", "vsrcm", "vsrcp"] as const;
type ResistiveType = (typeof resistiveTypes)[number];

const resistiveValues: readonly NodeFeature[] = [
  deviceFeature("resistance", ["resistor"], ["resistance"], (ohms) => ohms),
  deviceFeature("voltage", ["voltage-source"], ["dc"], (volts) => volts),
];

/**
 * The encoder of paper A's resistive circuits (its `circuit-fewshot` code and data): the owning device's value as it is, then a
 * flat one-hot of the node's type whose first place is the last type. The first voltage source of the circuit is the input (`vsrc*`), others
 * are branch sources (`vp`, `vn`); a net is `vnode_o` if it is an output. Encoding throws GRAPH_SCHEME_KIND for other devices.
 */
export function paperResistiveScheme({ name }: SchemeDescription): FeatureScheme {
  return createScheme({
    description: { name },
    columns: ["value", ...resistiveTypes.toReversed()],
    code: (topology) => {
      const typeOf = resistiveTypeOf(name, topology);
      return (node) => [resistiveTypes.length - resistiveTypes.indexOf(typeOf(node))];
    },
    values: resistiveValues.map((feature) => ({ feature, column: 0 })),
  });
}

function resistiveTypeOf(scheme: string, topology: GraphTopology): (node: number) => ResistiveType {
  const { kinds, kindOfNode, deviceOfNode, outputNodes, deviceKinds } = topology;
  const outputs = new Set(outputNodes);
  const input = deviceKinds.indexOf("voltage-source");
  return (node) => {
    const kind = kinds[kindOfNode[node]!]!;
    if (kind === "ground") return "gnd";
    if (kind === "net") return outputs.has(node) ? "vnode_o" : "vnode_i";
    if (kind === "resistor.plus" || kind === "resistor.minus") return "rt";
    const isInput = deviceOfNode[node] === input;
    if (kind === "voltage-source.plus") return isInput ? "vsrcp" : "vp";
    if (kind === "voltage-source.minus") return isInput ? "vsrcm" : "vn";
    throw unsupportedKind(scheme, kind, "resistors and voltage sources");
  };
}

/** One-hot of child `index` of `count` at `start`, in the big-endian order of the paper's code. */
const bit = (start: number, count: number, index: number) => start + count - 1 - index;

const mosCodeStart = 3;
const mosClasses = ["M", "I", "V", "R", "C", "VNode"] as const;
const mosRoles = ["drain", "gate", "source", "bulk"] as const;
const mosTwoTerminals: Partial<Record<DeviceKind, (typeof mosClasses)[number]>> = {
  "current-source": "I",
  "voltage-source": "V",
  resistor: "R",
  capacitor: "C",
};

/** Columns set by each node kind: up to three levels (class; polarity or ground; MOS terminal), 6 + 2 + 4 columns. */
const mosCodes = new Map<string, readonly number[]>([
  ["net", mosCode("VNode", 0)],
  ["ground", mosCode("VNode", 1)],
  ...Object.entries(mosTwoTerminals).flatMap(([kind, nodeClass]): [string, readonly number[]][] => [
    [`${kind}.plus`, mosCode(nodeClass, 0)],
    [`${kind}.minus`, mosCode(nodeClass, 1)],
  ]),
  ...["nmos", "pmos"].flatMap((kind, polarity) =>
    mosRoles.map((role, r): [string, readonly number[]] => [`${kind}.${role}`, mosCode("M", polarity, r)]),
  ),
]);

function mosCode(nodeClass: (typeof mosClasses)[number], second: number, third?: number): readonly number[] {
  const levels = [
    bit(mosCodeStart, mosClasses.length, mosClasses.indexOf(nodeClass)),
    bit(mosCodeStart + mosClasses.length, 2, second),
  ];
  if (third !== undefined) levels.push(bit(mosCodeStart + mosClasses.length + 2, mosRoles.length, third));
  return levels;
}

/** `[feature, device, parameter, slot, mean, std]`: the slots of the op-amp encoder and the statistics shipped with it. */
const mosValues: readonly (readonly [string, DeviceKind, FeatureParameter, number, number, number])[] = [
  ["M,N.w", "nmos", ["m", 1], 0, 50.592, 28.8563465463],
  ["M,P.w", "pmos", ["m", 1], 0, 49.6306666667, 28.5282478646],
  ["R.value", "resistor", "resistance", 0, 490.44902649, 286.3720068068],
  ["C.value", "capacitor", "capacitance", 0, 5.101888942e-12, 2.886392651e-12],
  ["I.ac_mag", "current-source", ["acMagnitude", 0], 0, 0.1, 0.3],
  ["I.ac_ph", "current-source", ["acPhase", 0], 1, 0, 0],
  ["I.dc", "current-source", ["dc", 0], 2, 3.019738403e-5, 1.156028546e-5],
  ["V.ac_mag", "voltage-source", ["acMagnitude", 0], 0, 0.339, 0.4733698343],
  ["V.ac_ph", "voltage-source", ["acPhase", 0], 1, 20.07, 56.655053614],
  ["V.dc", "voltage-source", ["dc", 0], 2, 0.5979632761, 0.3642827442],
];

/** The value features of `paper-mos@1`; a transistor's is its multiplier `m`, which the paper calls `w`. */
export const paperMosFeatures: readonly NodeFeature[] = mosValues.map(([name, kind, parameter]) =>
  deviceFeature(name, [kind], [parameter], (value) => value),
);

const paperMosStatistics: Readonly<Record<string, FeatureStatistics>> = Object.fromEntries(
  mosValues.map(([name, , , , mean, std]) => [name, { mean, std }]),
);

/**
 * The encoder of paper A's op-amps (its `circuit-fewshot` code): three slots of the owning device's parameters, standardised by node
 * type, then a hierarchical one-hot of 12. Statistics are those of the paper's first 1,000 graphs unless given.
 * Encoding throws GRAPH_SCHEME_KIND for other devices.
 */
export function paperMosScheme({ name, statistics = paperMosStatistics }: SchemeDescription): FeatureScheme {
  return createScheme({
    description: { name, statistics },
    columns: [
      "slot0",
      "slot1",
      "slot2",
      ...mosClasses.toReversed(),
      ...["second1", "second0"],
      ...mosRoles.toReversed(),
    ],
    code: ({ kinds, kindOfNode }) => {
      const codes = kinds.map((kind) => {
        const code = mosCodes.get(kind);
        if (code) return code;
        throw unsupportedKind(name, kind, "MOS transistors, I and V sources, resistors and capacitors");
      });
      return (node) => codes[kindOfNode[node]!]!;
    },
    values: paperMosFeatures.map((feature, i) => ({ feature, column: mosValues[i]![3] })),
  });
}

function unsupportedKind(scheme: string, kind: string, supported: string): KirchhoffError {
  return new KirchhoffError("GRAPH_SCHEME_KIND", `feature scheme ${scheme} does not know this node kind`, {
    found: kind,
    expected: `terminals of ${supported}`,
    hint: "use kirchhoff@1, which takes any circuit.",
  });
}
