import { type Curve, checkedCurve, crossings, slopeAt, valueAt } from "./curve.js";
import { type Invalid, invalid, type Measurement, measured } from "./measurement.js";

/** An output over the swept input, both in volts. */
export interface TransferCurve {
  readonly input: ArrayLike<number>;
  readonly output: ArrayLike<number>;
}

/** Where an output counts as following its input. */
export interface SwingOptions {
  /** Least slope, as a part of the steepest (default 0.5). */
  readonly slopePart?: number;
  /** Steepest slopes below this are those of an output that is stuck (default 0.5 V/V). */
  readonly leastSlope?: number;
}

/** The two ends of the range of output voltages in which an output follows its input. */
export interface OutputRange {
  readonly lowVolts: number;
  readonly highVolts: number;
}

/**
 * Volts between the lowest and the highest output of the range about the steepest place of a transfer curve in which the
 * slope stays above `slopePart` of the steepest. MEASURE_OUTPUT_STUCK where the curve is flat, MEASURE_SWEEP_TOO_SHORT where
 * the output still follows at an end of the sweep.
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
  { slopePart = 0.5, leastSlope = 0.5 }: SwingOptions = {},
): OutputRange | Invalid {
  const curve = checkedCurve(input, output, 5);
  if ("status" in curve) return curve;
  const slopes: Curve = { x: curve.x, y: curve.x.map((_, i) => Math.abs(slopeAt(curve, i))) };
  let steepest = 0;
  for (let i = 1; i < slopes.y.length; i++) if (slopes.y[i]! > slopes.y[steepest]!) steepest = i;
  const most = slopes.y[steepest]!;
  if (most < leastSlope) {
    return invalid(
      "MEASURE_OUTPUT_STUCK",
      `the output moves by ${most.toPrecision(3)} V/V at most, and stays near ${curve.y[steepest]!.toPrecision(3)} V`,
    );
  }
  const middle = slopes.x[steepest]!;
  const ends = crossings(slopes, slopePart * most).map(({ x }) => x);
  const left = ends.filter((x) => x < middle).at(-1);
  const right = ends.find((x) => x > middle);
  if (left === undefined || right === undefined) {
    const end = left === undefined ? curve.x[0]! : curve.x.at(-1)!;
    return invalid(
      "MEASURE_SWEEP_TOO_SHORT",
      `the output still follows at the end of the sweep, ${end.toPrecision(4)} V`,
    );
  }
  const volts = [valueAt(curve, left), valueAt(curve, right)];
  return { lowVolts: Math.min(...volts), highVolts: Math.max(...volts) };
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
