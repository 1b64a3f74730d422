import { RandomStream } from "../../core/index.js";
import type { Design, DesignSpace } from "../space.js";
import type { Proposal, SearchKind } from "./search.js";

/** Draws in vain after which a space counts as used up. */
const mostRepeats = 10_000;

/** Uniform designs of a space, none of them in `known`, which grows by them; fewer than `count` where the space is used up. */
export function uniformDesigns(
  space: DesignSpace,
  stream: RandomStream,
  count: number,
  known: Set<string>,
): Design[] {
  const designs: Design[] = [];
  for (let repeats = 0; designs.length < count && repeats < mostRepeats; ) {
    const design = space.variables.map(({ values }) => stream.integer(0, values.length - 1));
    const key = space.key(design);
    if (known.has(key)) {
      repeats++;
      continue;
    }
    known.add(key);
    designs.push(design);
  }
  return designs;
}

/** Designs drawn evenly from the grid: what every other search has to beat. */
export const random: SearchKind = {
  name: "random",
  description: "uniform designs, the yardstick",
  initialDesigns: () => undefined,
  async open({ space, seed }, memory) {
    const known = new Set(memory?.history.map(({ design }) => space.key(design)));
    let asked = (memory?.state as { asked: number } | undefined)?.asked ?? 0;
    return {
      async ask(n) {
        const designs = uniformDesigns(space, new RandomStream(seed, "size/random", asked++), n, known);
        return designs.map((design): Proposal => ({ design, phase: "initial" }));
      },
      async tell() {},
      state: () => ({ asked }),
    };
  },
};
