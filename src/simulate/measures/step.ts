import { between, type Curve, checkedCurve, crossings, isStill, range } from "./curve.js";
import { type Invalid, invalid, type Measurement, measured } from "./measurement.js";

/** A voltage (or current) over time, at any rising times. */
export interface Waveform {
  readonly seconds: ArrayLike<number>;
  readonly volts: ArrayLike<number>;
}

/** Which part of a waveform holds the answer to one step, and how large an answer must be to count. */
export interface StepOptions {
  /** When the input steps; times count from here. The value then is the initial one. */
  readonly startSeconds?: number;
  /** Where the answer ends (default: with the waveform). The value then is the final one. */
  readonly endSeconds?: number;
  /** How far the output should go, with its sign; less than half of it is MEASURE_OUTPUT_STUCK. */
  readonly expectedVolts?: number;
}

/** An answer that goes from `initial` to `final`. */
interface Step {
  readonly curve: Curve;
  readonly initial: number;
  readonly final: number;
}

/** Beyond the final value by less than this part of the step is rounding. */
const smallestOvershoot = 1e-6;
/** Part of the answer's time at its end in which it must be at rest. */
const restingPart = 0.2;
/** How far from its final value an answer at rest may be, as a part of its height. */
const restTolerance = 0.02;

/**
 * Seconds from the step until the answer stays within `tolerance` (a part of the height of the step, default 1 %) of where it
 * goes: the final value, or `targetVolts`. MEASURE_NOT_SETTLED where it does not stay there for the last fifth of the time, or
 * still moves by a tenth of the tolerance and so has no final value; also MEASURE_NO_STEP, MEASURE_OUTPUT_STUCK.
 */
export function settlingSeconds(
  waveform: Waveform,
  options: StepOptions & { readonly tolerance?: number; readonly targetVolts?: number } = {},
): Measurement {
  const step = readStep(waveform, options);
  if ("status" in step) return step;
  const { tolerance = 0.01, targetVolts = step.final } = options;
  const { curve, initial } = step;
  const band = tolerance * Math.abs(targetVolts - initial);
  const start = curve.x[0]!;
  const end = curve.x.at(-1)!;
  const unsettled = (why: string) => invalid("MEASURE_NOT_SETTLED", why);
  if (Math.abs(step.final - targetVolts) > band) {
    return unsettled(
      `the output ends outside ${percent(tolerance)} of its step about ${targetVolts.toPrecision(4)} V`,
    );
  }
  const edges = [targetVolts - band, targetVolts + band];
  const settled = Math.max(start, ...edges.flatMap((edge) => crossings(curve, edge).map(({ x }) => x)));
  if (settled > end - restingPart * (end - start))
    return unsettled(
      "the output reaches its final value only in the last fifth of the time; simulate longer",
    );
  if (options.targetVolts === undefined && !isAtRest(step, tolerance / 10))
    return unsettled("the output still moves at the end; simulate longer");
  return measured(settled - start);
}

/** How far the answer goes beyond its final value, in per cent of the height of the step; 0 where it does not. */
export function overshootPercent(waveform: Waveform, options: StepOptions = {}): Measurement {
  const step = readRestingStep(waveform, options);
  if ("status" in step) return step;
  const { curve, initial, final } = step;
  const height = final - initial;
  const relative = { x: curve.x, y: curve.y.map((value) => (value - final) / height) };
  const most = peak(relative);
  return measured(most > smallestOvershoot ? 100 * most : 0);
}

/**
 * Slope in volts per second, without its sign, between 10 % and 90 % of the step, both passed for the first time.
 * MEASURE_NO_STEP, MEASURE_OUTPUT_STUCK, MEASURE_NOT_SETTLED.
 */
export function slewRateVoltsPerSecond(waveform: Waveform, options: StepOptions = {}): Measurement {
  const step = readRestingStep(waveform, options);
  if ("status" in step) return step;
  const seconds = transition(step);
  return typeof seconds === "number"
    ? measured((0.8 * Math.abs(step.final - step.initial)) / seconds)
    : seconds;
}

