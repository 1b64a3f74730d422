import { RandomStream } from "../../../core/index.js";
import type { Comparison, Proposal, SearchKind, Told } from "../search.js";
import { constants } from "./constants.js";
import { initialDesigns } from "./initial.js";
import { offspring } from "./offspring.js";
import { type Generation, nextGeneration } from "./population.js";

interface OracleState {
  /** Before the present iteration. */
  readonly critical: readonly number[];
  readonly iteration: number;
  /** Offspring drawn and accepted in the present iteration. */
  readonly draw: number;
  readonly accepted: number;
  /** Designs that the search has taken up, initial ones included, as places in its history. */
  readonly kept: readonly number[];
}

/**
 * Paper A's Oracle: a discriminator that is never wrong. Each candidate is simulated, and taken up where no critical spec of it has a
 * higher penalty than that of the reference design. What the paper counts as simulations are those taken up (`accepted`); what was
 * really simulated it calls queries. Candidates are told in batches, so that an iteration may take up more than five.
 */
export const oracle: SearchKind = {
  name: "oracle",
  description:
    "the same loop with a perfect filter: every candidate simulated, those no worse than the reference kept",
  initialDesigns: () => constants.initial,
  async open({ space, specs, seed }, memory) {
    const history: Told[] = [...(memory?.history ?? [])];
    const known = new Set(history.map(({ design }) => space.key(design)));
    const state = memory?.state as OracleState | undefined;
    let { critical, iteration, draw, accepted } = state ?? {
      critical: [],
      iteration: 0,
      draw: 0,
      accepted: 0,
    };
    const kept: number[] = [...(state?.kept ?? [])];
    const purpose = () => `size/oracle/${iteration}`;
    let generation: Generation | undefined;
    /** The generation of the iteration's beginning, from the designs that were kept then. */
    const atBeginning = () => {
      const designs = kept.slice(0, kept.length - accepted).map((i) => history[i]!);
      return nextGeneration(specs, designs, critical, new RandomStream(seed, purpose()));
    };
    return {
      async ask(n) {
        const first = initialDesigns(space, seed, { n, total: constants.initial, known });
        if (first.length > 0 || kept.length === 0) return first;
        generation ??= atBeginning();
        if (generation && (accepted >= constants.offspring || draw >= constants.candidates)) {
          if (accepted === 0) return [];
          critical = generation.critical;
          iteration++;
          [draw, accepted] = [0, 0];
          generation = atBeginning();
        }
        if (!generation) return [];
        const proposals: Proposal[] = [];
        const { reference, critical: counted } = generation;
        const comparison: Comparison = {
          ...{ by: "simulation", reference: reference.design },
          specs: counted.map((i) => ({ spec: specs[i]!.name })),
        };
        while (proposals.length < n && draw < constants.candidates) {
          const stream = new RandomStream(seed, purpose(), ++draw);
          for (const design of offspring(space, generation.parents, stream)) {
            const key = space.key(design);
            if (known.has(key)) continue;
            known.add(key);
            proposals.push({ design, phase: "search", comparison });
          }
        }
        return proposals;
      },
      async tell(results) {
        for (const told of results) {
          const at = history.push(told) - 1;
          if (told.failed) continue;
          const isGood =
            told.phase === "initial" ||
            generation!.critical.every(
              (i) => told.specs[i]!.penalty <= generation!.reference.specs[i]!.penalty,
            );
          if (!isGood) continue;
          kept.push(at);
          if (told.phase === "search") accepted++;
        }
      },
      revise(all) {
        history.splice(0, history.length, ...all);
        generation = undefined;
      },
      state: (): OracleState => ({ critical, iteration, draw, accepted, kept }),
      counters: () => ({
        queries: history.filter(({ phase }) => phase === "search").length,
        accepted: kept.filter((i) => history[i]!.phase === "search").length,
      }),
    };
  },
};
