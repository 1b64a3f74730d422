import { expect, it } from "vitest";
import { parseNetlist, readSubcircuit, subcircuitHeaders } from "../../src/netlist/index.js";

const library = `a library
.model sw1 sw vt=0.5
.subckt leaf a b r=1k
R1 a mid {r}
.model local d is=1f
D1 mid b local
.ends leaf
.subckt top in
+ out unused params: k=2
X1 in inner leaf r={k*1k}
B1 out gnd v={v(inner)*2}
.ic v(inner)=0.5
.ends
V9 in 0 1
.end
rest`;

it("lists what a netlist defines, with continued port lists", () => {
  expect(subcircuitHeaders(parseNetlist(library))).toEqual([
    { name: "leaf", ports: ["a", "b"] },
    { name: "top", ports: ["in", "out", "unused"] },
  ]);
});

it("reads a subcircuit as a circuit: names as inside, nets by first use, nothing of the top level", () => {
  const { circuit } = readSubcircuit(library, "TOP");
  expect(circuit.title).toBe("top");
  expect(circuit.devices.map(({ name }) => name)).toEqual(["x1.r1", "x1.d1", "b1"]);
  expect(circuit.devices[0]!.parameters.resistance).toBe(2000);
  expect(circuit.nets.map(({ name }) => name)).toEqual(["in", "x1.mid", "inner", "out", "0"]);
  expect(circuit.initialConditions).toEqual([{ net: 2, voltage: 0.5 }]);
  expect(Object.values(circuit.devices[2]!.text!).join()).toContain("v(inner)");
  expect(circuit.models.map(({ name }) => name)).toContain(circuit.devices[1]!.model);
});

it("says which subcircuits there are when another is asked for", () => {
  expect(() => readSubcircuit(library, "lief")).toThrowError(
    expect.objectContaining({ code: "NETLIST_NO_SUCH_SUBCKT" }),
  );
});
