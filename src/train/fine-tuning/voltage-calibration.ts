import type { Calibration } from "../../model/index.js";
import { type HeldOut, quantile } from "./calibration.js";
import { drivenNet } from "./output-kinds.js";

/** Held-out voltages: of each, which of the graphs it is of, and the kind of its net (see `outputKinds`). */
export interface HeldOutVoltages extends HeldOut {
  readonly graphOf: ArrayLike<number>;
  readonly kinds: readonly string[];
}

/** Errors in volts below this are rounding. */
const rounding = 1e-6;
/** So many errors of a kind of net count as much for their scale as those of all nets. */
const priorErrors = 2;

/**
 * Intervals of voltages. Nets of a kind have a floor of their own, the median of their errors, drawn towards that of all where they are
 * few; scores of all nets together give one factor, each circuit weighing the same (split conformal prediction of hierarchical data,
 * Lee, Barber and Willett 2023). Nets that sources drive can be read off a circuit: they have a factor of their own, and do not count for the
 * others' coverage. The stated coverage is one that does not rest on the worst circuit alone, (n - 1) / (n + 1) of n, where that is
 * less than the wanted one; a half at least. Undefined where nothing was held out.
 */
export function calibrateVoltages(held: HeldOutVoltages, coverage: number): Calibration | undefined {
  const { graphs, predictions, labels, deviations, graphOf, kinds } = held;
  if (kinds.length === 0) return undefined;
  const error = (i: number) => Math.max(Math.abs(predictions[i]! - labels[i]!), rounding);
  const [free, driven] = [false, true].map((wanted) =>
    [...kinds.keys()].filter((i) => (kinds[i] === drivenNet) === wanted),
  ) as [number[], number[]];
  const counted = free.length > 0 ? free : driven;
  const pooled = quantile(counted.map(error), 0.5);
  const floors: Record<string, number> = {};
  for (const kind of new Set(kinds)) {
    const errors = [...kinds.keys()].filter((i) => kinds[i] === kind).map(error);
    const own = errors.length / (errors.length + priorErrors);
    const median = quantile(errors, 0.5);
    floors[kind] = kind === drivenNet ? median : median ** own * pooled ** (1 - own);
  }
  const stated = Math.min(coverage, Math.max(0.5, (graphs - 1) / (graphs + 1)));
  const factorOf = (outputs: readonly number[]) => {
    const sizes = new Map<number, number>();
    for (const i of outputs) sizes.set(graphOf[i]!, (sizes.get(graphOf[i]!) ?? 0) + 1);
    return quantile(
      outputs.map((i) => error(i) / Math.hypot(deviations[i]!, floors[kinds[i]!]!)),
      Math.min(1, (stated * (sizes.size + 1)) / sizes.size),
      outputs.map((i) => 1 / sizes.get(graphOf[i]!)!),
    );
  };
  return {
    coverage: stated,
    samples: graphs,
    floors: [pooled],
    factors: [factorOf(counted)],
    nets: { floors, ...(driven.length > 0 && { drivenFactor: factorOf(driven) }) },
  };
}
