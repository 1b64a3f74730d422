export type {
  AcAnalysis,
  Analysis,
  ComplexCurve,
  Curves,
  DcAnalysis,
  Excitation,
  FrequencySweep,
  NoiseAnalysis,
  OpAnalysis,
  TranAnalysis,
} from "./analysis.js";
export { cacheKey, openSimulationCache, type SimulationCache } from "./cache.js";
export type {
  BipolarOperatingPoint,
  DeviceOperatingPoint,
  DiodeOperatingPoint,
  MosOperatingPoint,
  MosRegion,
} from "./device-point.js";
export type { SimulationFailure } from "./failure.js";
export { findNativeLibrary, libraryVariable, nativeInstallHint } from "./find-library.js";
export { inspectSimulators, type SimulatorReport } from "./inspect.js";
export { type Ledger, type LedgerEntry, openLedger, readLedger } from "./ledger.js";
export { solveLinear } from "./linear.js";
export {
  bandwidthHz,
  type DelayOptions,
  dcGainDb,
  delaySeconds,
  type Edge,
  type FrequencyResponse,
  gainDb,
  gainMarginDb,
  type Invalid,
  integratedNoise,
  type MeasureFailure,
  type Measurement,
  type NoiseSpectrum,
  type OutputRange,
  offsetVolts,
  outputHighVolts,
  outputLowVolts,
  outputRange,
  outputResistanceOhms,
  outputSwingVolts,
  overshootPercent,
  phaseMarginDegrees,
  powerWatts,
  rejectionRatioDb,
  type SourcePoint,
  type StepOptions,
  type SwingOptions,
  settlingSeconds,
  slewRateVoltsPerSecond,
  supplyCurrentAmperes,
  type TransferCurve,
  transitionSeconds,
  unityGainFrequencyHz,
  type Waveform,
} from "./measures/index.js";
export { openSimulator } from "./open.js";
export type {
  AcOutput,
  AnalysisOutput,
  DcOutput,
  FailedOutput,
  NoiseOutput,
  OperatingPoint,
  OpOutput,
  TranOutput,
} from "./output.js";
export type { RawVector } from "./protocol.js";
export { type RawDeckOptions, type RawDeckOutput, runRawDeck } from "./raw-deck.js";
export type {
  AnalysisJob,
  BatchOptions,
  IndexedResult,
  ParameterChange,
  SimulationPool,
  SimulationResult,
  SimulatorKind,
  SimulatorOptions,
  StreamOptions,
} from "./simulator.js";
