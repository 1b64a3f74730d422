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
  xor_cmos: gate("a b", "0 1 1 0", "y"),
  xnor_cmos: gate("a b", "1 0 0 1", "y"),
  aoi21: gate("a b c", "1 0 1 0 1 0 0 0", "y"),
  oai21: gate("a b c", "1 1 1 0 1 0 1 0", "y"),
  majority: gate("a b c", "0 0 0 1 0 1 1 1", "y"),
  pseudo_nmos_nor: gate("a b c", "1 0 0 0 0 0 0 0", "y"),
  muller_c_element: logicProof({
    inputs: "a b",
    outputs: "y",
    phases: `
      00 0
      10 0
      11 1
      01 1
      00 0
      01 0
      11 1
      10 1`,
  }),
  /** A resistor pulls the output to ground where it floats. */
  tristate_inverter: logicProof({
    inputs: "en a",
    outputs: "y",
    phases: `
      10 1
      11 0
      00 0
      10 1
      01 0`,
    devices: "Rpull y 0 50k",
  }),
  domino_and: logicProof({
    inputs: "clk a b",
    outputs: "y",
    phases: `
      000 0
      111 1
      011 0
      110 0
      000 0
      101 0
      011 0
      111 1`,
  }),
  /** The output has not changed yet at half the supply, on the way up as on the way down. */
  schmitt_inverter: {
    devices: "Vdd vdd 0 1\nVa a 0 pwl(0 0 50n 1 100n 0)",
    analyses: { ramps: { kind: "tran", stepSeconds: 0.2e-9, stopSeconds: 100e-9 } },
    claims: {
      "half-way up": { measure: "sample", analysis: "ramps", of: "v(y)", at: 25e-9, least: 0.9 },
      high: { measure: "sample", analysis: "ramps", of: "v(y)", at: 50e-9, most: 0.1 },
      "half-way down": { measure: "sample", analysis: "ramps", of: "v(y)", at: 75e-9, most: 0.1 },
      low: { measure: "sample", analysis: "ramps", of: "v(y)", at: 99e-9, least: 0.9 },
    },
  },
};
