import type { Proposal, SearchKind } from "./search.js";
import { SobolSequence, sobolDesigns } from "./sobol-sequence.js";

/** Designs spread more evenly than chance does. */
export const sobol: SearchKind = {
  name: "sobol",
  description: "a Sobol sequence: random, but evenly spread",
  initialDesigns: () => undefined,
  async open({ space, seed }, memory) {
    const known = new Set(memory?.history.map(({ design }) => space.key(design)));
    const sequence = new SobolSequence(space.dimensions, seed);
    let index = (memory?.state as { index: number } | undefined)?.index ?? 0;
    return {
      async ask(n) {
        const { designs, next } = sobolDesigns(space, sequence, { index, count: n, known });
        index = next;
        return designs.map((design): Proposal => ({ design, phase: "initial" }));
      },
      async tell() {},
      state: () => ({ index }),
    };
  },
};
