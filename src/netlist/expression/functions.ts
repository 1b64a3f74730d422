import type { Dialect } from "../dialect.js";

/** A built-in function of `.param` expressions; NaN from it becomes a diagnostic. */
export interface BuiltIn {
  readonly minimumArguments: number;
  readonly maximumArguments: number;
  /** Draws from a distribution in a simulator; here it gives the nominal value, and a diagnostic says so. */
  readonly isStatistical?: boolean;
  readonly apply: (args: readonly number[], dialect: Dialect) => number;
}

/** `x^y` as the dialect has it: ngspice takes the magnitude of `x`; HSPICE keeps the sign where `y` is an integer. */
export function power(x: number, y: number, dialect: Dialect): number {
  if (dialect === "ngspice") return Math.abs(x) ** y;
  return x < 0 ? x ** Math.trunc(y) : x ** y;
}

/** Rounds halves to even, as C's `nearbyint` does for ngspice. */
function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function unary(apply: (x: number) => number): BuiltIn {
  return { minimumArguments: 1, maximumArguments: 1, apply: ([x]) => apply(x!) };
}

function binary(apply: (x: number, y: number, dialect: Dialect) => number): BuiltIn {
  return { minimumArguments: 2, maximumArguments: 2, apply: ([x, y], dialect) => apply(x!, y!, dialect) };
}

function statistical(minimumArguments: number, maximumArguments: number): BuiltIn {
  return { minimumArguments, maximumArguments, isStatistical: true, apply: ([nominal]) => nominal! };
}

function limit(args: readonly number[]): number {
  const [x, low, high] = args as [number, number, number];
  return Math.min(Math.max(x, Math.min(low, high)), Math.max(low, high));
}

/** Piecewise linear interpolation through (x, y) pairs, flat outside. */
function table([x, ...points]: readonly number[]): number {
  let [x0, y0] = points as [number, number];
  if (x! <= x0) return y0;
  for (let i = 2; i + 1 < points.length; i += 2) {
    const x1 = points[i]!;
    const y1 = points[i + 1]!;
    if (x! <= x1) return y0 + ((y1 - y0) * (x! - x0)) / (x1 - x0);
    x0 = x1;
    y0 = y1;
  }
  return y0;
}

/** The functions by name (ngspice manual, section 2.9.5, and the usual additions of HSPICE and PSpice). */
export const builtIns: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ["sqr", unary((x) => x * x)],
  ["sqrt", unary(Math.sqrt)],
  ["cbrt", unary(Math.cbrt)],
  ["sin", unary(Math.sin)],
  ["cos", unary(Math.cos)],
  ["tan", unary(Math.tan)],
  ["asin", unary(Math.asin)],
  ["acos", unary(Math.acos)],
  ["atan", unary(Math.atan)],
  ["arctan", unary(Math.atan)],
  ["sinh", unary(Math.sinh)],
  ["cosh", unary(Math.cosh)],
  ["tanh", unary(Math.tanh)],
  ["asinh", unary(Math.asinh)],
  ["acosh", unary(Math.acosh)],
  ["atanh", unary(Math.atanh)],
  ["exp", unary(Math.exp)],
  ["ln", unary(Math.log)],
  ["log", unary(Math.log)],
  ["log10", unary(Math.log10)],
  ["log2", unary(Math.log2)],
  ["db", unary((x) => 20 * Math.log10(Math.abs(x)))],
  ["abs", unary(Math.abs)],
  ["fabs", unary(Math.abs)],
  ["sgn", unary(Math.sign)],
  ["int", unary(Math.trunc)],
  ["nint", unary(roundHalfEven)],
  ["round", unary(Math.round)],
  ["floor", unary(Math.floor)],
  ["ceil", unary(Math.ceil)],
  ["u", unary((x) => (x > 0 ? 1 : 0))],
  ["stp", unary((x) => (x > 0 ? 1 : 0))],
  ["uramp", unary((x) => Math.max(x, 0))],
  ["buf", unary((x) => (x > 0.5 ? 1 : 0))],
  ["inv", unary((x) => (x > 0.5 ? 0 : 1))],
  ["atan2", binary(Math.atan2)],
  ["hypot", binary((x, y) => Math.hypot(x, y))],
  ["fmod", binary((x, y) => x % y)],
  ["sign", binary((x, y) => Math.abs(x) * Math.sign(y))],
  ["pow", binary((x, y, dialect) => (dialect === "hspice" ? x ** Math.trunc(y) : x ** y))],
  ["pwr", binary((x, y, dialect) => Math.abs(x) ** y * (dialect === "hspice" ? Math.sign(x) : 1))],
  ["pwrs", binary((x, y) => Math.sign(x) * Math.abs(x) ** y)],
  ["min", { minimumArguments: 1, maximumArguments: 10_000, apply: (args) => Math.min(...args) }],
  ["max", { minimumArguments: 1, maximumArguments: 10_000, apply: (args) => Math.max(...args) }],
  ["table", { minimumArguments: 3, maximumArguments: 10_000, apply: table }],
  ["pwl", { minimumArguments: 3, maximumArguments: 10_000, apply: table }],
  ["gauss", statistical(3, 4)],
  ["agauss", statistical(3, 4)],
  ["unif", statistical(2, 3)],
  ["aunif", statistical(2, 3)],
  [
    "limit",
    {
      minimumArguments: 2,
      maximumArguments: 3,
      apply: (args) => (args.length === 3 ? limit(args) : args[0]!),
    },
  ],
]);
