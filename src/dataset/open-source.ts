import { type DeviceKind, nominalCircuit, parametricCircuit } from "../circuit/index.js";
import { openSimulator, type SimulatorOptions } from "../simulate/index.js";
import { exactSource } from "./exact-source.js";
import type { Recipe, SimulatorChoice } from "./recipe.js";
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

/** What labels a recipe in memory unless one says: the exact solver where it can, else the better ngspice present. */
export function defaultSimulator({ circuits, measures, devices }: Recipe): SimulatorChoice {
  const isLinear = circuits.every((name) =>
    nominalCircuit(parametricCircuit(name)).devices.every(({ kind }) => linearKinds.has(kind)),
  );
  return isLinear && measures.length === 0 && !devices ? "exact" : "auto";
}

const linearKinds: ReadonlySet<DeviceKind> = new Set([
  "resistor",
  "capacitor",
  "voltage-source",
  "current-source",
]);
