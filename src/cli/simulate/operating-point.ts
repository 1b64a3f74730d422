import type { Circuit } from "../../circuit/index.js";
import { formatSi } from "../../report/index.js";
import type { DeviceOperatingPoint, OpOutput } from "../../simulate/index.js";
import { textTable } from "./table.js";
import { volts } from "./units.js";

/** The tables of an operating point: nets, currents of voltage sources, and what transistors and diodes do. */
export function describeOperatingPoint(
  circuit: Circuit,
  output: OpOutput,
  nets: readonly string[],
): string[] {
  const wanted = new Set(nets);
  const netRows = circuit.nets.flatMap(({ name, isGround }, id) =>
    isGround || !wanted.has(name) || Number.isNaN(output.voltages[id]!)
      ? []
      : [[name, volts(output.voltages[id]!)]],
  );
  const currents = Object.entries(output.sourceCurrents ?? {}).map(([name, amperes]) => [
    name,
    formatSi(amperes, "A"),
  ]);
  const devices = Object.entries(output.devices ?? {});
  return [
    ...section("node voltages", textTable(["net", "voltage (V)"], netRows), netRows.length),
    ...section("currents of voltage sources", textTable(["source", "current"], currents), currents.length),
    ...deviceTable("mos", "transistors", devices, {
      region: (point) => point.region ?? "-",
      "vgs (V)": (point) => volts(point.vgs),
      "vds (V)": (point) => volts(point.vds),
      "vdsat (V)": (point) => volts(point.vdsat),
      id: (point) => si(point.id, "A"),
      gm: (point) => si(point.gm, "S"),
      gds: (point) => si(point.gds, "S"),
    }),
    ...deviceTable("bipolar", "bipolar transistors", devices, {
      "vbe (V)": (point) => volts(point.vbe),
      "vbc (V)": (point) => volts(point.vbc),
      ic: (point) => si(point.ic, "A"),
      ib: (point) => si(point.ib, "A"),
      gm: (point) => si(point.gm, "S"),
      go: (point) => si(point.go, "S"),
    }),
    ...deviceTable("diode", "diodes", devices, {
      "vd (V)": (point) => volts(point.vd),
      id: (point) => si(point.id, "A"),
      gd: (point) => si(point.gd, "S"),
    }),
  ];
}

/** Lines under a title, or none where there is nothing. */
export function section(title: string, lines: readonly string[], count = lines.length): string[] {
  return count === 0 ? [] : ["", title, ...lines];
}

function deviceTable<Type extends DeviceOperatingPoint["type"]>(
  type: Type,
  title: string,
  devices: readonly (readonly [string, DeviceOperatingPoint])[],
  columns: Readonly<Record<string, (point: Extract<DeviceOperatingPoint, { type: Type }>) => string>>,
): string[] {
  const rows = devices.flatMap(([name, point]) =>
    point.type === type
      ? [
          [
            name,
            ...Object.values(columns).map((cell) =>
              cell(point as Extract<DeviceOperatingPoint, { type: Type }>),
            ),
          ],
        ]
      : [],
  );
  return section(title, textTable(["device", ...Object.keys(columns)], rows), rows.length);
}

function si(value: number, unit: string): string {
  return Number.isNaN(value) ? "-" : formatSi(value, unit);
}
