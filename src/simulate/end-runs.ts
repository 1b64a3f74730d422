import type { FailureReport } from "./failure.js";
import type { PendingRun } from "./run.js";

/** Ends runs that nobody will compute, because their pool was closed. */
export function closeRuns(runs: readonly PendingRun[]): void {
  failRuns(runs, {
    reason: "SIMULATION_CLOSED",
    message: "the simulator was closed before this run",
  });
}

/** Ends runs that nobody will compute. */
export function failRuns(runs: readonly PendingRun[], failure: FailureReport, log = ""): void {
  for (const run of runs) run.settle({ ok: false, failure, log, seconds: 0 });
}
