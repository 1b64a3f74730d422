import type { RandomStream } from "../../../core/index.js";
import type { Design, DesignSpace } from "../../space.js";
import { pickByRank } from "../evolution/offspring.js";

/** How much a genetic search looks at: generations, designs of each, and the best of them that have children. */
export interface GeneticEffort {
  readonly generations: number;
  readonly population: number;
  readonly elites: number;
}

const thorough: GeneticEffort = { generations: 10, population: 120, elites: 30 };

/** The `count` cheapest unknown designs that a genetic search meets, by rising cost; it begins with designs of the best rank. */
export async function genetic(
  space: DesignSpace,
  ranked: readonly Design[],
  known: ReadonlySet<string>,
  stream: RandomStream,
  costs: (designs: readonly Design[]) => Promise<Float64Array>,
  count = 1,
  { generations, population, elites }: GeneticEffort = thorough,
): Promise<Design[]> {
  let parents = ranked.slice(0, elites);
  const met = new Map<string, { readonly design: Design; readonly cost: number }>();
  for (let generation = 0; generation < generations; generation++) {
    const children = new Map<string, Design>();
    for (let i = 0; i < population; i++) {
      const design = child(space, parents, stream);
      children.set(space.key(design), design);
    }
    const designs = [...children.values()];
    const found = await costs(designs);
    const order = [...found.keys()].sort((a, b) => found[a]! - found[b]!);
    for (const at of order) {
      const key = space.key(designs[at]!);
      if (!known.has(key) && !met.has(key)) met.set(key, { design: designs[at]!, cost: found[at]! });
    }
    parents = order.slice(0, elites).map((at) => designs[at]!);
  }
  return [...met.values()]
    .sort((a, b) => a.cost - b.cost)
    .slice(0, count)
    .map(({ design }) => design);
}

/** A child of two parents with some genes moved a little, a few of them anywhere. */
export function child(space: DesignSpace, parents: readonly Design[], stream: RandomStream): Design {
  const [a, b] = [pickByRank(parents, stream), pickByRank(parents, stream)];
  const share = stream.uniform();
  const reach = 10 ** stream.uniform(-2, -0.5);
  return a.map((gene, i) => {
    const levels = space.levels(i);
    const mixed = stream.uniform() < 0.5 ? gene : gene + share * (b[i]! - gene);
    const u = stream.uniform();
    if (u < 0.04) return stream.integer(0, levels - 1);
    const moved = u < 0.5 ? mixed + reach * levels * stream.normal() : mixed;
    return Math.min(Math.max(Math.round(moved), 0), levels - 1);
  });
}
