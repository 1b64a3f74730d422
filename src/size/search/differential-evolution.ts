import { RandomStream } from "../../core/index.js";
import { byMerit } from "../evaluate/evaluation.js";
import { uniformDesigns } from "./random.js";
import type { Proposal, SearchKind, Told } from "./search.js";

/** Members of the population; the generation of each is simulated before the next one begins. */
const populationSize = 32;
const crossover = 0.8;

/**
 * Differential evolution (Storn and Price 1997), `current-to-best/1/bin` with a dithered weight on the unit cube of the grid: each member
 * moves towards one of the best fifth and along the difference of two others, and is replaced where the trial costs no more.
 */
export const differentialEvolution: SearchKind = {
  name: "de",
  description: "differential evolution, 32 members",
  initialDesigns: () => populationSize,
  async open({ space, seed }, memory) {
    interface State {
      readonly members: readonly number[];
      readonly trials: number;
    }
    const history: Told[] = [...(memory?.history ?? [])];
    const known = new Set(history.map(({ design }) => space.key(design)));
    const state = memory?.state as State | undefined;
    /** Places in the history of the present members, and how many trials there were. */
    const members: number[] = [...(state?.members ?? [])];
    let trials = state?.trials ?? 0;
    let targets: number[] = [];
    const trial = (target: number): Proposal | undefined => {
      const stream = new RandomStream(seed, "size/de", trials++);
      const points = members.map((at) => space.toUnit(history[at]!.design));
      const ranked = members
        .map((_, i) => i)
        .sort((a, b) => byMerit(history[members[a]!]!, history[members[b]!]!));
      const best = points[ranked[stream.integer(0, Math.ceil(members.length / 5) - 1)]!]!;
      const [a, b] = [...stream.permutation(members.length)].filter((i) => i !== target);
      const weight = stream.uniform(0.4, 0.9);
      const own = points[target]!;
      const sure = stream.integer(0, space.dimensions - 1);
      const moved = own.map((x, i) =>
        i === sure || stream.uniform() < crossover
          ? reflect(x + weight * (best[i]! - x) + weight * (points[a!]![i]! - points[b!]![i]!))
          : x,
      );
      const design = space.fromUnit(moved);
      const key = space.key(design);
      const fresh = known.has(key) ? uniformDesigns(space, stream, 1, known)[0] : design;
      if (!fresh) return undefined;
      known.add(space.key(fresh));
      return { design: fresh, phase: "search" };
    };
    return {
      async ask(n) {
        if (members.length < populationSize) {
          const stream = new RandomStream(seed, "size/de/initial", history.length);
          const count = Math.min(n, populationSize - members.length);
          targets = [];
          return uniformDesigns(space, stream, count, known).map((design) => ({ design, phase: "initial" }));
        }
        targets = Array.from({ length: n }, (_, i) => (trials + i) % populationSize);
        const found = targets.map((target) => trial(target));
        const proposals = found.filter((one) => one !== undefined);
        return proposals.length === found.length ? proposals : [];
      },
      async tell(results) {
        for (const [i, told] of results.entries()) {
          const at = history.push(told) - 1;
          const target = targets[i];
          if (target === undefined) members.push(at);
          else if (byMerit(told, history[members[target]!]!) <= 0) members[target] = at;
        }
      },
      revise(all) {
        history.splice(0, history.length, ...all);
      },
      state: (): State => ({ members, trials }),
    };
  },
};

/** Back into [0, 1] at its ends. */
function reflect(x: number): number {
  const folded = Math.abs(x) % 2;
  return folded > 1 ? 2 - folded : folded;
}
