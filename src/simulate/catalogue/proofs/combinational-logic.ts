import { logicProof, truthTable } from "../logic.js";
import type { ProofInput } from "../proof.js";

/** Truth tables; the inputs count up in binary. */
export const combinationalLogic: Readonly<Record<string, ProofInput>> = {
  half_adder: logicProof(truthTable("in_a in_b", "out_s out_c", "00 10 10 01")),
  mux_1: logicProof(truthTable("in_s in_a in_b", "out", "0 0 1 1 0 1 0 1")),
};
