import type { Design } from "../../space.js";

interface Candidate {
  readonly design: Design;
  readonly costs: readonly number[];
}

/** Designs that may be simulated next, by key, with what they are believed to cost under each draw. */
export class Candidates {
  readonly #all = new Map<string, Candidate>();

  has(key: string): boolean {
    return this.#all.has(key);
  }

  add(key: string, design: Design, costs: readonly number[]): void {
    this.#all.set(key, { design, costs });
  }

  /** So many that are cheapest in the mean over the draws. */
  cheapest(count: number): Design[] {
    return [...this.#all.values()]
      .sort((a, b) => total(a.costs) - total(b.costs))
      .slice(0, count)
      .map(({ design }) => design);
  }

  /** The cheapest one under a draw, of those that are not in `known`; undefined where there is none. */
  best(draw: number, known: ReadonlySet<string>): Design | undefined {
    const left = [...this.#all].filter(([key]) => !known.has(key)).map(([, candidate]) => candidate);
    if (left.length === 0) return undefined;
    return left.reduce((a, b) => (b.costs[draw]! < a.costs[draw]! ? b : a)).design;
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
