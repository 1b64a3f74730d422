import type { FailureReport } from "./failure.js";
import type { DeckTemplate } from "./template.js";

/** What a worker made of one run: the numbers of its steps and the words on those that failed, or why there is none. */
export type RunOutcome =
  | {
      readonly ok: true;
      readonly vector: Float64Array;
      readonly logs: ReadonlyMap<number, string>;
      readonly seconds: number;
    }
  | { readonly ok: false; readonly failure: FailureReport; readonly log: string; readonly seconds: number };

/** The analyses of one circuit, to be computed. */
export interface PendingRun {
  readonly template: DeckTemplate;
  readonly values: Float64Array;
  /** Nobody waits any more. */
  cancelled: boolean;
  /** It has had a whole time-out to itself once, and gets another. */
  wasLate: boolean;
  settle(outcome: RunOutcome): void;
}

/** Runs that go to a worker together. */
export interface Batch {
  readonly id: number;
  readonly runs: readonly PendingRun[];
  readonly alter: boolean;
  /** How many have been settled. */
  done: number;
}
