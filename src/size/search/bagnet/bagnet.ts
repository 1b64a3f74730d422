import { RandomStream } from "../../../core/index.js";
import type { Design, DesignSpace } from "../../space.js";
import type { Spec } from "../../spec.js";
import { constants } from "../evolution/constants.js";
import { initialDesigns } from "../evolution/initial.js";
import { offspring } from "../evolution/offspring.js";
import { badness, type Generation, nextGeneration } from "../evolution/population.js";
import type { Proposal, SearchKind, Told } from "../search.js";
import { type ComparisonBatch, Discriminator } from "./discriminator.js";

/** Updates of the discriminator in each iteration. */
const steps = 100;
/** Share of candidates that are simulated whatever the discriminator says. */
const blind = 0.001;
/** Draws of offspring that the discriminator is asked about at once. */
const drawsAtOnce = 32;

interface BagnetState {
  readonly critical: readonly number[];
  readonly iteration: number;
  readonly queries: number;
  readonly weights?: string | undefined;
}

/**
 * BagNet with fully connected features (paper A, section V, second version of its code): the loop of {@link evo}, of whose offspring only
 * that is simulated which a discriminator takes to be better than the reference, or to meet the spec, for every critical spec. Features
 * are places on the grid with mean 0 and deviation 1; the paper scales them by statistics of a run of the oracle.
 */
export const bagnet: SearchKind = {
  name: "bagnet-fc",
  description: "BagNet of paper A with fully connected features: a discriminator filters the offspring",
  initialDesigns: () => constants.initial,
  async open({ space, specs, seed }, memory) {
    const known = new Set(memory?.history.map(({ design }) => space.key(design)));
    const valid: Told[] = (memory?.history ?? []).filter(({ failed }) => !failed);
    const stored = memory?.state as BagnetState | undefined;
    let { critical, iteration, queries } = stored ?? { critical: [], iteration: 0, queries: 0 };
    let discriminator: Discriminator | undefined;
    const openDiscriminator = (weights?: string) =>
      Discriminator.open(space.dimensions, specs.length, seed, weights);
    if (stored?.weights !== undefined) discriminator = await openDiscriminator(stored.weights);
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
        await discriminator.train(batches(space, specs, valid, training), training);
        const { proposals, asked } = await filtered({
          ...{ space, specs, known, discriminator, generation },
          streamOf: (what, index) => new RandomStream(seed, `${purpose}/${what}`, index),
        });
        queries += asked;
        return proposals;
      },
      async tell(results) {
        valid.push(...results.filter(({ failed }) => !failed));
      },
      state: (): BagnetState => ({ critical, iteration, queries, weights: discriminator?.store() }),
      counters: () => ({ queries }),
      async close() {
        await discriminator?.release();
      },
    };
  },
};

interface Filter {
  readonly space: DesignSpace;
  readonly specs: readonly Spec[];
  /** Grows by what is accepted. */
  readonly known: Set<string>;
  readonly discriminator: Discriminator;
  readonly generation: Generation;
  readonly streamOf: (what: string, index: number) => RandomStream;
}

/** Offspring that the discriminator lets through, five or a little more; and how many it was asked about. */
async function filtered({ space, specs, known, discriminator, generation, streamOf }: Filter) {
  const { critical, parents } = generation;
  const reference = features(space, [generation.reference.design]);
  const proposals: Proposal[] = [];
  let asked = 0;
  for (let draw = 0; proposals.length < constants.offspring && draw < constants.candidates; ) {
    const candidates: Design[] = [];
    for (const end = draw + drawsAtOnce; draw < end; draw++) {
      candidates.push(...offspring(space, parents, streamOf("draw", draw)));
    }
    const beliefs = await discriminator.ask(features(space, candidates), reference);
    for (const [row, design] of candidates.entries()) {
      if (proposals.length >= constants.offspring) break;
      const key = space.key(design);
      if (known.has(key)) continue;
      const stream = streamOf("accept", asked++);
      const at = (spec: number) => row * specs.length + spec;
      const passes = (spec: number) =>
        1 - stream.uniform() <= Math.max(beliefs.better[at(spec)]!, beliefs.meets[at(spec)]!);
      const isGood = critical.map(passes).every(Boolean);
      if (!isGood && stream.uniform() >= blind) continue;
      known.add(key);
      const words = critical.map((spec) => {
        const [better, meets] = [beliefs.better[at(spec)]!, beliefs.meets[at(spec)]!];
        return `${specs[spec]!.name} better ${better.toFixed(2)} meets ${meets.toFixed(2)}`;
      });
      proposals.push({ design, phase: "search", because: isGood ? words.join("; ") : "blind" });
    }
  }
  return { proposals, asked };
}

/** Pairs of designs in batches: the first uniform, the second uniform among those after it, then sides by chance. */
function* batches(
  space: DesignSpace,
  specs: readonly Spec[],
  designs: readonly Told[],
  stream: RandomStream,
): Generator<ComparisonBatch> {
  for (let step = 0; step < steps; step++) {
    const pairs = Array.from({ length: Discriminator.batch }, (): readonly [Told, Told] => {
      const i = stream.integer(0, designs.length - 2);
      const j = stream.integer(i + 1, designs.length - 1);
      return stream.uniform() < 0.5 ? [designs[i]!, designs[j]!] : [designs[j]!, designs[i]!];
    });
    const labels = (is: (pair: readonly [Told, Told], spec: Spec, i: number) => boolean) =>
      Float32Array.from(pairs.flatMap((pair) => specs.map((spec, i) => (is(pair, spec, i) ? 1 : 0))));
    yield {
      a: features(
        space,
        pairs.map(([a]) => a.design),
      ),
      b: features(
        space,
        pairs.map(([, b]) => b.design),
      ),
      better: labels(([a, b], spec, i) => isBetterBy(spec, i, a, b)),
      meetsA: labels(([a], _, i) => a.specs[i]!.penalty === 0),
      meetsB: labels(([, b], _, i) => b.specs[i]!.penalty === 0),
    };
  }
}

/** By one spec: above where more is better, not above where less is. */
function isBetterBy(spec: Spec, i: number, a: Told, b: Told): boolean {
  const [own, other] = [badness(spec, a, i), badness(spec, b, i)];
  return spec.low === undefined ? own <= other && Number.isFinite(own) : own < other;
}

/** Standard deviation of a uniform number in [0, 1]. */
const deviation = Math.sqrt(1 / 12);

/** Places on the grid, standardised, `[designs, dimensions]`. */
function features(space: DesignSpace, designs: readonly Design[]): Float32Array {
  return Float32Array.from(
    designs.flatMap((design) => space.toUnit(design).map((x) => (x - 0.5) / deviation)),
  );
}
