import { type EvaluationData, openEvaluationData } from "../train/index.js";

/** Test ladders by their branches, each size labelled once. */
export class TestData {
  readonly #rows: number;
  readonly #known = new Map<number, Promise<EvaluationData>>();

  /** `rows` of each size. */
  constructor(rows: number) {
    this.#rows = rows;
  }

  ladders(branches: number): Promise<EvaluationData> {
    const known = this.#known.get(branches);
    if (known) return known;
    const data = openEvaluationData(`ladder-${branches}`, { split: "test", rows: this.#rows });
    this.#known.set(branches, data);
    return data;
  }
}
