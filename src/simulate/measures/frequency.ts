import { type Curve, crossings, valueAt } from "./curve.js";
import {
  decibels,
  type FrequencyResponse,
  magnitudeCurve,
  phaseCurve,
  sliced,
} from "./frequency-response.js";
import { type Invalid, invalid, type Measurement, measured } from "./measurement.js";

/** The sine of the phase at the lowest frequency up to which a gain there counts as the gain at DC: 0.5 % of the magnitude. */
const flatSine = 0.1;

/** A gain of no more than this is that of a buffer, one to the simulator's tolerance: where it falls below one is an accident. */
const unityDecibels = 0.01;

/** The sign of a gain at low frequencies. */
export const polarities = ["non-inverting", "inverting"] as const;
export type Polarity = (typeof polarities)[number];

/** Gain in dB at a frequency between the samples (a single sample: at it). MEASURE_OUT_OF_RANGE, MEASURE_ZERO. */
export function gainDb(response: FrequencyResponse, hertz: number): Measurement {
  const curve = magnitudeCurve(around(response, hertz), 1);
  if ("status" in curve) return curve;
  const at = Math.log(hertz);
  const slack = 1e-9;
  if (!(at >= curve.x[0]! - slack && at <= curve.x.at(-1)! + slack)) {
    const found = `from ${response.hertz[0]} Hz to ${response.hertz[response.hertz.length - 1]} Hz`;
    return invalid(
      "MEASURE_OUT_OF_RANGE",
      `the sweep goes ${found}, and the gain at ${hertz} Hz is asked for`,
    );
  }
  return nonZero(valueAt(curve, at), "the output does not move at all");
}

/** The samples next to a frequency, two on each side, on which the interpolated value there depends. */
function around(response: FrequencyResponse, hertz: number): FrequencyResponse {
  let after = 0;
  while (after < response.hertz.length && response.hertz[after]! <= hertz) after++;
  return sliced(response, Math.max(0, after - 3), after + 3);
}

/** Gain in dB at the lowest frequency. MEASURE_NOT_FLAT where that is not its value at DC, to half a per cent. MEASURE_ZERO. */
export function dcGainDb(response: FrequencyResponse): Measurement {
  const curve = startCurve(sliced(response, 0, 1), 1);
  return "status" in curve ? curve : nonZero(curve.y[0]!, "the output does not move at all");
}

/** Lowest frequency in hertz at which the gain is 3.01 dB below its value at DC. MEASURE_NOT_FLAT, MEASURE_NO_CROSSING. */
export function bandwidthHz(response: FrequencyResponse): Measurement {
  const curve = startCurve(response);
  if ("status" in curve) return curve;
  const level = curve.y[0]! + decibels(Math.SQRT1_2);
  const fall = crossings(curve, level).find(({ rising }) => !rising);
  return fall
    ? measured(Math.exp(fall.x))
    : invalid("MEASURE_NO_CROSSING", "the gain never falls by 3 dB within the sweep");
}

/**
 * Frequency in hertz at which the gain falls through one. MEASURE_GAIN_BELOW_ONE where it starts below, MEASURE_NO_CROSSING
 * where it never gets there, MEASURE_SEVERAL_CROSSINGS where it comes back above.
 */
export function unityGainFrequencyHz(response: FrequencyResponse): Measurement {
  const found = unityGainLog(response);
  return typeof found === "number" ? measured(Math.exp(found)) : found;
}

/**
 * What is left of 180 degrees, at the unity-gain frequency, after the phase that the response has turned since low
 * frequencies; so the same for inverting and non-inverting amplifiers. Where `polarity` says which it is, a response that starts with
 * the other sign starts 180 degrees late: it has a pole in the right half-plane, and feedback makes it stable if the margin is
 * positive, as Nyquist's criterion says. As {@link unityGainFrequencyHz}; MEASURE_PHASE_AMBIGUOUS
 * where samples lie so far apart in phase that the way round is a guess.
 */
export function phaseMarginDegrees(
  response: FrequencyResponse,
  { polarity }: { readonly polarity?: Polarity } = {},
): Measurement {
  const at = unityGainLog(response);
  if (typeof at !== "number") return at;
  const phase = phaseCurve(response);
  if ("status" in phase) return phase;
  const { curve, ambiguousFrom } = phase;
  if (ambiguousFrom < curve.x.length && curve.x[Math.max(0, ambiguousFrom - 1)]! < at)
    return ambiguous(curve, ambiguousFrom);
  return measured(180 - Math.abs(valueAt(curve, at) - startsLate(response, polarity)));
}

/** Degrees by which a response starts late: 180 where its sign at low frequencies is not that of the polarity. */
function startsLate({ real }: FrequencyResponse, polarity: Polarity | undefined): 0 | 180 {
  return polarity !== undefined && real[0]! < 0 !== (polarity === "inverting") ? 180 : 0;
}

/**
 * Gain in dB, its sign turned, at the frequency where the phase has turned by 180 degrees. Of several such frequencies the one
 * with the least margin counts; MEASURE_SEVERAL_CROSSINGS where the gain is above one at some and below at others. `polarity` is as for
 * {@link phaseMarginDegrees}; a response that starts late and falls behind further has turned by 180 degrees at its start.
 * MEASURE_NO_CROSSING, MEASURE_NOT_FLAT, MEASURE_PHASE_AMBIGUOUS.
 */
