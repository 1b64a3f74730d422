import type { DeviceKind } from "../circuit/index.js";
import {
  deviceFeature,
  type NodeFeature,
  netSumFeature,
  relativeFeature,
  topologyFeature,
} from "./feature.js";

const mosfets: readonly DeviceKind[] = ["nmos", "pmos"];
const junctions: readonly DeviceKind[] = ["diode", "npn", "pnp", "njf", "pjf", "nmes", "pmes"];
const controlled: readonly DeviceKind[] = ["vcvs", "vccs", "ccvs", "cccs"];
const sources: readonly DeviceKind[] = ["voltage-source", "current-source"];

const identity = (value: number) => value;

/** Decimal logarithm of the magnitude, at least -30 so that zero stays finite. */
const logMagnitude = (value: number) => Math.max(-30, Math.log10(Math.abs(value)));

/** Siemens, with less than a picoohm taken as a picoohm; the sign of a resistance is left to `resistance`. */
const toConductance = (ohms: number) => 1 / Math.max(Math.abs(ohms), 1e-12);

const conductance = deviceFeature("conductance", ["resistor"], ["resistance"], toConductance);

const resistance = deviceFeature("resistance", ["resistor"], ["resistance"], identity);

/** Beyond this many times the circuit's mean resistance only the logarithm tells resistances apart. */
const largestLinearRatio = 10;

/** Every feature that a `kirchhoff@1` scheme can be made of. Appending one here is all it takes to add it. */
const catalogue: readonly NodeFeature[] = [
  resistance,
  deviceFeature("log-resistance", ["resistor"], ["resistance"], logMagnitude),
  conductance,
  deviceFeature("log-capacitance", ["capacitor"], ["capacitance"], logMagnitude),
  deviceFeature("log-inductance", ["inductor"], ["inductance"], logMagnitude),
  deviceFeature("dc-voltage", ["voltage-source"], ["dc"], identity),
  deviceFeature("dc-current", ["current-source"], ["dc"], identity),
  deviceFeature("log-dc-current", ["current-source"], ["dc"], logMagnitude),
  deviceFeature("ac-magnitude", sources, ["acMagnitude"], identity),
  deviceFeature("ac-phase", sources, ["acPhase"], identity),
  deviceFeature("gain", controlled, ["gain"], identity),
  deviceFeature("log-width", mosfets, ["w"], logMagnitude),
  deviceFeature("log-length", mosfets, ["l"], logMagnitude),
  deviceFeature("log-multiplicity", mosfets, [["m", 1]], logMagnitude),
  deviceFeature(
    "log-aspect",
    mosfets,
    ["w", "l", ["m", 1]],
    (w, l, m) => logMagnitude(w!) + logMagnitude(m!) - logMagnitude(l!),
  ),
  deviceFeature("log-area", junctions, [["area", 1]], logMagnitude),
  netSumFeature("log-net-conductance", conductance, { ofNet: logMagnitude }),
  netSumFeature("conductance-share", conductance, { ofTerminal: (own, sum) => own / sum }),
  relativeFeature("relative-resistance", resistance, (ratio) =>
    Math.max(-largestLinearRatio, Math.min(ratio, largestLinearRatio)),
  ),
  relativeFeature("log-relative-resistance", resistance, logMagnitude),
  topologyFeature("output", ({ terminals, outputNodes }) => {
    const outputs = new Set(outputNodes);
    return (node) => (node < terminals ? undefined : Number(outputs.has(node)));
  }),
];

/** The catalogue's features by name. */
export const nodeFeatures: ReadonlyMap<string, NodeFeature> = new Map(
  catalogue.map((feature) => [feature.name, feature]),
);
