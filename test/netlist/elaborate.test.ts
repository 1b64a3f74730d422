import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memoryFiles, readNetlist } from "../../src/netlist/index.js";
import { codes, connections, device, read } from "./helpers.js";

describe("devices", () => {
  const deck = readFileSync("test/fixtures/netlist/letters/every-letter.sp", "utf8");
  const { circuit, diagnostics } = readNetlist(deck, { file: "letters.sp" });

  it("reads every letter of ngspice without a diagnostic", () => {
    expect(diagnostics).toEqual([]);
    expect(new Set(circuit.devices.map(({ name }) => name[0]))).toEqual(
      new Set("abcdefghijklmoqrstuvwyz".replace("n", "")),
    );
    expect(circuit.devices.filter(({ kind }) => kind === "unknown" || kind === "black-box")).toEqual([]);
  });

  const kinds: [string, string, Record<string, string>, Record<string, number>][] = [
    ["r1", "resistor", { plus: "1", minus: "0" }, { resistance: 1000, tc1: 1e-3, tc2: 2e-3 }],
    ["c3", "capacitor", { plus: "2", minus: "0" }, { capacitance: 1e-12 }],
    ["l1", "inductor", { plus: "1", minus: "3" }, { inductance: 1e-6, ic: 1e-3 }],
    ["k1", "mutual-inductor", {}, { coupling: 0.9 }],
    ["v1", "voltage-source", { plus: "1", minus: "0" }, { dc: 1, acMagnitude: 1 }],
    ["e1", "vcvs", { plus: "6", minus: "0", "control-plus": "1", "control-minus": "2" }, { gain: 10 }],
    ["g1", "vccs", { plus: "7", minus: "0", "control-plus": "1", "control-minus": "2" }, { gain: 1e-3 }],
    ["f1", "cccs", { plus: "8", minus: "0" }, { gain: 2 }],
    ["d1", "diode", { anode: "1", cathode: "0" }, { area: 2 }],
    ["q2", "npn", { collector: "1", base: "2", emitter: "0", substrate: "0" }, { area: 2 }],
    ["j1", "njf", { drain: "1", gate: "2", source: "0" }, {}],
    ["z1", "nmes", { drain: "1", gate: "2", source: "0" }, {}],
    ["m1", "nmos", { drain: "1", gate: "2", source: "0", bulk: "0" }, { w: 1e-6, l: 1e-6 }],
    ["s1", "voltage-switch", { plus: "1", minus: "2", "control-plus": "3", "control-minus": "0" }, {}],
    ["w1", "current-switch", { plus: "1", minus: "2" }, {}],
  ];
  it.each(kinds)("%s is a %s", (name, kind, nets, parameters) => {
    expect(device(circuit, name).kind).toBe(kind);
    expect(connections(circuit, name)).toEqual(nets);
    expect({ ...device(circuit, name).parameters }).toEqual(parameters);
  });

  it("keeps waveforms, expressions and controlling devices as text", () => {
    const text = (name: string) => ({ ...device(circuit, name).text });
    expect(text("v1")).toEqual({ waveform: "sin(0 1 1000)" });
    expect(text("b1")).toEqual({ current: "v(1) > 0.5 ? 0.001 : 0" });
    expect(text("f1")).toEqual({ control: "v1" });
    expect(text("r3")).toEqual({ resistance: "v(1) * 10 + 1" });
    expect(text("k1")).toEqual({ inductor1: "l1", inductor2: "l2" });
  });

  it("keeps odd names apart", () => {
    const { circuit: odd } = read("R1 vin+ vin- 1\nR2 net<3> net[3] 1\nR3 VIN+ gnd 1");
    expect(odd.nets.map(({ name }) => name)).toEqual(["vin+", "vin-", "net<3>", "net[3]", "0"]);
  });

  it("knows the file, line and column of each device, in includes too", () => {
    const files = memoryFiles({ "lib/cell.sp": ".subckt cell a\n  R1 a 0 1\n.ends" });
    const { circuit: found } = read(".include 'lib/cell.sp'\n X1 n cell", { files });
    expect(device(found, "x1.r1").location).toEqual({ file: "lib/cell.sp", line: 2, column: 3 });
  });
});

