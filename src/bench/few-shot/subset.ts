import { RandomStream } from "../../core/index.js";

/** The samples of one cell: what weights are fitted to, and what decides when to stop. */
export interface Subset {
  readonly fit: Uint32Array;
  readonly held: Uint32Array;
}

/** The share of samples that is held out, in every subset. */
const heldShare = 0.2;

/**
 * The first `samples` of the rows 0 to `rows - 1` in an order that depends on the seed alone, so that the samples of a smaller number are
 * among those of a larger one. Every fifth is held out, and so stays in larger ones.
 */
export function nestedSubset(rows: number, samples: number, seed: number): Subset {
  const chosen = new RandomStream(seed, "few-shot/subset").permutation(rows).subarray(0, samples);
  const every = Math.round(1 / heldShare);
  return {
    fit: chosen.filter((_, i) => i % every !== every - 1),
    held: chosen.filter((_, i) => i % every === every - 1),
  };
}

/** How many samples a fraction is, at least so many that some are held out. */
export function sampleCount(rows: number, fraction: number): number {
  return Math.min(rows, Math.max(10, Math.round(rows * fraction)));
}
