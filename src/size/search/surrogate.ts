import { RandomStream } from "../../core/index.js";
import type { Design, DesignSpace } from "../space.js";
import { pickByRank } from "./evolution/offspring.js";
import { DesignFeatures } from "./model/features.js";
import { MlpEnsemble } from "./model/mlp-ensemble.js";
import { costOf, type SpecScale, specScale } from "./model/score.js";
import type { Proposal, SearchContext, SearchKind, Told } from "./search.js";
import { SobolSequence } from "./sobol-sequence.js";

const shape = { members: 6, hidden: 48 };
const initialDesigns = 24;
/** Updates of the networks: at first, and after each batch. */
const [firstSteps, furtherSteps] = [400, 60];
/** The genetic search on the networks, once for each design that is asked for. */
const [generations, populationSize, elites] = [10, 120, 30];
/** Weight of the cost where every prediction is off by two standard deviations of the ensemble: it decides between designs that all look good. */
const cautious = 0.05;

interface SurrogateState {
  readonly asked: number;
  readonly ensemble: unknown;
}

/**
 * A genetic search on an ensemble of small networks that learn the specs' values: each design of a batch is the best that one member
 * believes in, so that the batch is as diverse as the ensemble is unsure.
 */
export const surrogate: SearchKind = {
  name: "surrogate",
  description: "genetic search on an ensemble of small networks that learn as it goes",
  initialDesigns: () => initialDesigns,
  async open(context, memory) {
    const { space, specs, seed } = context;
    const history: Told[] = [...(memory?.history ?? [])];
    const known = new Set(history.map(({ design }) => space.key(design)));
    const stored = memory?.state as SurrogateState | undefined;
    let asked = stored?.asked ?? 0;
    const features = new DesignFeatures(space);
    const sequence = new SobolSequence(space.dimensions, seed);
    let ensemble: MlpEnsemble | undefined;
    const openEnsemble = (state?: unknown) =>
      MlpEnsemble.open({ ...shape, inputs: features.count, outputs: specs.length }, seed, state);
    if (stored?.ensemble !== undefined) ensemble = await openEnsemble(stored.ensemble);
    const first = (n: number): Proposal[] => {
      const proposals: Proposal[] = [];
      for (let tries = 0; proposals.length < n && tries < 1000; tries++) {
        const design = space.fromUniform(sequence.point(asked++));
        if (known.has(space.key(design))) continue;
        known.add(space.key(design));
        proposals.push({ design, phase: "initial" });
      }
      return proposals;
    };
    return {
      async ask(n) {
        if (history.length < initialDesigns) return first(Math.min(n, initialDesigns - history.length));
        const steps = ensemble ? furtherSteps : firstSteps;
        ensemble ??= await openEnsemble();
        const scales = specs.map((spec, i) => specScale(spec, i, history));
        const { targets, known: told, unscale } = standardise(scales, history.length);
        const inputs = features.rows(history.map(({ design }) => design));
        await ensemble.train({ rows: history.length, inputs, targets, known: told }, steps);
        const model = new Model(context, ensemble, features, scales, unscale);
        const ranked = [...history].sort((a, b) => a.cost - b.cost).map(({ design }) => design);
        const proposals: Proposal[] = [];
        for (let slot = 0; slot < n; slot++) {
          const stream = new RandomStream(seed, "size/surrogate", asked++);
          const member = stream.integer(0, shape.members - 1);
          const design = await fittest(space, ranked, known, stream, (designs) =>
            model.costs(designs, member),
          );
          if (!design) break;
          known.add(space.key(design));
          proposals.push({ design, phase: "search", because: `member ${member}` });
        }
        return proposals.length > 0 ? proposals : first(n);
      },
      async tell(results) {
        history.push(...results);
      },
      state: (): SurrogateState => ({ asked, ensemble: ensemble?.store() }),
      async close() {
        await ensemble?.release();
      },
    };
  },
};

