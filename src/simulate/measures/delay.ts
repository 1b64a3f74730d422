import { type Curve, checkedCurve, crossings, isStill, range } from "./curve.js";
import { type Invalid, invalid, type Measurement, measured } from "./measurement.js";
import type { Waveform } from "./step.js";

/** Which passages a delay lies between. */
export interface DelayOptions {
  /** Level of both passages in volts; the middle of the range of `from` where it is absent. */
  readonly levelVolts?: number;
  /** Level of the passage of `to`, where it is another. */
  readonly toLevelVolts?: number;
  readonly fromEdge?: Edge;
  readonly toEdge?: Edge;
  /** Passages before this time do not count. */
  readonly afterSeconds?: number;
}

/** The direction of a passage; `either` is the default. */
export type Edge = "rising" | "falling" | "either";

/**
 * Seconds from the first passage of `from` through the level to the first passage of `to` at that moment or later.
 * MEASURE_NO_CROSSING where one of them never passes, MEASURE_NO_STEP where it passes and yet does not move.
 */
export function delaySeconds(from: Waveform, to: Waveform, options: DelayOptions = {}): Measurement {
  const [first, second] = [checkedCurve(from.seconds, from.volts), checkedCurve(to.seconds, to.volts)];
  if ("status" in first) return first;
  if ("status" in second) return second;
  const [low, high] = range(first);
  const { levelVolts = (low + high) / 2, toLevelVolts = levelVolts } = options;
  const { fromEdge = "either", toEdge = "either", afterSeconds = Number.NEGATIVE_INFINITY } = options;
  const cause = crossings(first, levelVolts).find(
    ({ x, rising }) => x >= afterSeconds && fits(fromEdge, rising),
  );
  if (!cause) return never("input", levelVolts, fromEdge);
  const effect = crossings(second, toLevelVolts).find(
    ({ x, rising }) => x >= cause.x && fits(toEdge, rising),
  );
  if (!effect) return never("output", toLevelVolts, toEdge);
  return unmoved(first, "input") ?? unmoved(second, "output") ?? measured(effect.x - cause.x);
}

function unmoved(curve: Curve, what: string): Invalid | undefined {
  const [low, high] = range(curve);
  if (!isStill(curve, high - low)) return undefined;
  return invalid("MEASURE_NO_STEP", `the ${what} stays at ${low.toPrecision(4)} V`);
}

function fits(edge: Edge, rising: boolean): boolean {
  return edge === "either" || (edge === "rising") === rising;
}

function never(what: string, level: number, edge: Edge): Measurement {
  const way = edge === "either" ? "" : `, ${edge},`;
  return invalid("MEASURE_NO_CROSSING", `the ${what} never passes${way} through ${level.toPrecision(4)} V`);
}
