import { logicProof } from "../logic.js";
import type { ProofInput } from "../proof.js";

/** Phases of `d clk`, and what a flip-flop that takes d as clk rises shows, and its complement. */
const risingEdge = ["10 --", "11 10", "01 10", "00 10", "10 10", "00 10", "01 01", "11 01", "10 01", "11 10"];
const latched = { inputs: "d clk", outputs: "q qn", phases: risingEdge.join("\n") };
const dynamic = {
  ...{ inputs: "d clk", outputs: "q" },
  phases: risingEdge.map((phase) => phase.slice(0, 4)).join("\n"),
};

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
  sr_latch_nor: logicProof({
    inputs: "s r",
    outputs: "q qn",
    phases: `
      10 10
      00 10
      01 01
      00 01
      10 10
      00 10`,
  }),
  d_latch_tgate: logicProof({
    inputs: "d clk",
    outputs: "q qn",
    phases: `
      11 10
      10 10
      00 10
      01 01
      00 01
      10 01
      11 10`,
  }),
  dff_tgate: logicProof(latched),
  dff_tspc: logicProof(dynamic),
  dff_c2mos: logicProof(dynamic),
  tff_tgate: logicProof({
    inputs: "rn t clk",
    outputs: "q qn",
    phases: `
      000 --
      001 01
      010 01
      110 01
      111 10
      110 10
      111 01
      100 01
      101 01
      110 01
      111 10`,
  }),
};
