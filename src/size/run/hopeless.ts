import { skipped } from "../evaluate/evaluation.js";
import type { Told } from "../search/search.js";
import type { Spec } from "../spec.js";

/** Designs without a single good simulation, from the first on, after which there is no hope. */
const enough = 32;

/**
 * Specs that have to be met, and that no design tells of because its simulation failed each time; none while there are too few designs, or
 * where some design tells. More designs would not help.
 */
export function hopelessSpecs(specs: readonly Spec[], history: readonly Told[]): Spec[] {
  return specs.filter(({ soft }, i) => {
    if (soft || history.some((told) => told.specs[i]!.value !== undefined)) return false;
    const simulated = history.filter((told) => told.specs[i]!.reason !== skipped);
    const failed = simulated.filter(
      (told) => told.failed || told.specs[i]!.reason!.startsWith("SIMULATION_"),
    );
    return simulated.length >= enough && failed.length === simulated.length;
  });
}
