import { describe, expect, it } from "vitest";
import { elaborate, NetlistEditor, parseNetlist, printCircuit } from "../../src/netlist/index.js";

/** Texts of a shape that costs the square of its size where a reader is careless; the sizes make that a matter of minutes. */
const n = 15_000;
const lines = (line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join("\n");

const decks: Record<string, string> = {
  "one name for all devices": lines(() => "R1 a 0 1"),
  "one long continued card": `V1 a 0 pwl(\n${lines((i) => `+ ${i} 1`)}\n+ )`,
  "comments after each card": `R1 a 0 1\n${lines(() => "* c")}\n+ tc=1`,
  "closers without openers inside open blocks": `${lines(() => ".if (1)")}\n${lines(() => ".ends")}`,
  conditionals: lines((i) => `.if (1)\n.model m${i} nmos\nM${i} a a 0 0 m${i} w=1u l=1u\n.endif`),
  "initial conditions": lines((i) => `R${i} n${i} 0 1\n.ic v(n${i})=1`),
  "a word of digits": `R1 a 0 ${"1".repeat(n)}!`,
  "a word of brackets": `A1 ${"]".repeat(n)}x m`,
  backslashes: `R1 a 0 '${"\\".repeat(n)}x\n+ 1'`,
  "blank lines": `R1 a 0 1${"\n".repeat(n)}+ tc=1\n.if ${"\n".repeat(n)}+ (1)\n.endif`,
  "unclosed probes": `B1 a 0 v='${"v(a".repeat(n)}'`,
  "one long expression": `.param a=1\nB1 x 0 v='${Array(n).fill("a*v(x)").join("+")}'`,
  "odd net names": lines((i) => `R${i} net<${i}> 0 1`),
};

describe("time grows no faster than text", () => {
  for (const [name, deck] of Object.entries(decks)) {
    it(name, () => {
      const tree = parseNetlist(`title\n${deck}\n`);
      const { circuit } = elaborate(tree);
      expect(printCircuit(circuit).deviceNames).toHaveLength(circuit.devices.length);
      expect(new NetlistEditor(tree).toString()).toBe(tree.source.text);
    });
  }
});