describe("hierarchy", () => {
  it("names nets and devices by their path, and leaves globals and ground alone", () => {
    const { circuit } = read(`.global vdd
.subckt inv in out
M1 out in 0 gnd n w=1u l=1u
R1 out mid 1k
R2 mid vdd 1k
.ends
.subckt pair a b
X1 a m inv
X2 m b inv
.ends
.model n nmos
Xtop i o pair`);
    expect(circuit.devices.map(({ name }) => name)).toEqual([
      "xtop.x1.m1",
      "xtop.x1.r1",
      "xtop.x1.r2",
      "xtop.x2.m1",
      "xtop.x2.r1",
      "xtop.x2.r2",
    ]);
    expect(connections(circuit, "xtop.x1.m1")).toEqual({
      drain: "xtop.m",
      gate: "i",
      source: "0",
      bulk: "0",
    });
    expect(connections(circuit, "xtop.x2.r2")).toEqual({ plus: "xtop.x2.mid", minus: "vdd" });
  });

  it("finds nested definitions first, and flattens names in expressions", () => {
    const { circuit } = read(`.subckt leaf a
R1 a 0 1
.ends
.subckt outer a
.subckt leaf a
R1 a 0 2
.ends
V1 b 0 1
B1 a 0 v='v(b)*i(v1)+v(0)'
X1 a leaf
.ends
X1 n outer
X2 n leaf`);
    expect(device(circuit, "x1.x1.r1").parameters.resistance).toBe(2);
    expect(device(circuit, "x2.r1").parameters.resistance).toBe(1);
    expect(device(circuit, "x1.b1").text?.voltage).toBe("v(x1.b) * i(x1.v1) + v(0)");
  });

  it("multiplies devices by m of their instances, unless the subcircuit has an m of its own", () => {
    const cells = ".subckt s a\nR1 a 0 1 m=2\nV1 b 0 1\n.ends\n.subckt t a m=1\nR1 a 0 {m}\n.ends";
    const { circuit } = read(`${cells}\nX1 n s m=3\nX2 n t m=3`);
    expect(device(circuit, "x1.r1").parameters.m).toBe(6);
    expect(device(circuit, "x1.v1").parameters.m).toBeUndefined();
    expect({ ...device(circuit, "x2.r1").parameters }).toEqual({ resistance: 3 });
  });

  it("tells of parameters that an instance gives and its subcircuit neither declares nor uses, once a card", () => {
    const { circuit, diagnostics } = readNetlist(
      [
        "t\n.subckt half in out width=1k\n.param extra=2\nr1 in out {width*extra}\nr2 out 0 {load}\n.if (sel>0)\nc1 out 0 1p\n.endif\n.ends\n.param sel=0",
        ".subckt outer a b\nx9 a b half wdith=3 load=1\n.ends",
        "v1 a 0 1\nx1 a b half width=2k load=2 m=2 extra=3 sel=1\nx2 a b outer\nx3 a b outer\n.end\n",
      ].join("\n"),
      { file: "t.sp" },
    );
    expect(diagnostics).toEqual([
      {
        ...{ code: "NETLIST_UNKNOWN_PARAMETER", severity: "warning" },
        message: "half has no parameter wdith; its value has no effect",
        ...{ location: { file: "t.sp", line: 12, column: 13 }, hint: "did you mean width?" },
      },
    ]);
    expect(device(circuit, "x1.r1").parameters.resistance).toBe(6000);
    expect(device(circuit, "x1.r2").parameters.resistance).toBe(2);
  });

  it("takes the branch of .if that holds, for each instance", () => {
    const deck = readFileSync("test/fixtures/netlist/adversarial/conditional.sp", "utf8");
    const { circuit } = readNetlist(deck);
    expect(circuit.devices.map(({ name, parameters }) => [name, parameters.resistance])).toEqual([
      ["x1.r1", 1],
      ["x2.rn", 3],
      ["r2", 2000],
    ]);
  });
});

describe("models", () => {
  const bins = `.model nch.1 nmos lmin=0.1u lmax=1u wmin=0.1u wmax=5u
.model nch.2 nmos lmin=1u lmax=100u wmin=0.1u wmax=5u`;

  it("chooses bins by size, per finger where wnflag says so", () => {
    const { circuit } = read(`${bins}\nM1 d g s 0 nch w=1u l=0.5u\nM2 d g s 0 nch w=1u l=1u`);
    expect(circuit.devices.map(({ model }) => model)).toEqual(["nch.1", "nch.2"]);
    const wide = `${bins}\nM1 d g s 0 nch w=10u l=0.5u nf=4`;
    expect(codes(read(wide))).toContain("NETLIST_NO_MODEL_BIN");
    expect(read(`.options wnflag=1\n${wide}`).circuit.devices[0]!.model).toBe("nch.1");
  });

  it("shares a local model of plain numbers, and gives each instance its own where it depends on parameters", () => {
    const { circuit } = read(`.subckt s a k=1
.model fixed nmos vto=0.4
.model own nmos vto={k}
M1 a a 0 0 fixed w=1u l=1u
M2 a a 0 0 own w=1u l=1u
.ends
X1 n s k=1
X2 n s k=2`);
    expect(circuit.models.map(({ name, parameters }) => [name, parameters.vto])).toEqual([
      ["s.fixed", 0.4],
      ["x1.own", 1],
      ["x2.own", 2],
    ]);
  });

  it("keeps what is no number as text", () => {
    const { circuit } = read(
      ".model n nmos (level=54 version=4.8.1 name=abc file=\"x.dat\" arr=[1 2 3] vth0='1/2')\nM1 d g s b n",
    );
    const { parameters, text } = circuit.models[0]!;
    expect({ ...parameters }).toEqual({ level: 54, vth0: 0.5 });
    expect({ ...text }).toEqual({ version: "4.8.1", name: "abc", file: '"x.dat"', arr: "[1 2 3]" });
  });

  it("keeps the version of a model as it is written: simulators look for the text", () => {
    const { circuit } = read(".model n nmos (level=54 version=4.0)\nM1 d g s b n");
    expect(circuit.models[0]!.text).toMatchObject({ version: "4.0" });
  });

  it("applies .options scale to sizes", () => {
    const { circuit } = read(".options scale=1u\n.model n nmos\nM1 d g 0 0 n w=2 l=0.5 ad=3 nf=2\nR1 d g 1");
    const { w, l, ad, nf } = device(circuit, "m1").parameters as Record<string, number>;
    expect([w, l, nf]).toEqual([2e-6, 0.5e-6, 2]);
    expect(ad).toBeCloseTo(3e-12, 20);
    expect(circuit.options.scale).toBeUndefined();
  });
});

