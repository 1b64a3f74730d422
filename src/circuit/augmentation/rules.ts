import type { DeviceKind } from "../circuit.js";
import type { EditOperation } from "./edit.js";

/** What augmentation may do to a circuit, by the kind of the device that it is done to; kinds that are not named stay as they are. */
export interface AugmentationRules {
  readonly name: "faithful" | "sound" | "exact";
  /** Ways of splitting a device into two of its kind, equally likely: the circuit means the same. */
  readonly positive: Readonly<Partial<Record<DeviceKind, readonly ("parallel" | "series")[]>>>;
  /** Edits done one after another to the same device: the circuit no longer means the same. */
  readonly negative: Readonly<
    Partial<Record<DeviceKind, readonly (readonly [EditOperation, kind: DeviceKind])[]>>
  >;
  /** Whether devices with both current terminals on one net are edited too, which changes nothing in either case. */
  readonly editsLoops: boolean;
}

const both = ["parallel", "series"] as const;

const negative: AugmentationRules["negative"] = {
  nmos: [
    ["parallel", "pmos"],
    ["series", "pmos"],
  ],
  pmos: [
    ["parallel", "nmos"],
    ["series", "nmos"],
  ],
  resistor: [
    ["change", "capacitor"],
    ["series", "inductor"],
  ],
  capacitor: [
    ["parallel", "inductor"],
    ["series", "inductor"],
  ],
  inductor: [
    ["parallel", "capacitor"],
    ["series", "capacitor"],
  ],
  "current-source": [
    ["change", "resistor"],
    ["parallel", "capacitor"],
    ["parallel", "inductor"],
  ],
};

/** The rules of DICE as published (arXiv 2502.08949): current sources are also split in series. */
export const faithfulRules: AugmentationRules = {
  name: "faithful",
  positive: {
    nmos: both,
    pmos: both,
    resistor: both,
    capacitor: both,
    inductor: both,
    "current-source": both,
  },
  negative,
  editsLoops: true,
};

/** Positive edits that keep the circuit's equations: current sources in parallel only, and nothing where both ends share a net. */
export const soundRules: AugmentationRules = {
  name: "sound",
  positive: { ...faithfulRules.positive, "current-source": ["parallel"] },
  negative,
  editsLoops: false,
};

/**
 * Positive edits that simulate to the same numbers too: without transistors in series, which models divide only roughly, and
 * without what leaves a circuit no unique operating point, capacitors in series and inductors in parallel.
 */
export const exactRules: AugmentationRules = {
  name: "exact",
  positive: {
    nmos: ["parallel"],
    pmos: ["parallel"],
    resistor: both,
    capacitor: ["parallel"],
    inductor: ["series"],
    "current-source": ["parallel"],
  },
  negative,
  editsLoops: false,
};
