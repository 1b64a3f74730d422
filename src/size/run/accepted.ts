import type { Told } from "../search/search.js";
import type { Spec } from "../spec.js";
import { type Requirement, requirementsOf } from "./requirements.js";

/** A spec of a design that was accepted: what it reaches, and what let the design through by it. */
export interface AcceptedSpec extends Requirement {
  /** The value of the reference, where the design was compared with one by this spec. */
  readonly reference?: number | undefined;
  /** Probabilities that a model gave before the simulation: to be better than the reference, to meet the spec. */
  readonly better?: number | undefined;
  readonly meets?: number | undefined;
}

/** A design that meets every spec, and why it was simulated. */
export interface AcceptedDesign {
  /** Its place in the journal, from 0. */
  readonly index: number;
  readonly phase: Told["phase"];
  readonly because?: string | undefined;
  /** What decided whether it was let through: a model before its simulation, or its simulation; absent where nothing was compared. */
  readonly by?: "prediction" | "simulation" | undefined;
  /** The journal's place of the design that it was compared with. */
  readonly reference?: number | undefined;
  readonly specs: readonly AcceptedSpec[];
}

/** Every design that meets the specs, in the order in which they were simulated. */
export function acceptedDesigns(specs: readonly Spec[], history: readonly Told[]): AcceptedDesign[] {
  const places = new Map(history.map(({ design }, i) => [design.join(","), i]));
  return history.flatMap((told, index): AcceptedDesign[] => {
    if (!told.feasible) return [];
    const { phase, because, comparison } = told;
    const reference = comparison?.reference && places.get(comparison.reference.join(","));
    const own = requirementsOf(specs, told).map((requirement, i): AcceptedSpec => {
      const compared = comparison?.specs.find(({ spec }) => spec === requirement.spec.name);
      if (!compared) return requirement;
      const { better, meets } = compared;
      const value = reference === undefined ? undefined : history[reference]!.specs[i]!.value;
      return { ...requirement, reference: value, better, meets };
    });
    return [{ index, phase, because, by: comparison?.by, reference, specs: own }];
  });
}
