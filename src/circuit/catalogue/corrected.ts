import type { CatalogueEntry } from "./entry.js";

/** Circuits of paper B that work only after a change, which a comment of the netlist explains. */
export const correctedCircuits: readonly CatalogueEntry[] = [];
