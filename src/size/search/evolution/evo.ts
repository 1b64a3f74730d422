import { RandomStream } from "../../../core/index.js";
import type { Proposal, SearchKind, Told } from "../search.js";
import { constants } from "./constants.js";
import { initialDesigns } from "./initial.js";
import { offspring } from "./offspring.js";
import { nextGeneration } from "./population.js";

/** What an evolutionary search has to remember: the critical specs, and which iteration comes next. */
export interface EvolutionState {
  readonly critical: readonly number[];
  readonly iteration: number;
}

/** Draws of offspring, all of them known, after which an iteration counts as stuck. */
const mostDraws = 10_000;

/** Paper A's evolutionary search (Evo): all offspring is simulated. It ends where the best twenty designs meet every spec. */
export const evo: SearchKind = {
  name: "evo",
  description: "evolutionary search of paper A: 100 random designs, then five of each generation",
  initialDesigns: () => constants.initial,
  async open({ space, specs, seed }, memory) {
    const known = new Set(memory?.history.map(({ design }) => space.key(design)));
    const valid: Told[] = (memory?.history ?? []).filter(({ failed }) => !failed);
    let { critical, iteration } = (memory?.state as EvolutionState | undefined) ?? {
      critical: [],
      iteration: 0,
    };
    return {
      async ask(n) {
        const first = initialDesigns(space, seed, { n, total: constants.initial, known });
        if (first.length > 0 || valid.length === 0) return first;
        const purpose = `size/evo/${iteration++}`;
        const generation = nextGeneration(specs, valid, critical, new RandomStream(seed, purpose));
        if (!generation) return [];
        critical = generation.critical;
        const proposals: Proposal[] = [];
        for (let draw = 1; proposals.length < constants.offspring && draw < mostDraws; draw++) {
          for (const design of offspring(space, generation.parents, new RandomStream(seed, purpose, draw))) {
            const key = space.key(design);
            if (known.has(key)) continue;
            known.add(key);
            proposals.push({ design, phase: "search" });
          }
        }
        return proposals;
      },
      async tell(results) {
        valid.push(...results.filter(({ failed }) => !failed));
      },
      revise(all) {
        valid.splice(0, valid.length, ...all.filter(({ failed }) => !failed));
      },
      state: (): EvolutionState => ({ critical, iteration }),
    };
  },
};
