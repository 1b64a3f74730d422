import type { Dialect } from "./dialect.js";

const NUMBER = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:[ed]([+-]?\d+))?([a-zµμΩ]*)$/i;

/** The scale factors of SPICE, longest first where one starts another; `m` is milli in either case. */
const SUFFIXES: readonly (readonly [suffix: string, exponent: number])[] = [
  ["meg", 6],
  ["t", 12],
  ["g", 9],
  ["k", 3],
  ["m", -3],
  ["u", -6],
  ["µ", -6],
  ["μ", -6],
  ["n", -9],
  ["p", -12],
  ["f", -15],
  ["a", -18],
];

/**
 * A SPICE number: digits, an exponent (`e` or Fortran's `d`), a scale factor, then letters of a unit that mean nothing
 * (`10pF`, `5ohm`, `1uF`). `mil` is 25.4e-6; `x` is 1e6 in HSPICE. Undefined where the text is no such number.
 */
export function parseSpiceNumber(text: string, dialect: Dialect = "ngspice"): number | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, mantissa, exponentText, unit] = match;
  const exponent = exponentText === undefined ? 0 : Number(exponentText);
  const letters = unit!.toLowerCase();
  if (letters === "") return Number(`${mantissa}e${exponent}`);
  if (letters.startsWith("mil")) return Number(`${mantissa}e${exponent}`) * 25.4e-6;
  if (dialect === "hspice" && letters.startsWith("x")) return Number(`${mantissa}e${exponent + 6}`);
  for (const [suffix, scale] of SUFFIXES) {
    if (letters.startsWith(suffix)) return Number(`${mantissa}e${exponent + scale}`);
  }
  return Number(`${mantissa}e${exponent}`);
}
