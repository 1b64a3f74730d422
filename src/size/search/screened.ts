import { RandomStream } from "../../core/index.js";
import { byMerit } from "../evaluate/evaluation.js";
import type { Design } from "../space.js";
import { Candidates } from "./model/candidates.js";
import { farApart } from "./model/far-apart.js";
import { DesignFeatures } from "./model/features.js";
import { child, genetic } from "./model/genetic.js";
import { beside, OperatingPoints, type PointRow, type StoredPoints } from "./model/operating-points.js";
import { nearest } from "./model/region.js";
import { SpecProcesses, type StoredProcesses } from "./model/spec-processes.js";
import type { Proposal, SearchKind, Told } from "./search.js";
import { SobolSequence, sobolDesigns } from "./sobol-sequence.js";

/** Designs that are screened before the first is simulated whole, those of them that work best, and how many of these are simulated. */
const [screenedFirst, working, initialDesigns] = [256, 64, 12];
/** Designs that are given at once, however many are asked for: each teaches the next. */
const mostAtOnce = 4;
/** Candidates that the first processes put forward under each draw, and children of the best of them; all are screened. */
const [perDraw, children, parentsKept] = [8, 48, 16];
/** Designs that the first processes look at under each draw: more cost seconds and saved no simulation. */
const effort = { generations: 5, population: 80, elites: 20 };
/** Designs that are learned from: those nearest to the best one. */
const mostLearned = 120;

interface ScreenedState {
  readonly asked: number;
  readonly first: StoredProcesses;
  readonly second: StoredProcesses;
  /** Of the designs that were given. */
  readonly points: StoredPoints;
}

/**
 * Our search: an operating point costs a small part of an evaluation and tells most of it. Many designs are screened by it; Gaussian
 * processes learn the specs from designs and their operating points together, and choose what is simulated whole.
 */
export const screened: SearchKind = {
  name: "screened",
  description: "Gaussian processes that see operating points, which are simulated for many more designs",
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
    const first = new SpecProcesses(specs, features.count, stored?.first);
    /** Opened once it is known how wide operating points are. */
    let second: SpecProcesses | undefined;

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
      second ??= new SpecProcesses(specs, features.count + points.width, stored?.second);
      const processes = second;
      /** What the second processes see: a design beside its operating point. */
      const wideRows = (of: readonly Design[], rows: readonly PointRow[]) =>
        beside(features.rows(of), rows, points.width);
      const stream = new RandomStream(seed, "size/screened", asked++);
      const ranked = [...history].sort(byMerit).map(({ design }) => design);
      const learned = nearest(history, ranked[0]!, (design) => space.toUnit(design), mostLearned);
      const designs = learned.map(({ design }) => design);
      first.train(learned, features.rows(designs), stream);
      processes.train(learned, wideRows(designs, await points.of(designs)), stream);

      const candidates = new Candidates();
      const consider = async (more: readonly Design[]) => {
        const unseen = new Map(more.map((design) => [space.key(design), design]));
        for (const key of unseen.keys()) if (known.has(key) || candidates.has(key)) unseen.delete(key);
        const found = [...unseen.values()];
        const rows = await points.of(found);
        const places = [...found.keys()].filter((i) => !context.screen || rows[i]);
        const usable = places.map((i) => found[i]!);
        const wide = wideRows(
          usable,
          places.map((i) => rows[i]),
        );
        const byDraw = processes.costs(wide);
        usable.forEach((design, i) => {
          const costs = byDraw.map((draw) => draw[i]!);
          candidates.add(space.key(design), design, costs);
        });
      };
      const forward: Design[] = [];
      for (let draw = 0; draw < first.draws; draw++) {
        const believed = async (some: readonly Design[]) => first.costs(features.rows(some), [draw])[0]!;
        forward.push(...(await genetic(space, ranked, known, stream, believed, perDraw, effort)));
      }
      await consider(forward);
      const parents = candidates.cheapest(parentsKept);
      if (parents.length > 0) {
        await consider(Array.from({ length: children }, () => child(space, parents, stream)));
      }
      const chosen: Proposal[] = [];
      const firstDraw = stream.integer(0, processes.draws - 1);
      for (let slot = 0; slot < Math.min(n, mostAtOnce); slot++) {
        const draw = (firstDraw + slot) % processes.draws;
        const best = candidates.best(draw, known);
        if (!best) break;
        chosen.push(...give([best], "search", `draw ${draw}`));
      }
      if (chosen.length === 0) return give(fresh(Math.min(n, mostAtOnce)), "search");
      const given = chosen.map(({ design }) => design);
      const beliefs = processes.beliefs(wideRows(given, await points.of(given)));
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
      revise(all) {
        history.splice(0, history.length, ...all);
      },
      state: (): ScreenedState => ({
        ...{ asked, first: first.store(), second: second?.store() ?? stored?.second ?? [] },
        points: points.store(),
      }),
    };
  },
};

/** The same search of designs alone: what operating points are worth. */
export const unscreened: SearchKind = {
  ...screened,
  name: "unscreened",
  description: "the Gaussian processes of screened without operating points: what those are worth",
  open({ screen: _, ...context }, memory) {
    return screened.open(context, memory);
  },
};
