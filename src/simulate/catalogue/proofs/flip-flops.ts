import { logicProof } from "../logic.js";
import type { ProofInput } from "../proof.js";

/** Sequences of inputs, and the bit that is held. */
export const flipFlops: Readonly<Record<string, ProofInput>> = {
  dff_nand: logicProof({
    inputs: "data_in clk",
    outputs: "data_out data_out_b",
    phases: `
      11 10
      10 10
      00 10
      01 01
      00 01
      10 01
      11 10
      01 01`,
  }),
};
