import { openSimulator, type SimulatorOptions } from "../simulate/index.js";
import { exactSource } from "./exact-source.js";
import type { SimulatorChoice } from "./recipe.js";
import type { OperatingPointSource } from "./source.js";

/**
 * Opens what computes a recipe's labels: ngspice in workers of its own, or the exact linear solve in this process. Close it when
 * done. Throws what `openSimulator` throws.
 */
export async function openSource(
  choice: SimulatorChoice,
  options: Omit<SimulatorOptions, "simulator"> = {},
): Promise<OperatingPointSource> {
  return choice === "exact" ? exactSource() : openSimulator({ ...options, simulator: choice });
}
