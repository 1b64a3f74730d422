import { createHash } from "node:crypto";
import type { Circuit, Device } from "../circuit/index.js";
import { printCircuit } from "../netlist/index.js";
import { catalogueCircuit } from "../netlist/node-catalogue/index.js";
import type { Distribution } from "./distribution.js";
import type { NetlistCircuit } from "./netlist-circuit.js";

/** A circuit of the catalogue with what a dataset puts around it. */
export interface CatalogueCard {
  /** Name in the catalogue. */
  readonly name: string;
  /** SPICE cards: supplies, inputs, loads. */
  readonly cards: readonly string[];
  /** Values in place of the catalogue's, by `device.parameter`. */
  readonly fixed?: Readonly<Record<string, number>>;
  /** What varies, by `device.parameter`, and how it is drawn. */
  readonly parameters: Readonly<Record<string, Distribution>>;
}

/** The netlist of such a circuit, complete with its model cards; devices and nets have the catalogue's names. */
export function catalogueDeck({ name, cards, fixed = {}, parameters }: CatalogueCard): NetlistCircuit {
  const { lines } = printCircuit(withValues(catalogueCircuit(name), fixed));
  return { file: `${name}.sp`, text: `${[...lines, ...cards].join("\n")}\n.end\n`, files: {}, parameters };
}

/** Circuits as a recipe holds them: names that stand for their content, `strongarm_latch@1f3a9c02`, and netlists by these names. */
export function catalogueNetlists(circuits: readonly CatalogueCard[]): {
  readonly circuits: readonly string[];
  readonly netlists: Readonly<Record<string, NetlistCircuit>>;
} {
  const named = circuits.map((circuit) => {
    const netlist = catalogueDeck(circuit);
    const hash = createHash("sha256").update(JSON.stringify(netlist)).digest("hex").slice(0, 8);
    return [`${circuit.name}@${hash}`, netlist] as const;
  });
  return { circuits: named.map(([name]) => name), netlists: Object.fromEntries(named) };
}

function withValues(circuit: Circuit, values: Readonly<Record<string, number>>): Circuit {
  const ofDevice = (device: Device): Device => {
    const own = Object.keys(device.parameters).flatMap((key) => {
      const value = values[`${device.name}.${key}`];
      return value === undefined ? [] : [[key, value] as const];
    });
    return own.length === 0
      ? device
      : { ...device, parameters: { ...device.parameters, ...Object.fromEntries(own) } };
  };
  return { ...circuit, devices: circuit.devices.map(ofDevice) };
}
