import type { Circuit, Device, DeviceKind, Net } from "../../circuit/index.js";
import type { FailedOutput, OpOutput } from "../../simulate/index.js";
import { conclude } from "../evaluate/evaluation.js";
import { type Design, DesignSpace } from "../space.js";
import { missingPenalty, penaltyOf, type Spec } from "../spec.js";
import type { Proposal, Told } from "./search.js";

// A stand-in for a circuit and its simulator: smooth, with ranges as wide as those of circuits.

const spec = (name: string, more: Partial<Spec>): Spec => ({
  ...{ name, measure: name, read: "value", weight: 1, unit: "", soft: false },
  ...more,
});

export const specs: readonly Spec[] = [
  spec("gain", { low: 40 }),
  spec("speed", { low: 1e7 }),
  spec("power", { high: 2e-4 }),
  spec("level", { low: 0.4, high: 0.6 }),
  spec("margin", { low: 0, soft: true }),
];

const numbers = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

export const space = new DesignSpace([
  { name: "w1", values: numbers(99, 1, 99), scale: "linear", unit: "" },
  { name: "w2", values: numbers(41, 1e-6, 5e-5), scale: "linear", unit: "m" },
  { name: "l", values: [1e-7, 2e-7, 5e-7, 1e-6], scale: "linear", unit: "m" },
  { name: "r", values: numbers(20, 0, 950), scale: "linear", unit: "Ω" },
]);

/** What would come of a proposal; some specs without a value where `missing`. */
export function simulate({ design, phase }: Proposal, { missing = false, failed = false } = {}): Told {
  const [a, b, c, d] = space.toUnit(design) as [number, number, number, number];
  const values = [
    30 + 20 * a - 8 * b + 3 * c,
    10 ** (5.5 + 2 * b - d),
    1e-5 * (1 + 30 * a * b + 5 * d),
    a * c,
    b - 0.3,
  ];
  const outcomes = specs.map((one, i) => {
    const value = values[i]!;
    if (failed || (missing && (design[0]! + i) % 3 === 0))
      return { penalty: missingPenalty(one), reason: "MISSING" };
    return { value, penalty: penaltyOf(one, value) };
  });
  return {
    design,
    phase,
    specs: outcomes,
    ...conclude(specs, outcomes),
    failed,
    runs: { op: 1 },
    seconds: 0.01,
  };
}

/** The operating point of a design; some have none. */
export function operatingPoint(design: Design): OpOutput | FailedOutput {
  const [a, b, c, d] = space.toUnit(design) as [number, number, number, number];
  if (design[0]! % 10 === 0)
    return { status: "failed", kind: "op", reason: "SIMULATION_NO_CONVERGENCE", message: "", log: "" };
  const [vgs, vds, vdsat] = [0.5 + 0.4 * a, 0.9 - 0.5 * d, 0.1 + 0.5 * b];
  const id = 1e-6 * (1 + 30 * a * b);
  const m1 = { type: "mos", vgs, vds, vdsat, id, gm: (2 * id) / vdsat, gds: id * (0.2 - 0.1 * c) } as const;
  return {
    ...{ status: "ok", kind: "op", voltages: Float64Array.of(0, vgs, vds) },
    devices: { m1: { ...m1, vbs: 0, vth: 0.4, gmbs: 0 } },
  };
}

const nets: readonly Net[] = ["0", "vdd", "in", "out"].map((name) => ({ name, isGround: name === "0" }));

/** A circuit of a design, an amplifying stage: its variables are fingers, ohms and picofarads. */
export function circuitOf([fingers = 0, ohms = 0, picofarads = 0]: Design): Circuit {
  const device = (
    name: string,
    kind: DeviceKind,
    on: Record<string, number>,
    parameters: Device["parameters"],
  ): Device => ({
    ...{ name, kind, parameters },
    terminals: Object.entries(on).map(([terminal, net]) => ({ name: terminal, net })),
  });
  return {
    ...{ title: "contract", nets, models: [], temperature: 27, options: {} },
    devices: [
      device("vdd", "voltage-source", { plus: 1, minus: 0 }, { dc: 1.2 }),
      device("vin", "voltage-source", { plus: 2, minus: 0 }, { dc: 0.6 }),
      device("m1", "nmos", { drain: 3, gate: 2, source: 0, bulk: 0 }, { w: 5e-7, l: 9e-8, m: 1 + fingers }),
      device("r1", "resistor", { plus: 1, minus: 3 }, { resistance: 100 * ohms }),
      device("c1", "capacitor", { plus: 3, minus: 0 }, { capacitance: 1e-12 * (1 + picofarads) }),
    ],
  };
}
