import { RandomStream } from "../../core/index.js";
import type { FailedOutput, OpOutput } from "../../simulate/index.js";
import type { Design, DesignSpace } from "../space.js";
import { DesignFeatures } from "./model/features.js";
import { child, genetic } from "./model/genetic.js";
import { ColumnScaling, operatingFeatures, saturatedTransistors } from "./model/operating-features.js";
import { SpecEnsemble } from "./model/spec-ensemble.js";
import type { Proposal, SearchKind, Told } from "./search.js";
import { SobolSequence } from "./sobol-sequence.js";

/** Designs that are screened before the first is simulated whole, those of them that work best, and how many of these are simulated. */
const [screenedFirst, working, initialDesigns] = [256, 64, 12];
/** Designs that are given at once, however many are asked for: each teaches the next. */
const mostAtOnce = 4;
/** Candidates that each member of the first ensemble puts forward, and rounds of children of the best, each screened. */
const [perMember, rounds, perRound, parentsKept] = [16, 2, 96, 24];

interface ScreenedState {
  readonly asked: number;
  readonly first: unknown;
  readonly second: unknown;
  readonly scaling: Pick<ColumnScaling, "means" | "deviations"> | undefined;
}

/** A design whose operating point is known. */
interface Screened {
  readonly design: Design;
  /** Undefined where it has none. */
  readonly features: Float64Array | undefined;
}

/**
 * Our search: an operating point costs a small part of an evaluation and tells most of it. Many designs are screened by it; an ensemble of
 * small networks learns the specs from designs and their operating points together, and chooses what is simulated whole.
 */
