import { skipped } from "../../evaluate/evaluation.js";
import { missingPenalty, type Spec } from "../../spec.js";
import type { Told } from "../search.js";

/** Values that differ by more than this factor are looked at by their logarithms. */
const wideRange = 20;
/** Spreads from the middle beyond which scores are drawn in, so that a few broken designs do not set the scale. */
const farthest = 3;

/**
 * How a model sees one spec: a score that is above zero where the spec is missed and smooth across its bound. Of values of one sign over
 * a wide range the logarithm of value over bound, else the distance to the bound.
 */
export interface SpecScale {
  /** `[designs]`; designs without a value have the worst score that there is, and a little more. */
  readonly scores: Float64Array;
  /** Places of the designs of which the spec was simulated, with a value or without. */
  readonly rows: readonly number[];
  /** The penalty that a score stands for; 0 where nothing is known, so that other specs are looked after first. */
  penalty(score: number): number;
}

/** The scale of spec `i` for these designs. */
export function specScale(spec: Spec, i: number, designs: readonly Told[]): SpecScale {
  const rows = designs.flatMap((told, row) => (told.specs[i]!.reason === skipped ? [] : [row]));
  const values = designs.map((told) => told.specs[i]!.value);
  if (rows.length === 0) return { rows, scores: new Float64Array(designs.length), penalty: () => 0 };
  const bound = spec.low ?? spec.high!;
  const isTwoSided = spec.low !== undefined && spec.high !== undefined;
  const known = values.filter((value) => value !== undefined);
  const isLog = !isTwoSided && bound > 0 && isWide(known);
  const sign = spec.low !== undefined ? -1 : 1;
  const raw = (value: number) => {
    if (isTwoSided) return Math.max(spec.low! - value, value - spec.high!);
    return sign * (isLog ? Math.log(value / bound) : value - bound);
  };
  const found = known.map(raw);
  const middle = quantile(found, 0.5);
  const spread = Math.max(quantile(found, 0.75) - quantile(found, 0.25), 1e-12 * (Math.abs(bound) || 1));
  const least = Math.min(middle - farthest * spread, -spread);
  const most = Math.max(middle + farthest * spread, spread);
  const worst = Math.min(Math.max(...found, 0), most) + spread / 2;
  const scores = Float64Array.from(values, (value) =>
    value === undefined ? worst : Math.min(Math.max(raw(value), least), most),
  );
  const span = Math.abs(bound) || spread;
  return {
    rows,
    scores,
    penalty(score) {
      if (score <= 0) return 0;
      if (isLog) return 1 - Math.exp(-score);
      const share = score / span;
      return spec.low !== undefined ? share : share / (1 + share);
    },
  };
}

/** The cost of a design from its scores: what it would be if these were right. */
export function costOf(
  specs: readonly Spec[],
  scales: readonly SpecScale[],
  scoreOf: (spec: number) => number,
): number {
  let cost = 0;
  for (let i = 0; i < specs.length; i++) {
    cost += specs[i]!.weight * Math.min(scales[i]!.penalty(scoreOf(i)), 2 * missingPenalty(specs[i]!));
  }
  return cost;
}

function isWide(values: readonly number[]): boolean {
  if (values.length === 0) return false;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least > 0 && most > wideRange * least;
}

function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low]! + (at - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
}
