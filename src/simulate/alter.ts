import type { DeviceKind } from "../circuit/index.js";

const sourceParameters: ReadonlyMap<string, string> = new Map([
  ["dc", "dc "],
  ["acMagnitude", "acmag "],
  ["acPhase", "acphase "],
]);
const geometry: ReadonlyMap<string, string> = new Map([
  ["w", "w "],
  ["l", "l "],
  ["m", "m "],
]);

/**
 * What `alter` is known to do as well as a fresh deck, with its name for the parameter; `test/simulate/analyses.test.ts` compares.
 * All else (areas and perimeters, temperatures, numbers of fingers, couplings …) is derived once when a deck is loaded.
 */
const alterable: Readonly<Partial<Record<DeviceKind, ReadonlyMap<string, string>>>> = {
  resistor: new Map([["resistance", ""]]),
  capacitor: new Map([["capacitance", ""]]),
  inductor: new Map([["inductance", ""]]),
  vcvs: new Map([["gain", ""]]),
  vccs: new Map([["gain", ""]]),
  ccvs: new Map([["gain", ""]]),
  cccs: new Map([["gain", ""]]),
  "voltage-source": sourceParameters,
  "current-source": sourceParameters,
  nmos: geometry,
  pmos: geometry,
};

/** The command, without its number, that gives a parameter of a loaded device another value; undefined where none is trusted. */
export function alterCommand(kind: DeviceKind, printedName: string, parameter: string): string | undefined {
  const name = alterable[kind]?.get(parameter);
  return name === undefined ? undefined : `alter ${printedName} ${name}= `;
}
