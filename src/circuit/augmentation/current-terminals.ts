import type { Device } from "../circuit.js";

/** The terminals of the devices that augmentation edits, and which two of them current flows between. */
const transistor = { terminals: ["drain", "gate", "source", "bulk"], ends: [0, 2] } as const;
const twoTerminal = { terminals: ["plus", "minus"], ends: [0, 1] } as const;
const shapes: Readonly<Partial<Record<Device["kind"], typeof transistor | typeof twoTerminal>>> = {
  nmos: transistor,
  pmos: transistor,
  resistor: twoTerminal,
  capacitor: twoTerminal,
  inductor: twoTerminal,
  "current-source": twoTerminal,
};

/**
 * Where a device's two current terminals (plus and minus, drain and source) are among its terminals; undefined for kinds that
 * augmentation does not know, and for devices with more terminals than their kind needs.
 */
export function currentTerminals({ kind, terminals }: Device): readonly [number, number] | undefined {
  const shape = shapes[kind];
  if (shape?.terminals.length !== terminals.length) return undefined;
  return shape.terminals.every((name, t) => terminals[t]!.name === name) ? shape.ends : undefined;
}
