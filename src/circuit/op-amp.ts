import { mos45nm } from "./cards/mos-45nm.js";
import type { Device, Net, Terminal } from "./circuit.js";
import {
  type CircuitParameter,
  type ParameterUnit,
  type ParametricCircuit,
  parametrise,
} from "./parametric.js";

/** Drain, gate, source and bulk of a transistor, or plus and minus of another device, by net name. */
type Row = readonly [name: string, kind: keyof typeof kinds, ...nets: string[]];

const mosTerminals = ["drain", "gate", "source", "bulk"];
const twoTerminals = ["plus", "minus"];

/** One finger of every transistor, in metres; `m` fingers are in parallel. */
const finger = { w: 0.5e-6, l: 90e-9 };

const kinds = {
  nmos: { terminals: mosTerminals, parameters: { ...finger, m: 1 }, model: "nmos45" },
  pmos: { terminals: mosTerminals, parameters: { ...finger, m: 1 }, model: "pmos45" },
  "current-source": { terminals: twoTerminals, parameters: { dc: 0 } },
  "voltage-source": { terminals: twoTerminals, parameters: { dc: 0 } },
  resistor: { terminals: twoTerminals, parameters: { resistance: 1 } },
  capacitor: { terminals: twoTerminals, parameters: { capacitance: 1e-12 } },
} as const;

/** The devices in the order of the paper's graphs; `loadGate` is the gate of the first stage's PMOS loads. */
const devicesOf = (loadGate: string): readonly Row[] => [
  ["mn1", "nmos", "net4", "net2", "net3", "vss"],
  ["mn2", "nmos", "net5", "net1", "net3", "vss"],
  ["mn3", "nmos", "net3", "net7", "vss", "vss"],
  ["mn4", "nmos", "net7", "net7", "vss", "vss"],
  ["mn5", "nmos", "net6", "net7", "vss", "vss"],
  ["mp1", "pmos", "net4", loadGate, "vdd", "vdd"],
  ["mp2", "pmos", "net5", loadGate, "vdd", "vdd"],
  ["mp3", "pmos", "net6", "net5", "vdd", "vdd"],
  ["ibias", "current-source", "vdd", "net7"],
  ["vvdd", "voltage-source", "vdd", "0"],
  ["vvss", "voltage-source", "vss", "0"],
  ["vin1", "voltage-source", "net1", "0"],
  ["vin2", "voltage-source", "net2", "0"],
  ["rz", "resistor", "net8", "net6"],
  ["cc", "capacitor", "net5", "net8"],
  ["cl", "capacitor", "net6", "0"],
];

const free = (
  name: string,
  unit: ParameterUnit,
  parameter: string,
  ...devices: string[]
): CircuitParameter => ({
  name,
  unit,
  targets: devices.map((device) => ({ device, parameter })),
});

/** In the order in which paper A states its design space. */
const parameters: readonly CircuitParameter[] = [
  free("mp1", "one", "m", "mp1", "mp2"),
  free("mn1", "one", "m", "mn1", "mn2"),
  free("mp3", "one", "m", "mp3"),
  free("mn3", "one", "m", "mn3"),
  free("mn4", "one", "m", "mn4"),
  free("mn5", "one", "m", "mn5"),
  free("cc", "farad", "capacitance", "cc"),
  free("cload", "farad", "capacitance", "cl"),
  free("rz", "ohm", "resistance", "rz"),
  free("ibias", "ampere", "dc", "ibias"),
  free("vss", "volt", "dc", "vvss"),
  free("vdd", "volt", "dc", "vvdd"),
  free("vin1", "volt", "dc", "vin1"),
  free("vin2", "volt", "dc", "vin2"),
];

/**
 * `opamp`: the two-stage Miller op-amp that paper A (arXiv 2203.15913) pretrains on, open loop, with its supplies and inputs. NMOS
 * pair (`net1` non-inverting at `mn2`, `net2` at `mn1`), PMOS mirror load, second stage into `net6`, nulling resistor; the negative supply
 * `vss` is a net of its own, not ground. 45 nm transistors ({@link mos45nm}) whose parameters `m*` count fingers of 0.5 µm by 90 nm. Outputs are
 * all ten nets but ground; nets and devices are in the order of the paper's graphs (59 nodes, 104 undirected edges).
 */
export const opAmp: ParametricCircuit = opAmpCircuit(
  "opamp",
  "Two-stage op-amp",
  devicesOf("net4"),
  parameters,
);

/**
 * `opamp-biased`: {@link opAmp} whose first-stage loads are current sources, their gates held `vbias` below `vdd` at `netb`: the topology
 * that paper A adapts to from few samples. Eleven outputs; 62 nodes and 107 undirected edges.
 */
export const biasedOpAmp: ParametricCircuit = opAmpCircuit(
  "opamp-biased",
  "Two-stage op-amp with biased first-stage loads",
  [...devicesOf("netb"), ["vbias", "voltage-source", "vdd", "netb"]],
  [...parameters, free("vbias", "volt", "dc", "vbias")],
);

function opAmpCircuit(
  name: string,
  title: string,
  rows: readonly Row[],
  parameters: readonly CircuitParameter[],
): ParametricCircuit {
  const names = [...new Set(rows.flatMap(([, , ...nets]) => nets))];
  const nets: readonly Net[] = names.map((net) => ({ name: net, isGround: net === "0" }));
  const devices = rows.map(([device, kind, ...own]): Device => {
    const { terminals, ...rest } = kinds[kind];
    return {
      name: device,
      kind,
      terminals: terminals.map((role, i): Terminal => ({ name: role, net: names.indexOf(own[i]!) })),
      ...rest,
    };
  });
  const outputs = [...nets.keys()].filter((net) => !nets[net]!.isGround);
  return parametrise({
    name,
    template: { title, nets, devices, models: mos45nm, temperature: 27, options: {}, outputs },
    parameters,
  });
}
