import { type LogicTable, logicProof } from "../logic.js";
import type { ProofInput } from "../proof.js";

/** A difference of 20 mV, both ways; vclk = 0 precharges both outputs. */
const clocked: LogicTable = {
  inputs: "vclk vin_p vin_n",
  outputs: "vo_p vo_n",
  levels: { vin_p: [0.49, 0.51], vin_n: [0.49, 0.51] },
  phases: `
    010 11
    110 10
    001 11
    101 01
    010 11
    110 10`,
};

/** Decisions. */
export const comparators: Readonly<Record<string, ProofInput>> = {
  strongarm_latch_corrected: logicProof(clocked),
  dynamic_latched_comparator_corrected: logicProof(clocked),
};
