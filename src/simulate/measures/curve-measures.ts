import { between, type Curve, checkedCurve, crossings, range, valueAt } from "./curve.js";
import { type Invalid, invalid, type Measurement, measured } from "./measurement.js";
import type { Waveform } from "./step.js";

/** Any signal over the axis of its analysis: seconds of a transient, or what a sweep varies. */
export interface SampledCurve {
  readonly axis: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** The value of a curve at a place of its axis. MEASURE_OUT_OF_RANGE outside of it. */
export function sampleAt({ axis, values }: SampledCurve, at: number): Measurement {
  const curve = checkedCurve(axis, values, 1);
  if ("status" in curve) return curve;
  return outside(curve, at) ?? measured(valueAt(curve, at));
}

/**
 * Difference between the highest and the lowest value of a curve, between two places of its axis (default: its ends).
 * MEASURE_OUT_OF_RANGE where one of them lies outside.
 */
export function peakToPeak(
  { axis, values }: SampledCurve,
  { from, to }: { readonly from?: number; readonly to?: number } = {},
): Measurement {
  const curve = checkedCurve(axis, values);
  if ("status" in curve) return curve;
  const [start, end] = [from ?? curve.x[0]!, to ?? curve.x.at(-1)!];
  const missing = outside(curve, start) ?? outside(curve, end);
  if (missing) return missing;
  const [low, high] = range(between(curve, start, end));
  return measured(high - low);
}

/** How an oscillation is looked at. */
export interface OscillationOptions {
  /** Periods before this time do not count, so that it can start. */
  readonly afterSeconds?: number;
  /** Level of the passages in volts; the middle of the range after that time where it is absent. */
  readonly levelVolts?: number;
}

/** Fewer whole periods than this are no oscillation. */
const fewestPeriods = 3;

/**
 * Frequency in hertz of a waveform: whole periods between rising passages of a level, over the time that they take.
 * MEASURE_NO_CROSSING where there are fewer than three.
 */
export function oscillationHz(wave: Waveform, options: OscillationOptions = {}): Measurement {
  const curve = checkedCurve(wave.seconds, wave.volts);
  if ("status" in curve) return curve;
  const { afterSeconds = curve.x[0]! } = options;
  const early = outside(curve, afterSeconds);
  if (early) return early;
  const late = between(curve, afterSeconds, curve.x.at(-1)!);
  const [low, high] = range(late);
  const { levelVolts = (low + high) / 2 } = options;
  const rising = crossings(late, levelVolts).filter((crossing) => crossing.rising);
  const periods = rising.length - 1;
  if (periods < fewestPeriods)
    return invalid(
      "MEASURE_NO_CROSSING",
      `the signal rises ${rising.length} times through ${levelVolts.toPrecision(4)} V, too few for ${fewestPeriods} periods`,
    );
  return measured(periods / (rising.at(-1)!.x - rising[0]!.x));
}

function outside({ x }: Curve, at: number): Invalid | undefined {
  const [first, last] = [x[0]!, x.at(-1)!];
  if (at >= first && at <= last) return undefined;
  return invalid("MEASURE_OUT_OF_RANGE", `${at} lies outside of the curve, from ${first} to ${last}`);
}