describe("process design kits", () => {
  const card =
    "XM1 d g s b sky130_fd_pr__nfet_01v8 w=1 l=0.15 nf=2 m=3\nXR1 a b 0 sky130_fd_pr__res_high_po_0p35 l=10u\nX2 a b unheard_of";

  it("takes wrappers of well-known names as devices, in SI units, and others as black boxes", () => {
    const { circuit, diagnostics } = read(card);
    expect(circuit.devices.map(({ kind }) => kind)).toEqual(["nmos", "resistor", "black-box"]);
    expect(connections(circuit, "xm1")).toEqual({ drain: "d", gate: "g", source: "s", bulk: "b" });
    expect({ ...device(circuit, "xm1").parameters }).toEqual({ w: 1e-6, l: 1.5e-7, nf: 2, m: 3 });
    expect(diagnostics.map(({ code }) => code)).toContain("NETLIST_UNDEFINED_SUBCKT");
  });

  it("leaves them black boxes where that is asked for", () => {
    const { circuit } = read(card, { recognisePdkDevices: false });
    expect(circuit.devices.map(({ kind }) => kind)).toEqual(["black-box", "black-box", "black-box"]);
  });

  it.each([
    ["nch_lvt", "nmos"],
    ["pch_25_mac", "pmos"],
    ["sg13_lv_nmos", "nmos"],
    ["pfet_03v3", "pmos"],
    ["NMOS_VTL", "nmos"],
    ["pmos_rvt", "pmos"],
  ])("knows %s from its name", (model, kind) => {
    const { circuit, diagnostics } = read(`M1 d g s 0 ${model} w=1u l=1u`);
    expect(circuit.devices[0]!.kind).toBe(kind);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(["warning"]);
  });
});

describe("everything else", () => {
  it("keeps analyses and .control blocks verbatim", () => {
    const block = ".control\n  run  \n R1 is no device here\n.endc";
    const { directives, circuit } = read(`.TRAN 1n 10n\n${block}\nR1 a 0 1\n.print v(a)`);
    expect(directives.map(({ keyword, text }) => [keyword, text])).toEqual([
      [".tran", ".TRAN 1n 10n"],
      [".control", block],
      [".print", ".print v(a)"],
    ]);
    expect(circuit.devices).toHaveLength(1);
  });

  it("reads temperature, options, initial conditions and node sets", () => {
    const { circuit } = read(
      ".temp 85\n.options reltol=1m nomod temp=50\nR1 a 0 1\n.ic v(a)='1+1'\n.nodeset v(a)=3 v(0)=0",
    );
    expect(circuit.temperature).toBe(50);
    expect({ ...circuit.options }).toEqual({ reltol: 1e-3, nomod: 1 });
    expect(circuit.initialConditions).toEqual([{ net: 0, voltage: 2 }]);
    expect(circuit.nodesets).toEqual([
      { net: 0, voltage: 3 },
      { net: 1, voltage: 0 },
    ]);
  });

  it("reads library sections that name each other", () => {
    const files = memoryFiles({
      "c.lib":
        ".lib tt\n.param x=1\n.lib 'c.lib' common\n.endl\n.lib ss\n.param x=2\n.lib 'c.lib' common\n.endl\n.lib common\n.param y='x*10'\n.endl",
    });
    const value = (section: string) =>
      device(read(`.lib c.lib ${section}\nR1 a 0 {y}`, { files }).circuit, "r1").parameters.resistance;
    expect([value("tt"), value("SS")]).toEqual([10, 20]);
  });
});
