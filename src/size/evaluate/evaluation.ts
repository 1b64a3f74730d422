import type { Design } from "../space.js";
import { marginOf, missingPenalty, penaltyOf, readAs, type Spec } from "../spec.js";

/** The reason of a spec whose simulation was left out, because the design had missed others before. */
export const skipped = "skipped";

/** What became of one spec: its value with the penalty, or why there is none. */
export interface SpecOutcome {
  /** As the spec reads it; in the corner in which it is worst. */
  readonly value?: number;
  /** 0 where the spec is met. */
  readonly penalty: number;
  /** Why there is no value: a reason of a measure or a simulation, or {@link skipped}. */
  readonly reason?: string;
  readonly corner?: string;
}

/**
 * A simulated design. A failed simulation is one too, with a finite cost. That of a design which misses a lower bound by far may be higher
 * (paper A): `isBetter` takes the one that was simulated all the same.
 */
export interface Evaluation {
  readonly design: Design;
  /** In the order of the problem's specs. */
  readonly specs: readonly SpecOutcome[];
  /** Weighted sum of the penalties. */
  readonly cost: number;
  /** Every spec that is not soft is met, in every corner asked for. */
  readonly feasible: boolean;
  /** No measure of it exists, because its simulations failed. */
  readonly failed: boolean;
  /** What the first simulation that failed said. */
  readonly message?: string;
  /** Simulator runs by kind of analysis. */
  readonly runs: Readonly<Record<string, number>>;
  /** Simulator runs by corner; absent where the problem has none. */
  readonly corners?: Readonly<Record<string, number>>;
  /** Of a robust problem: the corners in which specs that it misses are worst, of those that are simulated only where all others are met. */
  readonly failsIn?: readonly string[];
  /** Time of the simulator. */
  readonly seconds: number;
}

/** Order by which designs are parents: the cheaper first, but those whose simulation failed behind every other. */
export function byMerit(a: Evaluation, b: Evaluation): number {
  return Number(a.failed) - Number(b.failed) || a.cost - b.cost;
}

/** A measure's value or why there is none, in a corner. */
export interface Measured {
  readonly corner?: string | undefined;
  readonly value?: number;
  readonly reason?: string;
}

/** The outcome of a spec from what was measured in each corner: the worst of them; {@link skipped} where nothing was. */
export function outcomeOf(spec: Spec, measured: readonly Measured[]): SpecOutcome {
  const outcomes = measured.map(({ value, reason, corner }): SpecOutcome => {
    const where = corner === undefined ? {} : { corner };
    if (value === undefined) return { penalty: missingPenalty(spec), reason: reason ?? skipped, ...where };
    const read = readAs(spec, value);
    return { value: read, penalty: penaltyOf(spec, read), ...where };
  });
  if (outcomes.length === 0) return { penalty: missingPenalty(spec), reason: skipped };
  return outcomes.reduce((worst, one) => (isWorse(spec, one, worst) ? one : worst));
}

/** Whether one outcome of a spec is worse than another: by penalty, then by margin. */
export function isWorse(spec: Spec, a: SpecOutcome, b: SpecOutcome): boolean {
  if (a.penalty !== b.penalty) return a.penalty > b.penalty;
  if (a.value === undefined || b.value === undefined) return a.value === undefined && b.value !== undefined;
  return marginOf(spec, a.value) < marginOf(spec, b.value);
}

/** Cost and feasibility of specs' outcomes. */
export function conclude(
  specs: readonly Spec[],
  outcomes: readonly SpecOutcome[],
): { cost: number; feasible: boolean } {
  const cost = specs.reduce((sum, { weight }, i) => sum + weight * outcomes[i]!.penalty, 0);
  return { cost, feasible: specs.every(({ soft }, i) => soft || outcomes[i]!.penalty === 0) };
}
