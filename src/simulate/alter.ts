import type { Circuit, Device, DeviceKind } from "../circuit/index.js";
import { levelOf } from "./device-details.js";
import type { Deck, Step } from "./template.js";

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

/** Where a deck has fewer characters for each value than this, it is loaded as quickly as it is altered. */
const LONG_DECK = 100;
const passive: ReadonlySet<DeviceKind> = new Set([
  "resistor",
  "capacitor",
  "voltage-source",
  "current-source",
]);

/**
 * Whether a loaded circuit, altered, is to the last bit what its deck would be loaded anew, and altering is worth it. Known of operating
 * points and AC analyses of BSIM4 transistors between plain resistors, capacitors and sources: they keep nothing of the analyses before.
 */
export function altersExactly(circuit: Circuit, { pieces, holes }: Deck, steps: readonly Step[]): boolean {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return (
    length > LONG_DECK * holes.length &&
    steps.every(({ kind }) => kind === "op" || kind === "ac") &&
    !circuit.initialConditions?.length &&
    !circuit.nodesets?.length &&
    circuit.devices.every((device) => isPlain(device) || [14, 54].includes(levelOf(circuit, device)))
  );
}

function isPlain({ name, kind, model, text, parameters }: Device): boolean {
  if (!passive.has(kind) || model !== undefined || text !== undefined) return false;
  return Object.keys(parameters).every((parameter) => alterCommand(kind, name, parameter) !== undefined);
}
