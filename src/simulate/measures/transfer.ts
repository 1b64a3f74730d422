import { type Curve, checkedCurve, crossings, slopeAt, valueAt } from "./curve.js";
import { type Invalid, invalid, type Measurement, measured } from "./measurement.js";

/** An output over the swept input, both in volts. */
export interface TransferCurve {
  readonly input: ArrayLike<number>;
  readonly output: ArrayLike<number>;
}

/** Where an output counts as following its input. */
export interface SwingOptions {
  /** Input about which the output is looked at; where the curve is steepest, if absent. */
  readonly centreVolts?: number;
  /** How far the slope may go from that at the centre: down to this part of it, up to its inverse (default 0.5). */
  readonly slopePart?: number;
  /** A centre with less slope than this is that of an output that is stuck (default 0.5 V/V). */
  readonly leastSlope?: number;
}

/** The two ends of the range of output voltages in which an output follows its input. */
export interface OutputRange {
  readonly lowVolts: number;
  readonly highVolts: number;
}

/**
 * Volts between the lowest and the highest output of the range about the centre of a transfer curve in which the slope stays
 * near that at the centre. MEASURE_OUTPUT_STUCK where the curve is flat there, MEASURE_SWEEP_TOO_SHORT where the output still
 * follows at an end of the sweep, MEASURE_OUT_OF_RANGE for a centre outside of it.
 */
export function outputSwingVolts(curve: TransferCurve, options: SwingOptions = {}): Measurement {
  const found = outputRange(curve, options);
  return "status" in found ? found : measured(found.highVolts - found.lowVolts);
}

/** Lowest output voltage of that range. */
export function outputLowVolts(curve: TransferCurve, options: SwingOptions = {}): Measurement {
  const found = outputRange(curve, options);
  return "status" in found ? found : measured(found.lowVolts);
}

/** Highest output voltage of that range. */
export function outputHighVolts(curve: TransferCurve, options: SwingOptions = {}): Measurement {
  const found = outputRange(curve, options);
  return "status" in found ? found : measured(found.highVolts);
}

/** The range of outputs that {@link outputSwingVolts} measures. */
export function outputRange(
  { input, output }: TransferCurve,
  { centreVolts, slopePart = 0.5, leastSlope = 0.5 }: SwingOptions = {},
): OutputRange | Invalid {
  const curve = checkedCurve(input, output, 5);
  if ("status" in curve) return curve;
  const slopes: Curve = { x: curve.x, y: curve.x.map((_, i) => Math.abs(slopeAt(curve, i))) };
  const [first, last] = [curve.x[0]!, curve.x.at(-1)!];
  const centre = centreVolts ?? steepest(slopes);
  if (!(centre >= first && centre <= last)) {
    return invalid(
      "MEASURE_OUT_OF_RANGE",
      `the sweep goes from ${first} V to ${last} V, and not to ${centre} V`,
    );
  }
  const slope = valueAt(slopes, centre);
  if (slope < leastSlope) {
    return invalid(
      "MEASURE_OUTPUT_STUCK",
      `the output stays near ${valueAt(curve, centre).toPrecision(3)} V: its slope is ${slope.toPrecision(3)} V/V`,
    );
  }
  const ends = [slope * slopePart, slope / slopePart].flatMap((edge) =>
    crossings(slopes, edge).map(({ x }) => x),
  );
  const left = Math.max(...ends.filter((x) => x < centre));
  const right = Math.min(...ends.filter((x) => x > centre));
  if (!Number.isFinite(left) || !Number.isFinite(right)) {
    const end = Number.isFinite(left) ? last : first;
    return invalid(
      "MEASURE_SWEEP_TOO_SHORT",
      `the output still follows at the end of the sweep, ${end.toPrecision(4)} V`,
    );
  }
  const volts = [valueAt(curve, left), valueAt(curve, right)];
  return { lowVolts: Math.min(...volts), highVolts: Math.max(...volts) };
}

function steepest({ x, y }: Curve): number {
  let at = 0;
  for (let i = 1; i < y.length; i++) if (y[i]! > y[at]!) at = i;
  return x[at]!;
}

/** A follower whose small-signal gain is below this does not follow. */
const leastFollowing = 0.5;

/**
 * Systematic offset in volts: what the output of a unity-gain follower shows above its input, with its sign, the error of its
 * finite gain included. MEASURE_OUTPUT_STUCK where the closed-loop gain in V/V, if given, says that the output does not follow
 * and the difference is an accident.
 */
export function offsetVolts(
  { inputVolts, outputVolts }: { readonly inputVolts: number; readonly outputVolts: number },
  closedLoopGain?: number,
): Measurement {
  if (closedLoopGain === undefined || closedLoopGain >= leastFollowing)
    return measured(outputVolts - inputVolts);
  return invalid(
    "MEASURE_OUTPUT_STUCK",
    `the output does not follow its input: the gain of the closed loop is ${closedLoopGain.toPrecision(3)}`,
  );
}
