import type { Calibration } from "../../model/index.js";

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
 * Split conformal intervals (Lei et al. 2018) for `outputs` kinds of output, which take turns (1 where all are of a kind): the score of
 * an error is `|error| / √(spread² + floor²)`, the floor being the median error, and the factor that score which the wanted share
 * of held-out ones does not exceed, corrected for their number. Where they are too few for that, the largest one, and the coverage
 * says how much it stands for. Undefined where an output has no held-out label.
 */
export function calibrate(
  { graphs, predictions, labels, deviations }: HeldOut,
  outputs: number,
  coverage: number,
): Calibration | undefined {
  const floors: number[] = [];
  const factors: number[] = [];
  let stated = coverage;
  for (let kind = 0; kind < outputs; kind++) {
    const valid: number[] = [];
    for (let i = kind; i < labels.length; i += outputs) if (!Number.isNaN(labels[i]!)) valid.push(i);
    if (valid.length === 0) return undefined;
    const errors = valid.map((i) => Math.abs(predictions[i]! - labels[i]!));
    const floor = Math.max(quantile(errors, 0.5), 1e-12);
    // Errors of one circuit go together, so that circuits count and not labels.
    const samples = outputs === 1 ? Math.min(graphs, valid.length) : valid.length;
    const wanted = Math.ceil((samples + 1) * coverage) / samples;
    if (wanted > 1) stated = Math.min(stated, samples / (samples + 1));
    floors.push(floor);
    factors.push(
      quantile(
        errors.map((error, e) => error / Math.hypot(deviations[valid[e]!]!, floor)),
        Math.min(1, wanted),
      ),
    );
  }
  return { coverage: stated, samples: graphs, floors, factors };
}

/** Half the width of each output's interval, on the network's scale. */
export function halfWidths({ floors, factors }: Calibration, deviation: Float64Array): Float64Array {
  return deviation.map((spread, i) => {
    const kind = i % factors.length;
    return factors[kind]! * Math.hypot(spread, floors[kind]!);
  });
}

/** The smallest value that a share of all values does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length - 1e-9))) - 1]!;
}
