import type { SourceLocation } from "../core/index.js";

/** Index of a net in {@link Circuit.nets}. */
export type NetId = number;

/**
 * What a device is. Field names, not SPICE letters; `nmos`/`pmos`, `npn`/`pnp` … come from the model's type.
 * A device that no rule knows is `unknown`, never dropped.
 */
export type DeviceKind =
  | "resistor"
  | "capacitor"
  | "inductor"
  | "mutual-inductor"
  | "voltage-source"
  | "current-source"
  | "vcvs"
  | "vccs"
  | "ccvs"
  | "cccs"
  | "behavioural-source"
  | "diode"
  | "npn"
  | "pnp"
  | "njf"
  | "pjf"
  | "nmes"
  | "pmes"
  | "nmos"
  | "pmos"
  | "voltage-switch"
  | "current-switch"
  | "transmission-line"
  | "lossy-transmission-line"
  | "uniform-rc-line"
  | "code-model"
  | "black-box"
  | "unknown";

/** One terminal of a device: its role (`plus`, `minus`, `drain`, `gate`, `source`, `bulk`, `base` …) and its net. */
export interface Terminal {
  readonly name: string;
  readonly net: NetId;
}

/**
 * A device of a flat circuit.
 *
 * `parameters` are numbers in SI units, keyed in lower case as SPICE spells them (`w`, `l`, `m`, `nf`, `ad` …), but for the
 * main values, which are spelled out: `resistance` (ohm), `capacitance` (farad), `inductance` (henry), `gain`, and for
 * sources `dc` (volt or ampere), `acMagnitude`, `acPhase` (degree).
 */
export interface Device {
  /** Hierarchical, lower case, unique in the circuit: `x1.x2.m3`. */
  readonly name: string;
  readonly kind: DeviceKind;
  readonly terminals: readonly Terminal[];
  readonly parameters: Readonly<Record<string, number>>;
  /** Name of the model in {@link Circuit.models}, where the device has one. */
  readonly model?: string;
  /** What is not a number: behavioural expressions, source waveforms, controlling devices; verbatim text by name. */
  readonly text?: Readonly<Record<string, string>>;
  readonly location?: SourceLocation;
}

/** A net of a flat circuit. */
export interface Net {
  /** Hierarchical, lower case: `out`, `x1.mid`; ground is always `0`. */
  readonly name: string;
  readonly isGround: boolean;
}

/** A `.model` card with its parameters evaluated. */
export interface DeviceModel {
  readonly name: string;
  /** As written, lower case: `nmos`, `d`, `r` … */
  readonly type: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Model parameters that are not numbers (`version=4.8.1`, names), verbatim. */
  readonly text?: Readonly<Record<string, string>>;
  readonly location?: SourceLocation;
}

/** A net and a voltage (volts) that a solver is told for it. */
export interface NetVoltage {
  readonly net: NetId;
  readonly voltage: number;
}

/** A flat circuit: what graphs are built from and what is simulated. */
export interface Circuit {
  readonly title: string;
  readonly nets: readonly Net[];
  readonly devices: readonly Device[];
  readonly models: readonly DeviceModel[];
  /** Degrees Celsius, from `.temp` or `.options temp`; 27 when nothing says so. */
  readonly temperature: number;
  /** `.options` that are numbers or flags (1). */
  readonly options: Readonly<Record<string, number>>;
  /** Nets whose operating point is what one asks for, where a circuit names them (our parametric circuits do). */
  readonly outputs?: readonly NetId[];
  /** `.ic`: voltages at which a transient starts. */
  readonly initialConditions?: readonly NetVoltage[];
  /** `.nodeset`: first guesses of the operating point. */
  readonly nodesets?: readonly NetVoltage[];
}
