import type { DeviceOperatingPoint, TestbenchResult } from "../../simulate/index.js";

const prefix = "saturation of ";

/** The name of the measure |Vds| - Vdsat of a transistor, in volts: above zero where it is saturated. */
export function saturationMeasure(device: string): string {
  return `${prefix}${device}`;
}

/** Of every transistor whose operating point a testbench asked for, by the name of the measure; the first that tells of it counts. */
export function saturationMargins({ decks }: Pick<TestbenchResult, "decks">): Map<string, number> {
  const margins = new Map<string, number>();
  for (const result of Object.values(decks)) {
    if (result.status !== "ok") continue;
    for (const output of result.value) {
      if (output.status === "failed" || output.kind !== "op") continue;
      for (const [device, point] of Object.entries(output.devices ?? {})) {
        const margin = marginOf(point);
        const name = saturationMeasure(device);
        if (Number.isFinite(margin) && !margins.has(name)) margins.set(name, margin);
      }
    }
  }
  return margins;
}

function marginOf(point: DeviceOperatingPoint): number {
  return point.type === "mos" ? Math.abs(point.vds) - point.vdsat : Number.NaN;
}
