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
  /** Time of the simulators for designs, all of them together; that of screening is apart. */
  readonly simulatorSeconds: number;
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
    screened,
    screeningSeconds,
    simulatorSeconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
