import type { ComplexCurve, Curves } from "./analysis.js";
import type { DeviceOperatingPoint } from "./device-point.js";
import type { SimulationFailure } from "./failure.js";

/** A DC operating point. */
export interface OperatingPoint {
  /** Volts by net id, ground 0; NaN for a net that no device touches. */
  readonly voltages: Float64Array;
  /** Amperes through each independent voltage source, plus to minus, by device name; where it was asked for. */
  readonly sourceCurrents?: Readonly<Record<string, number>>;
}

interface Done {
  readonly status: "ok";
  /** The analysis' own. */
  readonly id?: string;
}

export interface OpOutput extends Done, OperatingPoint {
  readonly kind: "op";
  /** By device name, where details were asked for. */
  readonly devices?: Readonly<Record<string, DeviceOperatingPoint>>;
}

export interface AcOutput extends Done, Curves<ComplexCurve> {
  readonly kind: "ac";
  readonly frequenciesHz: Float64Array;
}

export interface DcOutput extends Done, Curves<Float64Array> {
  readonly kind: "dc";
  /** The values that the swept source took, volts or amperes. */
  readonly sweep: Float64Array;
}

export interface TranOutput extends Done, Curves<Float64Array> {
  readonly kind: "tran";
  /** The simulator's own time steps, growing. */
  readonly timesSeconds: Float64Array;
}

export interface NoiseOutput extends Done {
  readonly kind: "noise";
  readonly frequenciesHz: Float64Array;
  /** Spectral density at the output, V/√Hz. */
  readonly outputDensity: Float64Array;
  /** Referred to the input source: V/√Hz, or A/√Hz for a current source. */
  readonly inputDensity: Float64Array;
  /** Root mean square over the swept band, volts. */
  readonly outputTotal: number;
  /** The same, referred to the input source: volts or amperes. */
  readonly inputTotal: number;
}

/** An analysis that gave no result, or none to its end: nothing of it is kept. */
export interface FailedOutput {
  readonly status: "failed";
  readonly kind: "op" | "ac" | "dc" | "tran" | "noise";
  readonly id?: string;
  readonly reason: SimulationFailure;
  readonly message: string;
  /** The simulator's own words on this analysis. */
  readonly log: string;
}

/** What one analysis of a job gave; each fails for itself. */
export type AnalysisOutput = OpOutput | AcOutput | DcOutput | TranOutput | NoiseOutput | FailedOutput;
