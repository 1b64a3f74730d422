import { RandomStream } from "../../core/index.js";
import { byMerit } from "../evaluate/evaluation.js";
import type { Design } from "../space.js";
import { GaussianProcess, type Posterior } from "./model/gaussian-process.js";
import { edgesOf, localDesigns, nearest } from "./model/region.js";
import { costOf, type SpecScale, specScale } from "./model/score.js";
import type { Proposal, SearchKind, Told } from "./search.js";
import { SobolSequence, sobolDesigns } from "./sobol-sequence.js";

/** Designs that the processes are fitted to: those nearest to the centre. */
const mostFitted = 120;
/** Steps of a fit that begins anew, and of one that begins where the last one ended. */
const [firstSteps, furtherSteps] = [30, 8];
/** Weight of the cost where every prediction is two deviations too low: it decides between designs that all seem to meet the specs. */
const cautious = 0.02;
/** Edges of the region, as parts of the unit cube. */
const [firstEdge, leastEdge, mostEdge] = [0.8, 0.5 ** 6, 1.6];
const successesToGrow = 3;

interface TrustRegionState {
  readonly edge: number;
  readonly successes: number;
  readonly failures: number;
  /** The place in the history where the present region begins. */
  readonly since: number;
  readonly asked: number;
  /** Where the next fits of the processes begin: what the last ones found. */
  readonly starts: readonly (readonly number[] | undefined | null)[];
}

/**
 * Bayesian search in a trust region with constraints: a Gaussian process for each spec (TuRBO, Eriksson et al. 2019; SCBO, Eriksson and
 * Poloczek 2021). Each design of a batch is the best of many candidates about the best design under one draw of how wrong the processes
 * are. In place of joint Thompson samples, which cost the cube of the candidates, a draw moves all of a spec's predictions by the
 * same number of standard deviations.
 */
export const trustRegion: SearchKind = {
  name: "turbo",
  description: "Gaussian processes in a trust region (TuRBO, SCBO)",
  initialDesigns: (dimensions) => Math.max(16, 2 * dimensions),
  async open({ space, specs, seed }, memory) {
    const history: Told[] = [...(memory?.history ?? [])];
    const known = new Set(history.map(({ design }) => space.key(design)));
    const stored = memory?.state as TrustRegionState | undefined;
    let { edge, successes, failures, since, asked, starts } = stored ?? {
      edge: firstEdge,
      successes: 0,
      failures: 0,
      since: 0,
      asked: 0,
      starts: [],
    };
    const initial = trustRegion.initialDesigns(space.dimensions)!;
    const sequence = new SobolSequence(space.dimensions, seed);
    const first = (n: number): Proposal[] => {
      const { designs, next } = sobolDesigns(space, sequence, { index: asked, count: n, known });
      asked = next;
      return designs.map((design) => ({ design, phase: "initial" }));
    };
    return {
      async ask(n) {
        const own = history.slice(since);
        if (own.length < initial) return first(Math.min(n, initial - own.length));
        const centre = own.reduce((best, one) => (byMerit(one, best) < 0 ? one : best));
        const stream = new RandomStream(seed, "size/turbo", asked++);
        const near = nearest(history, centre.design, (design) => space.toUnit(design), mostFitted);
        const points = near.map(({ design }) => Float64Array.from(space.toUnit(design)));
        const scales = specs.map((spec, i) => specScale(spec, i, near));
        const models = scales.map(({ rows, scores }, i) => {
          if (rows.length === 0) return undefined;
          const own = rows.map((row) => points[row]!);
          const values = Float64Array.from(rows, (row) => scores[row]!);
          const start = starts[i];
          return start
            ? GaussianProcess.fit(own, values, { start: Float64Array.from(start), steps: furtherSteps })
            : GaussianProcess.fit(own, values, { steps: firstSteps });
        });
        starts = models.map((model) => model && [...model.hyperparameters]);
        const pool = localDesigns(space.toUnit(centre.design), edgesOf(models, edge), stream)
          .map((point) => space.fromUnit(point))
          .filter((design) => !known.has(space.key(design)));
        const posteriors = predictAll(
          models,
          pool.map((design) => Float64Array.from(space.toUnit(design))),
        );
        const proposals: Proposal[] = [];
        for (let slot = 0; slot < n; slot++) {
          const shifts = specs.map(() => stream.normal());
          const best = leastCost(pool, known, space.key.bind(space), (at) =>
            costUnder(specs, scales, posteriors, shifts, at),
          );
          if (best === undefined) break;
          known.add(space.key(pool[best]!));
          proposals.push({ design: pool[best]!, phase: "search" });
        }
        return proposals.length > 0 ? proposals : first(n);
      },
      async tell(results) {
        const before = history.slice(since);
        history.push(...results);
        if (before.length < initial || results.some(({ phase }) => phase === "initial")) return;
        const best = before.reduce((least, one) => (byMerit(one, least) < 0 ? one : least));
        const improved = results.some((one) => isImprovement(one, best));
        [successes, failures] = improved ? [successes + 1, 0] : [0, failures + 1];
        const failuresToShrink = Math.max(2, Math.ceil(space.dimensions / Math.max(results.length, 1)));
        if (successes >= successesToGrow) [edge, successes] = [Math.min(2 * edge, mostEdge), 0];
        if (failures >= failuresToShrink) [edge, failures] = [edge / 2, 0];
        if (edge < leastEdge) {
          [edge, successes, failures, since] = [firstEdge, 0, 0, history.length];
          starts = [];
        }
      },
      revise(all) {
        history.splice(0, history.length, ...all);
      },
      state: (): TrustRegionState => ({ edge, successes, failures, since, asked, starts }),
    };
  },
};

/** Whether a design lowers the cost of the best one by a thousandth, or is another one without any. */
function isImprovement(one: Told, best: Told): boolean {
  if (one.failed !== best.failed) return best.failed;
  return one.cost < best.cost * (1 - 1e-3) || (one.feasible && best.cost === 0);
}

/** What each process says; of a spec that was never simulated nothing. */
function predictAll(
  models: readonly (GaussianProcess | undefined)[],
  points: readonly Float64Array[],
): Posterior[] {
  const nothing = { mean: new Float64Array(points.length), deviation: new Float64Array(points.length) };
  return models.map((model) => model?.predict(points) ?? nothing);
}

function costUnder(
  specs: Parameters<typeof costOf>[0],
  scales: readonly SpecScale[],
  posteriors: readonly Posterior[],
  shifts: readonly number[],
  at: number,
): number {
  const shifted = (by: (spec: number) => number) =>
    costOf(specs, scales, (i) => posteriors[i]!.mean[at]! + by(i) * posteriors[i]!.deviation[at]!);
  return shifted((i) => shifts[i]!) + cautious * shifted(() => 2);
}

/** The place of the cheapest candidate that is not known; undefined where there is none. */
function leastCost(
  pool: readonly Design[],
  known: ReadonlySet<string>,
  keyOf: (design: Design) => string,
  cost: (at: number) => number,
): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  pool.forEach((design, at) => {
    if (known.has(keyOf(design))) return;
    const found = cost(at);
    if (found < least) [best, least] = [at, found];
  });
  return best;
}
