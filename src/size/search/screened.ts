import { RandomStream } from "../../core/index.js";
import { byMerit } from "../evaluate/evaluation.js";
import type { Design } from "../space.js";
import { Candidates } from "./model/candidates.js";
import { farApart } from "./model/far-apart.js";
import { DesignFeatures } from "./model/features.js";
import { child, genetic } from "./model/genetic.js";
import { beside, OperatingPoints, type PointRow, type StoredPoints } from "./model/operating-points.js";
import { SpecEnsemble } from "./model/spec-ensemble.js";
import type { Proposal, SearchKind, Told } from "./search.js";
import { SobolSequence, sobolDesigns } from "./sobol-sequence.js";

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
  /** Of the designs that were given. */
  readonly points: StoredPoints;
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
    const features = new DesignFeatures(space);
    const sequence = new SobolSequence(space.dimensions, seed);
    const points = new OperatingPoints(context, stored?.points);
    const openEnsembles = async (from?: ScreenedState) => ({
      first: await SpecEnsemble.open(specs, features.count, seed, from?.first),
      second: await SpecEnsemble.open(specs, features.count + points.width, seed, from?.second),
    });
    let ensembles = stored?.first === undefined ? undefined : await openEnsembles(stored);

    /** Designs that were not given; they do not count as given yet. */
    const fresh = (count: number): Design[] => {
      const found = sobolDesigns(space, sequence, { index: asked, count, known: new Set(known) });
      asked = found.next;
      return found.designs;
    };
    const give = (designs: readonly Design[], phase: Proposal["phase"], because?: string): Proposal[] =>
      designs.map((design) => {
        known.add(space.key(design));
        return { design, phase, ...(because !== undefined && { because }) };
      });

    const initial = async (): Promise<Proposal[]> => {
      const designs = fresh(screenedFirst);
      const saturated = await points.first(designs);
      const best = [...designs.keys()]
        .sort((a, b) => saturated[b]! - saturated[a]!)
        .slice(0, working)
        .map((i) => designs[i]!);
      const because = context.screen && "works at its operating point";
      return give(farApart(space, best, initialDesigns), "initial", because);
    };

    const search = async (n: number): Promise<Proposal[]> => {
      ensembles ??= await openEnsembles();
      const { first, second } = ensembles;
      const designs = history.map(({ design }) => design);
      /** What the second ensemble sees: a design beside its operating point. */
      const wideRows = (of: readonly Design[], rows: readonly PointRow[]) =>
        beside(features.rows(of), rows, points.width);
      await first.train(history, features.rows(designs));
      await second.train(history, wideRows(designs, await points.of(designs)));

      const stream = new RandomStream(seed, "size/screened", asked++);
      const ranked = [...history].sort(byMerit).map(({ design }) => design);
      const candidates = new Candidates();
      const consider = async (more: readonly Design[]) => {
        const unseen = new Map(more.map((design) => [space.key(design), design]));
        for (const key of unseen.keys()) if (known.has(key) || candidates.has(key)) unseen.delete(key);
        const found = [...unseen.values()];
        const rows = await points.of(found);
        const places = [...found.keys()].filter((i) => !context.screen || rows[i]);
        if (places.length === 0) return;
        const usable = places.map((i) => found[i]!);
        const wide = wideRows(
          usable,
          places.map((i) => rows[i]),
        );
        const byMember = await second.costsByMember(usable.length, wide);
        usable.forEach((design, i) => {
          const costs = byMember.map((member) => member[i]!);
          candidates.add(space.key(design), design, costs);
        });
      };
      for (let member = 0; member < first.members; member++) {
        const believed = (children: readonly Design[]) =>
          first.costs(children.length, features.rows(children), member);
        await consider(await genetic(space, ranked, known, stream, believed, perMember));
      }
      for (let round = 0; round < rounds; round++) {
        const parents = candidates.cheapest(parentsKept);
        if (parents.length === 0) break;
        await consider(Array.from({ length: perRound }, () => child(space, parents, stream)));
      }
      const chosen: Proposal[] = [];
      const firstMember = stream.integer(0, second.members - 1);
      for (let slot = 0; slot < Math.min(n, mostAtOnce); slot++) {
        const member = (firstMember + slot) % second.members;
        const best = candidates.best(member, known);
        if (!best) break;
        chosen.push(...give([best], "search", `member ${member}`));
      }
      if (chosen.length === 0) return give(fresh(Math.min(n, mostAtOnce)), "search");
      const given = chosen.map(({ design }) => design);
      const beliefs = await second.beliefs(given.length, wideRows(given, await points.of(given)));
      return chosen.map((one, i) => ({ ...one, comparison: { by: "prediction", specs: beliefs[i]! } }));
    };

    return {
      async ask(n) {
        const proposals = history.length === 0 ? await initial() : await search(n);
        points.keep(known);
        return proposals;
      },
      async tell(results) {
        history.push(...results);
      },
      state: (): ScreenedState => ({
        ...{ asked, first: ensembles?.first.store(), second: ensembles?.second.store() },
        points: points.store(),
      }),
      async close() {
        await ensembles?.first.release();
        await ensembles?.second.release();
      },
    };
  },
};
