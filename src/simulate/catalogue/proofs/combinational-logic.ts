import { logicProof, truthTable } from "../logic.js";
import type { ProofInput } from "../proof.js";

/** a + b of two bits each, in three. */
const sums = Array.from({ length: 16 }, (_, i) => ((i >> 2) + (i & 3)).toString(2).padStart(3, "0")).join(
  " ",
);

/** Truth tables; the inputs count up in binary. */
export const combinationalLogic: Readonly<Record<string, ProofInput>> = {
  half_adder: logicProof(truthTable("in_a in_b", "out_s out_c", "00 10 10 01")),
  mux_1: logicProof(truthTable("in_s in_a in_b", "out", "0 0 1 1 0 1 0 1")),
  mux_tgate: logicProof(truthTable("s a b", "y", "0 0 1 1 0 1 0 1")),
  full_adder_mirror: logicProof(truthTable("a b ci", "co s", "00 01 01 10 01 10 10 11")),
  ripple_adder_2bit: logicProof(truthTable("a1 a0 b1 b0", "co s1 s0", sums)),
  decoder_2to4: logicProof(truthTable("a1 a0", "y3 y2 y1 y0", "0001 0010 0100 1000")),
  parity_3: logicProof(truthTable("a b c", "y", "0 1 1 0 1 0 0 1")),
};
