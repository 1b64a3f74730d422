import { logicProof } from "../logic.js";
import type { ProofInput } from "../proof.js";

/** Drivers of two bit lines, so weak that a cell can pull against them, and the capacitances of the lines. */
const bitLines = "Rbl dbl bl 2k\nCbl bl 0 20f\nRblb dblb blb 2k\nCblb blb 0 20f";

/** A word line that is 1.5 V where it is 1. */
const boosted = [0, 1.5] as const;

/** Writing, keeping, reading. */
export const memoryCells: Readonly<Record<string, ProofInput>> = {
  /** The third phase from each write reads, with both bit lines high, and the next shows that the bit is still there. */
  sram_6t: logicProof({
    inputs: "wl dbl dblb",
    outputs: "q qb",
    phases: `
      110 1-
      001 10
      111 --
      000 10
      101 -1
      010 01
      111 --
      000 01`,
    devices: bitLines,
  }),
  /** The read bit line is pulled up, and down by a cell that holds a 0. */
  sram_8t: logicProof({
    inputs: "wl rwl dbl dblb",
    outputs: "q qb rbl",
    phases: `
      1010 1-1
      0001 101
      0101 101
      1001 -11
      0011 011
      0111 010
      0010 011`,
    devices: `${bitLines}\nRrbl rbl vdd 100k\nCrbl rbl 0 1f`,
  }),
  dram_1t1c: logicProof({
    inputs: "wl bl",
    outputs: "s",
    levels: { wl: boosted },
    phases: `
      11 1
      01 1
      00 1
      10 0
      00 0
      01 0`,
  }),
  dram_3t: logicProof({
    inputs: "wwl wbl rwl",
    outputs: "s rbl",
    levels: { wwl: boosted },
    phases: `
      110 11
      010 11
      011 -0
      100 01
      000 01
      001 -1`,
    devices: "Rrbl rbl vdd 100k\nCrbl rbl 0 1f",
  }),
  /** A difference of 50 mV on the bit lines. */
  sense_amplifier: logicProof({
    inputs: "se bl blb",
    outputs: "out outb",
    levels: { bl: [0.95, 1], blb: [0.95, 1] },
    phases: `
      010 --
      110 10
      001 --
      101 01
      011 --
      010 --
      110 10`,
  }),
};
