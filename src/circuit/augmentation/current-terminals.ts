import type { Device } from "../circuit.js";

/** The terminals between which a device's current flows: plus and minus, drain and source. */
const names: Readonly<Partial<Record<Device["kind"], readonly [string, string]>>> = {
  nmos: ["drain", "source"],
  pmos: ["drain", "source"],
  resistor: ["plus", "minus"],
  capacitor: ["plus", "minus"],
  inductor: ["plus", "minus"],
  "current-source": ["plus", "minus"],
};

/** Where a device's two current terminals are among its terminals; undefined for kinds that augmentation does not know. */
export function currentTerminals({ kind, terminals }: Device): readonly [number, number] | undefined {
  const ends = names[kind]?.map((end) => terminals.findIndex(({ name }) => name === end));
  return ends?.every((at) => at >= 0) ? (ends as [number, number]) : undefined;
}
