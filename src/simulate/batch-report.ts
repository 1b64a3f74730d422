import type { BatchReply, RunFailure } from "./protocol.js";
import { joinSteps, type StepNumbers } from "./step-result.js";

/** After how many seconds finished runs are reported, so that a later hang loses nothing. */
const REPORT_SECONDS = 0.25;

/** What became of one run: its steps, or the words with which its deck was refused. */
export type RunResult =
  | { readonly steps: readonly { readonly numbers: StepNumbers | undefined; readonly log: string }[] }
  | { readonly log: string };

/** Results of consecutive runs of one batch, on their way to the pool. */
export class BatchReport {
  readonly #started = performance.now();
  readonly #seconds: number[] = [];
  readonly #vectors: Float64Array[] = [];
  readonly #failures: RunFailure[] = [];

  constructor(
    readonly id: number,
    readonly first: number,
  ) {}

  add(run: number, result: RunResult, milliseconds: number): void {
    this.#seconds.push(milliseconds / 1000);
    if ("log" in result) {
      this.#failures.push({ run, log: result.log });
      return;
    }
    this.#vectors.push(joinSteps(result.steps.map(({ numbers }) => numbers)));
    result.steps.forEach(({ numbers, log }, step) => {
      if (!numbers) this.#failures.push({ run, step, log });
    });
  }

  isDue(): boolean {
    return performance.now() - this.#started > REPORT_SECONDS * 1000;
  }

  finish(): BatchReply {
    const vectors = new Float64Array(this.#vectors.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const vector of this.#vectors) {
      vectors.set(vector, at);
      at += vector.length;
    }
    const seconds = Float64Array.from(this.#seconds);
    return { type: "batch", id: this.id, first: this.first, seconds, vectors, failures: this.#failures };
  }
}
