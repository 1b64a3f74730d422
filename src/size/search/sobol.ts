import type { Design } from "../space.js";
import type { Proposal, SearchKind } from "./search.js";
import { SobolSequence } from "./sobol-sequence.js";

/** Points in vain after which a space counts as used up. */
const mostRepeats = 10_000;

/** Designs spread more evenly than chance does. */
export const sobol: SearchKind = {
  name: "sobol",
  description: "a Sobol sequence: random, but evenly spread",
  initialDesigns: () => undefined,
  async open({ space, seed }, memory) {
    const known = new Set(memory?.history.map(({ design }) => space.key(design)));
    const sequence = new SobolSequence(space.dimensions, seed);
    let index = (memory?.state as { index: number } | undefined)?.index ?? 0;
    const next = (): Design | undefined => {
      for (let repeats = 0; repeats < mostRepeats; repeats++) {
        const design = space.fromUniform(sequence.point(index++));
        const key = space.key(design);
        if (known.has(key)) continue;
        known.add(key);
        return design;
      }
      return undefined;
    };
    return {
      async ask(n) {
        const designs = Array.from({ length: n }, next).filter((design) => design !== undefined);
        return designs.map((design): Proposal => ({ design, phase: "initial" }));
      },
      async tell() {},
      state: () => ({ index }),
    };
  },
};
