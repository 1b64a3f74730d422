import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NetlistEditor, parseNetlist, readNetlist } from "../../src/netlist/index.js";
import { device } from "./helpers.js";

const text = `Title of v(out)
.param W1 = 2u  $ width
R1 in OUT 1k  ; load, from in to out
\tM1 out in 0 0 nch W={w1}\r
+ L=0.18u
Vin in 0 AC 1
.subckt s in out
Rs in out 5
.ends
X1 in out s k=3
.ic v(out)=1
B1 x 0 v='v(out, in)*2'
`;

describe("NetlistEditor", () => {
  it("without edits gives the text back", () => {
    expect(new NetlistEditor(parseNetlist(text)).toString()).toBe(text);
  });

  it("sets values, parameters and definitions, and nothing else", () => {
    const edited = new NetlistEditor(parseNetlist(text))
      .setParameter("R1", "resistance", "2.2k")
      .setParameter("m1", "l", "0.5u")
      .setParameter("m1", "nf", "2")
      .setParameter("x1", "k", "4")
      .setParameter("rs", "resistance", "7", { subcircuit: "S" })
      .setDefinition("w1", "3u")
      .toString();
    expect(edited).toBe(
      text
        .replace("OUT 1k", "OUT 2.2k")
        .replace("L=0.18u", "L=0.5u nf=2")
        .replace("k=3", "k=4")
        .replace("out 5", "out 7")
        .replace("W1 = 2u", "W1 = 3u"),
    );
  });

  it("renames a net where it is meant, not in other scopes, comments or the title", () => {
    const edited = new NetlistEditor(parseNetlist(text)).renameNet("out", "y<1>").toString();
    expect(edited).toBe(
      text
        .replace("in OUT", "in y<1>")
        .replace("M1 out", "M1 y<1>")
        .replace("X1 in out", "X1 in y<1>")
        .replace(".ic v(out)", ".ic v(y<1>)")
        .replace("v(out, in)", "v(y<1>, in)"),
    );
  });

  it("renames ports inside a subcircuit", () => {
    const edited = new NetlistEditor(parseNetlist(text)).renameNet("in", "p", { subcircuit: "s" }).toString();
    expect(edited).toBe(text.replace(".subckt s in", ".subckt s p").replace("Rs in", "Rs p"));
  });

  it("says what it cannot find or must not write", () => {
    const editor = new NetlistEditor(parseNetlist(text));
    const code = (act: () => unknown) => {
      try {
        act();
        return "none";
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(() => editor.setParameter("r9", "resistance", "1"))).toBe("NETLIST_EDIT_TARGET");
    expect(code(() => editor.setDefinition("nothing", "1"))).toBe("NETLIST_EDIT_TARGET");
    expect(code(() => editor.renameNet("nowhere", "x"))).toBe("NETLIST_EDIT_TARGET");
    expect(code(() => editor.setParameter("r1", "resistance", "1\n.shell"))).toBe("NETLIST_EDIT_TEXT");
  });

  it("changes what elaboration sees", () => {
    const deck = readFileSync("examples/two-stage-opamp.sp", "utf8");
    const edited = new NetlistEditor(parseNetlist(deck)).setParameter("xamp", "cmiller", "4.5p").toString();
    expect(device(readNetlist(edited).circuit, "xamp.cc").parameters.capacitance).toBe(4.5e-12);
  });
});
