import { formatNumber, formatSi } from "../../report/index.js";

/** Units that SI prefixes do not go with. */
const plainUnits = new Set(["dB", "°", "%"]);

/** A value with its unit, to two places or with an SI prefix: `57.32 dB`, `1.02 MHz`. */
export function withUnit(value: number, unit: string): string {
  if (unit === "") return formatNumber(value);
  if (!plainUnits.has(unit)) return formatSi(value, unit);
  return `${Number(value.toFixed(2)) + 0}${unit === "°" ? "" : " "}${unit}`;
}

/** Volts to a tenth of a millivolt, aligned. */
export function volts(value: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(4);
}
