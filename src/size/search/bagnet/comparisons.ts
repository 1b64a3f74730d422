import type { RandomStream } from "../../../core/index.js";
import type { Spec } from "../../spec.js";
import { badness } from "../evolution/population.js";
import type { Told } from "../search.js";
import { type ComparisonBatch, Discriminator } from "./discriminator.js";

/**
 * Pairs of designs in batches, one for each of `steps`: the first uniform, the second uniform among those after it, then sides by chance;
 * those of a batch `among` so many designs, uniform ones of all.
 */
export function* comparisons(
  specs: readonly Spec[],
  designs: readonly Told[],
  stream: RandomStream,
  {
    steps,
    among = Number.POSITIVE_INFINITY,
  }: { readonly steps: number; readonly among?: number | undefined },
): Generator<ComparisonBatch> {
  for (let step = 0; step < steps; step++) {
    const some = among < designs.length ? subset(designs, among, stream) : designs;
    const pairs = Array.from({ length: Discriminator.batch }, (): readonly [Told, Told] => {
      const i = stream.integer(0, some.length - 2);
      const j = stream.integer(i + 1, some.length - 1);
      return stream.uniform() < 0.5 ? [some[i]!, some[j]!] : [some[j]!, some[i]!];
    });
    const labels = (is: (pair: readonly [Told, Told], spec: Spec, i: number) => boolean) =>
      Float32Array.from(pairs.flatMap((pair) => specs.map((spec, i) => (is(pair, spec, i) ? 1 : 0))));
    yield {
      a: pairs.map(([a]) => a.design),
      b: pairs.map(([, b]) => b.design),
      better: labels(([a, b], spec, i) => isBetterBy(spec, i, a, b)),
      meetsA: labels(([a], _, i) => a.specs[i]!.penalty === 0),
      meetsB: labels(([, b], _, i) => b.specs[i]!.penalty === 0),
    };
  }
}

/** So many of all, in their order. */
function subset(all: readonly Told[], count: number, stream: RandomStream): Told[] {
  const places = stream.permutation(all.length).slice(0, count);
  return [...places].sort((a, b) => a - b).map((place) => all[place]!);
}

/** By one spec: above where more is better, not above where less is. */
function isBetterBy(spec: Spec, i: number, a: Told, b: Told): boolean {
  const [own, other] = [badness(spec, a, i), badness(spec, b, i)];
  return spec.low === undefined ? own <= other && Number.isFinite(own) : own < other;
}
