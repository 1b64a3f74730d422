import { RandomStream } from "../../../core/index.js";
import type { Design } from "../../space.js";
import { constants } from "../evolution/constants.js";
import { initialDesigns } from "../evolution/initial.js";
import { nextGeneration } from "../evolution/population.js";
import type { SearchContext, SearchKind, Told } from "../search.js";
import { comparisons } from "./comparisons.js";
import { Discriminator, type StoredWeights } from "./discriminator.js";
import type { DesignEncoder } from "./encoder.js";
import { filtered } from "./filtered.js";
import type { HeadShape } from "./heads.js";

interface BagnetState extends StoredWeights {
  readonly critical: readonly number[];
  readonly iteration: number;
  readonly queries: number;
  /** The identity of the encoder. */
  readonly encoder?: string | undefined;
}

/** What BagNets differ in. */
export interface BagnetVariant extends Pick<SearchKind, "name" | "description"> {
  /** What turns designs into features; `before` is the identity of the encoder with which the search was begun. */
  openEncoder(context: SearchContext, before?: string): Promise<DesignEncoder>;
  readonly heads: HeadShape;
  readonly usesNetwork?: boolean;
  /** Updates of the discriminator in each iteration; the paper's 100 where it is absent. */
  readonly steps?: number;
}

/**
 * BagNet (paper A, section V, second version of its code): the loop of {@link evo}, of whose offspring only that is simulated which a
 * discriminator takes to be better than the reference, or to meet the spec, for every critical spec.
 */
export function bagnet({ openEncoder, heads, steps = 100, ...kind }: BagnetVariant): SearchKind {
  return {
    ...kind,
    initialDesigns: () => constants.initial,
    async open(context, memory) {
      const { space, specs, seed } = context;
      const known = new Set(memory?.history.map(({ design }) => space.key(design)));
      const stored = memory?.state as BagnetState | undefined;
      let { critical, iteration, queries } = stored ?? { critical: [], iteration: 0, queries: 0 };
      const encoder = await openEncoder(context, stored?.encoder);
      const sees = (design: Design) => encoder.sees?.(design) ?? true;
      const isValid = ({ failed, design }: Told) => !failed && sees(design);
      const valid = (memory?.history ?? []).filter(isValid);
      let discriminator: Discriminator | undefined;
      const openDiscriminator = () =>
        Discriminator.open({ encoder, heads, specs: specs.length, seed, stored });
      if (stored?.weights !== undefined) discriminator = await openDiscriminator();
      return {
        async ask(n) {
          const first = initialDesigns(space, seed, { n, total: constants.initial, known });
          if (first.length > 0 || valid.length < 2) return first;
          discriminator ??= await openDiscriminator();
          const purpose = `size/bagnet/${iteration++}`;
          const generation = nextGeneration(specs, valid, critical, new RandomStream(seed, purpose));
          if (!generation) return [];
          critical = generation.critical;
          const training = new RandomStream(seed, `${purpose}/train`);
          const batches = comparisons(specs, valid, training, { steps, among: encoder.designsPerStep });
          await discriminator.train(batches, training);
          const { proposals, asked } = await filtered({
            ...{ space, specs, known, discriminator, sees, generation },
            streamOf: (what, index) => new RandomStream(seed, `${purpose}/${what}`, index),
          });
          queries += asked;
          return proposals;
        },
        async tell(results) {
          valid.push(...results.filter(isValid));
        },
        revise(all) {
          valid.splice(0, valid.length, ...all.filter(isValid));
        },
        state: (): BagnetState => ({
          ...{ critical, iteration, queries, ...discriminator?.store() },
          encoder: encoder.identity,
        }),
        counters: () => ({ queries }),
        async close() {
          await discriminator?.release();
          await encoder.release?.();
        },
      };
    },
  };
}
