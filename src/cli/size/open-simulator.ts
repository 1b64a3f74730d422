import { KirchhoffError } from "../../core/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import type { SizingDescription } from "../../size/index.js";
import type { CliContext } from "../index.js";
import type { SizeFlags } from "./flags.js";

/** Longest time of a simulation where `--timeout` says nothing. */
export const defaultTimeoutSeconds = 60;

/** Starts the simulators that the flags ask for. */
export async function openPool(
  { simulator, workers, cache }: SizeFlags,
  timeoutSeconds: number,
  { cwd }: CliContext,
): Promise<SimulationPool> {
  const { resolve } = await import("node:path");
  const { openSimulationCache, openSimulator } = await import("../../simulate/index.js");
  return openSimulator({
    simulator,
    timeoutSeconds,
    ...(cache !== undefined && { cache: openSimulationCache(resolve(cwd, cache)) }),
    ...(workers !== undefined && { workers }),
  });
}

/** Throws SIZE_SIMULATOR_CHANGED where it is not the one that the run in `folder` began with. */
export function checkSimulator(
  { name, version }: SimulationPool,
  expected: SizingDescription["simulator"],
  folder: string,
): void {
  if (name === expected.name && version === expected.version) return;
  throw new KirchhoffError("SIZE_SIMULATOR_CHANGED", `${folder} was begun with another simulator`, {
    found: `${name} ${version}`,
    expected: `${expected.name} ${expected.version}`,
    hint: "go on without --simulator where that version is installed, or begin a new run",
  });
}
