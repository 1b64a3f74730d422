import { type CatalogueEntry, type CircuitFamily, familyLabels } from "./entry.js";

const corrected = (corrects: string, family: CircuitFamily, title: string): CatalogueEntry => ({
  ...{
    name: `${corrects}_corrected`,
    title,
    family,
    set: "corrected",
    labels: familyLabels[family],
    corrects,
  },
});

/** Circuits of paper B that work only after a change, which a comment of the netlist explains. */
export const correctedCircuits: readonly CatalogueEntry[] = [
  corrected("and", "logic-gates", "AND2"),
  corrected("or", "logic-gates", "OR2"),
  corrected("xor_passgate", "logic-gates", "pass-gate XOR"),
  corrected("strongarm_latch", "comparators", "StrongARM latch"),
  corrected("dynamic_latched_comparator", "comparators", "dynamic latched comparator"),
  corrected("song_dacfc_pin_3_amp", "three-stage-op-amps", "three-stage op-amp, DACFC"),
];
