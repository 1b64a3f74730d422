import { describe, expect, it } from "vitest";
import { type Circuit, ladder } from "../../src/circuit/index.js";
import { printCircuit } from "../../src/netlist/index.js";

const base: Circuit = { title: "t", nets: [], devices: [], models: [], temperature: 27, options: {} };
const ground = { name: "0", isGround: true };

describe("printCircuit", () => {
  it("prints a ladder of one branch as a deck a person can read", () => {
    const printed = printCircuit(ladder(1).build([1, 0.1, 0.2, 0.3]));
    expect(printed.deck).toBe(
      "Resistor ladder of 1 branch\nvin in 0 dc 1\nrh1 in o1 0.1\nrv1 o1 m1 0.2\nv1 m1 0 dc 0.3\n.temp 27\n.end\n",
    );
    expect(printed.omitted).toEqual([]);
  });

  it("keeps odd net names apart and leads back to them", () => {
    const nets = [ground, ...["vin+", "vin-", "net<3>", "vin_"].map((name) => ({ name, isGround: false }))];
    const { netNames } = printCircuit({ ...base, nets });
    expect(new Set(netNames).size).toBe(nets.length);
    expect(netNames[4]).toBe("vin_");
    for (const name of netNames) expect(name).toMatch(/^[a-z0-9_]+$/);
  });

  it("renames nets and devices inside expressions", () => {
    const { lines } = printCircuit({
      ...base,
      nets: [ground, { name: "a+", isGround: false }],
      devices: [
        {
          name: "x1.vs",
          kind: "voltage-source",
          terminals: [
            { name: "plus", net: 1 },
            { name: "minus", net: 0 },
          ],
          parameters: { dc: 1 / 3, acMagnitude: 1 },
        },
        {
          name: "b1",
          kind: "behavioural-source",
          terminals: [
            { name: "plus", net: 1 },
            { name: "minus", net: 0 },
          ],
          parameters: {},
          text: { current: "v(a+, 0)*i(x1.vs) + maxv(1)" },
        },
      ],
    });
    expect(lines[1]).toBe("v.x1.vs a_ 0 dc 0.3333333333333333 ac 1");
    expect(lines[2]).toBe("b1 a_ 0 i={v(a_,0)*i(v.x1.vs) + maxv(1)}");
  });

  it("says which devices a deck cannot hold, and which models are missing", () => {
    const printed = printCircuit({
      ...base,
      nets: [ground],
      devices: [
        { name: "xu", kind: "black-box", terminals: [{ name: "1", net: 0 }], parameters: {}, model: "opamp" },
      ],
    });
    expect(printed.omitted).toEqual([0]);
    expect(printed.missingModels).toEqual(["opamp"]);
    expect(printed.deck).toContain("* black-box xu 0 opamp");
  });

  it("prints a device with its kind's letter, whatever its texts say", () => {
    const device = {
      name: "d1",
      kind: "diode" as const,
      terminals: [
        { name: "anode", net: 0 },
        { name: "cathode", net: 0 },
      ],
      parameters: {},
      model: "m",
    };
    for (const letter of ["a", "a,x", "n", ""]) {
      const { lines } = printCircuit({ ...base, nets: [ground], devices: [{ ...device, text: { letter } }] });
      expect(lines[1]).toBe("d1 0 0 m");
    }
    const line = { ...device, kind: "lossy-transmission-line" as const, name: "y1", text: { letter: "y" } };
    expect(printCircuit({ ...base, nets: [ground], devices: [line] }).lines[1]).toBe("y1 0 0 m");
  });

  it("prints texts under names that objects have too", () => {
    const resistor = {
      name: "r1",
      kind: "resistor" as const,
      terminals: [
        { name: "plus", net: 0 },
        { name: "minus", net: 0 },
      ],
      parameters: { resistance: 1 },
      text: { constructor: "1,2" },
    };
    expect(printCircuit({ ...base, nets: [ground], devices: [resistor] }).lines[1]).toBe(
      "r1 0 0 1 constructor=1,2",
    );
  });

  it("refuses numbers that are not finite, and text that would start a new card", () => {
    const nets = [ground];
    const terminals = [
      { name: "plus", net: 0 },
      { name: "minus", net: 0 },
    ];
    const resistor = {
      name: "r1",
      kind: "resistor" as const,
      terminals,
      parameters: { resistance: Number.NaN },
    };
    expect(() => printCircuit({ ...base, nets, devices: [resistor] })).toThrow(/NaN/);
    const { lines } = printCircuit({ ...base, title: "a\n.shell rm", nets });
    expect(lines[0]).toBe("a .shell rm");
  });
});
