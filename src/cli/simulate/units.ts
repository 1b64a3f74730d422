import { formatSi } from "../../report/index.js";

/** Units that SI prefixes do not go with. */
const plainUnits = new Set(["dB", "°", "%", ""]);

/** A value with its unit, four digits or an SI prefix: `57.3 dB`, `1.02 MHz`. */
export function withUnit(value: number, unit: string): string {
  if (!plainUnits.has(unit)) return formatSi(value, unit);
  return `${Number(value.toPrecision(4))}${unit === "°" || unit === "" ? unit : ` ${unit}`}`;
}

/** Volts to a tenth of a millivolt, aligned. */
export function volts(value: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(4);
}