export function gainMarginDb(
  response: FrequencyResponse,
  { polarity }: { readonly polarity?: Polarity } = {},
): Measurement {
  const magnitude = magnitudeCurve(response);
  if ("status" in magnitude) return magnitude;
  const phase = phaseCurve(response);
  if ("status" in phase) return phase;
  const { curve, ambiguousFrom } = phase;
  const late = startsLate(response, polarity);
  const turned = { x: curve.x, y: curve.y.map((degrees) => Math.abs(degrees - late)) };
  const known = curve.x[Math.max(0, ambiguousFrom - 1)]!;
  const passages = crossings(turned, 180).flatMap(({ x }) => (x <= known ? [x] : []));
  const fallsBehind = late > 0 && (turned.y.find((degrees) => degrees !== late) ?? 0) > late;
  const margins = [...(fallsBehind ? [curve.x[0]!] : []), ...passages].map((x) => -valueAt(magnitude, x));
  if (margins.some((margin) => margin > 0) && margins.some((margin) => margin < 0)) {
    return invalid(
      "MEASURE_SEVERAL_CROSSINGS",
      `the phase turns by 180 degrees ${margins.length} times, with the gain above one and below`,
    );
  }
  const least = margins.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a), Number.POSITIVE_INFINITY);
  const mayHideLess = magnitude.y.subarray(ambiguousFrom).some((gain) => gain > (least > 0 ? -least : least));
  if (mayHideLess) return ambiguous(curve, ambiguousFrom);
  if (margins.length === 0)
    return invalid("MEASURE_NO_CROSSING", "the phase never turns by 180 degrees within the sweep");
  return measured(least);
}

/**
 * How much more a wanted stimulus moves the output than an unwanted one, in dB at one frequency: CMRR from the differential and
 * the common-mode response, PSRR from the differential and the supply's. MEASURE_OUTPUT_STUCK where the wanted gain is below `leastGain`
 * (V/V, default 0.9, so that a difference amplifier of gain one counts): what rejects everything rejects nothing. MEASURE_OUT_OF_RANGE, MEASURE_ZERO.
 */
export function rejectionRatioDb(
  wanted: FrequencyResponse,
  unwanted: FrequencyResponse,
  hertz: number,
  leastGain = 0.9,
): Measurement {
  const signal = gainDb(wanted, hertz);
  if (signal.status === "invalid") return signal;
  if (signal.value < decibels(leastGain)) {
    return invalid(
      "MEASURE_OUTPUT_STUCK",
      `the gain for the wanted stimulus is ${signal.value.toPrecision(3)} dB, below ${decibels(leastGain).toPrecision(3)} dB: the amplifier does not work`,
    );
  }
  const disturbance = gainDb(unwanted, hertz);
  return disturbance.status === "invalid" ? disturbance : measured(signal.value - disturbance.value);
}

/**
 * Resistance in ohms seen into a net, from the net's response to a current of `stimulusAmperes` into it, at the lowest
 * frequency. MEASURE_NOT_FLAT where that is reactive still.
 */
export function outputResistanceOhms(response: FrequencyResponse, stimulusAmperes = 1): Measurement {
  const transfer = dcTransfer(response);
  return transfer.status === "ok" ? measured(transfer.value / stimulusAmperes) : transfer;
}

/** The response at the lowest frequency with its sign: negative of what inverts. MEASURE_NOT_FLAT where it is not that at DC. */
export function dcTransfer(response: FrequencyResponse): Measurement {
  const curve = startCurve(sliced(response, 0, 1), 1);
  return "status" in curve ? curve : measured(response.real[0]!);
}

/** The magnitude in dB of a response that starts in its flat part. */
function startCurve(response: FrequencyResponse, atLeast = 2): Curve | Invalid {
  const curve = magnitudeCurve(response, atLeast);
  if ("status" in curve) return curve;
  const [real, imaginary] = [response.real[0]!, response.imaginary[0]!];
  if (Math.abs(imaginary) <= flatSine * Math.hypot(real, imaginary)) return curve;
  return invalid(
    "MEASURE_NOT_FLAT",
    `at ${response.hertz[0]} Hz, the lowest frequency, the response is not that at DC; start the sweep lower`,
  );
}

/** Natural logarithm of the unity-gain frequency. */
function unityGainLog(response: FrequencyResponse): number | Invalid {
  const curve = magnitudeCurve(response);
  if ("status" in curve) return curve;
  const start = curve.y[0]!;
  if (start <= unityDecibels) {
    const where = start < 0 ? "below one" : "one as far as can be told";
    return invalid("MEASURE_GAIN_BELOW_ONE", `the gain starts at ${start.toPrecision(3)} dB, ${where}`);
  }
  const found = crossings(curve, 0);
  if (found.length === 1) return found[0]!.x;
  return found.length === 0
    ? invalid("MEASURE_NO_CROSSING", "the gain stays above one up to the end of the sweep")
    : invalid("MEASURE_SEVERAL_CROSSINGS", `the gain passes through one ${found.length} times`);
}

function nonZero(valueDb: number, message: string): Measurement {
  return valueDb <= decibels(0) ? invalid("MEASURE_ZERO", message) : measured(valueDb);
}

function ambiguous({ x }: Curve, from: number): Invalid {
  return invalid(
    "MEASURE_PHASE_AMBIGUOUS",
    `from about ${Math.exp(x[from]!).toPrecision(3)} Hz the phase turns too far between two points to be followed; take more points`,
  );
}
