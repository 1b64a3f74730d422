import type { Circuit, Device, DeviceKind } from "../circuit.js";

/** Angular frequency, in radians per second, at which a device and what replaces it have impedances of one magnitude: 1 MHz. */
const angular = 2 * Math.PI * 1e6;

/** The magnitude of a device's impedance at 1 MHz, in ohms; a current source counts as a resistance that drops 1 V. */
function impedance({ kind, parameters }: Device): number {
  const { resistance, capacitance, inductance, dc } = parameters;
  const ohms =
    kind === "resistor"
      ? resistance
      : kind === "capacitor"
        ? 1 / (angular * (capacitance ?? Number.NaN))
        : kind === "inductor"
          ? angular * (inductance ?? Number.NaN)
          : 1 / Math.abs(dc ?? Number.NaN);
  return ohms !== undefined && ohms > 0 && Number.isFinite(ohms) ? ohms : 1000;
}

/** Kind, parameters, model and text that a device of another kind gets in this one's place or beside it. */
export function otherDevice(
  device: Device,
  kind: DeviceKind,
  circuit: Circuit,
): Pick<Device, "kind" | "parameters"> & { readonly model?: string } {
  if (kind === "resistor") return { kind, parameters: { resistance: impedance(device) } };
  if (kind === "capacitor") return { kind, parameters: { capacitance: 1 / (angular * impedance(device)) } };
  if (kind === "inductor") return { kind, parameters: { inductance: impedance(device) / angular } };
  const model = circuit.models.find(({ type }) => type === kind)?.name ?? kind;
  return { kind, parameters: device.parameters, model };
}
