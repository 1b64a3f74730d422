import { findNativeLibrary, nativeInstallHint } from "./find-library.js";
import { WorkerPool } from "./pool.js";
import type { SimulatorKind } from "./simulator.js";
import { spawnEmbedded } from "./spawn-embedded.js";
import { spawnNative } from "./spawn-native.js";
import type { SpawnWorker } from "./worker-handle.js";

/** What {@link inspectSimulators} found of one simulator. */
export interface SimulatorReport {
  readonly simulator: SimulatorKind;
  readonly found: boolean;
  readonly version?: string;
  /** Where the native library is. */
  readonly path?: string;
  /** Time from nothing to a running worker. */
  readonly startSeconds?: number;
  /** What is wrong with it. */
  readonly problem?: string;
  /** How to get it, where it is missing. */
  readonly install?: string;
}

/** Starts each simulator once to see which work here; native first, as `auto` prefers it. */
export async function inspectSimulators(): Promise<SimulatorReport[]> {
  return [await inspectNative(), await inspectOne("embedded", spawnEmbedded)];
}

async function inspectNative(): Promise<SimulatorReport> {
  const install = nativeInstallHint();
  try {
    const path = await findNativeLibrary();
    if (path === undefined) return { simulator: "native", found: false, install };
    const report = await inspectOne("native", spawnNative(path));
    return { ...report, path };
  } catch (error) {
    return { simulator: "native", found: false, problem: (error as Error).message, install };
  }
}

async function inspectOne(simulator: SimulatorKind, spawn: SpawnWorker): Promise<SimulatorReport> {
  const start = performance.now();
  try {
    const pool = await new WorkerPool(simulator, spawn, { workers: 1 }).open();
    const startSeconds = (performance.now() - start) / 1000;
    await pool.close();
    return { simulator, found: true, version: pool.version, startSeconds };
  } catch (error) {
    return { simulator, found: false, problem: (error as Error).message };
  }
}
