import type { Circuit, Device } from "../circuit/index.js";
import type { DeviceOperatingPoint, MosOperatingPoint, MosRegion } from "./device-point.js";

/** Which of a MOSFET's numbers ngspice gives under which names and with which signs. */
interface MosFamily {
  readonly levels: readonly number[];
  readonly parameters: readonly string[];
  /** The sign of the threshold, for a PMOS. */
  readonly pmosThreshold: 1 | -1;
  /** Whether the current is that into the terminal which is the drain just now, so positive when drain and source change. */
  readonly followsConduction: boolean;
}

const families: readonly MosFamily[] = [
  {
    levels: [1, 2, 3, 6, 9],
    parameters: ["von", "vdsat", "id", "gm", "gds", "gmbs"],
    pmosThreshold: 1,
    followsConduction: false,
  },
  {
    levels: [8, 14, 49, 54],
    parameters: ["vth", "vdsat", "id", "gm", "gds", "gmbs"],
    pmosThreshold: -1,
    followsConduction: true,
  },
];
const bipolar = ["ic", "ib", "gm", "gpi", "go"];
const diode = ["id", "gd"];
const VOLTS_PER_KELVIN = 8.617333262e-5;
const DETAILED: ReadonlySet<string> = new Set(["nmos", "pmos", "npn", "pnp", "diode"]);

/** Whether a device has an operating point of its own to tell. */
export function isDetailed({ kind }: Device): boolean {
  return DETAILED.has(kind);
}

/**
 * What ngspice is asked about a device at an operating point. Nothing where the names of its model's numbers are not known: the
 * embedded simulator gives 0 for a name that does not exist.
 */
export function detailParameters(circuit: Circuit, device: Device): readonly string[] {
  if (device.kind === "nmos" || device.kind === "pmos") return familyOf(circuit, device)?.parameters ?? [];
  if (levelOf(circuit, device) !== 1) return [];
  if (device.kind === "diode") return diode;
  return device.kind === "npn" || device.kind === "pnp" ? bipolar : [];
}

/** A device's operating point from ngspice's numbers for it, in the order of {@link detailParameters}. */
export function deviceOperatingPoint(
  circuit: Circuit,
  device: Device,
  voltages: Float64Array,
  numbers: Float64Array,
): DeviceOperatingPoint {
  const at = (terminal: number) => voltages[device.terminals[terminal]?.net ?? 0]!;
  const number = (i: number) => numbers[i] ?? Number.NaN;
  if (device.kind === "diode") return { type: "diode", vd: at(0) - at(1), id: number(0), gd: number(1) };
  if (device.kind === "npn" || device.kind === "pnp") {
    const [vbe, vbc] = [at(1) - at(2), at(1) - at(0)];
    const [ic, ib, gm, gpi, go] = [number(0), number(1), number(2), number(3), number(4)];
    return { type: "bipolar", vbe, vbc, ic, ib, gm, gpi, go };
  }
  const [vgs, vds, vbs] = [at(1) - at(2), at(0) - at(2), at(3) - at(2)];
  return mosOperatingPoint(circuit, device, { vgs, vds, vbs }, number);
}

function mosOperatingPoint(
  circuit: Circuit,
  device: Device,
  terminals: Pick<MosOperatingPoint, "vgs" | "vds" | "vbs">,
  number: (i: number) => number,
): MosOperatingPoint {
  const family = familyOf(circuit, device);
  const sign = device.kind === "pmos" ? -1 : 1;
  const direction = family?.followsConduction && sign * terminals.vds < 0 ? -1 : 1;
  const vth = (device.kind === "pmos" ? (family?.pmosThreshold ?? 1) : 1) * number(0);
  const vdsat = Math.abs(number(1));
  const thermalVoltage = (circuit.temperature + 273.15) * VOLTS_PER_KELVIN;
  const { vgs, vds } = terminals;
  const region = family && regionOf(sign * vgs, sign * vds, sign * vth, vdsat, thermalVoltage);
  return {
    type: "mos",
    ...(region ? { region } : {}),
    ...terminals,
    vth,
    vdsat,
    id: sign * direction * number(2),
    gm: number(3),
    gds: number(4),
    gmbs: number(5),
  };
}

function regionOf(vgs: number, vds: number, vth: number, vdsat: number, thermalVoltage: number): MosRegion {
  const drive = (vds < 0 ? vgs - vds : vgs) - vth;
  if (drive < -10 * thermalVoltage) return "cutoff";
  if (drive < 0) return "subthreshold";
  return Math.abs(vds) < vdsat ? "linear" : "saturation";
}

function familyOf(circuit: Circuit, device: Device): MosFamily | undefined {
  const level = levelOf(circuit, device);
  return families.find(({ levels }) => levels.includes(level));
}

/** The level of a device's model, 1 where it says none; NaN where there is no such model or one of another type. */
export function levelOf(circuit: Circuit, { kind, model }: Device): number {
  const found = circuit.models.find(({ name }) => name === model);
  const type = kind === "diode" ? "d" : kind;
  return found?.type === type ? (found.parameters.level ?? 1) : Number.NaN;
}