/** What the ensemble believes that designs cost. */
class Model {
  readonly #context: SearchContext;
  readonly #ensemble: MlpEnsemble;
  readonly #features: DesignFeatures;
  readonly #scales: readonly SpecScale[];
  readonly #unscale: (output: number, spec: number) => number;

  constructor(
    context: SearchContext,
    ensemble: MlpEnsemble,
    features: DesignFeatures,
    scales: readonly SpecScale[],
    unscale: (output: number, spec: number) => number,
  ) {
    this.#context = context;
    this.#ensemble = ensemble;
    this.#features = features;
    this.#scales = scales;
    this.#unscale = unscale;
  }

  /** By one member, with a little caution by all. */
  async costs(designs: readonly Design[], member: number): Promise<Float64Array> {
    const { specs } = this.#context;
    const rows = designs.length;
    const outputs = await this.#ensemble.predict(rows, this.#features.rows(designs));
    const width = specs.length;
    const { members } = this.#ensemble.shape;
    return Float64Array.from({ length: rows }, (_, row) => {
      const of = (one: number, spec: number) => outputs[(one * rows + row) * width + spec]!;
      const own = costOf(specs, this.#scales, (spec) => this.#unscale(of(member, spec), spec));
      const unsure = costOf(specs, this.#scales, (spec) => {
        let [sum, squares] = [0, 0];
        for (let one = 0; one < members; one++) {
          sum += of(one, spec);
          squares += of(one, spec) ** 2;
        }
        const mean = sum / members;
        return this.#unscale(mean + 2 * Math.sqrt(Math.max(squares / members - mean * mean, 0)), spec);
      });
      return own + cautious * unsure;
    });
  }
}

/** Scores with mean 0 and deviation 1 for each spec, `[rows, specs]`, which of them are known, and the way back. */
function standardise(scales: readonly SpecScale[], rows: number) {
  const width = scales.length;
  const targets = new Float32Array(rows * width);
  const known = new Float32Array(rows * width);
  const moments = scales.map(({ rows: own, scores }, i) => {
    const count = Math.max(own.length, 1);
    const mean = own.reduce((sum, row) => sum + scores[row]!, 0) / count;
    const deviation = Math.sqrt(own.reduce((sum, row) => sum + (scores[row]! - mean) ** 2, 0) / count) || 1;
    for (const row of own) {
      targets[row * width + i] = (scores[row]! - mean) / deviation;
      known[row * width + i] = 1;
    }
    return { mean, deviation };
  });
  const unscale = (output: number, i: number) => moments[i]!.mean + moments[i]!.deviation * output;
  return { targets, known, unscale };
}

/** The cheapest unknown design that a genetic search finds; it begins with designs of the best rank. */
async function fittest(
  space: DesignSpace,
  ranked: readonly Design[],
  known: ReadonlySet<string>,
  stream: RandomStream,
  costs: (designs: readonly Design[]) => Promise<Float64Array>,
): Promise<Design | undefined> {
  let parents = ranked.slice(0, elites);
  let best: Design | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let generation = 0; generation < generations; generation++) {
    const seen = new Set<string>();
    const children = Array.from({ length: populationSize }, () => child(space, parents, stream)).filter(
      (design) => {
        const key = space.key(design);
        return !seen.has(key) && seen.add(key);
      },
    );
    const found = await costs(children);
    const order = [...found.keys()].sort((a, b) => found[a]! - found[b]!);
    for (const at of order) {
      if (found[at]! >= least) break;
      if (known.has(space.key(children[at]!))) continue;
      [best, least] = [children[at]!, found[at]!];
      break;
    }
    parents = order.slice(0, elites).map((at) => children[at]!);
  }
  return best;
}

/** A child of two parents with some genes moved a little, a few of them anywhere. */
function child(space: DesignSpace, parents: readonly Design[], stream: RandomStream): Design {
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
