import { RandomStream } from "../../core/index.js";
import { byMerit } from "../evaluate/evaluation.js";
import type { Design } from "../space.js";
import { DesignFeatures } from "./model/features.js";
import { genetic } from "./model/genetic.js";
import { SpecEnsemble } from "./model/spec-ensemble.js";
import type { Proposal, SearchKind, Told } from "./search.js";
import { SobolSequence, sobolDesigns } from "./sobol-sequence.js";

const initialDesigns = 24;

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
    const openEnsemble = (state?: unknown) => SpecEnsemble.open(specs, features.count, seed, state);
    let ensemble = stored?.ensemble === undefined ? undefined : await openEnsemble(stored.ensemble);
    const first = (n: number): Proposal[] => {
      const { designs, next } = sobolDesigns(space, sequence, { index: asked, count: n, known });
      asked = next;
      return designs.map((design) => ({ design, phase: "initial" }));
    };
    return {
      async ask(n) {
        if (history.length < initialDesigns) return first(Math.min(n, initialDesigns - history.length));
        ensemble ??= await openEnsemble();
        const { members } = ensemble;
        await ensemble.train(history, features.rows(history.map(({ design }) => design)));
        const ranked = [...history].sort(byMerit).map(({ design }) => design);
        const proposals: Proposal[] = [];
        for (let slot = 0; slot < n; slot++) {
          const stream = new RandomStream(seed, "size/surrogate", asked++);
          const member = stream.integer(0, members - 1);
          const believed = (designs: readonly Design[]) =>
            ensemble!.costs(designs.length, features.rows(designs), member);
          const [design] = await genetic(space, ranked, known, stream, believed);
          if (!design) break;
          known.add(space.key(design));
          const [specsMet] = await ensemble.beliefs(1, features.rows([design]));
          proposals.push({
            ...{ design, phase: "search", because: `member ${member}` },
            comparison: { by: "prediction", specs: specsMet! },
          });
        }
        return proposals.length > 0 ? proposals : first(n);
      },
      async tell(results) {
        history.push(...results);
      },
      revise(all) {
        history.splice(0, history.length, ...all);
      },
      state: (): SurrogateState => ({ asked, ensemble: ensemble?.store() }),
      async close() {
        await ensemble?.release();
      },
    };
  },
};
