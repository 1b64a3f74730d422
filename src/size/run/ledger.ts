import type { Told } from "../search/search.js";
import type { ScreeningCost } from "./sizer.js";

/** What a run has cost so far. */
export interface SizingLedger extends ScreeningCost {
  /** Designs simulated, failed and initial ones among them. */
  readonly designs: number;
  /** Designs that nothing found before had a part in. */
  readonly initial: number;
  /** Designs of which no simulation gave anything. */
  readonly failed: number;
  readonly feasible: number;
  /** Designs simulated when the first one met every spec; undefined while none did. */
  readonly toFirstFeasible?: number;
  /** Simulator runs for designs by kind of analysis; those of screening are apart. */
  readonly runs: Readonly<Record<string, number>>;
  /** Designs simulated in each corner, and the simulator runs for them; empty where the problem has none. */
  readonly corners: Readonly<Record<string, CornerCost>>;
  /** Time of the simulators for designs, all of them together; that of screening is apart. */
  readonly simulatorSeconds: number;
}

/** What a corner has cost. */
export interface CornerCost {
  readonly designs: number;
  readonly runs: number;
}

/** The ledger of designs in the order in which they were asked for, and of what was screened. */
export function ledgerOf(
  history: readonly Told[],
  { screened, screeningSeconds }: ScreeningCost = { screened: 0, screeningSeconds: 0 },
): SizingLedger {
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
    corners: cornerCosts(history),
    screened,
    screeningSeconds,
    simulatorSeconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

function cornerCosts(history: readonly Told[]): Record<string, CornerCost> {
  const costs: Record<string, CornerCost> = {};
  for (const { corners = {} } of history) {
    for (const [name, runs] of Object.entries(corners)) {
      const before = costs[name] ?? { designs: 0, runs: 0 };
      costs[name] = { designs: before.designs + 1, runs: before.runs + runs };
    }
  }
  return costs;
}
