import type { Device, DeviceKind } from "../circuit/index.js";

/**
 * Where a MOSFET works, by its voltages in the direction of conduction (of a PMOS with the other sign; drain and source changed
 * where Vds is then negative): `cutoff` where Vgs is more than ten thermal voltages kT/q (0.26 V at 27 °C) below Vth,
 * `subthreshold` from there to Vth, above it `linear` where Vds < Vdsat, else `saturation`.
 */
export type MosRegion = "cutoff" | "subthreshold" | "linear" | "saturation";

/**
 * Operating point of one MOSFET, its `m` parallel devices together. Voltages are differences between terminals, and the current
 * goes into the drain, all with their real signs: a PMOS that conducts has negative `vgs`, `vds`, `vth` and `id`. `vdsat` is a
 * magnitude.
 */
export interface MosOperatingPoint {
  readonly type: "mos";
  /** Absent where the model does not tell its threshold. */
  readonly region?: MosRegion;
  readonly vgs: number;
  readonly vds: number;
  readonly vbs: number;
  readonly vth: number;
  readonly vdsat: number;
  readonly id: number;
  readonly gm: number;
  readonly gds: number;
  readonly gmbs: number;
}

/** Operating point of a bipolar transistor; currents flow into the terminals, so a PNP has negative ones. */
export interface BipolarOperatingPoint {
  readonly type: "bipolar";
  readonly vbe: number;
  readonly vbc: number;
  readonly ic: number;
  readonly ib: number;
  readonly gm: number;
  /** Input conductance, 1/rπ. */
  readonly gpi: number;
  /** Output conductance. */
  readonly go: number;
}

/** Operating point of a diode, anode to cathode. */
export interface DiodeOperatingPoint {
  readonly type: "diode";
  readonly vd: number;
  readonly id: number;
  readonly gd: number;
}

/** Volts, amperes, siemens; NaN where the device's model does not tell. */
export type DeviceOperatingPoint = MosOperatingPoint | BipolarOperatingPoint | DiodeOperatingPoint;

const mos = ["vth", "vdsat", "id", "gm", "gds", "gmbs"];
const bipolar = ["ic", "ib", "gm", "gpi", "go"];
const details: Readonly<Partial<Record<DeviceKind, readonly string[]>>> = {
  nmos: mos,
  pmos: mos,
  npn: bipolar,
  pnp: bipolar,
  diode: ["id", "gd"],
};

/** What ngspice is asked about a device of this kind at an operating point; undefined where there is nothing to ask. */
export function detailParameters(kind: DeviceKind): readonly string[] | undefined {
  return details[kind];
}

const VOLTS_PER_KELVIN = 8.617333262e-5;

/** A device's operating point from ngspice's numbers for it, in the order of {@link detailParameters}. */
export function deviceOperatingPoint(
  device: Device,
  voltages: Float64Array,
  numbers: Float64Array,
  temperatureCelsius: number,
): DeviceOperatingPoint {
  const at = (terminal: number) => voltages[device.terminals[terminal]?.net ?? 0]!;
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN, d = Number.NaN, e = Number.NaN, f = Number.NaN] =
    numbers;
  if (device.kind === "diode") return { type: "diode", vd: at(0) - at(1), id: a, gd: b };
  if (device.kind === "npn" || device.kind === "pnp") {
    const [vbe, vbc] = [at(1) - at(2), at(1) - at(0)];
    const sign = device.kind === "npn" ? 1 : -1;
    return { type: "bipolar", vbe, vbc, ic: sign * a, ib: sign * b, gm: c, gpi: d, go: e };
  }
  const sign = device.kind === "pmos" ? -1 : 1;
  const [vgs, vds, vbs] = [at(1) - at(2), at(0) - at(2), at(3) - at(2)];
  const region = mosRegion(sign * vgs, sign * vds, a, b, (temperatureCelsius + 273.15) * VOLTS_PER_KELVIN);
  const rest = { vgs, vds, vbs, vth: sign * a, vdsat: b, id: sign * c, gm: d, gds: e, gmbs: f };
  return { type: "mos", ...(region ? { region } : {}), ...rest };
}

function mosRegion(
  vgs: number,
  vds: number,
  vth: number,
  vdsat: number,
  thermalVoltage: number,
): MosRegion | undefined {
  if (Number.isNaN(vth) || Number.isNaN(vdsat)) return undefined;
  const drive = (vds < 0 ? vgs - vds : vgs) - vth;
  if (drive < -10 * thermalVoltage) return "cutoff";
  if (drive < 0) return "subthreshold";
  return Math.abs(vds) < vdsat ? "linear" : "saturation";
}
