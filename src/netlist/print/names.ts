import type { Circuit, Device, DeviceKind } from "../../circuit/index.js";
import { UniqueNames } from "../unique-names.js";

/** The SPICE letter under which a kind is printed; kinds without one cannot be put into a deck. */
const letterOf: Readonly<Partial<Record<DeviceKind, string>>> = {
  resistor: "r",
  capacitor: "c",
  inductor: "l",
  "mutual-inductor": "k",
  "voltage-source": "v",
  "current-source": "i",
  vcvs: "e",
  vccs: "g",
  ccvs: "h",
  cccs: "f",
  "behavioural-source": "b",
  diode: "d",
  npn: "q",
  pnp: "q",
  njf: "j",
  pjf: "j",
  nmes: "z",
  pmes: "z",
  nmos: "m",
  pmos: "m",
  "voltage-switch": "s",
  "current-switch": "w",
  "transmission-line": "t",
  "lossy-transmission-line": "o",
  "uniform-rc-line": "u",
  "code-model": "a",
};

/** Letters that a device's text may choose in place of its kind's own. */
const otherLetters: Readonly<Partial<Record<DeviceKind, readonly string[]>>> = {
  "lossy-transmission-line": ["p", "y"],
  "code-model": ["n"],
};

/** The letter of a device's card, or undefined where SPICE has no form for it. */
export function cardLetter({ kind, text }: Device): string | undefined {
  const chosen = text?.letter;
  return chosen !== undefined && otherLetters[kind]?.includes(chosen) ? chosen : letterOf[kind];
}

const SAFE_NAME = /^[a-z0-9_][a-z0-9_.]*$/;

/** Words that SPICE reads otherwise than as a name, in the places where names stand. */
const RESERVED = new Set(["gnd", "time", "temper", "hertz", "poly", "params"]);

/** A name as every SPICE reads it as one plain word: odd characters become `_`. */
function plainName(name: string): string {
  const lower = name.toLowerCase();
  const plain = SAFE_NAME.test(lower) ? lower : lower.replace(/[^a-z0-9_.]/g, "_").replace(/^\./, "_") || "_";
  return RESERVED.has(plain) ? `_${plain}` : plain;
}

/** The printed names of a circuit: `nets[i]` and `devices[i]` by index, models by name. */
export interface PrintedNames {
  readonly nets: readonly string[];
  readonly devices: readonly string[];
  readonly models: ReadonlyMap<string, string>;
}

/** Chooses printed names; plain names are served first, so that only odd ones change. */
export function chooseNames(circuit: Circuit): PrintedNames {
  const models = new Map<string, string>();
  const modelTable = new UniqueNames("_");
  const missing = circuit.devices.flatMap((device) => (device.model === undefined ? [] : [device.model]));
  for (const name of new Set([...circuit.models.map((model) => model.name), ...missing])) {
    models.set(name, modelTable.claim(plainName(name)));
  }
  const netTable = new UniqueNames("_");
  netTable.reserve("0");
  for (const name of models.values()) netTable.reserve(name);
  return {
    nets: plainFirst(circuit.nets, (net) => (net.isGround ? undefined : net.name), netTable, "0"),
    devices: plainFirst(circuit.devices, printedDeviceName, new UniqueNames("_"), ""),
    models,
  };
}

function plainFirst<T>(
  items: readonly T[],
  wanted: (item: T) => string | undefined,
  table: UniqueNames,
  fallback: string,
): string[] {
  const names: string[] = new Array(items.length).fill(fallback);
  const odd: number[] = [];
  items.forEach((item, index) => {
    const name = wanted(item);
    if (name === undefined) return;
    if (SAFE_NAME.test(name)) names[index] = table.claim(plainName(name));
    else odd.push(index);
  });
  for (const index of odd) names[index] = table.claim(plainName(wanted(items[index]!)!));
  return names;
}

/** The device's own name where it starts with its letter, else `letter.name`, as ngspice itself names flattened devices. */
function printedDeviceName(device: Device): string | undefined {
  const letter = cardLetter(device);
  if (letter === undefined) return undefined;
  return device.name.startsWith(letter) ? device.name : `${letter}.${device.name}`;
}
