import { type Curve, checkedCurve } from "./curve.js";
import { type Invalid, invalid } from "./measurement.js";

/** A complex transfer function sampled at rising frequencies: output per unit of the stimulus. */
export interface FrequencyResponse {
  readonly hertz: ArrayLike<number>;
  readonly real: ArrayLike<number>;
  readonly imaginary: ArrayLike<number>;
}

/** Magnitudes below this count as this: -6000 dB. */
const smallest = 1e-300;
/** Beyond this step in degrees from one sample to the next, the way round cannot be told. */
const largestStepDegrees = 120;
/** A response whose phase starts further than this from 0 or 180 degrees does not start in its flat part, nor does a steeper one. */
const largestStartDegrees = 45;
const largestStartDecibelsPerDecade = 12;

/** Magnitude in dB over the natural logarithm of frequency, or MEASURE_NO_DATA. */
export function magnitudeCurve(response: FrequencyResponse, atLeast = 2): Curve | Invalid {
  const { real, imaginary } = response;
  const y = new Float64Array(response.hertz.length);
  for (let i = 0; i < y.length; i++) y[i] = magnitudeDb(real[i]!, imaginary[i]!);
  return checkedCurve(logarithms(response.hertz), y, atLeast);
}

/** The samples `first` to before `end` of a response. */
export function sliced(
  { hertz, real, imaginary }: FrequencyResponse,
  first: number,
  end: number,
): FrequencyResponse {
  const cut = (values: ArrayLike<number>) => Array.prototype.slice.call(values, first, end) as number[];
  return { hertz: cut(hertz), real: cut(real), imaginary: cut(imaginary) };
}

function magnitudeDb(real: number, imaginary: number): number {
  const power = real * real + imaginary * imaginary;
  return power > 1e-280 && power < 1e280 ? 10 * Math.log10(power) : decibels(Math.hypot(real, imaginary));
}

function logarithms(hertz: ArrayLike<number>): Float64Array {
  const x = new Float64Array(hertz.length);
  for (let i = 0; i < x.length; i++) x[i] = hertz[i]! > 0 ? Math.log(hertz[i]!) : Number.NaN;
  return x;
}

/** 20 log10 of a ratio of amplitudes. */
export function decibels(ratio: number): number {
  return 20 * Math.log10(ratio < smallest ? smallest : ratio);
}

/** Phase in degrees, unwrapped from sample to sample; of the first sample as it is. */
export function unwrappedDegrees({ hertz, real, imaginary }: FrequencyResponse): Float64Array {
  const phase = Float64Array.from(hertz, (_, i) => (Math.atan2(imaginary[i]!, real[i]!) * 180) / Math.PI);
  for (let i = 1; i < phase.length; i++) phase[i] = phase[i - 1]! + wrapped(phase[i]! - phase[i - 1]!);
  return phase;
}

/**
 * Phase lag or lead in degrees against the sign of the low-frequency gain, over the natural logarithm of frequency: 0 at the
 * start for inverting and non-inverting amplifiers alike, unwrapped from sample to sample.
 *
 * MEASURE_NOT_FLAT where the first sample already turns; `ambiguousFrom` is the first sample whose way round is a guess.
 */
export function phaseCurve(
  response: FrequencyResponse,
): { readonly curve: Curve; readonly ambiguousFrom: number } | Invalid {
  const { hertz, real, imaginary } = response;
  const raw = new Float64Array(hertz.length);
  for (let i = 0; i < raw.length; i++) raw[i] = (Math.atan2(imaginary[i]!, real[i]!) * 180) / Math.PI;
  const reference = 180 * Math.round(raw[0]! / 180);
  if (Math.abs(raw[0]! - reference) > largestStartDegrees || startsSteep(response)) {
    return invalid(
      "MEASURE_NOT_FLAT",
      `the response turns already at ${hertz[0]} Hz, the lowest frequency; start the sweep lower`,
    );
  }
  const phase = new Float64Array(raw.length);
  let ambiguousFrom = raw.length;
  for (let i = 0; i < raw.length; i++) {
    if (real[i] === 0 && imaginary[i] === 0) ambiguousFrom = Math.min(ambiguousFrom, i);
    const step = i === 0 ? raw[0]! - reference : wrapped(raw[i]! - raw[i - 1]!);
    phase[i] = (i === 0 ? 0 : phase[i - 1]!) + step;
    if (Math.abs(step) > largestStepDegrees) ambiguousFrom = Math.min(ambiguousFrom, i);
  }
  const curve = checkedCurve(logarithms(hertz), phase);
  return "status" in curve ? curve : { curve, ambiguousFrom };
}

/** Two poles below the sweep turn the phase to nearly 180 degrees, where it looks like another sign; the slope tells. */
function startsSteep({ hertz, real, imaginary }: FrequencyResponse): boolean {
  if (hertz.length < 2) return false;
  const [first, second] = [0, 1].map((i) => decibels(Math.hypot(real[i]!, imaginary[i]!))) as [
    number,
    number,
  ];
  return Math.abs(second - first) > largestStartDecibelsPerDecade * Math.log10(hertz[1]! / hertz[0]!);
}

function wrapped(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}
