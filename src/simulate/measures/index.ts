export {
  type OscillationOptions,
  oscillationHz,
  peakToPeak,
  type SampledCurve,
  sampleAt,
} from "./curve-measures.js";
export { type DelayOptions, delaySeconds, type Edge } from "./delay.js";
export {
  bandwidthHz,
  dcGainDb,
  dcTransfer,
  gainDb,
  gainMarginDb,
  outputResistanceOhms,
  type Polarity,
  phaseMarginDegrees,
  rejectionRatioDb,
  unityGainFrequencyHz,
} from "./frequency.js";
export { decibels, type FrequencyResponse, unwrappedDegrees } from "./frequency-response.js";
export type { Invalid, MeasureFailure, Measurement } from "./measurement.js";
export { integratedNoise, type NoiseSpectrum } from "./noise.js";
export {
  overshootPercent,
  type StepOptions,
  settlingSeconds,
  slewRateVoltsPerSecond,
  transitionSeconds,
  type Waveform,
} from "./step.js";
export { powerWatts, type SourcePoint, supplyCurrentAmperes } from "./supply.js";
export {
  type OutputRange,
  offsetVolts,
  outputHighVolts,
  outputLowVolts,
  outputRange,
  outputSwingVolts,
  type SwingOptions,
  type TransferCurve,
} from "./transfer.js";
