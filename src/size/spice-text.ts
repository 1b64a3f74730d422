import { parseSpiceNumber } from "../netlist/index.js";

const suffixes: readonly (readonly [exponent: number, suffix: string])[] = [
  [9, "g"],
  [6, "meg"],
  [3, "k"],
  [0, ""],
  [-3, "m"],
  [-6, "u"],
  [-9, "n"],
  [-12, "p"],
  [-15, "f"],
];

/** A number as a designer writes it (`1.2p`, `40`), which reads back as the same number; in full where no such text does. */
export function spiceText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const exponent = 3 * Math.floor(Math.log10(Math.abs(value)) / 3 + 1e-9);
  const suffix = suffixes.find(([power]) => power === exponent)?.[1];
  if (suffix === undefined) return String(value);
  const text = `${Number((value / 10 ** exponent).toPrecision(12))}${suffix}`;
  return parseSpiceNumber(text) === value ? text : String(value);
}
