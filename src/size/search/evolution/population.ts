import type { RandomStream } from "../../../core/index.js";
import type { Design } from "../../space.js";
import type { Spec } from "../../spec.js";
import type { Told } from "../search.js";
import { constants } from "./constants.js";

/** What an iteration works with. */
export interface Generation {
  /** The specs that have been critical so far, in order, the present one included. */
  readonly critical: readonly number[];
  /** What offspring is compared with. */
  readonly reference: Told;
  /** Best first: by the critical specs before the present one, and by the present one. */
  readonly parents: readonly [readonly Design[], readonly Design[]];
}

/**
 * The next iteration of paper A's loop over valid designs; undefined where the best twenty meet every spec. The spec that the best
 * twenty violate most becomes critical and stays so; parents are good by the others, or by this one. `critical` holds those before.
 */
export function nextGeneration(
  specs: readonly Spec[],
  designs: readonly Told[],
  critical: readonly number[],
  stream: RandomStream,
): Generation | undefined {
  const { parents: k, reference } = constants;
  const penalty = (over: readonly number[]) => (told: Told) =>
    over.reduce((sum, i) => sum + specs[i]!.weight * told.specs[i]!.penalty, 0);
  const population = sortedBy(designs, critical.length > 0 ? penalty(critical) : ({ cost }) => cost);
  const leaders = population.slice(0, reference);
  let worst = 0;
  let present = -1;
  specs.forEach(({ soft }, i) => {
    const most = Math.max(...leaders.map((told) => told.specs[i]!.penalty));
    if (!soft && most > worst) [worst, present] = [most, i];
  });
  if (present < 0) return undefined;
  const grown = critical.includes(present) ? critical : [...critical, present];
  const others = grown.filter((i) => i !== present);
  const byOthers =
    others.length > 0
      ? sortedBy(designs, penalty(others)).slice(0, k)
      : [...stream.permutation(designs.length)].slice(0, k).map((i) => designs[i]!);
  const byPresent = sortedBy(designs, (told) => badness(specs[present]!, told, present)).slice(0, k);
  const ranked = sortedBy(designs, penalty(grown));
  return {
    critical: grown,
    reference: ranked[Math.min(reference, ranked.length - 1)]!,
    parents: [byOthers.map(({ design }) => design), byPresent.map(({ design }) => design)],
  };
}

/** Of one spec, the lower the better, also beyond its bound: by value, or by penalty where there are two bounds; without a value worst. */
export function badness({ low, high }: Spec, told: Told, i: number): number {
  const { value, penalty } = told.specs[i]!;
  if (value === undefined) return Number.POSITIVE_INFINITY;
  if (low !== undefined && high !== undefined) return penalty;
  return low !== undefined ? -value : value;
}

/** Sorted by a key, equal ones in their order. */
function sortedBy(designs: readonly Told[], keyOf: (told: Told) => number): Told[] {
  return designs
    .map((told) => ({ told, key: keyOf(told) }))
    .sort((a, b) => (a.key === b.key ? 0 : a.key - b.key))
    .map(({ told }) => told);
}
