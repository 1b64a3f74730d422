import type { DeviceKind } from "../../circuit/index.js";

/** What the name of a device tells where its definition is not at hand. */
export interface KnownDevice {
  readonly kind: DeviceKind;
  readonly terminals: readonly string[];
  /** Metres in a length that is written as a bare number; sky130 writes micrometres and sets `scale` in its library. */
  readonly lengthUnit?: number;
}

const mosfet = ["drain", "gate", "source", "bulk"];
const bipolar = ["collector", "base", "emitter", "substrate"];
const twoTerminal = ["plus", "minus", "bulk"];
const diode = ["anode", "cathode"];
const sky130 = /^(sky130_fd_pr__|sky130_)/;

const families: readonly (readonly [pattern: RegExp, kind: DeviceKind, terminals: readonly string[]])[] = [
  [/(^|_)(esd_)?nfet(_|$)|(^|_)nmos(_|$)|(^|_)nch(_|$)|(^|_)n(mos|fet|ch)\d*$/, "nmos", mosfet],
  [/(^|_)(esd_)?pfet(_|$)|(^|_)pmos(_|$)|(^|_)pch(_|$)|(^|_)p(mos|fet|ch)\d*$/, "pmos", mosfet],
  [/(^|_)npn(_|\d|$)/, "npn", bipolar],
  [/(^|_)pnp(_|\d|$)/, "pnp", bipolar],
  [/(^|_)diode(_|$)/, "diode", diode],
  [/(^|_)(res|rsil|rppd|rhigh|rppoly|ppolyf|npolyf)(_|$)/, "resistor", twoTerminal],
  [/(^|_)(cap|mim|mimcap|vpp)(_|$)/, "capacitor", twoTerminal],
];

/** The kind of a device from the name of its model or wrapper, as the usual process design kits name them (`sky130_fd_pr__nfet_01v8`, `nch_lvt`, `sg13_lv_pmos`). */
export function knownDevice(name: string): KnownDevice | undefined {
  const found = families.filter(([pattern]) => pattern.test(name));
  if (found.length !== 1) return undefined;
  const [, kind, terminals] = found[0]!;
  return sky130.test(name) ? { kind, terminals, lengthUnit: 1e-6 } : { kind, terminals };
}

const lengths: ReadonlySet<string> = new Set(["w", "l", "pd", "ps", "sa", "sb", "sd"]);
const areas: ReadonlySet<string> = new Set(["ad", "as"]);

/** Above these, in metres and square metres, a device's length or area can only be in the unit of its kit. */
const LONGEST = 1e-3;
const LARGEST = 1e-6;

/** A wrapper's parameter in SI units: a length that would be millimetres and more is in the kit's unit. */
export function toSiUnits(key: string, value: number, { lengthUnit }: KnownDevice): number {
  if (lengthUnit === undefined) return value;
  if (lengths.has(key) && Math.abs(value) >= LONGEST) return value * lengthUnit;
  if (areas.has(key) && Math.abs(value) >= LARGEST) return value * lengthUnit * lengthUnit;
  return value;
}

/** The power of `.options scale` that a geometric parameter is multiplied by; 0 for all others. */
export function scalePower(key: string, kind: DeviceKind): number {
  if (kind === "nmos" || kind === "pmos") return lengths.has(key) ? 1 : areas.has(key) ? 2 : 0;
  if (kind === "resistor" || kind === "capacitor" || kind === "diode")
    return key === "w" || key === "l" ? 1 : 0;
  return 0;
}
