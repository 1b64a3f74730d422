import { type Measurement, measured } from "./measurement.js";

/** One voltage source at the operating point. */
export interface SourcePoint {
  /** Plus against minus. */
  readonly volts: number;
  /** Through the source from plus to minus, so negative where it delivers. */
  readonly amperes: number;
}

/** Amperes that the supplies deliver out of their plus terminals, together. */
export function supplyCurrentAmperes(sources: readonly SourcePoint[]): Measurement {
  return measured(0 - sources.reduce((sum, { amperes }) => sum + amperes, 0));
}

/** Watts that the sources deliver, together. */
export function powerWatts(sources: readonly SourcePoint[]): Measurement {
  return measured(0 - sources.reduce((sum, { volts, amperes }) => sum + volts * amperes, 0));
}
