import type { DeviceKind } from "../circuit/index.js";
import { KirchhoffError, nearestWord } from "../core/index.js";
import type { NodeFeature } from "./feature.js";
import { nodeFeatures } from "./feature-catalogue.js";
import { createScheme, type FeatureScheme, type SchemeDescription } from "./scheme.js";

/** The value features of `kirchhoff@1` unless others are chosen. */
const defaultFeatures: readonly string[] = [
  "resistance",
  "log-resistance",
  "log-capacitance",
  "log-inductance",
  "dc-voltage",
  "dc-current",
  "log-dc-current",
  "ac-magnitude",
  "ac-phase",
  "gain",
  "log-width",
  "log-length",
  "log-multiplicity",
  "log-area",
];

/** The order fixes the columns, so a change needs a new version of the scheme. */
const deviceKinds: readonly DeviceKind[] = [
  "resistor",
  "capacitor",
  "inductor",
  "mutual-inductor",
  "voltage-source",
  "current-source",
  "vcvs",
  "vccs",
  "ccvs",
  "cccs",
  "behavioural-source",
  "diode",
  "npn",
  "pnp",
  "njf",
  "pjf",
  "nmes",
  "pmes",
  "nmos",
  "pmos",
  "voltage-switch",
  "current-switch",
  "transmission-line",
  "lossy-transmission-line",
  "uniform-rc-line",
  "code-model",
  "black-box",
  "unknown",
];

/** Devices whose plus and minus can be swapped: both have one role, `either`, so that swapping changes nothing. */
const symmetricKinds: readonly DeviceKind[] = ["resistor", "capacitor", "inductor"];

/** Terminal roles with a column of their own, in a fixed order as `deviceKinds`; other roles share `role:other`. */
const roles = [
  "either",
  "plus",
  "minus",
  "control-plus",
  "control-minus",
  "control2-plus",
  "control2-minus",
  "drain",
  "gate",
  "source",
  "bulk",
  "collector",
  "base",
  "emitter",
  "substrate",
  "anode",
  "cathode",
  "body",
  "thermal",
  "port1",
  "port2",
  "common",
  "port1-plus",
  "port1-minus",
  "port2-plus",
  "port2-minus",
  "other",
] as const;

const codeColumns = [
  "net",
  "ground",
  ...deviceKinds.map((kind) => `kind:${kind}`),
  ...roles.map((role) => `role:${role}`),
];
const codeColumn = new Map(codeColumns.map((name, column) => [name, column]));

/**
 * Our own scheme, for any circuit: a node is a net, ground, or a device kind with a terminal role (two columns set); then the chosen
 * features of the catalogue. Two-terminal passives have one role for both ends. Throws GRAPH_UNKNOWN_FEATURE.
 */
export function kirchhoffScheme(description: SchemeDescription): FeatureScheme {
  const names = description.features ?? defaultFeatures;
  const values = findFeatures(names).map((feature, i) => ({ feature, column: codeColumns.length + i }));
  return createScheme({
    description: { ...description, features: names },
    columns: [...codeColumns, ...names],
    code: ({ kinds, kindOfNode }) => {
      const codes = kinds.map(codeOfKind);
      return (node) => codes[kindOfNode[node]!]!;
    },
    values,
  });
}

/** The catalogue's features that a `kirchhoff@1` description names. Throws GRAPH_UNKNOWN_FEATURE. */
export function kirchhoffFeatures({ features }: SchemeDescription): readonly NodeFeature[] {
  return findFeatures(features ?? defaultFeatures);
}

function findFeatures(names: readonly string[]): NodeFeature[] {
  return names.map((name) => {
    const feature = nodeFeatures.get(name);
    if (feature) return feature;
    const near = nearestWord(name, nodeFeatures.keys());
    throw new KirchhoffError("GRAPH_UNKNOWN_FEATURE", "no node feature has this name", {
      found: name,
      expected: `one of ${[...nodeFeatures.keys()].join(", ")}`,
      ...(near ? { hint: `did you mean ${near}?` } : {}),
    });
  });
}

function codeOfKind(kind: string): readonly number[] {
  const dot = kind.indexOf(".");
  if (dot < 0) return [codeColumn.get(kind)!];
  const device = kind.slice(0, dot) as DeviceKind;
  const terminal = kind.slice(dot + 1);
  const swappable = symmetricKinds.includes(device) && (terminal === "plus" || terminal === "minus");
  const role = swappable ? "either" : terminal;
  return [codeColumn.get(`kind:${device}`)!, codeColumn.get(`role:${role}`) ?? codeColumn.get("role:other")!];
}
