export { cacheKey, openSimulationCache, type SimulationCache } from "./cache.js";
export type { SimulationFailure } from "./failure.js";
export { findNativeLibrary, libraryVariable, nativeInstallHint } from "./find-library.js";
export { inspectSimulators, type SimulatorReport } from "./inspect.js";
export { type Ledger, type LedgerEntry, openLedger, readLedger } from "./ledger.js";
export { solveLinear } from "./linear.js";
export { openSimulator } from "./open.js";
export type { RawVector } from "./protocol.js";
export { type RawDeckOptions, type RawDeckOutput, runRawDeck } from "./raw-deck.js";
export type {
  Analysis,
  BatchOptions,
  IndexedResult,
  OperatingPoint,
  ParameterChange,
  SimulationPool,
  SimulationResult,
  SimulatorKind,
  SimulatorOptions,
} from "./simulator.js";
