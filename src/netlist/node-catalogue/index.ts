import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Circuit, type CircuitFamily, catalogueEntry } from "../../circuit/index.js";
import { type Elaboration, parseNetlist, readSubcircuit, subcircuitHeaders } from "../index.js";
import { nodeFiles } from "../node-files/index.js";

/** The folder of the catalogue's netlists, one file for each family. */
export const catalogueFolder = fileURLToPath(new URL("../../../circuits/", import.meta.url));

/** Path of a family's netlist: subcircuits that reach their model cards by `.include mos-45nm.sp`. */
export function catalogueFile(family: CircuitFamily): string {
  return `${catalogueFolder}${family}.sp`;
}

const texts = new Map<CircuitFamily, string>();

/** The netlist of a family. */
export function catalogueNetlist(family: CircuitFamily): string {
  const text = texts.get(family) ?? readFileSync(catalogueFile(family), "utf8");
  texts.set(family, text);
  return text;
}

/** The ports of a circuit of the catalogue, in the order of its subcircuit. Throws CIRCUIT_UNKNOWN_NAME. */
export function cataloguePorts(name: string): readonly string[] {
  const tree = parseNetlist(catalogueNetlist(catalogueEntry(name).family));
  return subcircuitHeaders(tree).find((header) => header.name === name)?.ports ?? [];
}

const circuits = new Map<string, Circuit>();

/**
 * A circuit of the catalogue, flat, with its model cards and without supplies and inputs, which its ports are for; the same object on
 * every call. Throws CIRCUIT_UNKNOWN_NAME.
 */
export function catalogueCircuit(name: string): Circuit {
  const circuit = circuits.get(name) ?? readCircuit(name).circuit;
  circuits.set(name, circuit);
  return circuit;
}

function readCircuit(name: string): Elaboration {
  const { family } = catalogueEntry(name);
  const [file, files] = [catalogueFile(family), nodeFiles([catalogueFolder])];
  return readSubcircuit(catalogueNetlist(family), name, { file, files });
}
