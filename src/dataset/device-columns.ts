import type { Circuit, DeviceKind } from "../circuit/index.js";
import { nominalCircuit, parametricCircuit } from "../circuit/index.js";
import type { DeviceOperatingPoint, MosOperatingPoint } from "../simulate/index.js";

type Details = Readonly<Record<string, DeviceOperatingPoint>>;

/** What is stored of a device's operating point, in order; volts, amperes and siemens. */
const quantities = {
  mos: ["vgs", "vds", "vbs", "vth", "vdsat", "id", "gm", "gds", "gmbs"],
  bipolar: ["vbe", "vbc", "ic", "ib", "gm", "gpi", "go"],
  diode: ["vd", "id", "gd"],
} as const;

const types: Partial<Record<DeviceKind, keyof typeof quantities>> = {
  nmos: "mos",
  pmos: "mos",
  npn: "bipolar",
  pnp: "bipolar",
  diode: "diode",
};

/** How a circuit's device operating points are stored: one number each for `names`, one region each for `regions`. */
export interface DeviceColumns {
  /** `mn1.vgs`, `mn1.vds` …: device by device. */
  readonly names: readonly string[];
  /** The MOS transistors. */
  readonly regions: readonly string[];
  readonly devices: readonly { readonly name: string; readonly type: keyof typeof quantities }[];
}

const known = new Map<string, DeviceColumns>();

/** The device columns of a parametric circuit. Throws CIRCUIT_UNKNOWN_NAME. */
export function deviceColumns(circuitName: string): DeviceColumns {
  const found = known.get(circuitName);
  if (found) return found;
  const columns = columnsOf(nominalCircuit(parametricCircuit(circuitName)));
  known.set(circuitName, columns);
  return columns;
}

function columnsOf(circuit: Circuit): DeviceColumns {
  const devices = circuit.devices.flatMap(({ name, kind }) => {
    const type = types[kind];
    return type ? [{ name, type }] : [];
  });
  return {
    names: devices.flatMap(({ name, type }) => quantities[type].map((quantity) => `${name}.${quantity}`)),
    regions: devices.filter(({ type }) => type === "mos").map(({ name }) => name),
    devices,
  };
}

/** The numbers of these details, in the order of the columns. */
export function deviceNumbers({ devices }: DeviceColumns, details: Details): number[] {
  return devices.flatMap(({ name, type }) => {
    const values = details[name] as unknown as Readonly<Record<string, number>>;
    return quantities[type].map((quantity) => values[quantity]!);
  });
}

/** The regions of these details, in the order of the columns; empty where the transistor's model does not tell. */
export function deviceRegions({ regions }: DeviceColumns, details: Details): string[] {
  return regions.map((name) => (details[name] as MosOperatingPoint).region ?? "");
}

/** The details that these numbers and regions are of. */
export function readDevices(
  { devices }: DeviceColumns,
  numbers: ArrayLike<number>,
  regions: readonly string[],
): Details {
  let [at, mos] = [0, 0];
  const details = devices.map(({ name, type }) => {
    const values = quantities[type].map((quantity) => [quantity, numbers[at++]!] as const);
    const region = type === "mos" ? regions[mos++] : undefined;
    return [
      name,
      { type, ...(region && { region }), ...Object.fromEntries(values) } as DeviceOperatingPoint,
    ] as const;
  });
  return Object.fromEntries(details);
}
