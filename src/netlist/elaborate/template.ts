import type { DeviceKind } from "../../circuit/index.js";
import type { Program } from "../expression/compile.js";
import type { Card } from "./content.js";

/** The devices that take their kind from a model. */
export type ModelFamily =
  | "mosfet"
  | "bipolar"
  | "jfet"
  | "mesfet"
  | "diode"
  | "switch"
  | "line"
  | "passive"
  | "code-model";

/** A device card, read once and put into every instance of its subcircuit. */
export interface DeviceTemplate {
  readonly role: "device";
  readonly card: Card;
  readonly name: string;
  /** What it is where its model does not say otherwise. */
  readonly kind: DeviceKind;
  readonly family?: ModelFamily;
  readonly model?: string;
  readonly terminals: readonly string[];
  /** Nets of the terminals, as indices in the body. */
  readonly nets: readonly number[];
  readonly values: readonly TemplateValue[];
  /** Verbatim text by key. */
  readonly text: readonly (readonly [key: string, text: string])[];
  /** Expressions that a simulator evaluates. */
  readonly expressions: readonly TemplateValue[];
  /** Names of other devices, by key. */
  readonly references: readonly (readonly [key: string, names: readonly string[]])[];
  readonly waveform?: Waveform;
}

/** A parameter of a device, by key. */
export interface TemplateValue {
  readonly key: string;
  readonly program: Program;
}

/** `pulse(…)` and the like: arguments are values, or words that mean themselves. */
export interface Waveform {
  readonly name: string;
  readonly arguments: readonly (Program | string)[];
}

/** An `X` card. */
export interface InstanceTemplate {
  readonly role: "instance";
  readonly card: Card;
  readonly name: string;
  readonly subcircuit: string;
  readonly nets: readonly number[];
  readonly values: readonly TemplateValue[];
  readonly text: readonly (readonly [key: string, text: string])[];
}
