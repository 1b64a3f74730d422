import type { Calibration } from "../../model/index.js";
import { drivenNet } from "./output-kinds.js";

/** Mean and standard deviation of an ensemble's outputs, output by output. */
export interface Spread {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Held-out predictions: outputs of graphs one after the other, on the network's scale; labels may be NaN. */
export interface HeldOut {
  readonly graphs: number;
  /** By a network that was not fitted to the graph. */
  readonly predictions: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  /** Of the whole ensemble. */
  readonly deviations: ArrayLike<number>;
}

/** What the members of an ensemble say together. */
export function spreadOf(members: readonly ArrayLike<number>[]): Spread {
  const count = members[0]!.length;
  const mean = new Float64Array(count);
  const deviation = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (const outputs of members) mean[i]! += outputs[i]! / members.length;
    for (const outputs of members) deviation[i]! += (outputs[i]! - mean[i]!) ** 2 / members.length;
    deviation[i] = Math.sqrt(deviation[i]!);
  }
  return { mean, deviation };
}

/**
 * Split conformal intervals (Lei et al. 2018) for `outputs` measures, which take turns: the score of an error is
 * `|error| / √(spread² + floor²)`, the floor being the median error, and the factor that score which the wanted share of held-out
 * ones does not exceed, corrected for their number. Where they are too few for that, the largest one, and the coverage says how
 * much it stands for. Undefined where a measure has no held-out label.
 */
export function calibrate(
  { predictions, labels, deviations }: HeldOut,
  outputs: number,
  coverage: number,
): Calibration | undefined {
  const floors: number[] = [];
  const factors: number[] = [];
  const measures: { coverage: number; samples: number }[] = [];
  for (let kind = 0; kind < outputs; kind++) {
    const valid: number[] = [];
    for (let i = kind; i < labels.length; i += outputs) if (!Number.isNaN(labels[i]!)) valid.push(i);
    if (valid.length === 0) return undefined;
    const errors = valid.map((i) => Math.abs(predictions[i]! - labels[i]!));
    const floor = Math.max(quantile(errors, 0.5), 1e-12);
    const scores = errors.map((error, e) => error / Math.hypot(deviations[valid[e]!]!, floor));
    const samples = valid.length;
    measures.push({ coverage: Math.min(coverage, samples / (samples + 1)), samples });
    floors.push(floor);
    factors.push(quantile(scores, corrected(coverage, valid.length)));
  }
  const rarest = measures.reduce((least, one) => (one.samples < least.samples ? one : least));
  return { ...rarest, ...(outputs > 1 && { measures }), floors, factors };
}

/** The share of `count` held-out scores that an interval has to hold in order to hold the wanted share of new ones. */
const corrected = (coverage: number, count: number): number =>
  Math.min(1, Math.ceil((count + 1) * coverage) / count);

/** Half the width of each output's interval, on the network's scale; `kinds` are those of the nets, of voltages. */
export function halfWidths(
  { floors, factors, nets }: Calibration,
  deviation: Float64Array,
  kinds: readonly string[] = [],
): Float64Array {
  return deviation.map((spread, i) => {
    const at = i % factors.length;
    const kind = kinds[i];
    const [floor, factor] = [floors[at]!, factors[at]!];
    if (!nets || kind === undefined) return factor * Math.hypot(spread, floor);
    const own = kind === drivenNet ? (nets.drivenFactor ?? factor) : factor;
    return own * Math.hypot(spread, nets.floors[kind] ?? floor);
  });
}

/** The smallest value that a share of all values, or of their weight, does not exceed. */
export function quantile(
  values: readonly number[],
  share: number,
  weights: readonly number[] = values.map(() => 1),
): number {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const enough = share * weights.reduce((sum, weight) => sum + weight, 0) * (1 - 1e-9);
  let weight = 0;
  const at = order.find((i) => {
    weight += weights[i]!;
    return weight >= enough;
  });
  return values[at ?? order.at(-1)!]!;
}
