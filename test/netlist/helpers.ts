import type { Circuit, Device } from "../../src/circuit/index.js";
import { type ElaborateOptions, readNetlist } from "../../src/netlist/index.js";

/** A deck of the given cards under a title line, elaborated. */
export function read(cards: string, options: ElaborateOptions = {}) {
  return readNetlist(`title\n${cards}\n`, { file: "deck.sp", ...options });
}

export function device(circuit: Circuit, name: string): Device {
  const found = circuit.devices.find((each) => each.name === name);
  if (!found)
    throw new Error(`no device ${name} among ${circuit.devices.map((each) => each.name).join(" ")}`);
  return found;
}

/** `terminal=net` for each terminal. */
export function connections(circuit: Circuit, name: string): Record<string, string> {
  return Object.fromEntries(device(circuit, name).terminals.map((t) => [t.name, circuit.nets[t.net]!.name]));
}

export function codes({
  diagnostics,
}: {
  readonly diagnostics: readonly { readonly code: string }[];
}): string[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort();
}
