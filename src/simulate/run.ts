import type { Topology } from "./deck.js";
import type { FailureReport } from "./failure.js";

/** What a worker made of one run: the vector of its template's nets and sources, or why there is none. */
export type RunOutcome =
  | { readonly ok: true; readonly vector: Float64Array; readonly seconds: number }
  | { readonly ok: false; readonly failure: FailureReport; readonly log: string; readonly seconds: number };

/** One operating point to be computed. */
export interface PendingRun {
  readonly topology: Topology;
  readonly values: Float64Array;
  /** Nobody waits any more. */
  cancelled: boolean;
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
