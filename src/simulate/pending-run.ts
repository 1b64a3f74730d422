import type { SimulationCache } from "./cache.js";
import { decodeRun } from "./decode.js";
import type { AnalysisOutput } from "./output.js";
import type { Program } from "./program.js";
import type { PendingRun, RunOutcome } from "./run.js";
import type { SimulationResult } from "./simulator.js";

/** Takes the result of a job. */
export type Settle = (result: SimulationResult<readonly AnalysisOutput[]>) => void;

/** Settles a job by what is known of its run, without running it. */
export function settleKnown(program: Program, vector: Float64Array, settle: Settle): void {
  settle({ status: "ok", value: decodeRun(program, vector, noLogs), seconds: 0 });
}

/** A run of a job, which settles it; a good one is kept in the cache, where there is one. */
export function pendingRun(
  program: Program,
  values: Float64Array,
  settle: Settle,
  store?: { cache: SimulationCache; key: string },
): PendingRun {
  return {
    template: program.template,
    values,
    cancelled: false,
    wasLate: false,
    settle(outcome: RunOutcome) {
      const { seconds } = outcome;
      if (!outcome.ok) {
        settle({ status: "failed", ...outcome.failure, log: outcome.log, seconds });
        return;
      }
      const { vector, logs } = outcome;
      if (logs.size === 0) store?.cache.set(store.key, vector);
      settle({ status: "ok", value: decodeRun(program, vector, logs), seconds });
    },
  };
}

const noLogs: ReadonlyMap<number, string> = new Map();
