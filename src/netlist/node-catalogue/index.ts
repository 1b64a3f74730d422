import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Circuit, type CircuitFamily, catalogueEntry } from "../../circuit/index.js";
import { readSubcircuit } from "../index.js";
import { nodeFiles } from "../node-files/index.js";

/** The folder of the catalogue's netlists, one file for each family. */
export const catalogueFolder = fileURLToPath(new URL("../../../circuits/", import.meta.url));

/** Path of a family's netlist: subcircuits that reach their model cards by `.include mos-45nm.sp`. */
export function catalogueFile(family: CircuitFamily): string {
  return `${catalogueFolder}${family}.sp`;
}

const circuits = new Map<string, Circuit>();

/**
 * A circuit of the catalogue, flat, with its model cards and without supplies and inputs, which its ports are for; the same object on
 * every call. Throws CIRCUIT_UNKNOWN_NAME.
 */
export function catalogueCircuit(name: string): Circuit {
  const known = circuits.get(name);
  if (known) return known;
  const file = catalogueFile(catalogueEntry(name).family);
  const { circuit } = readSubcircuit(readFileSync(file, "utf8"), name, {
    ...{ file, files: nodeFiles([catalogueFolder]) },
  });
  circuits.set(name, circuit);
  return circuit;
}
