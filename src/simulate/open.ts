import { KirchhoffError } from "../core/index.js";
import { findNativeLibrary, libraryVariable, nativeInstallHint } from "./find-library.js";
import { WorkerPool } from "./pool.js";
import type { SimulationPool, SimulatorKind, SimulatorOptions } from "./simulator.js";
import { spawnEmbedded } from "./spawn-embedded.js";
import { spawnNative } from "./spawn-native.js";
import type { SpawnWorker } from "./worker-handle.js";

/**
 * Opens a simulator with its workers started. `auto` takes native ngspice where it is installed and starts, else the embedded
 * one. Throws SIMULATION_NO_NATIVE, SIMULATION_LIBRARY_PATH, SIMULATION_WORKERS, SIMULATION_WORKER_START.
 */
export async function openSimulator(options: SimulatorOptions = {}): Promise<SimulationPool> {
  const { kind, spawn } = await chooseSimulator(options.simulator ?? "auto");
  const opened = new WorkerPool(kind, spawn, options).open();
  if (options.simulator && options.simulator !== "auto") return opened;
  return opened.catch((error) => {
    if (kind === "embedded") throw error;
    return new WorkerPool("embedded", spawnEmbedded, options).open();
  });
}

/** Which simulator a wish leads to, and how its workers start. Throws SIMULATION_NO_NATIVE, SIMULATION_LIBRARY_PATH. */
export async function chooseSimulator(
  wish: "auto" | SimulatorKind,
): Promise<{ kind: SimulatorKind; spawn: SpawnWorker }> {
  if (wish === "embedded") return { kind: "embedded", spawn: spawnEmbedded };
  const library = await findNativeLibrary();
  if (library) return { kind: "native", spawn: spawnNative(library) };
  if (wish === "auto") return { kind: "embedded", spawn: spawnEmbedded };
  throw new KirchhoffError("SIMULATION_NO_NATIVE", "native ngspice was asked for and is not installed", {
    expected: `libngspice in the usual places, or its path in ${libraryVariable}`,
    hint: `${nativeInstallHint()}; or use --simulator embedded, which needs nothing installed`,
  });
}
