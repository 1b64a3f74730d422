import { RandomStream } from "../../core/index.js";
import type { LabelledGraphs } from "../labelled-graphs.js";

/** The samples of a fine-tuning: what weights are fitted to, and what is held out to decide when to stop. */
export interface Subset {
  readonly fit: Uint32Array;
  readonly held: Uint32Array;
}

/** One sample of so many is held out, 20 %. */
const folds = 5;

/**
 * The first `samples` of the rows 0 to `rows - 1` in an order that depends on the seed alone, so that a smaller number's samples are
 * among those of a larger one.
 */
export function nestedSamples(rows: number, samples: number, seed: number): Uint32Array {
  return new RandomStream(seed, "few-shot/subset").permutation(rows).subarray(0, samples);
}

/** Holds out every fifth of the samples: which, `fold` says (0 to 4), and together the folds hold out each sample once. */
export function holdOut(chosen: Uint32Array, fold = 0): Subset {
  const isHeld = (i: number): boolean => i % folds === folds - 1 - (fold % folds);
  return { fit: chosen.filter((_, i) => !isHeld(i)), held: chosen.filter((_, i) => isHeld(i)) };
}

/** {@link nestedSamples}, of which {@link holdOut} holds out every fifth: those stay held out in larger subsets. */
export function nestedSubset(rows: number, samples: number, seed: number, fold = 0): Subset {
  return holdOut(nestedSamples(rows, samples, seed), fold);
}

/** The chosen graphs with their labels, in the order of `chosen`. */
export function selectGraphs(
  { graphs, labels, offsets, circuits }: LabelledGraphs,
  chosen: ArrayLike<number>,
): LabelledGraphs {
  const picked = Array.from(chosen);
  const own = picked.map((g) => labels.subarray(offsets[g]!, offsets[g + 1]!));
  const starts = new Int32Array(picked.length + 1);
  own.forEach((part, i) => {
    starts[i + 1] = starts[i]! + part.length;
  });
  const selected = new Float64Array(starts[picked.length]!);
  own.forEach((part, i) => {
    selected.set(part, starts[i]);
  });
  return { graphs: picked.map((g) => graphs[g]!), labels: selected, offsets: starts, circuits };
}
