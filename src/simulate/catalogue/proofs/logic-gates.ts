import { logicProof, truthTable } from "../logic.js";
import type { ProofInput } from "../proof.js";

const gate = (inputs: string, values: string, output = "vout") =>
  logicProof(truthTable(inputs, output, values));
const two = "vina vinb";
const three = "vina vinb vinc";
const four = "vina vinb vinc vind";

/** Truth tables; the inputs count up in binary. */
export const logicGates: Readonly<Record<string, ProofInput>> = {
  inv: gate("vin", "1 0"),
  buffer: gate("vin", "0 1"),
  inv_chain: gate("vin", "1 0"),
  nand: gate(two, "1 1 1 0"),
  nand_3in: gate(three, "1 1 1 1 1 1 1 0"),
  nand_4in: gate(four, "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0"),
  nor: gate(two, "1 0 0 0"),
  nor_3in: gate(three, "1 0 0 0 0 0 0 0"),
  nor_4in: gate(four, "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
  and_corrected: gate(two, "0 0 0 1"),
  or_corrected: gate(two, "0 1 1 1"),
  xor_opt: gate("in_a in_b", "0 1 1 0", "out"),
  xor_passgate_corrected: gate("in_a in_b", "0 1 1 0", "out"),
};
