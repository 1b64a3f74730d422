/** Elaboration has done as much as it may: a small deck can ask for more than any machine finishes. Not a diagnostic by itself. */
export class WorkExceeded extends Error {}

/** Counts the steps of one elaboration: instructions of expressions, parameters defined, characters of rewritten expressions. */
export class WorkBudget {
  readonly limit: number;
  #left: number;

  constructor(limit: number) {
    this.limit = limit;
    this.#left = limit;
  }

  /** Takes steps from the budget. Throws {@link WorkExceeded} where it is spent. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new WorkExceeded(`more than ${this.limit} steps`);
  }
}
