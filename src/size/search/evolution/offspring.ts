import type { RandomStream } from "../../../core/index.js";
import type { Design, DesignSpace } from "../../space.js";
import { constants } from "./constants.js";

/**
 * One draw of paper A's evolutionary operators: two children of a parent from each list, blended or with genes swapped, or one mutant of
 * the first list. Parents are drawn with weights that fall linearly with their rank.
 */
export function offspring(
  space: DesignSpace,
  [first, second]: readonly [readonly Design[], readonly Design[]],
  stream: RandomStream,
): Design[] {
  if (stream.uniform() >= constants.crossover) return [mutant(space, pickByRank(first, stream), stream)];
  const a = pickByRank(first, stream);
  const b = pickByRank(second, stream);
  return stream.uniform() < constants.blend ? blended(space, a, b, stream) : swapped(a, b, stream);
}

function mutant(space: DesignSpace, parent: Design, stream: RandomStream): Design {
  return parent.map((gene, i) =>
    stream.uniform() < constants.mutate ? stream.integer(0, space.levels(i) - 1) : gene,
  );
}

/** BLX with an extension of a half at either side; of the two children one is rounded down, the other up. */
function blended(space: DesignSpace, a: Design, b: Design, stream: RandomStream): Design[] {
  const shares = a.map(() => 2 * stream.uniform() - 0.5);
  const child = (round: (x: number) => number, swap: boolean) =>
    a.map((gene, i) => {
      const [own, other] = swap ? [b[i]!, gene] : [gene, b[i]!];
      const mixed = round((1 - shares[i]!) * own + shares[i]! * other);
      return Math.min(Math.max(mixed, 0), space.levels(i) - 1);
    });
  return [child(Math.floor, false), child(Math.ceil, true)];
}

function swapped(a: Design, b: Design, stream: RandomStream): Design[] {
  const swaps = a.map(() => stream.uniform() < constants.swap);
  return [a.map((gene, i) => (swaps[i] ? b[i]! : gene)), b.map((gene, i) => (swaps[i] ? a[i]! : gene))];
}

/** The first of `n` with weight n, the last with weight 1. */
export function pickByRank<T>(ranked: readonly T[], stream: RandomStream): T {
  const n = ranked.length;
  let at = stream.uniform() * ((n * (n + 1)) / 2);
  for (let i = 0; i < n; i++) {
    at -= n - i;
    if (at < 0) return ranked[i]!;
  }
  return ranked[n - 1]!;
}