export const screened: SearchKind = {
  name: "screened",
  description: "surrogates that see operating points, which are simulated for many designs and cost little",
  initialDesigns: () => initialDesigns,
  async open(context, memory) {
    const { space, specs, seed } = context;
    const history: Told[] = [...(memory?.history ?? [])];
    const known = new Set(history.map(({ design }) => space.key(design)));
    const stored = memory?.state as ScreenedState | undefined;
    let asked = stored?.asked ?? 0;
    let scaling = stored?.scaling && new ColumnScaling(stored.scaling.means, stored.scaling.deviations);
    const features = new DesignFeatures(space);
    const sequence = new SobolSequence(space.dimensions, seed);
    const points = new Map<string, Float64Array | undefined>();
    let ensembles: { readonly first: SpecEnsemble; readonly second: SpecEnsemble } | undefined;

    const screen = async (designs: readonly Design[]): Promise<readonly (OpOutput | FailedOutput)[]> =>
      context.screen ? context.screen(designs) : [];
    const screenAll = async (designs: readonly Design[]): Promise<Screened[]> => {
      const missing = designs.filter((design) => !points.has(space.key(design)));
      const outputs = await screen(missing);
      missing.forEach((design, i) => {
        points.set(space.key(design), outputs[i] && operatingFeatures(outputs[i]));
      });
      return designs.map((design) => ({ design, features: points.get(space.key(design)) }));
    };
    const openEnsembles = async (from?: ScreenedState) => {
      const wide = features.count + (scaling?.means.length ?? 0);
      return {
        first: await SpecEnsemble.open(specs, features.count, seed, from?.first),
        second: await SpecEnsemble.open(specs, wide, seed, from?.second),
      };
    };
    if (stored?.first !== undefined) ensembles = await openEnsembles(stored);

    const fresh = (count: number): Design[] => {
      const designs: Design[] = [];
      for (let tries = 0; designs.length < count && tries < 20 * count; tries++) {
        const design = space.fromUniform(sequence.point(asked++));
        const key = space.key(design);
        if (known.has(key) || designs.some((each) => space.key(each) === key)) continue;
        designs.push(design);
      }
      return designs;
    };
    /** What the second ensemble sees: a design beside its operating point. */
    const wideRows = (designs: readonly Screened[]): Float32Array => {
      const own = features.rows(designs.map(({ design }) => design));
      const width = scaling?.means.length ?? 0;
      const rows = new Float32Array(designs.length * (features.count + width));
      designs.forEach(({ features: point }, row) => {
        const at = row * (features.count + width);
        rows.set(own.subarray(row * features.count, (row + 1) * features.count), at);
        if (point && scaling) rows.set(scaling.apply(point), at + features.count);
      });
      return rows;
    };
    const give = (designs: readonly Design[], phase: Proposal["phase"], because?: string): Proposal[] =>
      designs.map((design) => {
        known.add(space.key(design));
        return { design, phase, ...(because !== undefined && { because }) };
      });

    const initial = async (): Promise<Proposal[]> => {
      const designs = fresh(screenedFirst);
      const outputs = await screen(designs);
      const found = designs.map((design, i) => {
        const output = outputs[i];
        const point = output && operatingFeatures(output);
        points.set(space.key(design), point);
        return { design, point, saturated: output ? saturatedTransistors(output) : 0 };
      });
      const usable = found.flatMap(({ point }) => point ?? []);
      if (usable.length > 0) scaling = ColumnScaling.fit(usable);
      const best = found.sort((a, b) => b.saturated - a.saturated).slice(0, working);
      return give(
        farApart(
          space,
          best.map(({ design }) => design),
          initialDesigns,
        ),
        "initial",
        context.screen && "works at its operating point",
      );
    };

    return {
      async ask(n) {
        if (history.length === 0) return initial();
        ensembles ??= await openEnsembles();
        const { first, second } = ensembles;
        const designs = history.map(({ design }) => design);
        await first.train(history, features.rows(designs));
        await second.train(history, wideRows(await screenAll(designs)));

        const stream = new RandomStream(seed, "size/screened", asked++);
        const ranked = [...history].sort((a, b) => a.cost - b.cost).map(({ design }) => design);
        const candidates = new Map<string, Screened & { readonly costs: readonly number[] }>();
        const consider = async (more: readonly Design[]) => {
          const unseen = new Map(more.map((design) => [space.key(design), design]));
          for (const key of unseen.keys()) if (known.has(key) || candidates.has(key)) unseen.delete(key);
          const found = await screenAll([...unseen.values()]);
          const usable = context.screen ? found.filter((each) => each.features) : found;
          if (usable.length === 0) return;
          const byMember = await second.costsByMember(usable.length, wideRows(usable));
          usable.forEach((each, i) => {
            candidates.set(space.key(each.design), { ...each, costs: byMember.map((member) => member[i]!) });
          });
        };
        for (let member = 0; member < first.members; member++) {
          const believed = (children: readonly Design[]) =>
            first.costs(children.length, features.rows(children), member);
          await consider(await genetic(space, ranked, known, stream, believed, perMember));
        }
        for (let round = 0; round < rounds; round++) {
          const parents = [...candidates.values()]
            .sort((a, b) => total(a.costs) - total(b.costs))
            .slice(0, parentsKept)
            .map(({ design }) => design);
          if (parents.length === 0) break;
          await consider(Array.from({ length: perRound }, () => child(space, parents, stream)));
        }
        const chosen: Proposal[] = [];
        const firstMember = stream.integer(0, second.members - 1);
        for (let slot = 0; slot < Math.min(n, mostAtOnce); slot++) {
          const member = (firstMember + slot) % second.members;
          const left = [...candidates].filter(([key]) => !known.has(key));
          if (left.length === 0) break;
          const [, best] = left.reduce((a, b) => (b[1].costs[member]! < a[1].costs[member]! ? b : a));
          chosen.push(...give([best.design], "search", `member ${member}`));
        }
        return chosen.length > 0 ? chosen : give(fresh(Math.min(n, mostAtOnce)), "search");
      },
      async tell(results) {
        history.push(...results);
      },
      state: (): ScreenedState => ({
        ...{ asked, first: ensembles?.first.store(), second: ensembles?.second.store() },
        scaling: scaling && { means: scaling.means, deviations: scaling.deviations },
      }),
      async close() {
        await ensembles?.first.release();
        await ensembles?.second.release();
      },
    };
  },
};

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** So many designs, the first of the list and then always the one that is farthest from those taken. */
function farApart(space: DesignSpace, designs: readonly Design[], count: number): Design[] {
  const units = designs.map((design) => space.toUnit(design));
  const distance = (a: number, b: number) =>
    units[a]!.reduce((sum, x, i) => sum + (x - units[b]![i]!) ** 2, 0);
  const taken = designs.length > 0 ? [0] : [];
  const nearest = designs.map((_, i) => distance(i, 0));
  while (taken.length < Math.min(count, designs.length)) {
    const next = nearest.indexOf(Math.max(...nearest));
    taken.push(next);
    nearest.forEach((near, i) => {
      nearest[i] = Math.min(near, distance(i, next));
    });
  }
  return taken.map((i) => designs[i]!);
}
