import { KirchhoffError } from "../../core/index.js";
import type { StateLayout } from "../../nn/index.js";

/** How fast parts of a network learn beside its head, which learns at the full rate. */
export interface RateFactors {
  /** Factor on the backbone's learning rate. */
  readonly backbone: number;
  /** A further factor for each layer below the last one (layer-wise decay): 1 for none. */
  readonly layerDecay: number;
}

/**
 * The factor of every parameter, by its place in the packed vector `[parameters]`. A tensor's layer is the number in its name
 * (`blocks.3.lin1.weight`); what comes before the layers counts with the first one. Throws TRAIN_ONE_LAYER where a decay is wanted of a
 * backbone without numbers, such as the Norton network, whose rounds share their weights.
 */
export function rateFactors(
  { entries, size }: StateLayout,
  { backbone, layerDecay }: RateFactors,
  isOfHead: (name: string) => boolean,
): Float32Array {
  const layers = new Set(entries.filter(({ name }) => !isOfHead(name)).map(({ name }) => layerOf(name)));
  if (layerDecay !== 1 && layers.size < 2) {
    throw new KirchhoffError("TRAIN_ONE_LAYER", "this network has no layers among which rates could decay", {
      found: `rates.layerDecay: ${layerDecay}, and a backbone whose rounds share their weights`,
      expected: "a network with layers of its own, such as deepgen",
      hint: "leave rates.layerDecay at 1; rates.backbone slows the whole backbone down",
    });
  }
  const last = Math.max(...layers, 0);
  const factors = new Float32Array(size);
  for (const { name, offset, size: length } of entries) {
    const factor = isOfHead(name) ? 1 : backbone * layerDecay ** (last - layerOf(name));
    factors.fill(factor, offset, offset + length);
  }
  return factors;
}

function layerOf(name: string): number {
  return Number(/\.(\d+)\./.exec(name)?.[1] ?? 0);
}