/** Seconds between 10 % and 90 % of the step: rise time or fall time, as the step goes. As {@link slewRateVoltsPerSecond}. */
export function transitionSeconds(waveform: Waveform, options: StepOptions = {}): Measurement {
  const step = readRestingStep(waveform, options);
  if ("status" in step) return step;
  const seconds = transition(step);
  return typeof seconds === "number" ? measured(seconds) : seconds;
}

function transition({ curve, initial, final }: Step): number | Invalid {
  const relative = { x: curve.x, y: curve.y.map((value) => (value - initial) / (final - initial)) };
  const [low, high] = [crossings(relative, 0.1)[0], crossings(relative, 0.9)[0]];
  if (low && high && high.x > low.x) return high.x - low.x;
  return invalid("MEASURE_NO_CROSSING", "the output does not pass 10 % and then 90 % of its step");
}

function readStep(waveform: Waveform, options: StepOptions): Step | Invalid {
  const whole = checkedCurve(waveform.seconds, waveform.volts);
  if ("status" in whole) return whole;
  const [first, last] = [whole.x[0]!, whole.x.at(-1)!];
  const { startSeconds = first, endSeconds = last, expectedVolts } = options;
  if (!(startSeconds >= first && startSeconds < endSeconds && endSeconds <= last * (1 + 1e-9))) {
    return invalid(
      "MEASURE_OUT_OF_RANGE",
      `the waveform goes from ${first} s to ${last} s, the step from ${startSeconds} s to ${endSeconds} s`,
    );
  }
  const curve = between(whole, startSeconds, Math.min(endSeconds, last));
  const [initial, final] = [curve.y[0]!, curve.y.at(-1)!];
  const height = final - initial;
  if (expectedVolts !== undefined && isStill(curve, expectedVolts))
    return invalid("MEASURE_NO_STEP", "the input ends where it started: it does not step");
  if (expectedVolts !== undefined && height / expectedVolts < 0.5) {
    return invalid(
      "MEASURE_OUTPUT_STUCK",
      `the output goes ${height.toPrecision(3)} V where ${expectedVolts.toPrecision(3)} V are expected`,
    );
  }
  if (!isStill(curve, height)) return { curve, initial, final };
  return invalid("MEASURE_NO_STEP", `the output ends at ${final.toPrecision(4)} V, where it started`);
}

function readRestingStep(waveform: Waveform, options: StepOptions): Step | Invalid {
  const step = readStep(waveform, options);
  if ("status" in step || isAtRest(step, restTolerance)) return step;
  return invalid("MEASURE_NOT_SETTLED", "the output still moves at the end; simulate longer");
}

/** Whether the answer stays within a part of its height of its final value, at its end. */
function isAtRest({ curve, initial, final }: Step, tolerance: number): boolean {
  const [start, end] = [curve.x[0]!, curve.x.at(-1)!];
  const [low, high] = range(between(curve, end - restingPart * (end - start), end));
  const most = tolerance * Math.abs(final - initial);
  return high - final <= most && final - low <= most;
}

/** The highest value, by the parabola through the highest sample and its neighbours. */
function peak({ x, y }: Curve): number {
  let at = 0;
  for (let i = 1; i < y.length; i++) if (y[i]! > y[at]!) at = i;
  if (at === 0 || at === y.length - 1) return y[at]!;
  const [left, right] = [x[at]! - x[at - 1]!, x[at + 1]! - x[at]!];
  const [down, up] = [(y[at]! - y[at - 1]!) / left, (y[at + 1]! - y[at]!) / right];
  const slope = (down * right + up * left) / (left + right);
  const bend = (down - up) / (left + right);
  return bend > 0 ? y[at]! + (slope * slope) / (4 * bend) : y[at]!;
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(3))} %`;
}
