import type { CatalogueEntry } from "./entry.js";

/** Circuits beyond those of paper B. */
export const extraCircuits: readonly CatalogueEntry[] = [];
