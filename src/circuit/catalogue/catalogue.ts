import { KirchhoffError, nearestWord } from "../../core/index.js";
import { correctedCircuits } from "./corrected.js";
import { diceCircuits } from "./dice.js";
import type { CatalogueEntry } from "./entry.js";
import { extraCircuits } from "./extra.js";

/** Every circuit whose netlist comes with the package: paper B's as published, those corrected, and further ones. */
export const circuitCatalogue: readonly CatalogueEntry[] = [
  ...diceCircuits,
  ...correctedCircuits,
  ...extraCircuits,
];

const byName = new Map(circuitCatalogue.map((entry) => [entry.name, entry]));

/** The catalogue's entry of this name. Throws CIRCUIT_UNKNOWN_NAME. */
export function catalogueEntry(name: string): CatalogueEntry {
  const entry = byName.get(name);
  if (entry) return entry;
  const near = nearestWord(name, byName.keys());
  throw new KirchhoffError("CIRCUIT_UNKNOWN_NAME", "no circuit of the catalogue has this name", {
    found: name,
    expected: `one of the ${byName.size} names of circuitCatalogue`,
    ...(near !== undefined && { hint: `did you mean ${near}?` }),
  });
}
