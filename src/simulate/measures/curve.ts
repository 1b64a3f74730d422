import { type Invalid, invalid } from "./measurement.js";

/** Samples `y` of a function at rising `x`; one number each. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Where a curve passes through a level. */
export interface Crossing {
  readonly x: number;
  readonly rising: boolean;
}

/**
 * The samples with x strictly rising, or MEASURE_NO_DATA where a number is not finite or fewer than `atLeast` are left.
 * Simulators repeat a point at a breakpoint; the last one counts.
 */
export function checkedCurve(x: ArrayLike<number>, y: ArrayLike<number>, atLeast = 2): Curve | Invalid {
  const xs = new Float64Array(x.length);
  const ys = new Float64Array(x.length);
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    const [at, value] = [x[i]!, y[i]!];
    if (!Number.isFinite(at) || !Number.isFinite(value))
      return invalid("MEASURE_NO_DATA", `sample ${i + 1} of ${x.length} is not a finite number`);
    if (count > 0 && at < xs[count - 1]!)
      return invalid("MEASURE_NO_DATA", `sample ${i + 1} of ${x.length} goes back on the axis`);
    if (count > 0 && at === xs[count - 1]!) count--;
    xs[count] = at;
    ys[count++] = value;
  }
  if (count < atLeast)
    return invalid("MEASURE_NO_DATA", `${count} samples, and the measure needs ${atLeast}`);
  return { x: xs.subarray(0, count), y: ys.subarray(0, count) };
}

/**
 * The value at `x` between the samples, by cubic Hermite pieces whose slopes are those of parabolas through three neighbours,
 * limited so that no piece leaves the range of its two ends (Fritsch and Carlson 1980). Beyond the ends: the end's value.
 */
export function valueAt(curve: Curve, x: number): number {
  const { x: xs, y: ys } = curve;
  const last = xs.length - 1;
  if (x <= xs[0]!) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  return onPiece(curve, low, x);
}

/** Every passage through `level`, in order; a curve that only touches the level does not pass. */
export function crossings(curve: Curve, level: number): Crossing[] {
  const { x, y } = curve;
  const found: Crossing[] = [];
  let before = -1;
  for (let i = 0; i < x.length; i++) {
    if (y[i] === level) continue;
    if (before >= 0 && y[before]! > level !== y[i]! > level) {
      const at = i - before > 1 ? x[before + 1]! : passage(curve, before, level);
      found.push({ x: at, rising: y[i]! > level });
    }
    before = i;
  }
  return found;
}

/** The curve between two places of its axis, with interpolated ends. */
export function between(curve: Curve, from: number, to: number): Curve {
  const { x, y } = curve;
  let first = 0;
  while (first < x.length && x[first]! <= from) first++;
  let end = first;
  while (end < x.length && x[end]! < to) end++;
  return {
    x: Float64Array.from([from, ...x.subarray(first, end), to]),
    y: Float64Array.from([valueAt(curve, from), ...y.subarray(first, end), valueAt(curve, to)]),
  };
}

/** Lowest and highest sample. */
export function range({ y }: Curve): [low: number, high: number] {
  let [low, high] = [y[0]!, y[0]!];
  for (const value of y) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Moving by less than this part of its level, a signal stands still: that much is left of a solver's tolerance. */
const smallestStep = 1e-4;

/** Whether a change of a signal is none, beside the level that it has. */
export function isStill(curve: Curve, change: number): boolean {
  const [low, high] = range(curve);
  return Math.abs(change) <= smallestStep * Math.max(Math.abs(low), Math.abs(high), 1e-6);
}

/** Slope of the curve at sample `i`, as the pieces on both sides of it take it. */
export function slopeAt({ x, y }: Curve, i: number): number {
  const last = x.length - 1;
  const secant = (k: number) => (y[k + 1]! - y[k]!) / (x[k + 1]! - x[k]!);
  if (last === 1) return secant(0);
  if (i === 0 || i === last) {
    const [near, far] = i === 0 ? [0, 1] : [last - 1, last - 2];
    const share = (x[near + 1]! - x[near]!) / Math.abs(x[i]! - x[i === 0 ? 2 : last - 2]!);
    return limited(secant(near) + share * (secant(near) - secant(far)), secant(near), secant(near));
  }
  const [left, right] = [x[i]! - x[i - 1]!, x[i + 1]! - x[i]!];
  const parabola = (right * secant(i - 1) + left * secant(i)) / (left + right);
  return limited(parabola, secant(i - 1), secant(i));
}

function limited(slope: number, a: number, b: number): number {
  if (a * b <= 0 || slope * a <= 0) return 0;
  const most = 3 * Math.min(Math.abs(a), Math.abs(b));
  return Math.abs(slope) > most ? Math.sign(slope) * most : slope;
}

function onPiece(curve: Curve, i: number, at: number): number {
  const { x, y } = curve;
  const width = x[i + 1]! - x[i]!;
  const t = (at - x[i]!) / width;
  const rest = 1 - t;
  return (
    y[i]! * rest * rest * (1 + 2 * t) +
    y[i + 1]! * t * t * (3 - 2 * t) +
    width * t * rest * (slopeAt(curve, i) * rest - slopeAt(curve, i + 1) * t)
  );
}

/** Where piece `i`, whose ends lie on both sides of the level, passes through it. */
function passage(curve: Curve, i: number, level: number): number {
  let [low, high] = [curve.x[i]!, curve.x[i + 1]!];
  const startsAbove = curve.y[i]! > level;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (onPiece(curve, i, middle) > level === startsAbove) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
