import type { DeviceKind } from "../circuit/index.js";

const sourceParameters: ReadonlyMap<string, string> = new Map([
  ["dc", "dc "],
  ["acMagnitude", "acmag "],
  ["acPhase", "acphase "],
]);
const multiplicity: ReadonlyMap<string, string> = new Map([["m", "m "]]);

/**
 * What `alter` is known to do as well as a fresh deck, with its name for the parameter; `test/simulate/sweep.test.ts` compares.
 * All else loads the deck anew: areas, temperatures, couplings and the like are derived once on loading, and a BSIM4 transistor
 * whose `w` or `l` is altered misses the checks of its parameters, which leaves capacitances a thousandth off.
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
  nmos: multiplicity,
  pmos: multiplicity,
};

/** The command, without its number, that gives a parameter of a loaded device another value; undefined where none is trusted. */
export function alterCommand(kind: DeviceKind, printedName: string, parameter: string): string | undefined {
  const name = alterable[kind]?.get(parameter);
  return name === undefined ? undefined : `alter ${printedName} ${name}= `;
}
