import type { Told } from "../search/search.js";

/** What a run has cost so far. */
export interface SizingLedger {
  /** Designs simulated, failed and initial ones among them. */
  readonly designs: number;
  /** Designs that nothing found before had a part in. */
  readonly initial: number;
  /** Designs of which no simulation gave anything. */
  readonly failed: number;
  readonly feasible: number;
  /** Designs simulated when the first one met every spec; undefined while none did. */
  readonly toFirstFeasible?: number;
  /** Simulator runs by kind of analysis. */
  readonly runs: Readonly<Record<string, number>>;
  /** Operating points that the search asked for apart from designs. */
  readonly screened: number;
  /** Time of the simulators, all of them together. */
  readonly simulatorSeconds: number;
}

/** The ledger of designs in the order in which they were asked for, and of so many screened ones. */
export function ledgerOf(history: readonly Told[], screened = 0): SizingLedger {
  const first = history.findIndex(({ feasible }) => feasible);
  const runs: Record<string, number> = {};
  for (const told of history) {
    for (const [kind, count] of Object.entries(told.runs)) runs[kind] = (runs[kind] ?? 0) + count;
  }
  const count = (is: (told: Told) => boolean) => history.filter(is).length;
  return {
    designs: history.length,
    initial: count(({ phase }) => phase === "initial"),
    failed: count(({ failed }) => failed),
    feasible: count(({ feasible }) => feasible),
    ...(first >= 0 && { toFirstFeasible: first + 1 }),
    runs,
    screened,
    simulatorSeconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
